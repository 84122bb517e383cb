"""Every table format that customs files come in: what a file's bytes are, and its tables, a piece at a time."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TextIO

from crawler.case.errors import Box31Error, UsageProblem
from crawler.case.hashing import sha256_of
from matcher.sheets.documents.nested_records import array_of_rows, flat, rows_of
from matcher.sheets.process.client import limited_tables
from matcher.sheets.tables.blocks import (
    LINE_LIMIT,
    WIDTH_LIMIT,
    Block,
    Row,
    Table,
    Text,
    blocks_of,
    cell_text,
)
from matcher.sheets.text.code_pages import WITH_ADDED
from matcher.sheets.text.encodings import HEAD, TextFile, delimiter_of, is_binary, text_file
from matcher.sheets.text.fixed_width import DELIMITER, FixedColumns, fixed_columns
from matcher.sheets.text.records import record_shape, records

_BOM = b"\xef\xbb\xbf\xff\xfe"
_BLANKS = b" \t\r\n"
_DECLARATION = re.compile(rb"<\?xml\b[^>]{0,200}\?>", re.IGNORECASE)
_PAGE = re.compile(rb"<(?:!doctype\s+html|html)(?=[\s>/])", re.IGNORECASE)
# In what begins so without saying that it is XML
_PART_OF_PAGE = re.compile(rb"<(?:head|body|table|meta|style|center|font|div)(?=[\s>/])", re.IGNORECASE)
_WORKBOOK = re.compile(rb"<(?:\w{1,20}:)?Workbook(?=[\s>/])")
# What else programs call .xls: a web archive, SYLK, RTF
_OTHER_XLS = (b"MIME-Version:", b"ID;P", b"{\\rtf", b"<")
SNIFFED = 1 << 16  # characters by which the delimiter is recognised


WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods", ".xlsb")  # endings of files whose tables are sheets


@dataclass(frozen=True)
class Opened:
    """A file's sha256 and its tables."""

    sha256: str
    tables: list[Table] = field(default_factory=list)

    def named(self, name: str) -> Iterator[tuple[str, Table]]:
        """Each table of the file `name` with its own name: the first has the file's, so that a line is found under it."""
        for position, table in enumerate(self.tables):
            yield (f"{name}#{table.part}" if position else name), table


def open_table(path: Path, name: str | None = None, encoding: str | None = None) -> Opened:
    """The tables of the file at `path`, called `name` in messages; text in `encoding` where that is given.

    What the bytes are decides how they are read, and the name's ending must agree: a workbook called .csv or a text
    called .xlsx is refused, since one of the two is a mistake; what many programs call .xls is not. Raises Box31Error or
    UsageProblem that says what to do.
    """
    name = name or path.name
    suffix = Path(name).suffix.lower()
    with path.open("rb") as handle:
        magic = handle.read(8)
    if not magic:
        raise UsageProblem(f"{name}: the file is empty")
    if magic[:4] == b"PK\x03\x04" or magic == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        if suffix not in WORKBOOKS:
            raise UsageProblem(
                f"{name}: holds a workbook or archive, not text; give it the ending it should have"
            )
        return Opened(sha256_of(path), limited_tables("workbook", path, name))
    if magic[:4] == b"%PDF":
        raise UsageProblem(f"{name}: a PDF, not a table; get the data as CSV or XLSX")
    start = _start(path)
    is_text, opening = not is_binary(start), start.replace(b"\0", b"")  # all of it may be gigabytes
    markup = _markup(opening)
    # Programs call pages, XML and text in columns .xls, since a spreadsheet program opens them by that name.
    if suffix in WORKBOOKS and (
        suffix != ".xls" or not is_text or (not markup and opening.lstrip(_BOM).startswith(_OTHER_XLS))
    ):
        raise UsageProblem(f"{name}: not an {suffix[1:].upper()} workbook; if it is text, call it .csv")
    if magic[:4] == b"PAR1":
        return Opened(sha256_of(path), limited_tables("parquet", path, name))
    if not encoding and not is_text:
        raise _not_text(name)
    found = text_file(path)
    if encoding:
        found = replace(found, encoding=_known_encoding(encoding), rivals=())
    if markup == "page":
        from matcher.sheets.documents.web_pages import declared_encoding

        named = "" if encoding else declared_encoding(path)
        if (found.encoding or "").startswith("utf") and not named.startswith("iso2022"):
            named = (
                ""  # what decodes as UTF-8 is it, whatever it says; ISO 2022 is plain ASCII to any decoder
            )
        used = named or found.encoding or "utf-8"
        return Opened(found.sha256, limited_tables("web page", path, name, used))
    return Opened(found.sha256, _text_tables(path, name, found, markup == "xml"))


def _markup(opening: bytes) -> str:
    """What a text is by its beginning behind blanks, declaration and comments: a page, xml, or empty for what is neither."""
    text = opening.lstrip(_BOM).lstrip(_BLANKS)
    if declared := _DECLARATION.match(text):
        text = text[declared.end() :].lstrip(_BLANKS)
    while text.startswith(b"<!--"):
        _, end, text = text.partition(b"-->")
        text = text.lstrip(_BLANKS)
        if not end:
            return ""
    if _PAGE.match(text) or (not declared and _PART_OF_PAGE.match(text)):
        return "page"
    return "xml" if declared or _WORKBOOK.match(text) else ""


