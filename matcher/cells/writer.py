"""Write the cells of a file's lines as Parquet while it is imported."""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from crawler.archive.durable import sync_folder
from crawler.case.errors import UsageProblem
from crawler.case.hashing import sha256_of
from crawler.case.locks import PRIVATE_FOLDER
from matcher.cells.table import CellFile, folder_of, insert

GROUP_ROWS = 10_000  # rows that are read at a time: some 10 MB of text
FILE_ROWS = 1_000_000


class CellWriter:
    """Takes the cells off the lines of one customs file and writes them; `finish` records the files.

    The caller's transaction decides whether they stay: after it, `matcher.cells.table.tidy` deletes what is not recorded.
    """

    def __init__(self, connection: sqlite3.Connection, file_id: str) -> None:
        folder = folder_of(connection)
        if folder is None:
            raise UsageProblem("cells can be kept as Parquet in the folder of a case only")
        folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        self._folder: Path = folder
        self._connection = connection
        self._file_id = file_id
        self._token = secrets.token_hex(4)
        self._number = 0
        self._writer: Any = None
        self._rows: list[int] = []
        self._cells: list[str] = []
        self._first = self._last = self._written = 0

    def take(self, lines: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """The lines without their cells. A line begins with its row and ends with its cells (LINE_COLUMNS)."""
        emptied = []
        for line in lines:
            self._rows.append(line[0])
            self._cells.append(line[-1])
            emptied.append((*line[:-1], ""))
        while len(self._rows) >= GROUP_ROWS:
            self._write(GROUP_ROWS)
        return emptied

    def finish(self) -> None:
        """Write what is left and record the files, inside the caller's transaction."""
        if self._rows:
            self._write(len(self._rows))
        self._close()

    def _write(self, count: int) -> None:
        import pyarrow

        rows, cells = self._cut(count)
        table = pyarrow.table({"row": pyarrow.array(rows, pyarrow.int64()), "cells": pyarrow.array(cells)})
        if self._writer is None:
            self._open(rows[0], table.schema)
        self._writer.write_table(table, row_group_size=GROUP_ROWS)
        self._last = rows[-1]
        self._written += count
        if self._written >= FILE_ROWS:
            self._close()

    def _cut(self, count: int) -> tuple[Sequence[int], Sequence[str]]:
        rows, cells = self._rows[:count], self._cells[:count]
        del self._rows[:count], self._cells[:count]
        return rows, cells

    def _open(self, first: int, schema: Any) -> None:
        from pyarrow.parquet import ParquetWriter

        self._number += 1
        self._first, self._written = first, 0
        self._path = self._folder / f"{self._file_id}-{self._token}-{self._number:03d}.parquet"
        self._writer = ParquetWriter(self._path, schema, compression="zstd", compression_level=6)

    def _close(self) -> None:
        if self._writer is None:
            return
        self._writer.close()
        self._writer = None
        with self._path.open("rb") as handle:
            os.fsync(handle.fileno())
        self._path.chmod(0o600)
        sync_folder(self._folder)
        found = CellFile(
            self._path.name, self._file_id, self._first, self._last, self._written, sha256_of(self._path)
        )
        insert(self._connection, found)
