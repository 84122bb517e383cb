"""The names of countries that Box31 ships: `python -m tools.country_names > matcher/customs/values/country_names.csv`,
and those it shows: `python -m tools.country_names --shown > matcher/reading/country_names.csv`.

They are those of Unicode CLDR as Babel has them. Reading them from Babel takes a third of a second and 60 MB.
"""

from __future__ import annotations

import csv
import itertools
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import IO

from babel import Locale
from babel.core import get_global
from babel.localedata import locale_identifiers

from matcher.customs.values.countries import name_key
from matcher.reading.terms import LANGUAGES as SHOWN
from matcher.text.one_spelling import one_spelling
from matcher.text.plain_words import without_accents

# Languages whose country names are known: those of the customs files seen, and others that their neighbours write.
# A name that two countries share is that of the language named first.
LANGUAGES = (
    "en ru uk be kk ky uz uz_Cyrl az tr ka hy tg tk mn ro pl cs sk hu bg sr hr lt lv "
    "et fi sv de nl fr es pt it el ar fa he ur hi bn vi th id ms ko ja zh zh_Hant "
    "sq mk bs ca"
)

# Letters of a name in a language or a country's kind of it that is not among these: shorter ones are words of others.
LEAST_LATIN = 5
OFFICIAL = frozenset(("official", "de_facto_official"))

# Scripts in which the initials of a country's name are usual for it, with no code of ISO 3166 among them.
WITH_INITIALS = re.compile(r"[\u0370-\u058f\u10a0-\u10ff]+")
MOST_INITIALS = 4
LEAST_WORD = 4  # letters: the words between them (и, және, და) are left out
WITHOUT_BLANKS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f]")  # scripts: Thai, Lao, Burmese

# Codes that ISO 3166-3 has withdrawn and that CLDR lists beside the present one of the same country.
WITHDRAWN = frozenset(("BUR", "DDR", "FXX", "TMP", "YMD", "ZAR"))


def long_aliases() -> dict[str, str]:
    """Alpha-3 code or number, the withdrawn included -> alpha-2, for every country of CLDR."""
    aliases = get_global("territory_aliases").items()
    return {alias: targets[0] for alias, targets in aliases if len(targets) == 1 and len(alias) == 3}


def alpha3_codes() -> dict[str, str]:
    """Alpha-2 -> alpha-3, for every country of CLDR."""
    aliases = long_aliases().items()
    return {alpha2: alias for alias, alpha2 in aliases if alias.isalpha() and alias not in WITHDRAWN}


def country_names() -> dict[str, str]:
    """Plain name, alpha-2, alpha-3 or number -> alpha-3, for every country of CLDR."""
    alpha3_of = alpha3_codes()
    table = {alias.lower(): alpha2 for alias, alpha2 in long_aliases().items()}
    bare_names: dict[str, set[str]] = {}
    for language in LANGUAGES.split():
        for territory, name in Locale.parse(language).territories.items():
            if territory in alpha3_of:
                table.setdefault(name_key(name), territory)
                if bare := name_key(name.partition("(")[0]):  # 홍콩(중국 특별행정구)
                    bare_names.setdefault(bare, set()).add(territory)
    found = (bare_names, names_elsewhere(alpha3_of.keys()), initials(), special_regions(), bare_korea())
    for further in found:
        for name, territories in further.items():
            if len(territories) == 1:
                table.setdefault(name, *territories)
    for name, territories in in_one_spelling(table).items():
        if len(territories) == 1:
            table.setdefault(name, *territories)
    table |= {alpha2.lower(): alpha2 for alpha2 in alpha3_of}
    return {name: alpha3_of[alpha2] for name, alpha2 in table.items() if alpha2 in alpha3_of}


def names_elsewhere(known: Iterable[str]) -> dict[str, set[str]]:
    """Plain name -> the countries that have it in languages that are official somewhere, and in a country's kind of one
    (the Chinese of Hong Kong)."""
    found: dict[str, set[str]] = defaultdict(set)
    for locale in filter(_is_official, locale_identifiers()):
        for territory, name in Locale.parse(locale).territories.items():
            key = name_key(name)
            if territory in known and len(key) >= (LEAST_LATIN if without_accents(key).isascii() else 1):
                found[key].add(territory)
    return found