def _not_text(name: str) -> UsageProblem:
    return UsageProblem(
        f"{name}: binary data or an unknown encoding, not a table of text; export it as UTF-8 CSV"
    )


def _known_encoding(name: str) -> str:
    """The name by which Python knows a text encoding, in its widest form. Raises UsageProblem where it knows none."""
    try:
        b"".decode(name)
        known = codecs.lookup(name).name
        return WITH_ADDED.get(known, known)
    except LookupError as error:
        raise UsageProblem(
            f"--encoding {name}: no such encoding; name one such as utf-8, windows-1251, koi8-u or gb18030"
        ) from error


def _text_tables(path: Path, name: str, found: TextFile, is_xml: bool) -> list[Table]:
    """The tables of a text in the encoding that was found, by what it begins with."""
    encoding = found.encoding
    if encoding is None:
        raise _not_text(name)
    suffix = Path(name).suffix.lower()
    opening = (
        _start(path)
        .decode("ascii" if encoding == "gb18030" else encoding, errors="ignore")
        .lstrip("\ufeff \r\n\t")
    )
    if suffix == ".xml" or is_xml or opening.startswith(("<ESAD", "<AltaGTD")):
        return limited_tables("xml", path, name)
    document = suffix == ".json" or opening.startswith("[")
    if document and (tables := limited_tables("json", path, name, encoding)):
        return tables
    read = _json_lines if suffix in (".jsonl", ".ndjson") or opening.startswith("{") else _text
    rivals = {rival: read(path, name, rival).blocks for rival in found.rivals}
    return [replace(read(path, name, encoding), rivals=rivals)]


def _start(path: Path) -> bytes:
    with path.open("rb") as handle:
        return handle.read(HEAD)


# Text


def _open_text(path: Path, encoding: str) -> TextIO:
    """The file as text; bytes of another encoding become surrogates, which name them, but for encodings of several bytes a character:
    these have no surrogate for one."""
    wide = encoding.startswith(("utf-16", "utf-32"))
    return path.open(encoding=encoding, errors="replace" if wide else "surrogateescape", newline="")


def _text(path: Path, name: str, encoding: str) -> Table:
    with _open_text(path, encoding) as handle:
        sample = handle.read(SNIFFED)
    if len(sample) == SNIFFED:
        sample = sample[: max(sample.rfind("\n"), sample.rfind("\r"), 1)]
    delimiter = delimiter_of(sample)
    if columns := fixed_columns(sample, delimiter):
        return _fixed_width(path, name, encoding, columns)
    shape = record_shape(sample, delimiter)

    def blocks() -> Iterator[Block]:
        with _open_text(path, encoding) as handle:
            yield from blocks_of(records(handle, name, shape))

    return Table("", blocks, Text(delimiter), encoding=encoding)


def _fixed_width(path: Path, name: str, encoding: str, columns: FixedColumns) -> Table:
    def blocks() -> Iterator[Block]:
        with _open_text(path, encoding) as handle:
            yield from blocks_of(columns.records(_lines(handle, name)))

    return Table("", blocks, Text(DELIMITER), encoding=encoding)


# JSON lines


JSON_SAMPLE = 1_000  # records whose keys make up the header


def _json_lines(path: Path, name: str, encoding: str) -> Table:
    keys: dict[str, None] = {}
    array = array_of_rows(_sample(path, name, encoding))
    for record in _sample(path, name, encoding):
        for row in rows_of(record, array):
            keys.update(dict.fromkeys(row))
        if len(keys) > WIDTH_LIMIT:
            raise UsageProblem(f"{name}: more than {WIDTH_LIMIT:,} different keys; not a table")
    if not keys:
        raise UsageProblem(
            f"{name}: no JSON object in its first {JSON_SAMPLE:,} lines; it should hold one a line"
        )
    header = list(keys)

    def rows() -> Iterator[Row]:
        with _open_text(path, encoding) as handle:
            for line in _lines(handle, name):
                record = _record(line)
                if (
                    record is None
                ):  # kept whole in one cell: the importer lists it as a row that cannot be read
                    yield [line.strip()] if line.strip() else []
                    continue
                for one in rows_of(record, array):
                    row = [cell_text(one.get(key)) for key in header]
                    row.extend(f"{key}={cell_text(value)}" for key, value in one.items() if key not in keys)
                    yield row

    return Table("", lambda: blocks_of(rows()), header=header, encoding=encoding)


def _sample(path: Path, name: str, encoding: str) -> Iterator[dict[str, Any]]:
    """The records of the first JSON_SAMPLE lines."""
    with _open_text(path, encoding) as handle:
        for _, line in zip(range(JSON_SAMPLE), _lines(handle, name), strict=False):
            if (record := _record(line)) is not None:
                yield record


def _lines(handle: TextIO, name: str) -> Iterator[str]:
    while line := handle.readline(LINE_LIMIT):
        if len(line) >= LINE_LIMIT:
            raise Box31Error(
                f"{name}: a line of more than {LINE_LIMIT:,} characters: not a record of a table"
            )
        yield line


def _record(line: str) -> dict[str, Any] | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return flat(value) if isinstance(value, dict) else None
