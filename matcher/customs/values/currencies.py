"""Currencies as customs files state them: codes, numbers of ISO 4217, signs, and names in some 45 languages."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from crawler.case.errors import UsageProblem
from matcher.customs.values.abbreviated_names import AbbreviatedNames
from matcher.customs.values.currency_words import CurrencyWords
from matcher.text.one_spelling import one_spelling
from matcher.text.word_files import table_rows, word_file

USUAL_CURRENCIES = frozenset(word_file(__package__, "usual_currencies.yaml"))

LEAST_NAME = 3  # letters of a name that is read by its words
LEAST_BEGUN = 2  # letters of one word at least of a name whose words are cut short

_CODE = re.compile(r"[A-Z]{3}")
_NUMBER_BEFORE = re.compile(r"^\d{1,3}\s*[-–/]\s*")  # 220 - dólar dos EUA: a number of the country's own list
_NUMERAL = re.compile(r"[-+(]?\d[\d\s.,'’]*\)?-?")


def name_key(name: str) -> str:
    """A name without case, full stops, the point of a Turkish capital I and repeated blanks."""
    return " ".join(name.replace(".", " ").replace("İ", "i").casefold().split())


@cache
def currency_names() -> dict[str, str]:
    """Name, sign or number -> code: those of Unicode CLDR (tools/currency_names.py), then those of currencies.yaml."""
    rows = table_rows(__package__, "currency_names.csv")
    found = {name: row["code"] for row in rows for name in row["names"].split("|")}
    ours = word_file(__package__, "currencies.yaml")
    return found | {name_key(str(name)): code for code, names in ours.items() for name in names}


def stated_code(code: str) -> str:
    """A code of ISO 4217 that a person states, in capitals. Raises UsageProblem for one that no currency has."""
    if code.upper() not in currency_names().values():
        raise UsageProblem(
            f"--currency {code}: no currency has this code; give its ISO 4217 code, such as ZAR"
        )
    return code.upper()


@lru_cache(maxsize=1 << 10)
def currency_code(stated: str | None) -> str | None:
    """The ISO 4217 code of a currency as a customs line states it; None where it is none we know."""
    key = name_key(stated or "")
    if named := _named(key) or _named(_NUMBER_BEFORE.sub("", key)):
        return named
    if _CODE.fullmatch(key.upper()):
        return key.upper()
    if len(key) <= LEAST_NAME:
        return None
    return (
        _words_of_names().code(key)
        or _abbreviated_names().code(key, LEAST_BEGUN)
        or _abbreviated_names_spelt_alike().code(one_spelling(key), LEAST_BEGUN)
    )


def currency_beside(cell: str) -> str | None:
    """The ISO 4217 code of the currency that stands beside the number of a cell (EUR 3,671.50; 12,00 zł); None where none does."""
    words = " ".join(_NUMERAL.sub(" ", cell).split())
    if not words or words == cell.strip():
        return None
    code = words.upper()
    return code if code in _codes() else _named(name_key(words))


@cache
def _codes() -> frozenset[str]:
    return frozenset(currency_names().values())


def is_currency_name(cell: str) -> bool:
    """Whether a cell names a currency in words: 欧元, доллары США. Two letters may be a country's."""
    key = name_key(cell)
    return _named(key) is not None and not key.isdecimal() and not (len(key) < 3 and key.isascii())


def _named(key: str) -> str | None:
    if (named := currency_names().get(key)) or len(key) > _longest_name():  # most cells are goods' texts
        return named
    spelt = one_spelling(key)
    return currency_names().get(spelt) or _names_spelt_alike().get(spelt)


@cache
def _longest_name() -> int:
    return max(map(len, currency_names()))


@cache
def _names_spelt_alike() -> dict[str, str]:
    """The names as files without accents (DOLAR AMERICANO) or with other Arabic or Chinese letters write them, where that is one
    currency's name only."""
    found: dict[str, set[str]] = {}
    for name, code in currency_names().items():
        if len(bare := one_spelling(name)) > 2 and bare != name:
            found.setdefault(bare, set()).add(code)
    return {name: next(iter(codes)) for name, codes in found.items() if len(codes) == 1}


@cache
def _words_of_names() -> CurrencyWords:
    return CurrencyWords(currency_names() | {name_key(code): code for code in _codes()})


@cache
def _abbreviated_names() -> AbbreviatedNames:
    return AbbreviatedNames(currency_names())


@cache
def _abbreviated_names_spelt_alike() -> AbbreviatedNames:
    return AbbreviatedNames({one_spelling(name): code for name, code in currency_names().items()})
