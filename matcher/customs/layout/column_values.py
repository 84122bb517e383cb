"""What the values of a column can be: evidence for and against each field from its cells alone."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from matcher.customs.layout.hs_cells import (
    HEADER_TELLS,
    days_among_codes,
    hs_digits,
    is_day,
    is_hs,
    lost_zeros,
)
from matcher.customs.layout.vocabulary import NUMBERS
from matcher.customs.values.cells import number
from matcher.customs.values.countries import alpha3
from matcher.customs.values.currencies import USUAL_CURRENCIES, is_currency_name
from matcher.customs.values.quantities import quantity
from matcher.customs.values.units import unit_code
from matcher.customs.values.written_tax_numbers import tax_numbers_of
from matcher.text.word_files import word_file

SEEN = 120  # values of a column that are looked at
KEPT = 30  # distinct ones of them that are kept
_KIND_OF_DECLARATION = re.compile(r"([^\W\d_]{2})[ -]?\d{0,2}")
LEAST_SEEN = 3  # values from which a column says anything

# Evidence, on the scale of header_fields: a header that names a field outweighs doubts, not impossibility.
# A column of few short words is one of units where some of them are known: no other column has "kg" as a value.
SOME_UNITS, MOST_UNITS = 0.1, 12

IMPOSSIBLE = -9.0
UNLIKELY = -3.0
FITS = 1.0
COUNTRIES_UNKNOWN = -0.5  # a few short names, as those of countries in a language that is not known
TELLING = 3.0  # values that few other columns could have: dates, codes with existing headings, countries


@dataclass(frozen=True)
class Profile:
    """Shares (0 to 1) of a column's stated values by what they could be, sizes of its texts, and its first distinct values."""

    seen: int
    distinct: float
    number: float
    integer: float
    amount: float  # numbers, also with a unit or currency in the cell
    date: float
    hs: float
    hs_short: float
    text: float
    country: float
    unit: float
    unit_number: float
    currency: float
    currency_number: float
    incoterm: float
    direction: float
    office: float
    tax: float
    digits: float
    coded: float
    firm: float
    address: float
    mean_length: float
    mean_words: float
    largest: float
    restarts: bool
    values: tuple[str, ...]


def profile(cells: Sequence[str]) -> Profile:
    """The profile of a column whose stated cells are `cells`."""
    values = [cell.strip() for cell in cells[:SEEN]]
    n = len(values)
    least = max(1, n)  # an empty column has no share of anything
    counts = Counter(values)
    shares = {
        name: sum(times for value, times in counts.items() if test(value)) / least
        for name, test in _tests().items()
    }
    shares["hs"] += (lost_zeros(counts) + days_among_codes(counts)) / least
    read = {value: number(value) for value in counts}
    numbers = [amount for value in values if (amount := read[value]) is not None]
    kinds: Counter[str] = Counter()
    for value, times in counts.items():
        kinds.update(dict.fromkeys(tax_numbers_of(value), times))
    return Profile(
        seen=n,
        distinct=len(counts) / least,
        number=len(numbers) / least,
        integer=sum(a.is_integer() for a in numbers) / least,
        tax=max(kinds.values(), default=0) / least,
        mean_length=sum(map(_extent, values)) / least,
        mean_words=sum(len(v.split()) for v in values) / least,
        largest=max(numbers, default=0.0),
        restarts=_restarts(numbers) if n and len(numbers) == n else False,
        values=tuple(itertools.islice((value for value in counts if value), KEPT)),
        **shares,
    )


def _extent(value: str) -> int:
    """Letters of a text, a Chinese character counting as three, a Korean syllable as two."""
    if value.isascii():
        return len(value)
    return sum(3 if "\u3040" <= c <= "\u9fff" else 2 if "\uac00" <= c <= "\ud7a3" else 1 for c in value)


def _restarts(numbers: Sequence[float]) -> bool:
    """True for 1, 2, 3, 1, 1, 2: numbers of lines that begin again with each declaration."""
    steps = list(itertools.pairwise(numbers))
    return bool(steps) and all(a.is_integer() for a in numbers) and numbers.count(1) > 1 and all(
        b in (1, a, a + 1) for a, b in steps
    )  # fmt: skip


@cache
def _tests() -> dict[str, Callable[[str], bool]]:
    return {
        "amount": lambda v: number(v) is not None or quantity(v) is not None,
        "date": is_day,
        "hs": is_hs,
        "hs_short": lambda v: hs_digits(v) in HEADER_TELLS,
        "text": is_text,
        "country": is_country,
        "unit": _is_unit,
        "unit_number": lambda v: v.isdigit() and len(v) in (2, 3) and unit_code(v) is not None,
        "currency_number": lambda v: v in _words("currency_numbers"),
        "currency": is_currency,
        "incoterm": lambda v: v.casefold()[:3] in _words("incoterms") and (len(v) == 3 or not v[3].isalpha()),
        "direction": lambda v: v.casefold() in _words("directions"),
        "office": lambda v: is_text(v) and _patterns("offices").search(v) is not None,
        "digits": lambda v: sum(map(str.isdigit, v)) >= 5,
        "coded": lambda v: len(v) < 25 and any(map(str.isdigit, v)) and any(map(str.isalpha, v)),
        "firm": is_firm,
        "address": is_address,
    }


