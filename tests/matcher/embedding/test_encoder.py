"""Vectors: each text once, remembered on disk, whatever was killed; any SentenceTransformer; models that are not there."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
import torch
from click.testing import CliRunner

from crawler.case.case import Case
from crawler.case.errors import Box31Error, UsageProblem
from matcher.commands.cli import box31
from matcher.embedding.encoder import BUNDLED, Encoder, VectorStore
from matcher.embedding.fixed_batches import TOKENS
from matcher.review.decisions import review_database
from tests.support.matching_case import add_goods, add_item
from tests.support.tiny_model import make_tiny_model

UNIVERSAL = 512  # numbers of the half that the Universal Sentence Encoder gives


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(make_tiny_model(tmp_path_factory.mktemp("models") / "tiny"))


def texts(count: int) -> list[str]:
    """Texts of many lengths, none twice."""
    return [f"бронежилет {n} " + "класс защиты, " * (n * 7 % 11) for n in range(count)]


def test_rows_are_unit_vectors_in_the_order_asked_and_equal_texts_are_encoded_once(
    model: str, tmp_path: Path
) -> None:
    encoder = Encoder(model, tmp_path / "a")
    asked = [*texts(30), *texts(30), "одно"]
    found = encoder.encode(asked)
    assert found.shape == (61, 16 + UNIVERSAL)
    assert encoder.encoded == 31
    assert np.array_equal(found[:30], found[30:60])
    assert np.linalg.norm(found, axis=1) == pytest.approx(1, abs=2e-3)
    alone = Encoder(model, tmp_path / "b")
    for row in (0, 7, 60):
        assert alone.encode([asked[row]])[0] @ found[row] == pytest.approx(1, abs=2e-3)


def test_a_vector_does_not_depend_on_the_texts_encoded_with_it(model: str, tmp_path: Path) -> None:
    asked = texts(TOKENS // 4)
    steps: list[tuple[int, int]] = []
    there = Encoder(model, tmp_path / "a").encode(asked, lambda done, total: steps.append((done, total)))
    back = Encoder(model, tmp_path / "b").encode(asked[::-1])[::-1]
    assert np.array_equal(there, back), "shuffled"
    halves = Encoder(model, tmp_path / "c")
    assert np.array_equal(there, np.vstack([halves.encode(asked[:20]), halves.encode(asked[20:])])), (
        "in two imports"
    )
    alone = Encoder(model, tmp_path / "d")
    assert np.array_equal(there[5:6], alone.encode(asked[5:6])), "alone"
    assert [total for _, total in steps] == [len(asked)] * len(steps)
    assert steps[-1] == (len(asked), len(asked))


def test_vectors_of_the_bundled_model_do_not_depend_on_company(tmp_path: Path) -> None:
    asked = [
        f"Подшипник шариковый радиальный {n}-2RS " + "внутренний диаметр 25 мм " * (n % 3) for n in range(7)
    ]
    there = Encoder(BUNDLED, tmp_path / "a").encode(asked)
    alone = Encoder(BUNDLED, tmp_path / "b")
    assert np.array_equal(there[4:5], alone.encode(asked[4:5]))
    assert np.array_equal(there[::-1], Encoder(BUNDLED, tmp_path / "c").encode(asked[::-1]))


def test_vectors_do_not_depend_on_the_number_of_threads(tmp_path: Path) -> None:
    """Those of a process with three threads are those of this one, whose number is that of the machine or of the test run."""
    asked = [f"{name} {n}" for n in range(3) for name in ("насос", "клапан обратный", "ball valve", "轴承座")]
    program = (
        "import sys; from pathlib import Path; from matcher.embedding.encoder import BUNDLED, Encoder;"
        "sys.stdout.buffer.write(Encoder(BUNDLED, Path(sys.argv[1])).encode(sys.argv[2:]).tobytes())"
    )
    threads = "3" if torch.get_num_threads() != 3 else "1"
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / threads), *asked],
        env={**os.environ, "OMP_NUM_THREADS": threads},
        check=True,
        capture_output=True,
    )
    found = np.frombuffer(done.stdout, dtype=np.float32).reshape(len(asked), -1)
    assert np.array_equal(found, Encoder(BUNDLED, tmp_path / "here").encode(asked))


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
def test_vectors_from_a_process_apart_are_the_same_and_leave_nothing_loaded_here(
    model: str, tmp_path: Path
) -> None:
    program = (
        "import sys; from pathlib import Path; from matcher.embedding.encoder import Encoder;"
        "encoder = Encoder(sys.argv[1], Path(sys.argv[2])); encoder.encode_apart();"
        "encoder.encode(sys.argv[3:30]); encoder.release();"
        "sys.stdout.buffer.write(encoder.encode(sys.argv[3:]).tobytes()); encoder.release();"
        "sys.exit('torch' in sys.modules or encoder.encoded != 40)"
    )
    command = [sys.executable, "-c", program, model, str(tmp_path / "apart"), *texts(40)]
    done = subprocess.run(command, check=True, capture_output=True)
    there = np.frombuffer(done.stdout, dtype=np.float32).reshape(40, -1)
    assert np.array_equal(there, Encoder(model, tmp_path / "here").encode(texts(40)))


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
def test_a_model_that_is_not_there_is_said_from_a_process_apart(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from matcher.embedding.encoder import Encoder;"
        "encoder = Encoder('no/such-model', Path(sys.argv[1])); encoder.encode_apart(); encoder.encode(['a'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        env={**os.environ, "HF_HUB_OFFLINE": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "UsageProblem: model no/such-model: cannot be loaded" in done.stderr


def test_a_second_encoder_reads_what_the_first_one_stored(model: str, tmp_path: Path) -> None:
    first = Encoder(model, tmp_path).encode(texts(100))
    again = Encoder(model, tmp_path)
    assert np.array_equal(again.encode(texts(100)), first)
    assert again.encoded == 0
    again.encode([*texts(100), "новое"])
    assert again.encoded == 1
    both = Encoder(model, tmp_path), Encoder(model, tmp_path)  # two processes that take turns
    for number, encoder in enumerate(both):
        encoder.encode([f"от {number}", "общее"])
    assert np.array_equal(Encoder(model, tmp_path).encode(texts(100)), first)


def test_a_tail_torn_by_a_kill_is_written_over(model: str, tmp_path: Path) -> None:
    first = Encoder(model, tmp_path).encode(texts(50))
    (folder,) = tmp_path.iterdir()
    with (folder / "vectors").open("ab") as handle:  # vectors come before keys
        handle.write(b"\xff" * ((16 + UNIVERSAL) * 2 * 3 + 5))
    with (folder / "keys").open("ab") as handle:
        handle.write(b"\xee" * 7)
    torn = Encoder(model, tmp_path)
    assert np.array_equal(torn.encode(texts(50)), first)
    assert torn.encoded == 0
    more = torn.encode(texts(60))
    assert torn.encoded == 10
    again = Encoder(model, tmp_path)
    assert np.array_equal(again.encode(texts(60)), more)
    assert again.encoded == 0
    assert np.isfinite(more).all()


def test_keys_without_vectors_are_not_believed(model: str, tmp_path: Path) -> None:
    first = Encoder(model, tmp_path).encode(texts(50))
    (folder,) = tmp_path.iterdir()
    whole = (folder / "vectors").read_bytes()
    (folder / "vectors").write_bytes(whole[: (16 + UNIVERSAL) * 2 * 20 + 9])  # as after a power cut
    again = Encoder(model, tmp_path)
    assert again.encode(texts(50)) == pytest.approx(first, abs=2e-3)
    assert again.encoded == 30


def test_vectors_of_another_width_are_refused_in_one_line(tmp_path: Path) -> None:
    store = VectorStore(tmp_path / "store")
    store.add([b"a" * 16], np.ones((1, 8), dtype=np.float32))
    with pytest.raises(Box31Error, match=r"holds vectors of 8 numbers, the model gives 6; remove the folder"):
        VectorStore(tmp_path / "store").add([b"b" * 16], np.ones((1, 6), dtype=np.float32))
    assert len(VectorStore(tmp_path / "store")) == 1


def case_with_a_pair(root: Path) -> Case:
    case = Case.create(root, contact="test@box31.example")
    with closing(review_database(case)) as db:
        add_item(db, "i-1", "Ballistic Vest ZK-V10", "ZK-V10", "Level: NIJ IIIA; Weight: 2.5 kg")
        add_goods(db, "g-1", "БРОНЕЖИЛЕТ ZK-V10", "ZAKALKA DEFENCE CO LTD", "621143")
    return case


def run(case: Case, *words: str) -> str:
    done = CliRunner().invoke(box31, ["-C", str(case.root), *words])
    assert done.exit_code == 0, (done.output, done.exception)
    return done.stdout


def test_models_of_other_dimensions_stand_side_by_side(model: str, tmp_path: Path) -> None:
    """A folder that comes to hold another model is another model, though its name is the same."""
    case = case_with_a_pair(tmp_path / "case")
    folder = make_tiny_model(tmp_path / "m" / "tiny", width=16)
    run(case, "match", "--model", str(folder))
    folder.rename(tmp_path / "old")
    make_tiny_model(folder, width=24)
    run(case, "match", "--model", str(folder))
    assert len([*(case.root / "vectors").iterdir()]) == 2
    with closing(review_database(case)) as db:
        runs = db.execute("SELECT model, json_extract(counts, '$.encoded') FROM match_runs").fetchall()
    assert len({model for model, _ in runs}) == 2
    assert {encoded for _, encoded in runs} == {6}, "both texts, and the phrases read from them"
    assert (
        "nothing new"
        in CliRunner().invoke(box31, ["-C", str(case.root), "match", "--model", str(folder)]).stderr
    )


@pytest.mark.parametrize("kind", ["no folder", "empty folder", "no model", "broken weights"])
def test_a_model_that_is_not_there_gives_one_line_and_changes_nothing(
    model: str, tmp_path: Path, kind: str
) -> None:
    case = case_with_a_pair(tmp_path / "case")
    run(case, "match", "--model", model)
    before = run(case, "pairs", "--csv")
    folder = tmp_path / "absent"
    if kind == "broken weights":
        make_tiny_model(folder)
        (folder / "model.safetensors").write_bytes(b"\x00" * 100)
    elif kind != "no folder":
        folder.mkdir()
        if kind == "no model":
            (folder / "config.json").write_text("{}", encoding="utf-8")
    done = CliRunner().invoke(box31, ["-C", str(case.root), "match", "--model", str(folder)])
    assert isinstance(done.exception, UsageProblem), repr(done.exception)
    assert str(folder) in str(done.exception)
    assert len(str(done.exception).splitlines()) == 1
    assert run(case, "pairs", "--csv") == before
