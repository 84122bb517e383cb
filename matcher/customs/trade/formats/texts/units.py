"""Units of mass and of pieces as headers and cells of statistics write them."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from matcher.customs.trade.formats.texts.vocabulary import fold, word_lists
from matcher.customs.values.quantities import SCALES
from matcher.customs.values.units import BASES, unit_code
from matcher.text.word_files import word_file

NO_UNIT = frozenset({"", "n a", "na", "no quantity", "x", "no su", "none", "w o", "-", "1"})

TWO_MEANINGS = frozenset({"mil", "min"})  # thousand in one language and a million, or a minimum, in another
_LETTER = r"[\w\u0900-\u0eff\u1000-\u109f\u1780-\u17ff]"  # with the vowel signs of Indian and other scripts
_TONNES, _KILOGRAMS = (
    r"tonnes?|metric tons?|tons?|тонн[аыу]?|т|t|mt",
    r"kilograms?|kgs?|кг|килограмм\w*|кілограм\w*",
)
_MASS_IN_SIGNS = {"千克": 1.0, "公斤": 1.0, "吨": 1000.0, "万吨": 10_000_000.0}
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


@cache
def scale_words() -> dict[str, float]:
    """The words of scale that are read beside a currency or a unit only, folded: those of customs files, and short ones."""
    short = word_lists("scales_beside_currencies")
    words = {fold(word): float(scale) for word, scale in SCALES.items()}
    words |= {word: float(scale) for scale, given in short.items() for word in given}
    return {word: scale for word, scale in words.items() if word not in TWO_MEANINGS}


@cache
def _mass_scales() -> dict[str, float]:
    listed = {word: float(scale) for scale, words in word_lists("scales").items() for word in words}
    return {word: scale for word, scale in (listed | scale_words()).items() if word not in ("k", "m")}


@cache
def _mass_words() -> re.Pattern[str]:
    """Finds a unit of mass as "scale", "tonnes", "kilograms" or "signs"; "unsure" is a word that is a scale in one language only."""
    own = {factor: "|".join(map(re.escape, words)) for factor, words in word_lists("masses").items()}
    scales = "|".join(map(re.escape, sorted(_mass_scales(), key=len, reverse=True)))
    return re.compile(
        rf"(?<!{_LETTER})(?:(?P<scale>{scales}) ?|(?P<unsure>{'|'.join(sorted(TWO_MEANINGS))}) )?"
        rf"(?:(?P<tonnes>{_TONNES}|{own['1000']})|(?P<kilograms>{_KILOGRAMS}|{own['1']}))(?!{_LETTER})"
        rf"|(?P<signs>{'|'.join(sorted(_MASS_IN_SIGNS, key=len, reverse=True))})"
    )


def _mass(match: re.Match[str]) -> float:
    """Kilograms in one of a unit of mass."""
    if match["signs"]:
        return _MASS_IN_SIGNS[match["signs"]]
    return (1000.0 if match["tonnes"] else 1.0) * _mass_scales().get(match["scale"] or "", 1.0)


def units_within(text: str) -> tuple[str, float | None, str | None]:
    """A folded text without its units, the kilograms in one of its unit of mass, the unit of count with its scale."""
    mass = None
    if (match := _mass_words().search(text)) and not match["unsure"]:
        mass = _mass(match)
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
