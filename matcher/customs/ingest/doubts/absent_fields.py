"""Fields that matches and sums rest on and that a file does not state: named when it is imported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlite_utils import Database

# Field -> what goes without it.
RESTED_ON = {
    "hs": ("HS code", "matches rest on the words alone, flows by code leave its lines out"),
    "date": ("date", "flows and totals by time leave its lines out"),
}


def absent_fields(db: Database, file_id: str, mapping: Mapping[str, Sequence[object]]) -> list[str]:
    """A note for each such field that has no column in the file's `mapping` or is empty in all its lines."""
    lines, *stated = db.execute(
        f"SELECT count(*), {', '.join(f'count({name})' for name in RESTED_ON)} FROM customs_lines WHERE file_id = ?",  # noqa: S608 - names from above
        [file_id],
    ).fetchone()
    notes = []
    for (name, (title, without)), count in zip(RESTED_ON.items(), stated, strict=True):
        if lines and name not in mapping:
            notes.append(f"no column was found for the {title}: {without}")
        elif lines and not count:
            notes.append(f"the {title} is empty in all {lines:,} lines: {without}")
    return notes
