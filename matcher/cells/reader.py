"""Read the cells of lines out of Parquet files, for SQL: `show_cells` on a connection, and `raw` is what it always was."""

from __future__ import annotations

import sqlite3
import threading
from bisect import bisect_left
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.case.console import say
from crawler.case.errors import Box31Error
from crawler.case.hashing import sha256_of
from matcher.cells.table import FOLDER, NAME, CellFile, cell_files, folder_of

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

GROUPS_KEPT = 4  # of the last rows read
GROUP_BYTES = 1 << 30  # unpacked; more was not written by Box31


def show_cells(connection: sqlite3.Connection, root: Path) -> None:
    """Show the lines with the cells that lie in Parquet files, if any do. `root` is the case's folder."""
    known = "SELECT 1 FROM sqlite_master WHERE name = 'customs_cells'"
    shown = "SELECT 1 FROM temp.sqlite_master WHERE name = 'customs_lines'"
    if not connection.execute(known).fetchone() or connection.execute(shown).fetchone():
        return
    if not connection.execute("SELECT 1 FROM customs_cells LIMIT 1").fetchone():
        return
    reader = CellReader(connection, root / FOLDER)
    connection.create_function("kept_cells", 2, reader.cells)
    columns = [row[1] for row in connection.execute("PRAGMA main.table_info(customs_lines)")]
    listed = ", ".join(
        "CASE raw WHEN '' THEN kept_cells(file_id, row) ELSE raw END AS raw" if name == "raw" else name
        for name in columns
    )
    connection.execute(f"CREATE TEMP VIEW customs_lines AS SELECT {listed} FROM main.customs_lines")  # noqa: S608
    connection.execute(
        "CREATE TEMP VIEW current_lines AS SELECT * FROM temp.customs_lines WHERE replaced_by IS NULL"
    )


def hide_cells(connection: sqlite3.Connection) -> None:
    """Take the temporary views away: VACUUM makes indexes of the tables by name, and would meet the views."""
    for view in ("current_lines", "customs_lines"):
        connection.execute(f"DROP VIEW IF EXISTS temp.{view}")


def show_kept(connection: sqlite3.Connection) -> None:
    """Show the cells that this connection has just written."""
    folder = folder_of(connection)
    if folder is not None:
        show_cells(connection, folder.parent)


@dataclass(frozen=True)
class _Group:
    rows: list[int]
    cells: list[str]


class CellReader:
    """Finds the cells of a row of a customs file. Each Parquet file is checked against its SHA-256 when first opened."""

    def __init__(self, connection: sqlite3.Connection, folder: Path) -> None:
        self._connection = connection
        self._folder = folder
        self._files: dict[str, list[CellFile]] = {}
        self._open: dict[str, ParquetFile] = {}
        self._groups: OrderedDict[tuple[str, int], _Group] = OrderedDict()
        self._lock = threading.Lock()

    def cells(self, file_id: str, row: int) -> str:
        """The cells, a JSON list. Raises Box31Error, and says it: SQLite tells a command only that a function failed."""
        with self._lock:
            try:
                return self._cells(file_id, row)
            except Box31Error as error:
                say(error.message)
                raise

    def _cells(self, file_id: str, row: int) -> str:
        found = self._in_files(file_id, row)
        if found is None:  # written since
            self._files.pop(file_id, None)
            found = self._in_files(file_id, row)
        if found is None:
            raise Box31Error(
                f"{self._folder}: no file has the cells of row {row} of {file_id}; restore it from a copy"
            )
        return found

    def _in_files(self, file_id: str, row: int) -> str | None:
        if file_id not in self._files:
            self._files[file_id] = cell_files(self._connection, file_id)
        for one in self._files[file_id]:
            if one.first_row <= row <= one.last_row:
                group = self._group(one, row)
                place = bisect_left(group.rows, row) if group else 0
                if group and place < len(group.rows) and group.rows[place] == row:
                    return group.cells[place]
        return None

    def _group(self, one: CellFile, row: int) -> _Group | None:
        """The group of rows that holds `row`."""
        for key, group in reversed(self._groups.items()):
            if key[0] == one.file and group.rows[0] <= row <= group.rows[-1]:
                return group
        opened = self._opened(one)
        for number in range(opened.metadata.num_row_groups):
            statistics = opened.metadata.row_group(number).column(0).statistics
            if statistics is not None and statistics.min <= row <= statistics.max:
                return self._read(one, opened, number)
        return None

    def _read(self, one: CellFile, opened: ParquetFile, number: int) -> _Group:
        import pyarrow

        if opened.metadata.row_group(number).total_byte_size > GROUP_BYTES:
            raise Box31Error(f"{self._folder / one.file}: holds more than Box31 writes; not read")
        try:
            table = opened.read_row_group(number, columns=["row", "cells"])
        except (pyarrow.ArrowException, OSError) as error:
            raise self._damaged(one, error) from error
        group = _Group(table["row"].to_pylist(), table["cells"].to_pylist())
        self._groups[one.file, number] = group
        while len(self._groups) > GROUPS_KEPT:
            self._groups.popitem(last=False)
        return group

    def _opened(self, one: CellFile) -> ParquetFile:
        if one.file not in self._open:
            import pyarrow
            from pyarrow.parquet import ParquetFile

            path = self._folder / one.file
            try:
                if not NAME.fullmatch(one.file) or sha256_of(path) != one.sha256:
                    raise Box31Error(f"{path}: not the file that was written: its sha256 is another")
                self._open[one.file] = ParquetFile(path)
            except (pyarrow.ArrowException, OSError) as error:
                raise self._damaged(one, error) from error
        return self._open[one.file]

    def _damaged(self, one: CellFile, error: Exception) -> Box31Error:
        words = getattr(error, "strerror", None) or " ".join(str(error).split())[:100]
        return Box31Error(f"{self._folder / one.file}: cannot be read: {words}; restore it from a copy")
