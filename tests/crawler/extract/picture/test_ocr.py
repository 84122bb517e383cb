"""Lines that the models do not read are counted, make the others less sure, and are read by Tesseract where it is there."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PIL import Image

from crawler.extract.picture import ocr
from crawler.extract.picture.cyrillic import is_cyrillic

LATIN = [("Macca", 0.96), ("22.3 Kr", 0.95), ("IP67", 0.99)]
UNREAD = [("", 0.0), ("Marep", 0.31)]
RUSSIAN = {"Macca": ("Масса", 0.9), "22.3 Kr": ("22.3 кг", 0.9), "IP67": ("1Р67", 0.2), "": ("Материал", 0.9), "Marep": ("арамид", 0.9)}  # fmt: skip


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Russian table as the models see it: two lines unread, two taken surely for Latin ones."""
    box = np.array([[0, 0], [90, 0], [90, 20], [0, 20]], float)
    found = [
        ocr._Seen(box + 30 * place, text, text, confidence)
        for place, (text, confidence) in enumerate([*LATIN, *UNREAD])
    ]
    monkeypatch.setattr(ocr, "_seen", lambda image: found)


def read() -> ocr.PictureText:
    return ocr._read(Image.new("RGB", (200, 200)), 1.0)


def test_unread_lines_are_counted_and_the_others_are_not_sure(
    seen: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "cyrillic_reader", lambda: None)
    found = read()
    assert found.problem == "2 of 5 lines not read: unclear, or Cyrillic (extra `ocr-cyrillic`)"
    assert [line.text for line in found.lines] == ["Macca", "22.3 Kr", "IP67"]
    assert max(line.confidence for line in found.lines) == pytest.approx(0.99 * 3 / 5, abs=0.001)


def test_cyrillic_lines_are_those_that_tesseract_reads_surely(
    seen: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reader(line: Any) -> tuple[str, float]:
        return RUSSIAN[line]

    monkeypatch.setattr(ocr, "cyrillic_reader", lambda: "tesserocr")
    monkeypatch.setattr(ocr, "line_reader", lambda: reader)
    found = read()
    assert found.problem is None
    assert [line.text for line in found.lines] == ["Масса", "22.3 кг", "IP67", "Материал", "арамид"]
    assert found.lines[2].confidence == 0.99


def test_a_line_is_cyrillic_by_most_of_its_letters() -> None:
    assert is_cyrillic("Масса: 22 kg")
    assert not is_cyrillic("Model HD-205 В")
    assert not is_cyrillic("205")


def test_a_few_signs_in_a_long_line_are_not_the_whole_of_it() -> None:
    assert ocr._filled("354", 30, 900) == pytest.approx(0.2)
    assert ocr._filled("Weight: 3.2 kg", 30, 240) == 1.0
    assert ocr._filled("热烈欢迎客户莅临考察", 60, 700) == 1.0
