"""Formal and common names of countries in many languages: `python -m tools.iso_country_names FOLDER > matcher/customs/values/country_names_iso.csv`.

They are those of Debian's iso-codes (LGPL-2.1-or-later), which Unicode CLDR lacks: Сполучені Штати Америки, Korea (Republic of). FOLDER is
that of the package pycountry, which ships them as databases/iso3166-1.json and locales/LANGUAGE/LC_MESSAGES/iso3166-1.mo.
"""

from __future__ import annotations

import argparse
import gettext
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from matcher.customs.values.countries import _names_and_codes, _own_names, name_key
from tools.country_names import LANGUAGES, write

SAME_AS = {"zh": "zh_CN", "zh_Hant": "zh_TW", "uz_Cyrl": "uz@cyrillic"}
FORMS = ("name", "official_name", "common_name")
LEAST_LETTERS, LEAST_WORD = (
    6,
    4,
)  # of a name, and of one of its words: shorter ones are words of other languages


def names(folder: Path) -> dict[str, str]:
    """Plain name -> alpha-3, for the names that are one country's and that are not known without them."""
    found: dict[str, set[str]] = defaultdict(set)
    known = {**_names_and_codes(), **_own_names()}
    countries = json.loads((folder / "databases" / "iso3166-1.json").read_text(encoding="utf-8"))["3166-1"]
    for translate in _translations(folder):
        for country in countries:
            for form in FORMS:
                if stated := country.get(form):
                    found[name_key(translate(stated))].add(country["alpha_3"])
    return {
        name: code
        for name, codes in found.items()
        if len(codes) == 1 and name not in known and len(name) >= LEAST_LETTERS
        if max(map(len, name.split())) >= LEAST_WORD
        for code in codes
    }


def _translations(folder: Path) -> Iterator[Callable[[str], str]]:
    yield str
    for language in LANGUAGES.split():
        known = [SAME_AS.get(language, language)]
        if gettext.find("iso3166-1", str(folder / "locales"), known):
            yield gettext.translation("iso3166-1", str(folder / "locales"), known).gettext


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("folder", type=Path)
    write(names(options.parse_args().folder), sys.stdout)


if __name__ == "__main__":
    main()
