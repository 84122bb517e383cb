"""The imported files, and their rows that could not be read: `customs files`, `customs rejects`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from crawler.case.errors import UsageProblem


def files(db: Database) -> Iterator[dict[str, Any]]:
    """One row for each imported table, in the order of import."""
    yield from db.query(
        "SELECT name AS file, kind, layout, imported_at, rows_in, headers, lines, rejects, blank, known, replaced, "
        "(SELECT count(*) FROM customs_lines l WHERE l.file_id = f.file_id AND problem IS NOT NULL) AS doubtful, "
        "sha256, file_id FROM customs_files f ORDER BY imported_at, rowid"
    )


def rejects(db: Database, name: str | None = None) -> Iterator[dict[str, Any]]:
    """Rows that could not be read (kept = no) and lines that were kept with a doubt (kept = yes), by file and row.

    Raises UsageProblem for a `name` that no imported file has.
    """
    called = None
    if name is not None:
        named = _named(db, name)
        if not named:
            raise UsageProblem(f"{name}: no such customs file in this case; see `box31 customs files`")
        called = named[0]
    for row in db.query(
        """SELECT f.name AS file, r.row, r.reason, r.kept, r.raw, f.columns, f.personal FROM (
             SELECT file_id, row, reason, 'no' AS kept, raw FROM customs_rejects
             UNION ALL SELECT file_id, row, problem, 'yes', raw FROM customs_lines WHERE problem IS NOT NULL) r
           JOIN customs_files f USING (file_id) WHERE :name IS NULL OR f.name = :name OR f.file_id = :name
           ORDER BY f.imported_at, f.rowid, r.row""",
        {"name": called},
    ):
        cells = json.loads(row["raw"])
        row["raw"] = [
            cell.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace") for cell in cells
        ]
        yield row


def _named(db: Database, name: str) -> list[str]:
    """The names of imported tables that `name` means: itself, its last part (a path was given), or an id."""
    names = {name, Path(name).name}
    return [
        row[0]
        for row in db.execute(
            "SELECT name, file_id FROM customs_files ORDER BY imported_at DESC, rowid DESC"
        ).fetchall()
        if names & {row[0], row[1]}
    ]
