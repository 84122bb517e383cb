"""The names of months in many languages, as tools/month_names.py writes them."""

from __future__ import annotations

from functools import cache

from matcher.text.word_files import table_rows


@cache
def month_names() -> dict[str, int]:
    """Name or abbreviation of a month in any of the languages of month_names.csv, case folded -> month."""
    return {row["name"]: int(row["month"]) for row in table_rows(__package__, "month_names.csv")}
