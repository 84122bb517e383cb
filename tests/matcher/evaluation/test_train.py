"""`box31 train`: a model of the case's own, measured on items left out, kept only where it helps."""

from __future__ import annotations

import json
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from crawler.case.case import Case
from crawler.case.errors import Box31Error, UsageProblem
from matcher.attributes.taxonomy import shipped
from matcher.commands.cli import box31
from matcher.embedding.encoder import Encoder
from matcher.evaluation.metrics import Pairs, Side, average_precision, helped
from matcher.evaluation.train import examples, is_left_out, settled
from matcher.records.load import load_goods, load_items
from matcher.review.decisions import Decision, record, review_database
from matcher.scoring.precision_guarantee import role
from matcher.text.normal_forms import embedding_form
from tests.support.copies import copy_case
from tests.support.matching_case import small_world
from tests.support.tiny_model import make_tiny_model

needs_trainer = pytest.mark.skipif(
    not (find_spec("datasets") and find_spec("accelerate")), reason="the extra `train` is not installed"
)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, dict[str, str]]:
    """A matched case, the model, and the truth."""
    folder = tmp_path_factory.mktemp("train")
    model = str(make_tiny_model(folder / "tiny"))
    case, truth = small_world(folder / "case")
    done = CliRunner().invoke(box31, ["-C", str(case.root), "match", "--model", model])
    assert done.exit_code == 0, (done.output, done.exception)
    return case.root, model, truth


def decide(root: Path, truth: dict[str, str], share: float = 1.0) -> None:
    with closing(review_database(Case.open(root))) as db, db.conn:
        rows = db.execute(
            "SELECT pair_id, signature, item_id, goods_id FROM pairs ORDER BY pair_id"
        ).fetchall()
        for pair_id, signature, item_id, goods_id in rows[: int(share * len(rows))]:
            word = "accept" if truth[goods_id] == item_id else "reject"
            record(db, Decision(pair_id, signature, "Ann", word, "2026-11-25T00:00:00Z"))


def run(root: Path, *words: str) -> Result:
    return CliRunner().invoke(box31, ["-C", str(root), "train", *words])


def test_too_few_decisions_are_said_in_one_line(
    world: tuple[Path, str, dict[str, str]], tmp_path: Path
) -> None:
    root = copy_case(world[0], tmp_path / "case")
    decide(root, world[2], 0.1)
    done = run(root, "--model", world[1])
    if find_spec("datasets") is None:
        assert "pip install 'box31[train]'" in str(done.exception)
        return
    assert isinstance(done.exception, Box31Error)
    assert done.exception.exit_code == 1
    assert "too few decisions" in str(done.exception)
    assert "more accepted pairs" in str(done.exception)
    assert not (root / "models").exists()


@needs_trainer
def test_a_model_is_trained_measured_on_items_left_out_and_used_by_match(
    world: tuple[Path, str, dict[str, str]], tmp_path: Path
) -> None:
    root = copy_case(world[0], tmp_path / "case")
    decide(root, world[2])
    done = run(root, "--model", world[1], "--epochs", "1", "--keep", "--json")
    assert done.exit_code == 0, (done.output, done.exception)
    figures = json.loads(done.stdout)
    assert figures["before"]["goods"] == figures["after"]["goods"] >= 8
    assert 0 <= figures["helped_in"] <= 1
    assert "box31 match --model" in done.stderr
    folder = Path(figures["folder"])
    assert folder == root / "models" / "tuned"
    assert [path.name for path in (root / "models").iterdir()] == ["tuned"]
    assert (folder / "model.safetensors").is_file()
    assert not [*folder.rglob("*.bin")], "weights without code only"

    texts = ["БРОНЕЖИЛЕТ NIJ IIIA", "Ballistic Helmet"]
    old, new = (Encoder(model, tmp_path / "v").encode(texts) for model in (world[1], str(folder)))
    assert not np.allclose(old, new, atol=1e-3), "it has learnt something"
    matched = CliRunner().invoke(box31, ["-C", str(root), "match", "--model", str(folder)])
    assert matched.exit_code == 0, (matched.output, matched.exception)

    again = run(root, "--model", world[1])
    assert isinstance(again.exception, UsageProblem)
    assert "give another --name" in str(again.exception)


