"""Units of mass and of pieces as headers and cells of statistics write them."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from matcher.customs.trade.formats.vocabulary import fold
from matcher.customs.values.units import BASES, unit_code
from matcher.text.word_files import word_file

NO_UNIT = frozenset({"", "n a", "na", "no quantity", "x", "no su", "none", "w o", "-", "1"})

_MASS_WORDS = re.compile(
    r"(?<!\w)((?:1000|100|тис|тыс|thousand|千|万)? ?)(tonnes?|metric tons?|tons?|тонн[аыу]?|т|t|mt|kilograms?|kgs?|кг|килограмм\w*|кілограм\w*)(?!\w)"
    r"|(千克|公斤|万吨|吨)"
)
_PIECE_WORDS = re.compile(
    r"(?<!\w)(1000|100|тис|тыс|thousand)? ?(p st|pieces|pcs|шт|штук|items|pairs|пар|adet|number of items|numbers)(?!\w)"
)
_SCALE_OF_UNIT = {
    "1000": 1000.0,
    "100": 100.0,
    "тис": 1000.0,
    "тыс": 1000.0,
    "thousand": 1000.0,
    "千": 1000.0,
    "万": 10_000.0,
}


def units_within(text: str) -> tuple[str, float | None, str | None]:
    """A folded text without its units, the kilograms in one of its unit of mass, the unit of count with its scale."""
    mass = None
    if match := _MASS_WORDS.search(text):
        word = (match[2] or match[3]).strip()
        mass = 10_000_000.0 if word == "万吨" else 1000.0 if word[0] in "tт吨m" else 1.0
        mass *= _SCALE_OF_UNIT.get((match[1] or "").strip(), 1.0)
        text = text[: match.start()] + " " + text[match.end() :]
    unit = None
    if match := _PIECE_WORDS.search(text):
        unit = match[0].strip()
        text = text[: match.start()] + " " + text[match.end() :]
    return text, mass, unit


@cache
def _own_units() -> dict[str, tuple[str, float]]:
    return {
        fold(word): (code, float(factor))
        for code, by_factor in word_file(__package__, "words.yaml")["units"].items()
        for factor, words in by_factor.items()
        for word in words
    }


@lru_cache(maxsize=4096)
def unit_of(text: str) -> tuple[str, float] | None:
    """(code, how many of it one is) of a unit as statistics write it: "千个" -> ("H87", 1000); None for no unit.

    A unit that is not known is its own: (text, 1).
    """
    folded = fold(text)
    if folded in NO_UNIT:
        return None
    if own := _own_units().get(folded):
        return own
    if match := re.fullmatch(r"(1000|100|10|千|万|百|тыс|тис|thousands?(?: of)?|bin) ?(.+)", folded):
        factor = _SCALE_OF_UNIT.get(
            match[1],
            1000.0
            if match[1].startswith(("thousand", "bin"))
            else 100.0
            if match[1] in ("100", "百")
            else 10.0,
        )
        if folded not in ("千克", "千米", "千瓦", "千瓦时") and (inner := unit_of(match[2])):
            return inner[0], inner[1] * factor
    code = unit_code(text) or unit_code(folded)
    if code is None:
        return text.strip(), 1.0
    if code == "MIL":  # thousands of what the code of goods counts
        return "H87", 1000.0
    return BASES.get(code, (code, 1.0))
