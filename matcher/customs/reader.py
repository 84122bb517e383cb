"""Every table format that customs files come in, as rows of text, a piece at a time.

A table is read in blocks so that memory does not grow with the file, and so that splitting a block into cells can
happen in another process: `Block.records` are lines of text where the file is text, rows of cells otherwise.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from crawler.errors import Box31Error, UsageProblem
from matcher.customs.archives import check_members, check_zip
from matcher.customs.encodings import delimiter_of, digest_and_encoding
from matcher.customs.large_sheets import large_sheets, sheet_rows

BLOCK_ROWS = 2_000  # records of one block: large enough to be worth sending to another process
LINE_LIMIT = 1 << 22  # characters of one physical line; more is no table
RECORD_LINES = 100  # physical lines of one record: beyond that a quote was never closed
SNIFFED = 1 << 16  # characters from which the delimiter is told

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
    formats that name their columns apart from the rows (Parquet, JSON lines, XML).
    """

    part: str
    blocks: Callable[[], Iterator[Block]]
    text: Text | None = None
    header: Row | None = None
    encoding: str = ""

    def rows(self, block: Block) -> list[Row]:
        """The cells of the block's records."""
        return self.text.rows(block.records) if self.text else block.records

    def head(self, count: int) -> list[Row]:
        """The first `count` rows."""
        out: list[Row] = []
        for block in self.blocks():
            out.extend(self.rows(block))
            if len(out) >= count:
                break
        return out[:count]


@dataclass(frozen=True)
class Opened:
    """A file's sha256 and its tables."""

    sha256: str
    tables: list[Table] = field(default_factory=list)


def open_table(path: Path, name: str | None = None) -> Opened:
    """The tables of the file at `path`, called `name` in messages.

    What the bytes are decides how they are read, and the name's ending must agree: a workbook called .csv or a text
    called .xlsx is refused, since one of the two is a mistake. Raises Box31Error or UsageProblem with the mend.
    """
    name = name or path.name
    suffix = Path(name).suffix.lower()
    with path.open("rb") as handle:
        magic = handle.read(8)
    if not magic:
        raise UsageProblem(f"{name}: the file is empty")
    if magic[:4] == b"PK\x03\x04" or magic == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        if suffix not in (".xlsx", ".xlsm", ".xls", ".ods", ".xlsb"):
            raise UsageProblem(
                f"{name}: holds a workbook or archive, not text; give it the ending it should have"
            )
        return Opened(_sha256(path), _workbook(path, name))
    if suffix in (".xlsx", ".xlsm", ".xls", ".ods", ".xlsb"):
        raise UsageProblem(f"{name}: not an {suffix[1:].upper()} workbook; if it is text, call it .csv")
    if magic[:4] == b"PAR1":
        return Opened(_sha256(path), [_parquet(path, name)])
    sha256, encoding = digest_and_encoding(path)
    if encoding is None:
        raise UsageProblem(
            f"{name}: binary data or an unknown encoding, not a table of text; export it as UTF-8 CSV"
        )
    start = path.read_bytes()[:512] if path.stat().st_size < 512 else _start(path)
    opening = start.decode("ascii" if encoding == "gb18030" else encoding, errors="ignore").lstrip(
        "\ufeff \r\n\t"
    )
    if suffix == ".xml" or opening.startswith(("<?xml", "<ESAD", "<AltaGTD")):
        from matcher.customs.declarations_xml import xml_table

        return Opened(sha256, [xml_table(path, name)])
    if suffix in (".jsonl", ".ndjson") or opening.startswith("{"):
        return Opened(sha256, [_json_lines(path, name, encoding)])
    return Opened(sha256, [_text(path, name, encoding)])


def _start(path: Path) -> bytes:
    with path.open("rb") as handle:
        return handle.read(512)


def _sha256(path: Path) -> str:
    import hashlib

    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _blocks(rows: Iterable[Any], first: int = 1) -> Iterator[Block]:
    batch: list[Any] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BLOCK_ROWS:
            yield Block(first, batch)
            first += len(batch)
            batch = []
    if batch:
        yield Block(first, batch)


# Text


def _open_text(path: Path, encoding: str) -> TextIO:
    return path.open(
        encoding=encoding, errors="surrogateescape" if "utf-16" not in encoding else "replace", newline=""
    )


def _text(path: Path, name: str, encoding: str) -> Table:
    with _open_text(path, encoding) as handle:
        sample = handle.read(SNIFFED)
    if len(sample) == SNIFFED:
        sample = sample[: max(sample.rfind("\n"), sample.rfind("\r"), 1)]
    delimiter = delimiter_of(sample)

    def blocks() -> Iterator[Block]:
        with _open_text(path, encoding) as handle:
            yield from _blocks(_records(handle, name, delimiter))

    return Table("", blocks, Text(delimiter), encoding=encoding)


