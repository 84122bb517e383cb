"""Tax numbers of firms by how their country writes them: 76.086.428-5, 12345676-2-41, IT01234567890.

Letters, signs and groups tell them from other numbers, check digits where the form alone does not. Sources: RUT, Chile's
revenue service; adószám, Hungary's act CL of 2017; Korea's number of a business; UID, Swiss register; RFC, Mexico's tax code, with the
day on which the firm was founded; PAN and GSTIN, India's tax office, with the kind of holder as the fourth letter; RUC, Ecuador's
revenue service; TRN, the Emirates' tax authority; numbers for value added tax of the Union, council directive 2006/112, article 215.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from matcher.customs.values.tax_numbers import kinds_of_tax_number, weighted

SHORTEST, LONGEST = 8, 20  # characters

_PAN = r"[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]"
_UNION = {
    "AUT": r"ATU\d{8}", "BEL": r"BE[01]\d{9}", "BGR": r"BG\d{9,10}", "CZE": r"CZ\d{8,10}", "DEU": r"DE\d{9}", "DNK": r"DK\d{8}",
    "EST": r"EE\d{9}", "ESP": r"ES(?:[A-Z]\d{7}[A-Z\d]|\d{8}[A-Z])", "FIN": r"FI\d{8}", "FRA": r"FR[A-Z\d]{2}\d{9}",
    "GRC": r"(?:EL|GR)\d{9}", "HRV": r"HR\d{11}", "HUN": r"HU\d{8}", "ITA": r"IT\d{11}", "LTU": r"LT(?:\d{9}|\d{12})", "LVA": r"LV\d{11}",
    "NLD": r"NL\d{9}B\d{2}", "POL": r"PL\d{10}", "PRT": r"PT\d{9}", "ROU": r"RO\d{6,10}", "SVK": r"SK\d{10}", "SVN": r"SI\d{8}",
    "SWE": r"SE\d{10}01",
}  # fmt: skip


def _rut(number: str) -> bool:
    total = sum(int(d) * (2 + place % 6) for place, d in enumerate(reversed(number[:-1])))
    return number[-1] == "0123456789K0"[11 - total % 11]


def _hungarian(number: str) -> bool:
    total = weighted([*map(int, number[:7])], (9, 7, 3, 1, 9, 7, 3))
    return (total + int(number[7])) % 10 == 0


def _korean(number: str) -> bool:
    total = weighted([*map(int, number[:9])], (1, 3, 7, 1, 3, 7, 1, 3, 5))
    return (total + int(number[8]) * 5 // 10 + int(number[9])) % 10 == 0


def _swiss(number: str) -> bool:
    total = weighted([*map(int, number[3:11])], (5, 4, 3, 2, 7, 6, 5, 4))
    return (11 - total % 11) % 11 == int(number[11])


def _cypriot(number: str) -> bool:
    odd = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21)
    total = sum(odd[d] if place % 2 == 0 else d for place, d in enumerate(map(int, number[-9:-1])))
    return number[-1] == chr(ord("A") + total % 26)


def _ecuadorian(number: str) -> bool:
    digits = [*map(int, number[:10])]
    if digits[2] == 9:
        return (weighted(digits[:9], (4, 3, 2, 7, 6, 5, 4, 3, 2)) + digits[9]) % 11 == 0
    if digits[2] == 6:
        return (weighted(digits[:8], (3, 2, 7, 6, 5, 4, 3, 2)) + digits[8]) % 11 == 0
    doubled = (sum(divmod(2 * d, 10)) if place % 2 == 0 else d for place, d in enumerate(digits[:9]))
    return (sum(doubled) + digits[9]) % 10 == 0


def _by_form(number: str) -> bool:
    return bool(number)


_FORMS: tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...] = tuple(
    (country, re.compile(form), check)
    for country, form, check in (
        ("CHL", r"\d{1,2}\.?\d{3}\.?\d{3}-[\dK]", _rut),
        ("HUN", r"\d{8}-[1-5]-\d{2}", _hungarian),
        ("KOR", r"\d{3}-\d{2}-\d{5}", _korean),
        ("CHE", r"CHE-?\d{3}\.?\d{3}\.?\d{3}(?: (?:MWST|TVA|IVA))?", _swiss),
        ("CYP", r"(?:CY)?\d{8}[A-Z]", _cypriot),
        ("ECU", r"(?:0[1-9]|1\d|2[0-4]|30)\d{8}0(?:01|60)", _ecuadorian),
        ("MEX", r"[A-ZÑ&]{3,4}\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[A-Z\d]{3}", _by_form),
        ("IND", rf"{_PAN}|[0-3]\d{_PAN}[1-9A-Z]Z[A-Z\d]", _by_form),
        ("ARE", r"100\d{12}", _by_form),
        *((country, form, _by_form) for country, form in _UNION.items()),
    )
)
WRITTEN = frozenset(country for country, *_ in _FORMS)


@lru_cache(maxsize=1 << 13)
def countries_of_tax_number(cell: str) -> frozenset[str]:
    """The countries (alpha-3) whose firms have numbers that are written as `cell` is; empty where there is none."""
    text = cell.strip().upper()
    if not SHORTEST <= len(text) <= LONGEST or sum(map(str.isdigit, text)) < 4:
        return frozenset()
    return frozenset(
        country
        for country, form, check in _FORMS
        if form.fullmatch(text) and check(re.sub(r"[^A-Z\d]", "", text))
    )


def tax_numbers_of(cell: str) -> frozenset[str]:
    """What numbers of firms a cell may be: the kinds whose check digits are right, and the countries that write theirs so."""
    return kinds_of_tax_number(cell) | countries_of_tax_number(cell)
