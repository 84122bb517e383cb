"""Names of countries in the reader's language (country_names.csv, made from Unicode CLDR by tools/country_names.py)."""

from __future__ import annotations

from functools import cache

from matcher.customs.values.countries import alpha3
from matcher.reading.terms import LANGUAGES
from matcher.text.word_files import table_rows


@cache
def _names() -> dict[str, tuple[str, ...]]:
    return {
        row["code"]: tuple(row[name] for name in LANGUAGES)
        for row in table_rows(__package__, "country_names.csv")
    }


def country_word(name: str, language: str) -> str:
    """The country that `name` (a code or a name in any language) means, in `language`; `name` where it is unknown."""
    words = _names().get(alpha3(name) or "")
    return words[LANGUAGES.index(language)] if words else name