@needs_trainer
def test_a_model_that_does_not_help_is_not_kept(
    world: tuple[Path, str, dict[str, str]], tmp_path: Path
) -> None:
    """What the training half of the items teaches is the opposite of what the other half is measured by."""
    root = copy_case(world[0], tmp_path / "case")
    with closing(review_database(Case.open(root))) as db, db.conn:
        for pair_id, item_id, goods_id, signature in db.execute(
            "SELECT pair_id, item_id, goods_id, signature FROM pairs ORDER BY pair_id"
        ).fetchall():
            is_true = world[2][goods_id] == item_id
            word = "accept" if is_true != is_left_out(item_id) else "reject"
            record(db, Decision(pair_id, signature, "Ann", word, "2026-11-25T00:00:00Z"))
    done = run(root, "--model", world[1], "--epochs", "1")
    assert done.exit_code == 0, (done.output, done.exception)
    assert "not kept" in done.stderr
    assert "before AP" in done.stderr
    assert [*(root / "models").iterdir()] == []


def test_examples_are_of_items_that_may_teach_and_never_of_undecided_pairs_that_may_be_true(
    world: tuple[Path, str, dict[str, str]], tmp_path: Path
) -> None:
    root = copy_case(world[0], tmp_path / "case")
    decide(root, world[2])
    taxonomy = shipped()
    with closing(review_database(Case.open(root))) as db:
        pairs = settled(db)
        items, goods = load_items(db, taxonomy), list(load_goods(db, taxonomy))
    assert {role(item) for _, item in pairs.accepted + pairs.rejected} == {"training"}
    taught = pairs.of(lambda item: not is_left_out(item))
    half = Pairs(taught.accepted[::2], taught.rejected[::2])  # the rest is undecided
    side = Side(items, goods, Encoder(world[1], tmp_path / "v"))
    likely = dict.fromkeys(taught.accepted + taught.rejected, 0.9)
    found = examples(half, items, goods, side, likely)
    assert found
    page = {embedding_form(item.pages[0].short): item.item_id for item in items}
    text = {embedding_form(document.clean): document.goods_id for document in goods}
    decided = {item for _, item in half.accepted + half.rejected}
    for anchor, own, other in found:
        if anchor in text:
            assert (text[anchor], page[own]) in half.accepted
            assert (text[anchor], page[other]) not in taught.accepted
            assert page[other] in decided
        else:
            assert (text[own], page[anchor]) in half.accepted
            assert (text[other], page[anchor]) in half.rejected


def test_left_out_items_are_a_third_and_stay_left_out() -> None:
    left = [is_left_out(f"i-{number}") for number in range(3000)]
    assert sum(left) / len(left) == pytest.approx(0.3, abs=0.03)
    assert left == [is_left_out(f"i-{number}") for number in range(3000)]


def test_helping_must_show_on_most_resamples_of_the_items() -> None:
    random = np.random.default_rng(1)
    item = np.repeat(np.arange(20), 6)
    label = (np.arange(120) % 3 == 0).astype(float)
    noise = random.normal(0, 1, 120)
    before = np.column_stack([item, label, label + noise])
    better = np.column_stack([item, label, 3 * label + noise])
    other = np.column_stack([item, label, label + random.normal(0, 1, 120)])
    assert average_precision(better) > average_precision(before)
    assert helped(before, better) > 0.99
    assert helped(better, before) < 0.01
    assert 0.02 < helped(before, other) < 0.98
    assert helped(before, before) == 0


def test_a_name_that_leads_elsewhere_is_refused(world: tuple[Path, str, dict[str, str]]) -> None:
    for name in ("../elsewhere", "/tmp/x", "", "a/b"):
        done = run(world[0], "--name", name)
        assert isinstance(done.exception, UsageProblem), name
