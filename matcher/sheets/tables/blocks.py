"""A table as blocks of records, and typed cells as text: what all readers of formats share.

A table is read in blocks so that memory does not grow with the file, and so that splitting a block into cells can
happen in another process: `Block.records` are lines of text where the file is text, rows of cells otherwise.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from matcher.sheets.tables.about import About

BLOCK_ROWS = 2_000  # records of one block: large enough to be worth sending to another process
BLOCK_SIZE = 1 << 24  # characters of one block, about, where its records are long
LINE_LIMIT = 1 << 20  # characters of one record; more is no table
WIDTH_LIMIT = 16_384  # columns: as many as a spreadsheet has

csv.field_size_limit(LINE_LIMIT)

Row = list[str]


@dataclass(frozen=True)
class Text:
    """How a line of text becomes cells."""

    delimiter: str

    def rows(self, records: Iterable[str]) -> list[Row]:
        """The cells of each of `records`; never raises for what is in them."""
        out = []
        for record in records:
            try:
                out.append(next(csv.reader((record,), delimiter=self.delimiter), []))
            except csv.Error:
                out.append([record])
        return out


@dataclass(frozen=True)
class Block:
    """Consecutive records; `first` is the number of the first of them in the file, counting from 1."""

    first: int
    records: list[Any]


@dataclass(frozen=True)
class Table:
    """One table of a file. `part` names the sheet where a workbook has several, else it is empty.

    `text` is how records become cells, None where records are lists of cells already; `header` is given by
    formats that name their columns apart from the rows (Parquet, JSON lines, XML). `rivals` are the blocks under
    encodings that are nearly as likely, by the encoding's name; `about` is what the file says beside its rows.
    """

    part: str
    blocks: Callable[[], Iterator[Block]]
    text: Text | None = None
    header: Row | None = None
    encoding: str = ""
    rivals: Mapping[str, Callable[[], Iterator[Block]]] = field(default_factory=dict)
    about: About | None = None

    def rows(self, block: Block) -> list[Row]:
        """The cells of the block's records."""
        return self.text.rows(block.records) if self.text else block.records

    def head(self, count: int) -> list[Row]:
        """The first `count` rows, fewer where they are very long."""
        out: list[Row] = []
        size = 0
        for block in self.blocks():
            for record in block.records:
                out += self.text.rows((record,)) if self.text else (record,)
                size += _size(record)
                if len(out) == count or size > BLOCK_SIZE:
                    return out
        return out


def blocks_of(rows: Iterable[Any], first: int = 1) -> Iterator[Block]:
    """Rows or records as blocks, numbered from `first`."""
    batch: list[Any] = []
    size = 0
    for row in rows:
        batch.append(row)
        size += _size(row)
        if len(batch) == BLOCK_ROWS or size > BLOCK_SIZE:
            yield Block(first, batch)
            first += len(batch)
            batch, size = [], 0
    if batch:
        yield Block(first, batch)


# A code unit that is no letter; U+DC80 to U+DCFF are bytes that were no letters of the file's encoding.
_LONE_SURROGATE = re.compile("[\ud800-\udc7f\udd00-\udfff]")


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found.group()):04x}"


def _size(record: str | Row) -> int:
    return len(record) if isinstance(record, str) else sum(map(len, record))


def cell_text(value: object) -> str:
    """A typed cell as the text a person would see, codes without a decimal."""
    if isinstance(value, str):
        return value if value.isascii() else _LONE_SURROGATE.sub(_escaped, value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e16 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    if isinstance(value, list | dict | tuple):
        return _LONE_SURROGATE.sub(_escaped, json.dumps(value, ensure_ascii=False, default=str))
    return str(value)


def first_line(error: BaseException) -> str:
    """What a library's error says, short enough for a message of ours."""
    return (str(error).splitlines() or [type(error).__name__])[0][:120]
