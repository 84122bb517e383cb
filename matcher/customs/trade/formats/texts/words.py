"""The words of statistics tables: columns, flows, totals, countries and publishers in headers, titles and cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from matcher.customs.trade.formats.texts.measures import measure
from matcher.customs.trade.formats.texts.vocabulary import (
    fold,
    has_no_blanks,
    stems,
    stems_of,
    whole_words,
    whole_words_of,
    word_list,
    word_lists,
)
from matcher.customs.values.countries import alpha3
from matcher.text.normal_forms import script_of
from matcher.text.word_files import word_file

WORLD = "World"
# Of values in several currencies those of the least rank are taken; dollars may be those of the United States.
CURRENCY_RANKS = {"USD": 0, "dollar": 0, "EUR": 1}
SCRIPTS = 2  # in which a header or a country may be given, one above or beside the other
_BETWEEN_LANGUAGES = re.compile(r"\n| / |\s*\|\s*|(?<=\S)/(?=\S)|\s{2,}")
_IN_BRACKETS = re.compile(r"[(（\[].*?[)）\]]")
PARTS_OF_FLOWS = ("re-export", "re-import", "domestic export", "foreign import")  # of exports and imports
LONGEST = 300  # characters of a heading, a title or a name: a longer cell is none of them, and costs time


def column_kinds(header: str) -> dict[str, int]:
    """What a column with this header may hold -> rank of the word, 0 the best.

    Of a header in two languages ("ქვეყანა / Country") it is what each part holds that is known, where they agree.
    """
    if len(header) > LONGEST:
        return {}
    if (kinds := _kinds_of(header)) or _describes(header):
        return kinds
    known = [kinds for part in _in_two_scripts(header) if (kinds := _kinds_of(part))]
    agreed = set.intersection(*(set(kinds) for kinds in known)) if known else set()
    return {name: min(kinds[name] for kinds in known) for name in agreed}


def _kinds_of(header: str) -> dict[str, int]:
    whole, rest = fold(header), measure(header).rest
    return {
        name: words[word]
        for name, words in word_lists("columns").items()
        for word in (whole, rest)
        if word in words
    }


def is_description(header: str) -> bool:
    """True for a column that repeats another or describes a row."""
    if len(header) > LONGEST:
        return False
    parts = _in_two_scripts(header)
    return _describes(header) or (any(map(_describes, parts)) and not any(map(_kinds_of, parts)))


def _describes(header: str) -> bool:
    return fold(header) in word_list("descriptions") or measure(header).rest in word_list("descriptions")


def is_party(header: str) -> bool:
    """True for a column that only declarations have."""
    return fold(header).startswith(tuple(word_list("parties")))


def is_total(text: str) -> bool:
    """True for a word that means all partners, modes or procedures."""
    folded = fold(text)
    if folded in word_list("totals"):
        return True
    first, _, more = folded.partition(" ")
    if more and first in ("total", "итого", "всего", "усього", "всього", "разом", "toplam"):
        return True
    if first in word_list("of_all") and any(
        "partner" in _kinds_of(one) for one in (more, more.removesuffix("s"))
    ):
        return True  # all trading partners
    return any(fold(part) in word_list("totals") for part in _in_two_scripts(text))


def has_word(section: str, text: str) -> bool:
    """Whether `text` has one of the words of a section as a word of its own; of scripts without blanks anywhere."""
    return whole_words(section).search(fold(text)) is not None


def has_stem(section: str, text: str) -> bool:
    """Whether `text` has a word that begins with one of a section; of scripts without blanks one anywhere."""
    return stems(section).search(fold(text)) is not None


def without(section: str, text: str) -> str:
    """`text` folded, without the words of a section."""
    return whole_words(section).sub(" ", fold(text))


def begins_with(section: str, text: str) -> bool:
    """Whether the first words of `text` are those of a section."""
    return whole_words(section).match(fold(text)) is not None


def ends_with(section: str, text: str) -> bool:
    """Whether the last word of `text` is one of a section."""
    folded = fold(text)
    return any(match.end() == len(folded) for match in whole_words(section).finditer(folded))


def rank_of(kind: str, word: str) -> int | None:
    """How well a word alone names this kind of column, 0 the best; None where it does not."""
    return word_lists("columns")[kind].get(word)


def without_flow(text: str) -> str:
    """`text` folded, without the words of directions: "İhracat Miktar 1" -> "miktar 1"."""
    return " ".join(word for word in fold(text).split() if flow_of(word) is None)


def is_whole(text: str, reporter: str | None) -> bool:
    """True for a division that is all of them: a word for the total, or the publisher's own country among its regions."""
    return is_total(text) or country(text) == reporter


def currency_rank(currency: str | None) -> int:
    """The place of a currency among those that are taken first; all others, and none, are behind them."""
    return CURRENCY_RANKS.get(currency or "", len(CURRENCY_RANKS))


