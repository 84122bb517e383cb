"""The names of currencies that Box31 ships: `python -m tools.currency_names > matcher/customs/values/currency_names.csv`.

They are those of Unicode CLDR as Babel has them, in singular and plural, of the currencies that are money somewhere today.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from typing import IO

from babel import Locale
from babel.core import get_global

from matcher.customs.values.currencies import name_key
from tools.country_names import LANGUAGES

SUPRANATIONAL = frozenset(("XDR", "XUA", "XSU"))


def today() -> frozenset[str]:
    """The codes that are legal tender somewhere today."""
    found = get_global("territory_currencies").values()
    return (
        frozenset(code for uses in found for code, _, end, tender in uses if end is None and tender)
        - SUPRANATIONAL
    )


def currency_names() -> dict[str, str]:
    """Plain name -> ISO 4217 code; a name that two currencies share in one language or two is of neither."""
    of_name: dict[str, set[str]] = defaultdict(set)
    codes = today()
    for language in LANGUAGES.split():
        locale = Locale.parse(language)
        plurals = locale._data["currency_names_plural"]
        for code in codes & locale.currencies.keys():
            for name in (locale.currencies[code], *plurals.get(code, {}).values()):
                if (key := name_key(name)) != name_key(code):
                    of_name[key].add(code)
    return {name: min(found) for name, found in of_name.items() if len(found) == 1}


def write(names: dict[str, str], file: IO[str]) -> None:
    """One row a currency: its code, then its names with bars between them."""
    of_code: dict[str, list[str]] = defaultdict(list)
    for name, code in names.items():
        of_code[code].append(name)
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(("code", "names"))
    rows.writerows((code, "|".join(sorted(of_code[code]))) for code in sorted(of_code))


if __name__ == "__main__":
    write(currency_names(), sys.stdout)
