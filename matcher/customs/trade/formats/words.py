"""The words of statistics tables: columns, flows, totals, scales, currencies and units in headers and titles."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from matcher.customs.values.countries import alpha3
from matcher.customs.values.units import BASES, unit_code
from matcher.text.plain_words import plain
from matcher.text.word_files import word_file

WORLD = "World"
CURRENCY_ORDER = ("USD", "EUR")  # of values in several currencies the first is taken
_SIGNS = {"$": " usd ", "€": " eur ", "₹": " inr ", "₴": " uah ", "₽": " rub ", "£": " gbp ", "₺": " try "}
NO_UNIT = frozenset({"", "n a", "na", "no quantity", "x", "no su", "none", "w o", "-", "1"})


def fold(text: str) -> str:
    """`text` in lower case, single spaces, no accents or punctuation; signs of currencies as their codes."""
    for sign, code in _SIGNS.items():
        text = text.replace(sign, code)
    decomposed = unicodedata.normalize("NFKD", text)
    return plain("".join(c for c in decomposed if unicodedata.category(c) != "Mn")).replace("ı", "i")


@cache
def _folded(section: str) -> dict[str, dict[str, int]]:
    given = word_file(__package__, "words.yaml")[section]
    return {
        str(name): {fold(str(word)): rank for rank, word in reversed(list(enumerate(words)))}
        for name, words in given.items()
    }


@cache
def _listed(section: str) -> frozenset[str]:
    return frozenset(fold(str(word)) for word in word_file(__package__, "words.yaml")[section])


@cache
def _pattern(section: str) -> tuple[re.Pattern[str], dict[str, str]]:
    names = {word: name for name, words in _folded(section).items() for word in words}
    parts = []
    for word in sorted(names, key=len, reverse=True):
        parts.append(re.escape(word) if _is_cjk(word) else rf"(?<![^\W]){re.escape(word)}(?!\w)")
    return re.compile("|".join(parts)), names


_NO_BLANKS = re.compile("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")


def _is_cjk(word: str) -> bool:
    return any("\u4e00" <= c <= "\u9fff" for c in word)


@dataclass(frozen=True)
class Measure:
    """What a header or title says of an amount: scale, currency, unit of mass; `rest` are the words left over.

    `unsure` is True where it names two currencies or two scales.
    """

    scale: float | None
    currency: str | None
    mass: float | None
    unit: str | None
    rest: str
    unsure: bool = False


@lru_cache(maxsize=4096)
def measure(text: str) -> Measure:
    """What `text` says: measure("Вартість, тис. дол. США") has scale 1000, currency USD, rest "вартість"."""
    folded = re.sub(r"(?<=[^\W\d_])(?=1000\b)|(?<=\b1000)(?=[^\W\d_])", " ", fold(text))
    folded, mass, unit = _units_of(folded)
    pattern, names = _pattern("currencies")
    currencies = {names[m[0]] for m in pattern.finditer(folded)}
    folded = pattern.sub(" ", folded)
    pattern, names = _pattern("scales")
    found = [names[m[0]] for m in pattern.finditer(folded)]
    folded = pattern.sub(" ", folded)
    scale = None
    for name in dict.fromkeys(found):  # "천 달러 (USD 1,000)" says one scale twice
        scale = float(name) * (scale or 1.0)
    if _is_cjk(folded):
        folded = re.sub(r"元", "", folded)
    kept = [word for word in folded.split() if word not in _listed("fillers")]
    return Measure(
        scale, next(iter(currencies)) if len(currencies) == 1 else None, mass, unit, " ".join(kept),
        len(currencies) > 1 or len(set(found)) > 1,
    )  # fmt: skip


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


def _units_of(folded: str) -> tuple[str, float | None, str | None]:
    """The text without its units, the kilograms in one of its unit of mass, the unit of count with its scale."""
    mass = None
    if match := _MASS_WORDS.search(folded):
        word = (match[2] or match[3]).strip()
        mass = 10_000_000.0 if word == "万吨" else 1000.0 if word[0] in "tт吨m" else 1.0
        mass *= _SCALE_OF_UNIT.get((match[1] or "").strip(), 1.0)
        folded = folded[: match.start()] + " " + folded[match.end() :]
    unit = None
    if match := _PIECE_WORDS.search(folded):
        unit = match[0].strip()
        folded = folded[: match.start()] + " " + folded[match.end() :]
    return folded, mass, unit


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


def column_kinds(header: str) -> dict[str, int]:
    """What a column with this header may hold -> rank of the word, 0 the best."""
    whole, rest = fold(header), measure(header).rest
    return {
        name: words[word]
        for name, words in _folded("columns").items()
        for word in (whole, rest)
        if word in words
    }


def is_description(header: str) -> bool:
    """True for a column that repeats another or describes a row."""
    return fold(header) in _listed("descriptions") or measure(header).rest in _listed("descriptions")


def is_party(header: str) -> bool:
    """True for a column that only declarations have."""
    return fold(header).startswith(tuple(_listed("parties")))


def is_total(text: str) -> bool:
    """True for a word that means all partners, modes or procedures."""
    folded = fold(text)
    if folded in _listed("totals"):
        return True
    first, _, more = folded.partition(" ")
    return bool(more) and first in ("total", "итого", "всего", "усього", "всього", "разом", "toplam")


def has_word(section: str, text: str) -> bool:
    """Whether `text` has one of the words of a section as a word of its own; of scripts without blanks anywhere."""
    folded = fold(text)
    return any(
        word in folded if _NO_BLANKS.search(word) else re.search(rf"(?<!\w){re.escape(word)}(?!\w)", folded)
        for word in _listed(section)
        if word
    )


def rank_of(kind: str, word: str) -> int | None:
    """How well a word alone names this kind of column, 0 the best; None where it does not."""
    return _folded("columns")[kind].get(word)


def without_flow(text: str) -> str:
    """`text` folded, without the words of directions: "İhracat Miktar 1" -> "miktar 1"."""
    return " ".join(word for word in fold(text).split() if flow_of(word) is None)


def is_whole(text: str, reporter: str | None) -> bool:
    """True for a division that is all of them: a word for the total, or the publisher's own country among its regions."""
    return is_total(text) or country(text) == reporter


