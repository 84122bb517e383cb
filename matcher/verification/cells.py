"""Cells of lines in Parquet files: the files are those that were written, none is missing or beyond them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from crawler.case.hashing import sha256_of
from matcher.cells.table import FOLDER, NAME, cell_files, unknown_files
from matcher.verification.findings import Check, Finding

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.case.case import Case


def cell_checks(case: Case, db: Database) -> Iterator[Finding]:
    """The SHA-256 of each file; the ledger vouches for the table that has them. Columns are compared with cells elsewhere."""
    folder, files = case.root / FOLDER, cell_files(db.conn)
    wrong: list[tuple[object, str]] = []
    for one in files:
        path = folder / one.file
        if not NAME.fullmatch(one.file) or not path.is_file():
            wrong.append((one.file, "the file is missing"))
        elif sha256_of(path) != one.sha256:
            wrong.append((one.file, "its sha256 is not that of the file that was written"))
    unknown = unknown_files(folder, {one.file for one in files}) if folder.is_dir() else iter(())
    wrong += [(path.name, "not part of any import") for path in unknown]
    if files or wrong:
        yield from Check("customs", "files of cells", "customs_cells").findings(len(files), wrong)
