"""How well a column's values fit each field, by their profile alone: evidence for it and against it."""

from __future__ import annotations

import re
from collections.abc import Callable

from matcher.customs.layout.column_values import Profile, value_words
from matcher.customs.layout.vocabulary import NUMBERS

# What is painted on packages, with their first and last number: N/M (no marks), CTN 1-40, NO. 1/UP.
_MARKS_OF_PACKAGES = re.compile(r"[NS]/?M|.*(?<!\d)1 ?[-–/~] ?(?:\d+|UP)", re.IGNORECASE)
MOSTLY_MARKS = 0.5  # of the distinct values
_KIND_OF_DECLARATION = re.compile(r"([^\W\d_]{2})[ -]?\d{0,2}")
LEAST_SEEN = 3  # values from which a column says anything

# Evidence, on the scale of header_fields: a header that names a field outweighs doubts, not impossibility.
IMPOSSIBLE = -9.0
UNLIKELY = -3.0
FITS = 1.0
COUNTRIES_UNKNOWN = -0.5  # a few short names, as those of countries in a language that is not known
TELLING = 3.0  # values that few other columns could have: dates, codes with existing headings, countries

# A column of few short words is one of units where some of them are known: no other column has "kg" as a value.
SOME_UNITS, MOST_UNITS = 0.1, 12
MOST_FIRMS, LEAST_TEXTS = 0.9, 12  # distinct names among the rows, and rows from which that says anything
MOSTLY_TEXT = 0.9  # share of cells of letters
CODE_LETTERS = 2  # of a country
NEARLY_ALL_CODES = 0.75  # share of codes that countries have; of initials fewer are
MOST_COUNTRIES = 40  # different countries of a file
LONGEST_CODE = 24  # letters, a Chinese character counting as three
LEAST_CODES = 6  # different numbers with existing headings that are no chance
ALL_DATES, LEAST_DAYS = 0.95, 3
MOST_OFFICES = 0.6  # distinct numbers of offices among the rows
MOSTLY_UNITS = 0.8  # share of numbers of units
# Numbers of currencies are those of their countries too, but for that of the euro.
ALL_NUMBERS_OF_CURRENCIES, EURO_NUMBER = 0.95, "978"
LEAST_OF_UNITS = 5  # rows from which that is no chance of amounts


def evidence(name: str, p: Profile) -> float:
    """How well a column's values fit the field `name`: from IMPOSSIBLE to a little over TELLING; 0 says nothing."""
    if p.seen < LEAST_SEEN:
        return 0.0
    test = EVIDENCE.get(name)
    return test(p) if test else 0.0


def _at_least(
    share: float, telling: float, fits: float, *, good: float = TELLING, bad: float = IMPOSSIBLE
) -> float:
    return good if share >= telling else FITS if share >= fits else bad


def _codes(p: Profile) -> bool:
    """True for single words with digits in them: numbers of goods, of papers, of firms."""
    return p.coded >= 0.9 and p.mean_words < 1.5 and p.mean_length <= LONGEST_CODE


def _description(p: Profile) -> float:
    if p.text < 0.7 or p.country > 0.5 or p.unit > 0.5 or p.currency > 0.5 or p.incoterm > 0.5:
        return IMPOSSIBLE
    if _codes(p):
        return UNLIKELY
    length = min(p.mean_length, 60) / 20  # 3 at 60 letters
    return (
        length
        + 1.5 * min(1.0, p.distinct * 1.5)
        - 3.0 * max(0.0, p.firm - 0.2)
        - 2.0 * max(0.0, p.address - 0.4)
        - 1.5
    )


def _hs(p: Profile) -> float:
    if p.date >= ALL_DATES and p.distinct * p.seen >= LEAST_DAYS:  # 12012023 is a day and a code
        return IMPOSSIBLE
    if p.hs >= 0.85:
        return TELLING + 0.5
    if p.date >= 0.8 and p.integer < 0.5:
        return IMPOSSIBLE
    return FITS if p.hs + p.hs_short >= 0.6 else IMPOSSIBLE