def special_regions() -> dict[str, set[str]]:
    """Plain names of Hong Kong and Macao without the words that both have for a special region of China (হংকং, Hồng Kông)."""
    found: dict[str, set[str]] = defaultdict(set)
    for locale in filter(_is_official, locale_identifiers()):
        names = Locale.parse(locale).territories
        words = {region: name_key(names.get(region, "")).split() for region in ("HK", "MO")}
        for region, other in (("HK", "MO"), ("MO", "HK")):
            runs = itertools.groupby(words[region], key=set(words[other]).__contains__)
            name = " ".join(next((run for shared, run in runs if not shared), ()))
            if len(name) >= (LEAST_LATIN if without_accents(name).isascii() else 1):
                found[name].add(region)
    return found


def bare_korea() -> dict[str, set[str]]:
    """The plain word that the names of both Koreas share, which alone is the Republic's (कोरिया, เกาหลี); of Khmer, which has
    further words in common, the first."""
    found: dict[str, set[str]] = {}
    for locale in filter(_is_official, locale_identifiers()):
        names = Locale.parse(locale).territories
        south, north = (name_key(names.get(korea, "")) for korea in ("KR", "KP"))
        if not WITHOUT_BLANKS.match(south):
            shared = [word for word in south.split() if word in north.split()]
            word = next((word for word in shared if len(word) >= LEAST_LATIN - 1), "")
        else:
            word = max(_shared(south, north), _shared(south[::-1], north[::-1])[::-1], key=len)
            while word and unicodedata.combining(word[0]):
                word = word[1:]
        if len(word) >= (LEAST_LATIN if without_accents(word).isascii() else LEAST_WORD):
            found[word] = {"KR"}
    return found


def _shared(one: str, other: str) -> str:
    """The letters that both begin with."""
    return "".join(
        a for a, _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    )


def _is_official(locale: str) -> bool:
    return locale.partition("_")[0] in _official_languages()


@cache
def _official_languages() -> frozenset[str]:
    spoken = get_global("territory_languages").values()
    return frozenset(
        language.partition("_")[0]
        for languages in spoken
        for language, about in languages.items()
        if about["official_status"] in OFFICIAL
    )


def in_one_spelling(table: Mapping[str, str]) -> dict[str, set[str]]:
    """The names as they are written without accents, in the Arabic letters of another language or in traditional characters,
    which takes half a second to work out -> the countries that have them."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, territory in table.items():
        found[one_spelling(name)].add(territory)
    return found


def initials() -> dict[str, set[str]]:
    """The initials of names of several words -> the countries with money of their own that have them: БАӘ, ΗΠΑ, ЮАР."""
    found: dict[str, set[str]] = defaultdict(set)
    for language in LANGUAGES.split():
        names = Locale.parse(language).territories
        for territory in _with_own_money():
            for short in _initials_of(name_key(names.get(territory, "").partition("(")[0])):
                found[short].add(territory)
    return found


def _initials_of(name: str) -> Iterator[str]:
    words = name.split()
    for some in (words, [word for word in words if len(word) >= LEAST_WORD]):
        short = "".join(word[0] for word in some)
        if 3 <= len(short) <= MOST_INITIALS and WITH_INITIALS.fullmatch(short):
            yield short


def _with_own_money() -> frozenset[str]:
    """The countries whose legal tender is no other country's."""
    users: dict[str, set[str]] = defaultdict(set)
    for territory, uses in get_global("territory_currencies").items():
        for code, _, end, tender in uses:
            if end is None and tender:
                users[code].add(territory)
    return frozenset(min(found) for found in users.values() if len(found) == 1) | {"US"}


def write(names: dict[str, str], file: IO[str]) -> None:
    """One row a code of a country or currency: it, then the names that have it with bars between them."""
    of_code: dict[str, list[str]] = defaultdict(list)
    for name, code in names.items():
        of_code[code].append(name)
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(("code", "names"))
    rows.writerows((code, "|".join(sorted(of_code[code]))) for code in sorted(of_code))


def shown_names() -> list[tuple[str, ...]]:
    """For each country its alpha-3 code and its name in each language of the interface."""
    alpha3_of = alpha3_codes()
    by_language = [Locale.parse(language).territories for language in SHOWN]
    return sorted(
        (code, *(names[alpha2] for names in by_language))
        for alpha2, code in alpha3_of.items()
        if all(alpha2 in names for names in by_language)
    )


def write_shown(file: IO[str]) -> None:
    """One row a country, under a header of language tags."""
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(("code", *SHOWN))
    rows.writerows(shown_names())


if __name__ == "__main__":
    write_shown(sys.stdout) if sys.argv[1:] == ["--shown"] else write(country_names(), sys.stdout)
