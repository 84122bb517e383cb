"""The table `customs_cells` and the folder `cells`: one row for each Parquet file, with its SHA-256."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from pathlib import Path

FOLDER = "cells"  # in the case
NAME = re.compile(r"f-[0-9a-f]{16}-[0-9a-f]{8}-\d{3,}\.parquet")


@dataclass(frozen=True)
class CellFile:
    """A Parquet file with the cells of rows `first_row` to `last_row` of a customs file."""

    file: str
    file_id: str
    first_row: int
    last_row: int
    rows: int
    sha256: str


def cell_files(connection: sqlite3.Connection, file_id: str | None = None) -> list[CellFile]:
    """The Parquet files of a customs file, or of all, in the order of their rows."""
    found = connection.execute(
        "SELECT file, file_id, first_row, last_row, rows, sha256 FROM customs_cells"
        " WHERE :id IS NULL OR file_id = :id ORDER BY file_id, first_row",
        {"id": file_id},
    )
    return [CellFile(*row) for row in found.fetchall()]


def insert(connection: sqlite3.Connection, one: CellFile) -> None:
    """Add a row, inside the caller's transaction."""
    connection.execute(
        "INSERT INTO customs_cells (file, file_id, first_row, last_row, rows, sha256) VALUES (?, ?, ?, ?, ?, ?)",
        astuple(one),
    )


def remove(connection: sqlite3.Connection, file_id: str) -> None:
    """Remove the rows of a customs file, inside the caller's transaction; `tidy` then deletes the files."""
    connection.execute("DELETE FROM customs_cells WHERE file_id = ?", (file_id,))


def folder_of(connection: sqlite3.Connection) -> Path | None:
    """Where the Parquet files of the case lie that the connection is of; None where it is of no case."""
    archive = getattr(connection, "folder", None)
    return archive.parent / FOLDER if isinstance(archive, Path) else None


def tidy(connection: sqlite3.Connection) -> None:
    """Delete the Parquet files that the table does not know: of an import that was undone, or lines that are gone."""
    folder = folder_of(connection)
    if folder is None or not folder.is_dir():
        return
    known = {one.file for one in cell_files(connection)}
    for path in unknown_files(folder, known):
        if NAME.fullmatch(path.name):
            path.unlink()


def unknown_files(folder: Path, known: set[str]) -> Iterator[Path]:
    """The files of the folder that are not `known`."""
    return (path for path in sorted(folder.glob("*")) if path.name not in known)