def _numbers_of_units(p: Profile) -> bool:
    """True for 796, 166, 796, 778: units by the numbers of their classification, which no amounts repeat so."""
    return p.unit_number >= MOSTLY_UNITS and p.distinct < 0.5 and p.seen >= LEAST_OF_UNITS


def _quantity(p: Profile) -> float:
    if p.amount < 0.6 or p.hs >= 0.85 or _numbers_of_units(p):
        return IMPOSSIBLE
    return FITS


def _numeric(p: Profile) -> float:
    if p.amount < 0.6 or _numbers_of_units(p):
        return IMPOSSIBLE
    return UNLIKELY if p.hs >= 0.9 and p.integer >= 0.9 else FITS


def _party(p: Profile) -> float:
    if p.text < 0.6 or max(p.country, p.currency, p.incoterm, p.direction) > 0.5 or p.unit > 0.6:
        return IMPOSSIBLE
    if p.mean_length > 90 or (p.address > 0.6 and p.firm < 0.3):
        return UNLIKELY
    if _codes(p) and p.firm < 0.3:
        return IMPOSSIBLE
    if p.distinct > MOST_FIRMS and p.mean_words > 5 and p.firm < 0.1 and p.seen >= LEAST_TEXTS:
        return UNLIKELY  # a long text of its own in each row
    return FITS + min(1.0, p.firm * 1.5)


def _maker(p: Profile) -> float:
    if p.text < 0.5 or p.country > 0.6 or p.mean_length > 90 or p.date > 0.5:
        return IMPOSSIBLE
    if p.coded > 0.7 or (p.distinct > 0.9 and p.mean_words > 5):  # names of models, descriptions
        return UNLIKELY
    return FITS


def _code_of_party(p: Profile) -> float:
    if p.number > 0.9 and p.integer < 0.9:  # amounts
        return IMPOSSIBLE
    if p.tax >= 0.8:
        return TELLING
    if p.digits < 0.5 or (p.date >= 0.8 and p.tax < 0.6) or (p.text > 0.9 and p.mean_words > 2):
        return IMPOSSIBLE
    return UNLIKELY if p.hs >= 0.85 and p.distinct * p.seen >= LEAST_CODES else FITS


def _country(p: Profile) -> float:
    if p.direction >= 0.8:  # IM is the Isle of Man too
        return IMPOSSIBLE
    if p.mean_length <= CODE_LETTERS and p.text >= MOSTLY_TEXT and p.country < NEARLY_ALL_CODES:
        return IMPOSSIBLE
    if p.country >= 0.6:
        return TELLING
    if p.number > 0.8 or p.mean_length > 40 or p.firm > 0.5:
        return IMPOSSIBLE
    if p.country >= 0.25 and p.mean_length < 30:
        return FITS
    few = p.distinct * p.seen <= MOST_COUNTRIES and p.mean_length < 20 and p.mean_words < 3
    # names of countries in a language that is not known
    return COUNTRIES_UNKNOWN if few and p.text >= 0.5 and p.coded + p.firm + p.unit < 0.2 else UNLIKELY


def _short_words(p: Profile) -> bool:
    """True for words as short as units; "kg" is a country's code too."""
    short = p.text >= 0.95 and p.mean_length <= 12 and p.mean_words <= 2
    return short and p.country <= p.unit and max(p.currency, p.incoterm) < 0.3


def _currency(p: Profile) -> float:
    if p.currency >= 0.7 or (p.currency_number >= ALL_NUMBERS_OF_CURRENCIES and EURO_NUMBER in p.values):
        return TELLING
    if p.currency_number >= ALL_NUMBERS_OF_CURRENCIES:
        return 2.0
    if p.mean_length <= 4 and p.number > 0.9:
        return FITS
    return UNLIKELY if p.mean_length < 25 and p.text > 0.8 and p.country < 0.5 else IMPOSSIBLE


def _unit(p: Profile) -> float:
    if p.unit >= 0.6 or (p.unit >= SOME_UNITS and p.distinct * p.seen <= MOST_UNITS and _short_words(p)):
        return TELLING
    if p.unit_number >= 0.95:
        return FITS
    if p.number > 0.6 or p.mean_length > 25 or p.country > 0.6 or p.currency > 0.6 or p.date > 0.5:
        return IMPOSSIBLE
    return -0.5


