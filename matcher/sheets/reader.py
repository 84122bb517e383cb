"""Every table format that customs files come in: what a file's bytes are, and its tables, a piece at a time."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from crawler.case.errors import Box31Error, UsageProblem
from crawler.case.hashing import sha256_of
from matcher.sheets.encodings import delimiter_of, digest_and_encoding
from matcher.sheets.tables import (
    BLOCK_ROWS,
    LINE_LIMIT,
    Block,
    Row,
    Table,
    Text,
    blocks_of,
    cell_text,
    first_line,
)
from matcher.sheets.workbooks import workbook

RECORD_LINES = 100  # physical lines of one record: beyond that a quote was never closed
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<(?:!doctype html|html|head|body|table|meta)\b", re.IGNORECASE
)
SNIFFED = 1 << 16  # characters from which the delimiter is told


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
        return Opened(sha256_of(path), workbook(path, name))
    if magic[:4] == b"%PDF":
        raise UsageProblem(f"{name}: a PDF, not a table; get the data as CSV or XLSX")
    if _HTML.match(_start(path).replace(b"\0", b"")):
        raise UsageProblem(
            f"{name}: a web page, not a table; open it in Excel or LibreOffice and save it as .xlsx"
        )
    if suffix in (".xlsx", ".xlsm", ".xls", ".ods", ".xlsb"):
        raise UsageProblem(f"{name}: not an {suffix[1:].upper()} workbook; if it is text, call it .csv")
    if magic[:4] == b"PAR1":
        return Opened(sha256_of(path), [_parquet(path, name)])
    sha256, encoding = digest_and_encoding(path)
    if encoding is None:
        raise UsageProblem(
            f"{name}: binary data or an unknown encoding, not a table of text; export it as UTF-8 CSV"
        )
    opening = (
        _start(path)
        .decode("ascii" if encoding == "gb18030" else encoding, errors="ignore")
        .lstrip("\ufeff \r\n\t")
    )
    if suffix == ".xml" or opening.startswith(("<?xml", "<ESAD", "<AltaGTD")):
        from matcher.sheets.declarations_xml import xml_table

        return Opened(sha256, [xml_table(path, name)])
    if suffix in (".jsonl", ".ndjson") or opening.startswith("{"):
        return Opened(sha256, [_json_lines(path, name, encoding)])
    return Opened(sha256, [_text(path, name, encoding)])


def _start(path: Path) -> bytes:
    with path.open("rb") as handle:
        return handle.read(512)


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
            yield from blocks_of(_records(handle, name, delimiter))

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
        raise UsageProblem(f"{name}: not a Parquet file that can be read ({first_line(error)})") from error

    def rows() -> Iterator[Row]:
        try:
            for batch in parquet.ParquetFile(path).iter_batches(batch_size=BLOCK_ROWS):
                columns = [column.to_pylist() for column in batch.columns]
                for values in zip(*columns, strict=True):
                    yield [cell_text(value) for value in values]
        except (ArrowException, OSError) as error:
            raise Box31Error(f"{name}: damaged Parquet data ({first_line(error)})") from error

    return Table("", lambda: blocks_of(rows()), header=header)


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
                row = [cell_text(record.get(key)) for key in header]
                row.extend(f"{key}={cell_text(value)}" for key, value in record.items() if key not in keys)
                yield row

    return Table("", lambda: blocks_of(rows()), header=header, encoding=encoding)


def _record(line: str) -> dict[str, Any] | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
