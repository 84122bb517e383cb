"""Names and codes of countries and currencies in a file that no list has: named when it is imported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from sqlite_utils import Database

from matcher.customs.values.cells import is_nothing
from matcher.customs.values.countries import alpha3
from matcher.customs.values.currencies import currency_code

COUNTRIES = ("origin", "departure", "destination")
SHOWN = 3


def unknown_names(db: Database, file_id: str) -> list[str]:
    """A note for each column of countries and for currencies with names that are not known: how many lines, and those that
    most have."""
    columns = (*COUNTRIES, "currency")
    counted = db.execute(
        f"SELECT {', '.join(columns)}, count(*) FROM customs_lines WHERE file_id = ? GROUP BY 1, 2, 3, 4",  # noqa: S608 - names from above
        [file_id],
    ).fetchall()
    notes = []
    for at, column in enumerate(columns):
        lines_of: Counter[str] = Counter()
        for row in counted:
            lines_of[row[at] or ""] += row[-1]
        if column in COUNTRIES:
            notes += _note(f"{column}: no known country", "flows by country leave them out", lines_of, alpha3)
        else:
            notes += _note("no known currency", "their values are not converted", lines_of, currency_code)
    return notes


def _note(said: str, outcome: str, lines_of: Counter[str], code_of: Callable[[str], str | None]) -> list[str]:
    """What is said of the names that have no code; nothing where all have one."""
    unknown = {
        name: lines for name, lines in lines_of.items() if not is_nothing(name) and code_of(name) is None
    }
    if not unknown:
        return []
    most = sorted(unknown, key=lambda name: (-unknown[name], name))[:SHOWN]
    shown = ", ".join(f'"{name[:40]}"' for name in most)
    return [f"{said} in {sum(unknown.values()):,} lines ({shown}): {outcome}"]
