"""Codes of the customs field: HS numbers and UN/ECE units.

HS codes stay strings. A code is checked, never changed: what cannot be one is kept verbatim and said to be so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from matcher.text.word_files import table_rows

_SEPARATORS = re.compile(r"[\s.\-/]")
_CHECK_LETTER = re.compile(r"(?<=\d{8})[A-Z]$")  # of a national code: 0901.21.00.200N in Argentina
_CHECK_DIGIT = re.compile(r"(?<=\d{8})/\d$")  # of the codes in Israel: 84713000/4, 8471300000/4
_BEFORE_TEXT = re.compile(r"\s*(\d[\d .]{4,15}\d)(?:[\s,;:)–—-]+)(?=[^\W\d]|\()")
LEAST_NATIONAL = 8  # digits of national codes
WHOLE = (6, 8, 9, 10, 12)  # digits of codes that may have lost a zero: Japan and Moldova have nine
LEAST_SHORT = (
    3  # different codes, most of a column, that have all lost their zero and not by chance only look so
)
LOST_ZERO = "has lost its leading zero"
HS_LENGTHS = range(
    2, 14
)  # chapter (2) to the longest in use: Turkey has 12 digits, China 13 with those of the inspection
ODD_LENGTHS = (11, 13)  # of national codes; others have an even number


@dataclass(frozen=True)
class HsCode:
    """What a declared HS code is: `digits` without dots, `hs6` where six digits are possible ones, `problem` if not."""

    verbatim: str
    digits: str
    hs6: str | None
    problem: str | None


@cache
def hs_list() -> dict[str, str]:
    """HS 2022: code (4 or 6 digits) -> English wording. The list that is shipped; see docs/customs.md for its gaps."""
    return {row["code"]: row["en"] for row in table_rows(__package__, "hs2022.csv")}


_PARTS = re.compile(r"(?:^|;\s*|\bother )parts\b|^[^;]*\bparts(?: and accessories)?;", re.IGNORECASE)


@lru_cache(maxsize=1 << 12)
def is_of_parts(hs6: str) -> bool:
    """Whether a subheading is by its wording one of the parts of goods: "Machinery; parts, of the machinery of heading 8451"."""
    return _PARTS.search(hs_list().get(hs6, "")) is not None


@cache
def headings() -> frozenset[str]:
    """All four-digit headings of the HS, those of earlier editions included: old files carry them."""
    return frozenset(code for code in hs_list() if len(code) == 4)


@cache
def priority_tiers() -> dict[str, str]:
    """HS6 -> tier (1, 2, 3A, 3B, 4A, 4B) of the Common High Priority List (version of 23 February 2024)."""
    return {row["hs6"]: row["tier"] for row in table_rows(__package__, "chpl.csv")}


def priority_tier(hs6: str | None) -> str | None:
    """The Common High Priority List tier of a code of six or more digits, or None where it is not on the list."""
    return priority_tiers().get(hs6[:6]) if hs6 else None


@cache
def _chapters() -> frozenset[str]:
    return frozenset(code[:2] for code in headings())


@lru_cache(maxsize=1 << 14)
def hs_code(cell: str, usual: int | None = None) -> HsCode | None:
    """The HS code in `cell`, or None where it holds none: its digits are too few, or it is words.

    `usual`: digits that codes of the column have (usual_digits); one digit less, and the leading zero is lost.

    Codes of any length from two digits are taken, dots and blanks inside and a check letter or digit at the end left out. A code with a lost leading
    zero (an odd number of digits that becomes a possible code with a zero before it) is completed in `hs6` and
    said to be so in `problem`; a code that cannot exist has `hs6` None.
    """
    verbatim = cell.strip()
    digits = _CHECK_LETTER.sub("", _SEPARATORS.sub("", _CHECK_DIGIT.sub("", verbatim)))
    if digits.endswith("0") and re.fullmatch(r"\d+\.0", verbatim) and len(verbatim) > 6:
        digits = verbatim[:-2]  # a number that a spreadsheet wrote with its decimal
    if not digits.isdecimal() or len(digits) < 2:
        return None
    if not digits.isascii():  # digits of another script
        digits = "".join(str(int(digit)) for digit in digits)
    if len(digits) not in HS_LENGTHS:
        return HsCode(verbatim, digits, None, f"HS code {verbatim} has {len(digits)} digits")
    shortened = len(digits) % 2 and len(digits) not in ODD_LENGTHS and digits[:4] not in headings()
    if (shortened or len(digits) + 1 == usual) and f"0{digits}"[:4] in headings():
        return HsCode(verbatim, digits, _six(f"0{digits}"), f"HS code {verbatim} {LOST_ZERO}")
    if digits[:2] not in _chapters() or (len(digits) >= 4 and digits[:4] not in headings()):
        return HsCode(verbatim, digits, None, f"HS code {verbatim} does not exist")
    return HsCode(verbatim, digits, _six(digits), None)


def usual_digits(cells: Iterable[str]) -> int | None:
    """The number of digits of a column's codes where some of one less have lost their leading zero; else None.

    Most codes are whole, or else all those of the shorter length become possible ones with a zero: one of eleven headings
    would by chance. Codes of seven digits alone, which no country has, are of eight.
    """
    found = [code.digits for cell in cells if (code := hs_code(cell))]
    lengths = Counter(map(len, found))
    most = max(lengths, key=lambda length: (lengths[length], length), default=0)
    if most >= LEAST_NATIONAL and (most % 2 == 0 or most in ODD_LENGTHS) and lengths[most - 1]:
        return most
    for usual in (most, most + 1):
        shorter = {f"0{digits}"[:4] for digits in found if len(digits) == usual - 1}
        enough = len(shorter) >= LEAST_SHORT or (shorter and usual == most)
        longer = usual in lengths or usual == LEAST_NATIONAL
        if usual in WHOLE and enough and longer and shorter <= headings():
            return usual
    return None


_DIGITS_SQL = "replace(replace(replace(replace(l.hs, '.', ''), ' ', ''), '-', ''), '/', '')"
# Whether the code of a line `l` begins with the digits `:hs` (bare_digits), however it is written; a lost leading zero is put back.
HS_BEGINS_SQL = f"""(l.hs6 LIKE :hs || '%' OR (length(:hs) > 6 OR l.hs6 IS NULL)
  AND (CASE WHEN l.hs6 LIKE '0%' AND l.hs NOT LIKE '0%' THEN '0' ELSE '' END || {_DIGITS_SQL}) LIKE :hs || '%')"""


def bare_digits(code: str) -> str:
    """A code that is asked for, without dots and blanks."""
    return _SEPARATORS.sub("", code)


def _six(digits: str) -> str | None:
    return digits[:6] if len(digits) >= 6 else None


def code_before_text(cell: str) -> str | None:
    """The code of six or more digits in an existing heading that stands before words in a cell; None where there is none."""
    found = _BEFORE_TEXT.match(cell)
    return found[1].strip() if found and looks_like_hs(found[1]) else None


def stated_code(cell: str) -> str | None:
    """What a cell of a column of HS codes states, as it is kept: all but a check digit, or the code before words; None where it is
    empty."""
    text = _CHECK_DIGIT.sub("", cell.strip()) or None
    return text if text is None or hs_code(text) else code_before_text(text) or text


def looks_like_hs(cell: str) -> bool:
    """True for a cell that could be an HS code of six or more digits in an existing heading."""
    code = hs_code(cell)
    return code is not None and code.hs6 is not None and code.problem is None
