"""Signs between thousands: 18,000 lm is 18000, 1.200 mm of a Turkish page too, 1,250 кг is one and a quarter.

A comma or point before exactly three digits is either. Told by, in this order: several such groups or both signs in the number; the
numbers of the text that can be read in one way only; units that nobody divides into thousandths; the letters of the text. English and
Chinese divide thousands by commas, Russian writes decimals with either, the other languages decimals with a comma and thousands
with a point (Unicode CLDR 46, numbers: symbols).
"""

from __future__ import annotations

import re

from matcher.text.word_edges import NO_WORD_AFTER, NO_WORD_BEFORE

APART = "\u00a0"  # in place of the sign, so that places stay
GROUPS = rf"\d{{1,3}}(?:{APART}\d{{3}})+(?:[.,]\d{{1,2}})?(?![\d.,]*\d)"  # a number whose thousands are apart
NUMBER = rf"(?:{GROUPS}|\d+(?:[.,]\d+)?)"
_WHOLE_UNITS = (
    r"rpm|r/min|об/мин|об\.?\s?мин|мин-1|min-1|u/min|d/dk|vòng/phút|mah|мач|ma·h|lm|lumens?|лм|lux|lx|лк|люкс|cd|кд|w|вт|watts?"
    r"|hz|гц|mw/cm2|xg|g-force|rcf|btu(?:/h)?|psi|dpi|pcs|шт"
)
_GROUPED = re.compile(
    r"(?<![\d.,])[1-9]\d{0,2}(?:(?:,\d{3}){2,}+(?:\.\d{1,2})?+|(?:\.\d{3}){2,}+(?:,\d{1,2})?+)(?![.,]?\d)"
)
_MIXED = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:,\d{3}(?=\.\d{1,2}(?!\d))|\.\d{3}(?=,\d{1,2}(?!\d)))")
_EITHER = re.compile(
    rf"{NO_WORD_BEFORE}(?<![.,/-])[1-9]\d{{0,2}}(?P<sign>[.,])\d{{3}}(?![\d/])(?![.,]\d)(?=(?P<whole>\s?-?(?:{_WHOLE_UNITS}){NO_WORD_AFTER})?)",
)
_DECIMAL = {
    sign: re.compile(rf"(?<![\d.,])(?:\d++{re.escape(sign)}\d{{1,2}}|0{re.escape(sign)}\d++)(?![.,]?\d)")
    for sign in ".,"
}
_MAY = re.compile(r"\d[.,]\d{3}(?!\d)")
_CYRILLIC = re.compile(r"[а-яёіїєґ]")
_OTHER_LETTER = re.compile(r"[à-öø-žạ-ỹ]")


def thousands_apart(text: str) -> str:
    """A lower-case text with a no-break space in place of each sign between thousands; every other character keeps its place."""
    if not _MAY.search(text):
        return text
    text = _GROUPED.sub(_apart, text)
    text = _MIXED.sub(_apart, text)
    decimal = {sign: form.search(text) is not None for sign, form in _DECIMAL.items()}

    def read(match: re.Match[str]) -> str:
        sign, other = match["sign"], "." if match["sign"] == "," else ","
        if decimal[sign] != decimal[other]:
            whole = decimal[other]
        elif match["whole"]:
            whole = True
        elif _CYRILLIC.search(text):
            whole = False
        else:
            whole = (sign == ".") == (_OTHER_LETTER.search(text) is not None)
        return _apart(match) if whole else match[0]

    return _EITHER.sub(read, text)


def _apart(match: re.Match[str]) -> str:
    """A number with its thousands apart: the first of its signs is the one between them."""
    number = match[0]
    sign = next(c for c in number if c in ".,")
    return number.replace(sign, APART)