def currency_rank(currency: str | None) -> int:
    """The place of a currency among those that are taken first; all others, and none, are behind them."""
    return CURRENCY_ORDER.index(currency) if currency in CURRENCY_ORDER else len(CURRENCY_ORDER)


def flow_of(text: str) -> str | None:
    """export, import, re-export ... as a cell says it; None where it does not."""
    folded = fold(text)
    return next((name for name, words in _folded("flows").items() if folded in words), None)


def flow_in(text: str) -> str | None:
    """The one flow that a header or title mentions; None where it mentions none or both."""
    folded = fold(text)
    if any(word in folded for word in _listed("both_flows")):
        return None
    again = {
        name for name in ("re-export", "re-import") for word in _folded("flows")[name] if _names(word, folded)
    }  # fmt: skip
    if again:
        return again.pop() if len(again) == 1 else None
    found = {
        name for name in ("export", "import") for word in _folded("flows")[name] if _names(word, folded)
    }  # fmt: skip
    return found.pop() if len(found) == 1 else None


def _names(word: str, folded: str) -> bool:
    """Whether `folded` has the word, in whatever form; of scripts without blanks between words anywhere."""
    if not word.isascii() and _NO_BLANKS.search(word):
        return word in folded
    return len(word) > 2 and re.search(rf"(?<!\w){re.escape(word)}", folded) is not None


@cache
def _own_countries() -> dict[str, str]:
    return {word: code for code, words in _folded("countries").items() for word in words}


@lru_cache(maxsize=4096)
def country(name: str) -> str:
    """ISO 3166 alpha-3 of a country; WORLD for a word that means all; else the name as printed."""
    if is_total(name):
        return WORLD
    if is_group(name):
        return name.strip()
    return _own_countries().get(fold(name)) or alpha3(name) or name.strip()


def comtrade_country(number: str) -> str:
    """ISO 3166 alpha-3 of a country by its number in UN Comtrade; the number itself where it is none."""
    own = {text: code for code, numbers in _folded("comtrade_numbers").items() for text in numbers}
    return own.get(number) or (alpha3(number.zfill(3)) if number.isdigit() else None) or number


@cache
def _groups() -> re.Pattern[str]:
    return re.compile("|".join(word_file(__package__, "words.yaml")["groups"]))


@lru_cache(maxsize=4096)
def is_group(name: str) -> bool:
    """True for a group of countries, whose members are listed beside it."""
    return _groups().fullmatch(fold(name)) is not None


def reporter_by_words(headers: list[str]) -> str | None:
    """The country whose statistics have such headers."""
    folded = {measure(h).rest for h in headers} | {fold(h) for h in headers}
    best = max(_folded("reporters").items(), key=lambda item: len(folded & set(item[1])))
    return best[0] if folded & set(best[1]) else None


def publishers_in(text: str) -> set[str]:
    """The countries whose offices or portals a folded text names."""
    return {
        code
        for code, names in _folded("publishers").items()
        for name in names
        if (name in text if _NO_BLANKS.search(name) else re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text))
    }


def kinds_within(text: str) -> set[str]:
    """Which of value, quantity and weight a header of a script without blanks has a word of: 当月第1数量."""
    folded = fold(text)
    return {
        kind
        for kind in ("value", "quantity", "quantity2", "weight")
        for word in _folded("columns")[kind]
        if len(word) > 1 and _NO_BLANKS.search(word) and word in folded
    }
