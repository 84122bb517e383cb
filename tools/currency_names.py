"""The names of currencies that Box31 ships: `python -m tools.currency_names > matcher/customs/values/currency_names.csv`.

They are those of Unicode CLDR as Babel has them, in singular and plural, of the currencies that are money somewhere today.
"""

from __future__ import annotations

import sys
from collections import defaultdict

from babel import Locale
from babel.core import get_global

from matcher.customs.values.currencies import name_key
from tools.country_names import LANGUAGES, write

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


if __name__ == "__main__":
    write(currency_names(), sys.stdout)
