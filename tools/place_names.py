"""Names of countries and cities in the languages of posts: `python -m tools.place_names > matcher/statements/words/place_names.csv`.

They are those of Unicode CLDR as Babel has them; the cities are those after which time zones are named.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Mapping
from typing import IO

from babel import Locale
from babel.core import get_global

from matcher.statements.phrases import LANGUAGES, fold
from tools.country_names import alpha3_codes

SHORTEST = 4  # letters of a name without its ending; two Chinese characters


def place_names() -> list[tuple[str, str, str, str]]:
    """(language, beginning of a name, alpha-3, country or city); in Russian and Ukrainian without the ending."""
    rows = []
    alpha3 = alpha3_codes()
    for language in LANGUAGES:
        names = _of_language(language, alpha3)
        least = 2 if language == "zh" else SHORTEST
        rows += [(language, name, *names[name]) for name in sorted(names) if len(name) >= least]
    return rows


def _of_language(language: str, alpha3: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    locale = Locale.parse(language)
    table: dict[str, tuple[str, str]] = {}
    for zone, territory in get_global("zone_territories").items():
        city = (locale.time_zones.get(zone) or {}).get("city")
        if not city and language in ("en", "tr"):
            city = zone.rsplit("/", 1)[-1].replace("_", " ")
        if city and territory in alpha3 and "/" in zone:
            table[_stem(fold(str(city)), language)] = alpha3[territory], "city"
    for territory, name in locale.territories.items():
        if territory in alpha3:
            table[_stem(fold(str(name)), language)] = alpha3[territory], "country"
    return table


def _stem(name: str, language: str) -> str:
    if language in ("ru", "uk") and " " not in name and len(name) > SHORTEST:
        return re.sub(r"[аяоеийьіїу]{1,2}$", "", name)
    return name


def write(rows: list[tuple[str, str, str, str]], file: IO[str]) -> None:
    """The rows with their header."""
    out = csv.writer(file, lineterminator="\n")
    out.writerow(("language", "name", "code", "kind"))
    out.writerows(rows)


if __name__ == "__main__":
    write(place_names(), sys.stdout)
