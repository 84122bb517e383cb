"""Names and codes of countries in a file that no list has: named when it is imported."""

from __future__ import annotations

from collections import Counter

from sqlite_utils import Database

from matcher.customs.values.cells import is_nothing
from matcher.customs.values.countries import alpha3

COLUMNS = ("origin", "departure", "destination")
SHOWN = 3


def unknown_countries(db: Database, file_id: str) -> list[str]:
    """A note for each column of countries with names that are not known: how many lines, and those that most have."""
    counted = db.execute(
        f"SELECT {', '.join(COLUMNS)}, count(*) FROM customs_lines WHERE file_id = ? GROUP BY 1, 2, 3",  # noqa: S608 - names from above
        [file_id],
    ).fetchall()
    notes = []
    for at, column in enumerate(COLUMNS):
        lines_of: Counter[str] = Counter()
        for row in counted:
            lines_of[row[at] or ""] += row[-1]
        unknown = {
            name: lines for name, lines in lines_of.items() if not is_nothing(name) and alpha3(name) is None
        }
        if unknown:
            most = sorted(unknown, key=lambda name: (-unknown[name], name))[:SHOWN]
            shown = ", ".join(f'"{name[:40]}"' for name in most)
            notes.append(
                f"{column}: no known country in {sum(unknown.values()):,} lines ({shown}): flows by country leave them out"
            )
    return notes
