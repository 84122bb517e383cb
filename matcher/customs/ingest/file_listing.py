"""The imported files, and their rows that could not be read: `customs files`, `customs rejects`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

from sqlite_utils import Database

from crawler.case.errors import UsageProblem
from crawler.case.safe_text import bytes_written_out
from crawler.case.typed_rows import columns_of, read_rows, stored_list
from matcher.customs.layout.vocabulary import OTHER_ORDER
from matcher.customs.values.personal_data import redact_cells


class ImportedFile(TypedDict):
    """An imported table: rows_in = headers + lines + rejects + blank."""

    file: str
    kind: str
    layout: str
    imported_at: str
    rows_in: int
    headers: int
    lines: int
    rejects: int
    blank: int
    known: int
    replaced: int
    doubtful: int
    sha256: str
    file_id: str


class RejectedRow(TypedDict):
    """A row that could not be read (kept = no), or a line that was kept with a doubt (kept = yes)."""

    file: str
    row: int
    reason: str
    kept: str
    raw: list[str]


FILE_COLUMNS = columns_of(ImportedFile)
REJECT_COLUMNS = columns_of(RejectedRow)


def files(db: Database) -> Iterator[ImportedFile]:
    """One row for each imported table, in the order of import."""
    return read_rows(
        db,
        ImportedFile,
        "SELECT name AS file, kind, layout, imported_at, rows_in, headers, lines, rejects, blank, known, replaced, "
        "(SELECT count(*) FROM customs_lines l WHERE l.file_id = f.file_id AND problem IS NOT NULL) AS doubtful, "
        "sha256, file_id FROM customs_files f ORDER BY imported_at, rowid",
    )


def rejects(db: Database, name: str | None = None, *, redact: bool = False) -> Iterator[RejectedRow]:
    """Rows that could not be read (kept = no) and lines that were kept with a doubt (kept = yes), by file and row.

    `redact`: without cells that may be personal data. Raises UsageProblem for a `name` that no imported file has.
    """
    called = None
    if name is not None:
        named = _named(db, name)
        if not named:
            raise UsageProblem(f"{name}: no such customs file in this case; see `box31 customs files`")
        called = named[0]
    for file, row, reason, kept, raw, columns, personal in db.execute(
        """SELECT f.name AS file, r.row, r.reason, r.kept, r.raw, f.columns, f.personal FROM (
             SELECT file_id, row, reason, 'no' AS kept, raw FROM customs_rejects
             UNION ALL SELECT file_id, row, problem, 'yes', raw FROM customs_lines WHERE problem IS NOT NULL) r
           JOIN customs_files f USING (file_id) WHERE :name IS NULL OR f.name = :name OR f.file_id = :name
           ORDER BY f.imported_at, f.rowid, r.row""",
        {"name": called},
    ):
        cells = [bytes_written_out(cell) for cell in stored_list(raw)]
        if redact:
            cells = redact_cells(cells, columns, personal, reordered=OTHER_ORDER in reason)
        yield {"file": file, "row": row, "reason": reason, "kept": kept, "raw": cells}


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
