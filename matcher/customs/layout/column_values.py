"""What the values of a column can be: its profile, made of what each single cell could be."""

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
from matcher.customs.values.cells import number
from matcher.customs.values.countries import alpha3
from matcher.customs.values.currencies import USUAL_CURRENCIES, is_currency_name
from matcher.customs.values.quantities import quantity
from matcher.customs.values.units import unit_code
from matcher.customs.values.written_tax_numbers import tax_numbers_of
from matcher.text.word_files import word_file

SEEN = 120  # values of a column that are looked at
KEPT = 30  # distinct ones of them that are kept
MOSTLY_DATES = 0.6  # share of cells that are days, which few other cells are
MOSTLY_NUMBERS, LATEST_DAY_NUMBER = 0.9, 60_000  # of days as a spreadsheet counts them
FEWEST_WORDS = 2.5  # of a phrase, on average
LONGEST_UNIT = 24  # letters: "условных квадратных метров" is cut, an address that begins with "No" is none


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
        "currency_number": lambda v: v in value_words("currency_numbers"),
        "currency": is_currency,
        "incoterm": lambda v: (
            v.casefold()[:3] in value_words("incoterms") and (len(v) == 3 or not v[3].isalpha())
        ),
        "direction": lambda v: v.casefold() in value_words("directions"),
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
def value_words(name: str) -> frozenset[str]:
    """The words of one list of value_words.yaml: directions, incoterms."""
    return frozenset(str(word) for word in word_file(__package__, "value_words.yaml")[name])


@cache
def _patterns(name: str) -> re.Pattern[str]:
    return re.compile("|".join(word_file(__package__, "value_words.yaml")[name]), re.IGNORECASE)


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


def are_written_days(p: Profile) -> bool:
    """True for days that are written as such: numbers of five digits may be those by which a spreadsheet counts days."""
    return p.date >= MOSTLY_DATES and (p.number < MOSTLY_NUMBERS or p.largest > LATEST_DAY_NUMBER)


def are_phrases(p: Profile) -> bool:
    """True for texts of several words: names of goods, not their numbers."""
    return p.text >= 0.9 and p.mean_words >= FEWEST_WORDS and p.coded < 0.5 and p.firm + p.address < 0.5


def are_short_names(p: Profile) -> bool:
    """True for texts whose only fault as names of goods is that they are short and few."""
    return p.text >= 0.9 and max(p.country, p.unit, p.currency, p.coded, p.address) < 0.4 and p.firm <= 0.2
