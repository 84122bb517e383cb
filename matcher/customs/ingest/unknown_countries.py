"""Names and codes of countries in a file that no list has: named when it is imported."""

from __future__ import annotations

from sqlite_utils import Database

from matcher.customs.values.cells import is_nothing
from matcher.customs.values.countries import alpha3

COLUMNS = ("origin", "departure", "destination")
SHOWN = 3


def unknown_countries(db: Database, file_id: str) -> list[str]:
    """A note for each column of countries with names that are not known: how many lines, and those that most have."""
    notes = []
    for column in COLUMNS:
        counted = db.execute(
            f"SELECT {column}, count(*) FROM customs_lines WHERE file_id = ? AND {column} IS NOT NULL"  # noqa: S608 - names from above
            f" GROUP BY {column} ORDER BY count(*) DESC, {column}",
            [file_id],
        ).fetchall()
        unknown = [(name, lines) for name, lines in counted if not is_nothing(name) and alpha3(name) is None]
        if unknown:
            shown = ", ".join(f'"{name[:40]}"' for name, _ in unknown[:SHOWN])
            lines = sum(lines for _, lines in unknown)
            notes.append(
                f"{column}: no known country in {lines:,} lines ({shown}): flows by country leave them out"
            )
    return notes
