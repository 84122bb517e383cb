"""What a header or title says of an amount: its scale, its currency or its unit, and whether a word beside the currency is not known.

A currency without a word of scale counts whole units. So every word beside a currency must be known: "mil. Kč" are millions, "US$ mil"
in Portuguese thousands, and "Canadian $" are no dollars of the United States.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from matcher.customs.layout.header_concepts import concepts
from matcher.customs.trade.formats.texts.units import TWO_MEANINGS, scale_words, units_within
from matcher.customs.trade.formats.texts.vocabulary import (
    fold,
    glues_words,
    has_no_blanks,
    is_cjk,
    pattern,
    word_list,
    word_lists,
)
from matcher.customs.values.countries import alpha3
from matcher.text.month_names import month_names
from matcher.text.word_files import word_file

SEVERAL = "names more than one scale or currency"
MILLIONS, THOUSANDS, BILLIONS = " million ", " thousand ", " billion "
# Before a code that a shared name means in one country's statistics, or dollars of the United States.
ASKED = "?"
LONGEST_PREFIX = 4  # letters before a sign of dollars: US, MMUS

_KNOWN_BESIDE = ("descriptions", "no_amounts", "cumulated", "whole_year", "totals", "divisions", "fillers")
_NOTHING_ELSE = 1.0  # strength of a concept that a word has by itself
_POWERS = re.compile(r"(?<!\d)10\s?(?:\^|\*\*|E)?\s?(3|6|9|[³⁶⁹])(?!\d)")
_OF_POWER = {"3": THOUSANDS, "³": THOUSANDS, "6": MILLIONS, "⁶": MILLIONS, "9": BILLIONS, "⁹": BILLIONS}
_DOLLARS = re.compile(
    rf"(?<![^\W\d_])((?:[A-Za-z]\.?){{1,{LONGEST_PREFIX}}})\$|(?<!\w)([A-LN-Z][A-Z]{{1,2}}) \$"
)
_CODES = "EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN|CZK|HUF|RON|JPY|CNY|RUB|UAH|KZT"
# k€, T€, TEUR, €m, US$M, £bn. M before dollars is a thousand in some countries, and t before a code with a blank is a tonne.
_BEFORE = re.compile(
    rf"(?<!\w)(MM|mm|k|K|T|M|m)(?:(?=[€£])|(?=(?:{_CODES})(?!\w)))|(?<!\w)(m|k|K)(?=\$)|(?<!\w)(k|K|T)\s(?=€|EUR|CHF)"
)
_BEHIND = re.compile(rf"([€£$]|(?<!\w)(?:{_CODES}))\s?(MM|mm|k|K|m|M|bn)(?!\w)")
# tkr, mkr, mnkr, mdkr; t.kr.
_KRONER = re.compile(r"(?<!\w)(t|mn?|md)\.?\s?(?=kr(?!\w))", re.IGNORECASE)
# Words of two meanings are thousands beside names of currencies and units of one language: Azerbaijani, Portuguese and Spanish.
_BESIDE_MIN = "abş|manat|azn"
_BESIDE_MIL = "r\\$|brl|reais|dólares|dolares|euros|pesos|kwanzas|meticais|toneladas"
_CLEAR = re.compile(
    rf"(?<!\w)min\.?\s+(?=(?:{_BESIDE_MIN})(?!\w))|(?<!\w)mil\s+(?=(?:{_BESIDE_MIL})(?!\w))"
    rf"|(?<=\bR\$)\s*mil(?!\w)|(?<=\breais)\s+mil(?!\w)|(?<=\btoneladas)\s+mil(?!\w)",
    re.IGNORECASE,
)
_OF_LETTER = {
    "k": THOUSANDS,
    "t": THOUSANDS,
    "m": MILLIONS,
    "mn": MILLIONS,
    "mm": MILLIONS,
    "bn": BILLIONS,
    "md": BILLIONS,
}
_PARTS = re.compile(r"[;:()\[\]{}|\n=]|,(?!\d)|\s[-–—]\s|/(?=\s)|(?<=\s)/")
_PRICE = re.compile(
    r"(?:/|\bper\b|\bза\b|\bpro\b|\bpor\b|\bpar\b|每)\s*(?:1\s*)?"
    r"(?:kgs?|kilo\w*|t|ton\w*|mt|units?|pcs?|pieces?|items?|кг|тонн\w*|т|шт\w*|ед\w*|szt\w*|stk|stück|unidad\w*|litros?|公斤|千克|吨|个|台)(?!\w)",
    re.IGNORECASE,
)
_APART = re.compile(r"(?<=[^\W\d_])(?=1000\b)|(?<=\b1000)(?=[^\W\d_])")  # between a word and 1000
_UNSURE_SIGNS = frozenset("十百千萬万亿億兆仟佰拾")


@dataclass(frozen=True)
class Measure:
    """What a header or title says of an amount: scale, currency, unit of mass; `rest` are the words left over.

    `currency` is a code, or the name of one that several countries use (see `currency_of`). `unsure` says why scale and currency
    are not known, "" where they are. `price` is True for an amount of money for each unit.
    """

    scale: float | None
    currency: str | None
    mass: float | None
    unit: str | None
    rest: str
    unsure: str = ""
    price: bool = False

    @property
    def says_money(self) -> bool:
        """Whether it says a currency or a scale."""
        return bool(self.currency or self.scale)


@lru_cache(maxsize=4096)
def measure(text: str) -> Measure:
    """What `text` says: measure("Вартість, тис. дол. США") has scale 1000, currency USD, rest "вартість"."""
    plain = _written_out(text)
    whole, mass, unit = units_within(_APART.sub(" ", fold(plain)))
    currencies, whole = _currencies_in(whole)
    words, names = pattern("scales")
    said = list(words.finditer(whole))
    scales = [float(names[m[0]]) for m in said]
    doubled = any(a.end() == b.start() for a, b in pairwise(said))  # 万万
    whole = words.sub(" ", whole)
    alone = [
        word
        for part in _PARTS.split(plain)
        for word in [fold(part)]
        if word in TWO_MEANINGS or word in scale_words()
    ]
    unknown = next((word for word in alone if word in TWO_MEANINGS), "")
    if currencies:
        beside, beside_unknown = _beside_currencies(plain)
        beside += [word for word in alone if _is_scale(word) and word not in names]
        unknown = unknown or beside_unknown
        whole = " ".join(word for word in whole.split() if word not in beside)
        scales += [scale_words()[word] for word in beside]
    scale = None
    for factor in dict.fromkeys(scales):  # "천 달러 (USD 1,000)" says one scale twice
        scale = factor * (scale or 1.0)
    if is_cjk(whole):
        whole = re.sub(r"元", "", whole)
    said_words = [word for word in whole.split() if word != unknown]
    kept = [word for word in said_words if word not in word_list("fillers")]
    if " ".join(kept) not in _headers() and " ".join(said_words) in _headers():
        kept = said_words  # "og" is "and", and a part of "sof og'irligi"
    distinct = _distinct(currencies)
    unsure = f"has a word that may be a scale or another currency: {unknown!r}" if unknown else ""
    if len(distinct) > 1 or len(set(scales)) > 1 or doubled:
        unsure = SEVERAL
    currency = distinct.pop() if len(distinct) == 1 else None
    is_price = bool(currencies) and _PRICE.search(text) is not None
    return Measure(scale, currency, mass, unit, " ".join(kept), unsure, is_price)


def _currencies_in(whole: str) -> tuple[set[str], str]:
    """The currencies of a folded text without its units, and the text without them; "peso neto" is a weight."""
    weights = word_lists("columns")["weight"]
    if " ".join(word for word in whole.split() if word not in word_list("fillers")) in weights:
        return set(), whole
    words, names = pattern("currencies")
    return {names[m[0]] for m in words.finditer(whole)}, words.sub(" ", whole)


@cache
def _shared() -> dict[str, dict[str, str]]:
    """Name of a currency that several countries use -> country -> code; under "" that of all others."""
    return {
        name: {str(country): str(code) for country, code in codes.items()}
        for name, codes in word_file(__package__, "words.yaml")["shared_currencies"].items()
    }


def money_of(
    said: tuple[str | None, float | None], of_titles: tuple[str | None, float | None], reporter: str | None
) -> tuple[str | None, float | None]:
    """(currency, scale) of a column of values that says `said`, under titles that say `of_titles`; None for what neither says.

    The scale of the titles holds for a column of their currency, or of none. A shared name is the currency of the titles that it may mean.
    """
    titled, scale = currency_of(of_titles[0], reporter), of_titles[1]
    meant = titled is not None and titled in _meanings(said[0])
    currency = titled if meant else currency_of(said[0], reporter)
    if currency and titled and currency != titled:
        scale = None
    return currency or (None if said[0] else titled), said[1] or scale


def currency_of(said: str | None, reporter: str | None) -> str | None:
    """The ISO 4217 code of what Measure.currency says in statistics of a country; None where it is not known."""
    if said is None or said not in _shared():
        return said
    code = _shared()[said].get(reporter or "", _shared()[said].get("", ASKED))
    return None if code.startswith(ASKED) else code


def _meanings(name: str | None) -> set[str]:
    """The codes that a shared name may mean."""
    return {code.removeprefix(ASKED) for code in _shared().get(name or "", {}).values()}


def _distinct(currencies: set[str]) -> set[str]:
    """The currencies without a shared name beside a code that it may mean: "Rs. (INR)"."""
    return {name for name in currencies if name not in _shared() or not currencies & _meanings(name)}


def _written_out(text: str) -> str:
    """`text` with what is glued to signs and codes of currencies written out: "MMUS$" is "million US dollars", "10^3 €" "thousand €"."""
    text = _POWERS.sub(lambda m: _OF_POWER[m[1]], text)
    text = _BEFORE.sub(lambda m: _OF_LETTER[(m[1] or m[2] or m[3]).lower()], text)
    text = _BEHIND.sub(lambda m: m[1] + _OF_LETTER[m[2].lower()], text)
    text = _KRONER.sub(lambda m: _OF_LETTER[m[1].lower()], text)
    text = _CLEAR.sub(THOUSANDS, text)
    if glues_words(text):
        text = _glued_money().sub(_apart, text)
    return _DOLLARS.sub(lambda m: _dollars(m[1]) if m[1] else _dollars_apart(m), text)


@cache
def _glued_money() -> re.Pattern[str]:
    """Finds a currency of a script that glues words, with the scales before and behind it: ล้านบาท."""
    scales, money = (
        "|".join(map(re.escape, sorted(filter(glues_words, listed), key=len, reverse=True)))
        for listed in (scale_words(), pattern("currencies")[1])
    )
    return re.compile(rf"((?:\s*(?:{scales}))*)\s*({money})((?:\s*(?:{scales}))*)")


def _apart(money: re.Match[str]) -> str:
    """A scale and a currency with a blank between them; several scales stay as they are, which no one word says."""
    return f" {money[1].strip()} {money[2]} {money[3].strip()} "


@cache
def _prefixes() -> dict[str, str]:
    given = word_file(__package__, "words.yaml")["dollar_signs"]
    return {str(prefix): str(code) for code, prefixes in given.items() for prefix in prefixes}


def _dollars(prefix: str) -> str:
    """The currency of a sign of dollars behind some letters: US, R, MMUS; a word that is no currency where they are not known."""
    letters = prefix.replace(".", "").lower()
    for glued, scale in (("", ""), ("mm", MILLIONS), ("k", THOUSANDS)):
        if letters.startswith(glued) and (code := _prefixes().get(letters.removeprefix(glued))):
            return f" {scale} {code} "
    if letters.startswith("m") and (code := _prefixes().get(letters[1:])):
        return f" m {code} "  # thousands in Chile, millions elsewhere
    return f" {letters}dollars "


def _dollars_apart(match: re.Match[str]) -> str:
    """The currency of capitals and a sign of dollars with a blank between them: ABD $, HK $; as they are where they are not known."""
    code = _prefixes().get(match[2].lower())
    return f" {code} " if code else match[0]


def _beside_currencies(text: str) -> tuple[list[str], str]:
    """The words of scale beside the currencies of a text that the list of scales does not have, and a word that is not known ("")."""
    found: list[str] = []
    words, _ = pattern("currencies")
    for part in _PARTS.split(text):
        said, *_ = units_within(_APART.sub(" ", fold(part)))
        for match in words.finditer(said):
            scales, unknown = _scales_beside(said[: match.start()].split(), said[match.end() :].split())
            found += scales
            if unknown:
                return found, unknown
    return found, ""


def _scales_beside(before: list[str], behind: list[str]) -> tuple[list[str], str]:
    found: list[str] = []
    fillers = word_list("fillers")
    while before and (
        _is_scale(before[-1]) or (len(before) > 1 and before[-1] == "of" and _is_scale(before[-2]))
    ):
        found += [before.pop()]
    behind = [word for word in behind if word not in fillers]
    while behind and _is_scale(behind[0]):
        found += [behind.pop(0)]
    unknown = [word for word in (*before[-1:], *behind[:1]) if word not in fillers and not _is_known(word)]
    listed = pattern("scales")[1]
    return [word for word in found if word in scale_words() and word not in listed], next(iter(unknown), "")


def _is_scale(word: str) -> bool:
    return word in scale_words() or word in pattern("scales")[1]


@cache
def _headers() -> frozenset[str]:
    """All headers of columns."""
    return frozenset(word for listed in word_lists("columns").values() for word in listed)


@lru_cache(maxsize=4096)
def _is_known(word: str) -> bool:
    """Whether a word beside a currency says something else than a scale: a column, a direction, a country, a month, a year."""
    if word in TWO_MEANINGS:
        return False
    if glues_words(word):
        return not any(
            word.startswith(scale) or word.endswith(scale) for scale in filter(glues_words, scale_words())
        )
    if has_no_blanks(word):
        return not is_cjk(word) or not _UNSURE_SIGNS & set(pattern("scales")[0].sub("", word))
    if word.isdigit():
        return bool(re.fullmatch(r"(?:19|20)\d\d|\d", word))
    return (
        word in _words_of_columns()
        or pattern("currencies")[0].fullmatch(word) is not None
        or (len(word) > 2 and (word in month_names() or alpha3(word) is not None))
        or max(concepts(word).values(), default=0.0) >= _NOTHING_ELSE
    )


@cache
def _words_of_columns() -> frozenset[str]:
    names = [
        word for section in ("columns", "flows") for words in word_lists(section).values() for word in words
    ]
    names += [word for section in _KNOWN_BESIDE for word in word_list(section)]
    return frozenset(
        word for name in names for word in name.split() if len(word) > 1 or word in word_list("fillers")
    )