def is_currency(cell: str) -> bool:
    """True for the usual code, the sign or a name of a currency."""
    return cell.casefold().strip(". ") in USUAL_CURRENCIES or is_currency_name(cell)


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(str(word) for word in word_file(__package__, "value_words.yaml")[name])


@cache
def _patterns(name: str) -> re.Pattern[str]:
    return re.compile("|".join(word_file(__package__, "value_words.yaml")[name]), re.IGNORECASE)


MOST_FIRMS, LEAST_TEXTS = 0.9, 12  # distinct names among the rows, and rows from which that says anything
MOST_COUNTRIES = 40  # different countries of a file
LONGEST_CODE = 24  # letters, a Chinese character counting as three
LEAST_CODES = 6  # different numbers with existing headings that are no chance
ALL_DATES, LEAST_DAYS = 0.95, 3
FEWEST_WORDS = 2.5  # of a phrase, on average
MOST_OFFICES = 0.6  # distinct numbers of offices among the rows
MOSTLY_UNITS = 0.8  # share of numbers of units
LEAST_OF_UNITS = 5  # rows from which that is no chance of amounts
LONGEST_UNIT = 24  # letters: "условных квадратных метров" is cut, an address that begins with "No" is none


def _is_unit(cell: str) -> bool:
    return (
        len(cell) <= LONGEST_UNIT
        and not any(map(str.isdecimal, cell.rstrip("23")))
        and unit_code(cell) is not None
    )


@lru_cache(maxsize=1 << 13)
def is_text(cell: str) -> bool:
    """True for words: no number, no date, and letters among it."""
    return any(map(str.isalpha, cell)) and number(cell) is None and not is_day(cell)


@lru_cache(maxsize=1 << 13)
def is_country(cell: str) -> bool:
    """True for the name or code of a country, or both: CN-КИТАЙ, (156) China."""
    return len(cell) <= 60 and alpha3(cell) is not None


@lru_cache(maxsize=1 << 13)
def is_firm(cell: str) -> bool:
    """True for text with a legal form or another word of firms' names."""
    return is_text(cell) and len(cell) < 160 and _patterns("firms").search(cell) is not None


@lru_cache(maxsize=1 << 13)
def is_address(cell: str) -> bool:
    """True for text with words of addresses, or with several commas and a number."""
    return is_text(cell) and len(_patterns("address").findall(cell)) >= 1 and any(map(str.isdigit, cell))


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


def are_phrases(p: Profile) -> bool:
    """True for texts of several words: names of goods, not their numbers."""
    return p.text >= 0.9 and p.mean_words >= FEWEST_WORDS and p.coded < 0.5 and p.firm + p.address < 0.5


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


def are_short_names(p: Profile) -> bool:
    """True for texts whose only fault as names of goods is that they are short and few."""
    return p.text >= 0.9 and max(p.country, p.unit, p.currency, p.coded, p.address) < 0.4 and p.firm <= 0.2


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
        and found[1].casefold() in _words("directions")
        for value in p.values
    )


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
    "trademark": lambda p: UNLIKELY if p.firm >= 0.9 else _maker(p),
    **dict.fromkeys(("mark", "model", "article"), _number_of_goods),
    **dict.fromkeys(("importer_code", "exporter_code", "declarant_code"), _code_of_party),
    **dict.fromkeys(("importer_address", "exporter_address", "declarant_address"), _address),
    **dict.fromkeys(("origin", "departure", "destination"), _country),
    "unit": _unit,
    "unit_number": lambda p: TELLING if p.unit_number >= 0.95 and p.distinct < 0.5 else FITS if p.number > 0.8 and p.largest < 10_000 else IMPOSSIBLE,
    "currency": lambda p: TELLING if p.currency >= 0.7 else 2.0 if p.currency_number >= 0.95 else FITS if p.mean_length <= 4 and p.number > 0.9 else UNLIKELY if p.mean_length < 25 and p.text > 0.8 and p.country < 0.5 else IMPOSSIBLE,
    "incoterms": lambda p: TELLING if p.incoterm >= 0.7 else UNLIKELY if p.text > 0.6 and p.mean_length < 40 else IMPOSSIBLE,
    "direction": lambda p: TELLING if p.direction >= 0.8 else UNLIKELY if p.mean_length < 25 else IMPOSSIBLE,
    "office": _office,
}  # fmt: skip