def _records(handle: TextIO, name: str, delimiter: str) -> Iterator[str]:
    """The records of a CSV as text: a record goes on over line ends inside quotes.

    A quote that is not closed within RECORD_LINES lines was never meant to open: its line stands alone, so that
    one stray quote cannot swallow the rest of the file.
    """
    readline = handle.readline
    waiting: list[str] = []
    while True:
        line = waiting.pop() if waiting else readline(LINE_LIMIT)
        if not line:
            return
        if len(line) >= LINE_LIMIT:
            raise Box31Error(f"{name}: a line of more than {LINE_LIMIT:,} characters: not a table of text")
        if line.count('"') % 2 and _quote_is_open(line, delimiter):
            lines = [line]
            while len(lines) <= RECORD_LINES:
                following = waiting.pop() if waiting else readline(LINE_LIMIT)
                if not following:
                    break
                lines.append(following)
                if following.count('"') % 2:
                    break
            if len(lines) <= RECORD_LINES and lines[-1].count('"') % 2 and len(lines) > 1:
                line = "".join(lines)
            else:
                waiting.extend(reversed(lines[1:]))
        yield line.rstrip("\r\n")


def _quote_is_open(text: str, delimiter: str) -> bool:
    """True where `text` ends inside a quoted cell; quotes in the middle of an unquoted cell are letters."""
    position, length = 0, len(text)
    while position < length:
        if text[position] == '"':
            position += 1
            while True:
                end = text.find('"', position)
                if end < 0:
                    return True
                if text[end + 1 : end + 2] == '"':
                    position = end + 2
                    continue
                position = end + 1
                break
        end = text.find(delimiter, position)
        if end < 0:
            return False
        position = end + 1
    return False


# Workbooks


def _workbook(path: Path, name: str) -> list[Table]:
    from python_calamine import CalamineError, CalamineWorkbook

    with path.open("rb") as handle:
        zipped = handle.read(2) == b"PK"
    large: dict[str, str] = {}
    if zipped:
        with check_zip(path) as archive:
            check_members(path, archive)
        large = large_sheets(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
        names = [meta.name for meta in book.sheets_metadata if "Sheet" in str(meta.typ)]
    except (CalamineError, OSError, ValueError) as error:
        raise UsageProblem(f"{name}: not a workbook that can be read ({_first_line(error)})") from error
    return [
        Table(sheet, partial(_sheet_blocks, path, name, book, sheet, large.get(sheet)))
        for sheet in names or book.sheet_names
    ]


def _sheet_blocks(path: Path, name: str, book: Any, sheet_name: str, member: str | None) -> Iterator[Block]:
    """The blocks of a sheet; `member` is its part of the file where it is too large to be loaded whole."""
    from python_calamine import CalamineError

    if member:
        yield from _blocks([_cell(value) for value in row] for row in sheet_rows(path, member))
        return
    try:
        sheet = book.get_sheet_by_name(sheet_name)
    except (CalamineError, OSError, ValueError) as error:
        raise Box31Error(f"{name}: sheet {sheet_name} cannot be read ({_first_line(error)})") from error
    if sheet.start is not None:
        yield from _blocks(_loaded_rows(sheet))


def _loaded_rows(sheet: Any) -> Iterator[Row]:
    for _ in range(sheet.start[0]):  # calamine leaves out empty rows above the first cell
        yield []
    for row in sheet.iter_rows():
        yield [_cell(value) for value in row]


def _cell(value: object) -> str:
    """A typed cell as the text a person would see, codes without a decimal."""
    if isinstance(value, str):
        return value
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
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:120]


# Parquet and JSON lines


def _parquet(path: Path, name: str) -> Table:
    try:
        from pyarrow import ArrowException, parquet
    except ImportError as error:
        raise UsageProblem(
            f"{name}: reading Parquet needs pyarrow; install it with `pip install pyarrow`"
        ) from error
    try:
        header = [str(column) for column in parquet.ParquetFile(path).schema_arrow.names]
    except (ArrowException, OSError) as error:
        raise UsageProblem(f"{name}: not a Parquet file that can be read ({_first_line(error)})") from error

    def rows() -> Iterator[Row]:
        try:
            for batch in parquet.ParquetFile(path).iter_batches(batch_size=BLOCK_ROWS):
                columns = [column.to_pylist() for column in batch.columns]
                for values in zip(*columns, strict=True):
                    yield [_cell(value) for value in values]
        except (ArrowException, OSError) as error:
            raise Box31Error(f"{name}: damaged Parquet data ({_first_line(error)})") from error

    return Table("", lambda: _blocks(rows()), header=header)


JSON_SAMPLE = 1_000  # records whose keys make up the header


def _json_lines(path: Path, name: str, encoding: str) -> Table:
    keys: dict[str, None] = {}
    good = 0
    with _open_text(path, encoding) as handle:
        for _, line in zip(range(JSON_SAMPLE), handle, strict=False):
            record = _record(line)
            if record is not None:
                good += 1
                keys.update(dict.fromkeys(record))
    if not good:
        raise UsageProblem(
            f"{name}: no JSON object in its first {JSON_SAMPLE:,} lines; it should hold one a line"
        )
    header = list(keys)

    def rows() -> Iterator[Row]:
        with _open_text(path, encoding) as handle:
            for line in handle:
                record = _record(line)
                if (
                    record is None
                ):  # kept whole in one cell: the importer lists it as a row that cannot be read
                    yield [line.strip()] if line.strip() else []
                    continue
                row = [_cell(record.get(key)) for key in header]
                row.extend(f"{key}={_cell(value)}" for key, value in record.items() if key not in keys)
                yield row

    return Table("", lambda: _blocks(rows()), header=header, encoding=encoding)


def _record(line: str) -> dict[str, Any] | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
