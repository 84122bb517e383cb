"""Cells that are HS codes, by themselves or among the others of their column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from matcher.customs.values.cells import day
from matcher.customs.values.hs_codes import hs_code, hs_list, usual_digits

# Digits of a subheading and of national codes; other lengths are left to the header.
HS_DIGITS = (6, 8, 10, 12)
# Further lengths of national codes (Japan and Moldova 9, Argentina 11): only of subheadings that exist, or in their groups.
ODD_HS_DIGITS = (9, 11)
# Lengths that numbers of other things have as often: years, ports, articles of shops
HEADER_TELLS = (2, 4, 13)
_IN_GROUPS = re.compile(r"\d{4}[. ]\d\d[. -]?\d")
_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=1 << 13)
def is_day(cell: str) -> bool:
    return day(cell) is not None or day(cell, month_first=True) is not None


@lru_cache(maxsize=1 << 13)
def is_hs(cell: str) -> bool:
    """True for an HS code of a usual length in an existing heading."""
    digits = hs_digits(cell)
    if digits in HS_DIGITS:
        return cell.isdecimal() or not is_day(cell)
    code = hs_code(cell) if digits in ODD_HS_DIGITS else None
    return code is not None and (code.hs6 in hs_list() or _IN_GROUPS.match(cell) is not None)


@lru_cache(maxsize=1 << 13)
def hs_digits(cell: str) -> int:
    """How many digits of an existing heading or chapter the cell has; 0 where it is no code."""
    code = hs_code(cell)
    return 0 if code is None or (code.problem is not None and code.hs6 is None) else len(code.digits)


def lost_zeros(counts: Mapping[str, int]) -> int:
    """How many cells are HS codes only because the others of the column show that they have lost their leading zero."""
    codes = {value: times for value, times in counts.items() if value.isdecimal() and not is_hs(value)}
    usual = usual_digits(value for value in counts if value.isdecimal()) if codes else None
    return sum(
        times
        for value, times in codes.items()
        if usual and (code := hs_code(value, usual)) and code.hs6 and code.problem
    )


def days_among_codes(counts: Mapping[str, int]) -> int:
    """How many cells are days, and HS codes all the same because most others are codes in the same groups of digits: 08.11.2001
    among 84.15.8110."""
    forms: dict[str, Counter[bool]] = {}
    for value, times in counts.items():
        if hs_digits(value) in HS_DIGITS and not value.isdecimal():
            forms.setdefault(_DIGIT.sub("0", value), Counter())[is_day(value)] += times
    return sum(days for seen in forms.values() if (days := seen[True]) <= seen[False])
