"""The record of an imported file: what it was, how it was understood, and the counts of its rows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from crawler.case.clock import now


@dataclass(frozen=True)
class TableResult:
    """The outcome of one table: rows_in = headers + lines + rejects + blank; `known` lines were there before.

    `state` is imported, already (the same bytes are in the case), skipped (no customs table), failed (it cannot be
    read), asked (a column is not sure) or held (another table of its file was asked about); `note` says why.
    `doubtful` lines were kept although something in them cannot be right; `reordered`: some rows stand in another order
    of columns and are read by their values. `asks`: the questions about fields that the table was imported without.
    """

    name: str
    state: str
    file_id: str = ""
    kind: str = "declarations"
    layout: str = ""
    rows_in: int = 0
    headers: int = 0
    lines: int = 0
    rejects: int = 0
    blank: int = 0
    known: int = 0
    replaced: int = 0
    doubtful: int = 0
    reordered: bool = False
    note: str = ""
    asks: str = ""


def begin_file(
    db: Database,
    result: TableResult,
    sha256: str,
    signature: str,
    columns: Sequence[str],
    mapping: Mapping[str, Sequence[str]],
    personal: Sequence[str] = (),
) -> None:
    """Write the row of customs_files that the lines of a table refer to; `mapping` is field -> headers."""
    db.conn.execute(
        "INSERT INTO customs_files (file_id, sha256, name, kind, layout, signature, columns, mapping, personal, "
        "imported_at, rows_in, headers, lines, rejects, blank) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, 0)",
        [
            *(result.file_id, sha256, result.name, result.kind, result.layout, signature),
            *(
                json.dumps(value, ensure_ascii=False)
                for value in (list(columns), dict(mapping), list(personal))
            ),
            now(),
        ],
    )


def end_file(db: Database, result: TableResult) -> TableResult:
    """Write the counts of a table that has been read to its end."""
    db.conn.execute(
        "UPDATE customs_files SET rows_in = ?, headers = ?, lines = ?, rejects = ?, blank = ?, known = ?, replaced = ? "
        "WHERE file_id = ?",
        [
            *(result.rows_in, result.headers, result.lines, result.rejects, result.blank),
            *(result.known, result.replaced, result.file_id),
        ],
    )
    return result
