"""Cells that hold a number with its unit or scale in words: 120 дана (шт), 1,5 тыс. шт, PCS 40, 12.000,50 USD."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from matcher.customs.values.cells import number
from matcher.customs.values.units import unit_code
from matcher.text.word_files import word_file

_NUMBER_FIRST = re.compile(r"([-+]?\d[\d\s.,'\u00a0\u2009\u202f]*?)[\s\u00a0]*([^\d\s.,'].*)", re.DOTALL)
_NUMBER_LAST = re.compile(r"([^\d\s][^\d]*?)[\s\u00a0:=]*([-+]?\d[\d\s.,'\u00a0\u2009\u202f]*)", re.DOTALL)
_PARTS = re.compile(r"[()\[\]]")
LONGEST = 60  # characters of such a cell; more is text

SCALES: dict[str, int] = {
    word: scale
    for scale, words in word_file("matcher.customs.values", "units.yaml")["scales"].items()
    for word in words
}


@dataclass(frozen=True)
class Quantity:
    """A number, with its scale multiplied in, and the unit that the cell names ("" where it names none)."""

    value: float
    unit: str


@lru_cache(maxsize=1 << 13)
def quantity(cell: str, decimal: str | None = None) -> Quantity | None:
    """The number and unit in `cell`; None where it is no number, or its words are neither a scale nor a unit.

    `decimal` is the column's decimal sign where it is known.
    """
    text = cell.strip()
    if not text or len(text) > LONGEST:
        return None
    amount = number(text, decimal)
    if amount is not None:
        return Quantity(amount, "")
    if found := _NUMBER_FIRST.fullmatch(text):
        digits, words = found[1], found[2]
    elif found := _NUMBER_LAST.fullmatch(text):
        digits, words = found[2], found[1]
    else:
        return None
    amount = number(digits, decimal)
    if amount is None:
        return None
    scale, unit = _scale_and_unit(words)
    if scale == 1 and not unit:
        return None
    return Quantity(amount * scale, unit)


def _scale_and_unit(words: str) -> tuple[int, str]:
    """The scale that the words name (1 for none) and their unit ("" for none known)."""
    scale = 1
    first = re.match(r"[^\W\d_]+\.?", words)
    if first and (factor := SCALES.get(first[0].rstrip(".").casefold())):
        scale, words = factor, words[first.end() :].strip(" .")
    for part in (words, *_PARTS.split(words)):
        if part.strip(" .,;:-") and unit_code(part.strip(" ,;:-")) is not None:
            return scale, part.strip(" ,;:-")
    return (scale, "") if not words.strip(" .,;:-") else (1, "")
