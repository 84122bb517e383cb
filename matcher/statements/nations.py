"""Countries, cities and regions named in a sentence, by their names in Unicode CLDR and by adjectives."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from matcher.statements.phrases import expression, fold, pattern, words_of
from matcher.text.prefix_regex import letter_tree

SHORTEST_STEM = 4  # letters of a country's name without its ending


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
    from babel import Locale
    from babel.core import get_global

    table: dict[str, tuple[str, bool]] = {}
    locale = Locale.parse(language)
    alpha3 = {
        targets[0]: alias
        for alias, targets in get_global("territory_aliases").items()
        if len(targets) == 1 and len(alias) == 3 and alias.isalpha() and alias != "SUN"
    }
    zones = get_global("zone_territories")
    for zone, territory in zones.items():
        city = (locale.time_zones.get(zone) or {}).get("city") or (
            zone.rsplit("/", 1)[-1].replace("_", " ") if language in ("en", "tr") else ""
        )
        if city and territory in alpha3 and "/" in zone:
            table[_stem(fold(str(city)), language)] = alpha3[territory], True
    for territory, name in locale.territories.items():
        if territory in alpha3:
            table[_stem(fold(str(name)), language)] = alpha3[territory], False
    table = {
        name: found
        for name, found in table.items()
        if len(name) >= (2 if language == "zh" else SHORTEST_STEM)
    }
    tree = letter_tree(table)
    if language == "zh":
        return table, re.compile(f"(?P<name>{tree})")
    ending = {"en": "", "tr": r"(?:'?\w*)"}.get(language, r"\w{0,4}")
    return table, re.compile(rf"(?<!\w)(?P<name>{tree}){ending}(?!\w)")


def _stem(name: str, language: str) -> str:
    if language in ("ru", "uk") and " " not in name and len(name) > SHORTEST_STEM:
        return re.sub(r"[аяоеийьіїу]{1,2}$", "", name)
    return name


def region_pattern(language: str) -> re.Pattern[str]:
    """The words for regions and for abroad."""
    return re.compile(expression(words_of("parties")["regions"][language]))