def flow_of(text: str) -> str | None:
    """export, import, re-export ... as a cell says it; None where it does not."""
    folded = fold(text)
    return next((name for name, words in word_lists("flows").items() if folded in words), None)


@lru_cache(maxsize=4096)
def flow_in(text: str) -> str | None:
    """The one flow that a header or title mentions; None where it mentions none or both."""
    outside = _IN_BRACKETS.sub(" ", text)  # "total imports (including re-imports)"
    if outside != text and (flow := flow_in(outside)):
        return flow
    folded = fold(text)
    if any(word in folded for word in word_list("both_flows")):
        return None
    if part := {name for name in PARTS_OF_FLOWS if stems_of("flows")[name].search(folded)}:
        return part.pop() if len(part) == 1 else None
    found = {name for name in ("export", "import") if stems_of("flows")[name].search(folded)}
    return found.pop() if len(found) == 1 else None


@cache
def _own_countries() -> dict[str, str]:
    return {word: code for code, words in word_lists("countries").items() for word in words}


@lru_cache(maxsize=4096)
@lru_cache(maxsize=1 << 12)
def country(name: str) -> str:
    """ISO 3166 alpha-3 of a country; WORLD for a word that means all; else the name as printed."""
    if is_total(name):
        return WORLD
    if is_group(name):
        return name.strip()
    if code := _country_named(name):
        return code
    if (inner := _without_of_which(name)) != fold(name) and (code := _country_named(inner)):
        return code
    named = {code for part in _in_two_scripts(name) if (code := _country_named(part))}
    return named.pop() if len(named) == 1 else name.strip()


def _in_two_scripts(text: str) -> list[str]:
    """The parts of a text that says one thing in two scripts, one above or beside the other: "აშშ / USA", "الفصل\nHS chapter".

    Two words of one script, as in "Товар / страна", may be two things.
    """
    if text.isascii() or len(text) > LONGEST:
        return []
    parts = [part.strip() for part in _BETWEEN_LANGUAGES.split(text) if part.strip()]
    if len(parts) != SCRIPTS:  # "Country/territory 國家/地區": where the script changes
        known = [(word, script_of(word)) for word in text.split()]
        parts = [" ".join(word for word, _ in run) for run in _runs_of_script(known)]
    scripts = {script for part in parts if (script := script_of(part))}  # a number has none
    return parts if len(parts) == len(scripts) == SCRIPTS else []


def _runs_of_script(words: Sequence[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """Words with their scripts, those of one script that follow each other together; a word without one (a sign) goes with those before."""
    runs: list[list[tuple[str, str]]] = []
    for word, script in words:
        if runs and (not script or script == runs[-1][0][1]):
            runs[-1].append((word, script))
        else:
            runs.append([(word, script)])
    return runs


def _country_named(name: str) -> str | None:
    return _own_countries().get(fold(name)) or alpha3(name)


def comtrade_country(number: str) -> str:
    """ISO 3166 alpha-3 of a country by its number in UN Comtrade; the number itself where it is none."""
    own = {text: code for code, numbers in word_lists("comtrade_numbers").items() for text in numbers}
    return own.get(number) or (alpha3(number.zfill(3)) if number.isdigit() else None) or number


@cache
def _groups() -> re.Pattern[str]:
    return re.compile("|".join(word_file(__package__, "words.yaml")["groups"]))


@lru_cache(maxsize=4096)
def is_group(name: str) -> bool:
    """True for a group of countries, whose members are listed beside it."""
    return _groups().fullmatch(_without_of_which(name)) is not None


def _without_of_which(name: str) -> str:
    """A folded name of a place without words that say that it is a part of one above: "of which: EU (27)"."""
    folded = fold(name)
    begins = next((f"{words} " for words in word_list("of_which") if folded.startswith(f"{words} ")), "")
    return folded.removeprefix(begins)


def listed_flow(header: str) -> str | None:
    """The flow of which a column lists the countries that have it: "Exporters" -> export."""
    return next(
        (flow for flow, listed in word_lists("listed_reporters").items() if fold(header) in listed), None
    )


def reporter_by_words(headers: list[str]) -> str | None:
    """The country whose statistics have such headers."""
    folded = {measure(h).rest for h in headers} | {fold(h) for h in headers}
    best = max(word_lists("reporters").items(), key=lambda item: len(folded & set(item[1])))
    return best[0] if folded & set(best[1]) else None


def publishers_in(text: str) -> set[str]:
    """The countries whose offices or portals a folded text names."""
    return {code for code, names in whole_words_of("publishers").items() if names.search(text)}


def kinds_within(text: str) -> set[str]:
    """Which of value, quantity and weight a header of a script without blanks has a word of: 当月第1数量."""
    folded = fold(text)
    return {
        kind
        for kind in ("value", "quantity", "quantity2", "weight")
        for word in word_lists("columns")[kind]
        if len(word) > 1 and has_no_blanks(word) and word in folded
    }
