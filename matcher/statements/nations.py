"""Countries, cities and regions named in a sentence, by their names in Unicode CLDR and by adjectives."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from matcher.statements.phrases import pattern, words_of
from matcher.text.prefix_regex import letter_tree
from matcher.text.word_files import table_rows


@dataclass(frozen=True)
class Nation:
    """A country, city or region in a sentence: `country` alpha-3 ('' for a region), `city` where it is one."""

    country: str
    city: bool
    start: int
    end: int


def nations(folded: str, language: str) -> list[Nation]:
    """What a folded sentence names, by place; of what overlaps, the longest."""
    found = []
    for code, phrases in words_of("parties")["nations"].items():
        found += [Nation(code, False, *m.span()) for m in pattern(phrases.get(language)).finditer(folded)]
    found += [
        Nation("", False, *m.span())
        for m in pattern(words_of("parties")["regions"][language]).finditer(folded)
    ]
    table, names = _names(language)
    for m in names.finditer(folded):
        code, city = table[m["name"]]
        found.append(Nation(code, city, *m.span()))
    kept: list[Nation] = []
    for nation in sorted(found, key=lambda n: (n.start - n.end, n.start, not n.country)):
        if not any(nation.start < other.end and other.start < nation.end for other in kept):
            kept.append(nation)
    return sorted(kept, key=lambda n: n.start)


@cache
def _names(language: str) -> tuple[dict[str, tuple[str, bool]], re.Pattern[str]]:
    """Beginnings of names (the whole name in Chinese and English) -> (alpha-3, whether a city), and their pattern."""
    table = {
        row["name"]: (row["code"], row["kind"] == "city")
        for row in table_rows("matcher.statements.words", "place_names.csv")
        if row["language"] == language
    }
    tree = letter_tree(table)
    if language == "zh":
        return table, re.compile(f"(?P<name>{tree})")
    ending = {"en": "", "tr": r"(?:'?\w*)"}.get(language, r"\w{0,4}")
    return table, re.compile(rf"(?<!\w)(?P<name>{tree}){ending}(?!\w)")