def _declaration(p: Profile) -> float:
    if p.digits < 0.6 or p.date > 0.6 or (p.number > 0.9 and p.integer < 0.9) or p.mean_length > 45:
        return IMPOSSIBLE
    return FITS if p.hs < 0.8 else UNLIKELY


def _line_no(p: Profile) -> float:
    if p.integer < 0.9 or p.largest > 999_999 or p.hs > 0.8:
        return IMPOSSIBLE
    return TELLING if p.restarts else FITS if p.largest < 5_000 else 0.0


def _address(p: Profile) -> float:
    if p.text < 0.6 or p.country > 0.5:
        return IMPOSSIBLE
    return TELLING if p.address >= 0.6 else FITS if p.mean_length > 8 else -0.5


def _are_kinds_of_declarations(p: Profile) -> bool:
    """True for IM 4, IM4, EX 1: models of declarations, by direction and regime."""
    return bool(p.values) and all(
        (found := _KIND_OF_DECLARATION.fullmatch(value)) is not None
        and found[1].casefold() in value_words("directions")
        for value in p.values
    )


def _are_marks_of_packages(p: Profile) -> bool:
    """True for what is painted on packages, which is no trademark of goods, though both are called marks."""
    found = sum(_MARKS_OF_PACKAGES.fullmatch(value) is not None for value in p.values)
    return bool(p.values) and found >= MOSTLY_MARKS * len(p.values)


def _trademark(p: Profile) -> float:
    if _are_marks_of_packages(p):
        return IMPOSSIBLE
    return UNLIKELY if p.firm >= 0.9 else _maker(p)


def _number_of_goods(p: Profile) -> float:
    if _are_kinds_of_declarations(p):
        return IMPOSSIBLE
    return UNLIKELY if p.mean_length > 60 or p.date > 0.8 else FITS


def _office(p: Profile) -> float:
    if p.date > 0.8 or p.mean_length > 100 or (p.number > 0.9 and p.integer < 0.9) or p.unit > 0.9:
        return IMPOSSIBLE
    if p.hs >= 0.85 and p.distinct > 0.5:
        return IMPOSSIBLE
    if p.office >= 0.8 and p.distinct < 0.5 and p.firm < 0.5:  # else brokers with "customs" in their names
        return TELLING
    return UNLIKELY if p.number > 0.9 and p.distinct > MOST_OFFICES else FITS


EVIDENCE: dict[str, Callable[[Profile], float]] = {
    "description": _description,
    "translation": _description,
    "hs_description": lambda p: IMPOSSIBLE if p.text < 0.7 else FITS,
    "hs": _hs,
    "date": lambda p: _at_least(p.date, 0.8, 0.6),
    "declaration": _declaration,
    "line_no": _line_no,
    "record_id": lambda p: IMPOSSIBLE if p.distinct < 0.9 else FITS,
    "quantity": _quantity,
    **dict.fromkeys(sorted(NUMBERS - {"quantity"}), _numeric),
    **dict.fromkeys(("importer", "exporter", "declarant"), _party),
    "maker": _maker,
    "trademark": _trademark,
    **dict.fromkeys(("mark", "model", "article"), _number_of_goods),
    **dict.fromkeys(("importer_code", "exporter_code", "declarant_code"), _code_of_party),
    **dict.fromkeys(("importer_address", "exporter_address", "declarant_address"), _address),
    **dict.fromkeys(("origin", "departure", "destination"), _country),
    "unit": _unit,
    "unit_number": lambda p: TELLING if p.unit_number >= 0.95 and p.distinct < 0.5 else FITS if p.number > 0.8 and p.largest < 10_000 else IMPOSSIBLE,
    "currency": _currency,
    "incoterms": lambda p: TELLING if p.incoterm >= 0.7 else UNLIKELY if p.text > 0.6 and p.mean_length < 40 else IMPOSSIBLE,
    "direction": lambda p: TELLING if p.direction >= 0.8 else UNLIKELY if p.mean_length < 25 else IMPOSSIBLE,
    "office": _office,
}  # fmt: skip
