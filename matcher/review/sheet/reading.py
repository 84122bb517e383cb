"""Read a sheet that came back: whatever program saved it, only the reviewer's columns and the keys are taken."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache, partial

from crawler.case.child_process import temporary_folder
from crawler.case.csv_output import without_guard
from crawler.case.errors import Box31Error
from matcher.review.sheet.words import COMPARED_COLUMNS, OWNED_COLUMNS, READ_COLUMNS, column_of, decision_of
from matcher.sheets.process.client import limited_tables
from matcher.sheets.tables.blocks import LINE_LIMIT, Table
from matcher.sheets.text.encodings import delimiter_of, spelt
from matcher.sheets.text.readings import Reading, readings, usual_share
from matcher.text.plain_text import plain

MAX_BYTES = 256 * 1024 * 1024  # a sheet of 200,000 pairs is about 150 MB as CSV
HEADER_TEXT = re.compile("pair[_ ]id", re.IGNORECASE)
HEADER_BYTES = re.compile(b"pair[_ ]id", re.IGNORECASE)
HEADER_BYTES_WITHIN = 1024 * 1024
HEADER_CHARACTERS = 200_000
HEADER_WITHIN = 50  # rows: titles that people write above the header

Records = Iterator[tuple[int, Sequence[str]]]  # the cells of rows, with the rows' numbers from 1
Texts = Callable[[Sequence[str]], dict[str, set[str]]]  # pair ids -> letters of what was shown of each


class NoSheetOfPairs(Box31Error):
    """The file has no table with the header of pairs."""


@dataclass(frozen=True)
class SheetRow:
    """One row as it came back: its place, and its cells by column (READ_COLUMNS; absent cells are "")."""

    sheet: str
    row: int
    cells: dict[str, str]


@dataclass
class Sheet:
    """The rows of a file, what was wrong with the file itself as (kind, sheet, row, message), and the encoding of its
    text ("" where it holds any letter)."""

    rows: list[SheetRow] = field(default_factory=list)
    problems: list[tuple[str, str, int, str]] = field(default_factory=list)
    encoding: str = ""


@dataclass(frozen=True)
class ReturnedFile:
    """The bytes of a file that came back; of a workbook the sheets' names, each with its rows. None: it is text."""

    data: bytes
    tables: Sequence[tuple[str, Callable[[], Records]]] | None = None


@contextmanager
def returned_file(data: bytes) -> Iterator[ReturnedFile]:
    """A file of these bytes, recognised by content, not by name; a workbook is loaded once, and read as often as wanted.

    Raises Box31Error where it is empty or too large, or a workbook that is damaged, locked by a password, or takes more
    than the limits.
    """
    if not data.strip():
        raise Box31Error("is empty; save the sheet again")
    if len(data) > MAX_BYTES:
        raise Box31Error(f"is larger than {MAX_BYTES // 1024**2} MB; split it")
    if not data.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        yield ReturnedFile(data)
        return
    with temporary_folder() as folder:
        path = folder / "workbook"
        path.write_bytes(data)
        try:
            tables = limited_tables("workbook", path, path.name)
            yield ReturnedFile(data, [(table.part, partial(_numbered, table)) for table in tables])
        except Box31Error as error:  # the caller names the file
            raise type(error)(error.message.removeprefix(f"{path.name}: ")) from error


def read_sheet(file: ReturnedFile, texts: Texts) -> Sheet:
    """The rows of pairs of a file: XLSX, ODS, or text of any delimiter and encoding.

    `texts` gives what the case showed of pairs: where bytes are not UTF-8 it decides the encoding. Raises
    Box31Error where the file is not a sheet.
    """
    if file.tables is None:
        return _read_text(file.data, texts)
    sheet = Sheet()
    headed = False
    for name, records in file.tables:
        headed = read_records(sheet, name, records(), optional=True) or headed
    if not headed:
        raise NoSheetOfPairs(_no_header(()))
    return sheet


def _read_text(data: bytes, texts: Texts) -> Sheet:
    if not HEADER_BYTES.search(data[:HEADER_BYTES_WITHIN].replace(b"\0", b"")):
        raise NoSheetOfPairs(_no_header(()))
    sheets: list[Sheet] = []
    refused: list[Box31Error] = []
    for reading in readings(data):
        sheet = Sheet(encoding=reading.encoding if reading.legacy else "")
        try:
            read_records(sheet, "", _records(reading))
        except Box31Error as error:
            refused.append(error)
            continue
        if reading.cut:
            last = sheet.rows[-1].row if sheet.rows else 1
            message = "the file ends in the middle of a character: it was cut short"
            sheet.problems.append(("truncated", "", last, message))
        sheets.append(sheet)
    if not sheets:
        raise refused[0]
    if len(sheets) == 1:
        return sheets[0]
    ranked = sorted(
        ((_familiar(sheet, texts), sheet) for sheet in sheets), key=lambda pair: pair[0], reverse=True
    )
    (score, best), (next_score, other) = ranked[:2]
    if score == next_score:
        for row, same in zip(best.rows, other.rows, strict=False):
            if own_cells(row) != own_cells(same):
                message = (
                    f"the file's encoding is ambiguous: read as {spelt(best.encoding)}, {' '.join(own_cells(row))[:60]!r}"
                    f" may be {' '.join(own_cells(same))[:60]!r}; save it as UTF-8 and import it again"
                )
                best.problems.append(("encoding", row.sheet, row.row, message))
                break
    return best


def own_cells(row: SheetRow) -> tuple[str, ...]:
    """What the reviewer wrote in a row."""
    return tuple(row.cells[column] for column in ("decision", "reviewer", "note"))


def _familiar(sheet: Sheet, texts: Texts) -> tuple[int, int, float]:
    """How well a reading fits: shown texts that equal the case's, decision words known, letters that are usual."""
    rows = sheet.rows[:2000]
    truth = texts([row.cells["pair_id"].strip() for row in rows])
    equal = 0
    for row in rows:
        shown = truth.get(row.cells["pair_id"].strip(), set())
        for column in COMPARED_COLUMNS:
            cell = row.cells[column]
            equal += not cell.isascii() and letters(cell) in shown
    words = sum(bool(decision_of(row.cells["decision"])) for row in sheet.rows)
    written = "".join(row.cells["reviewer"] + row.cells["note"] + row.cells["decision"] for row in rows)
    return equal, words, usual_share(written)


def _numbered(table: Table) -> Records:
    for block in table.blocks():
        yield from enumerate(block.records, start=block.first)


def _records(reading: Reading) -> Records:
    with reading.text() as text:
        delimiter = _delimiter(text.read(HEADER_CHARACTERS))
    with reading.text() as text:
        records = csv.reader(text, delimiter=delimiter)
        try:
            yield from enumerate(records, start=1)
        except csv.Error as error:
            raise Box31Error(
                f"line {records.line_num}: a cell of more than {LINE_LIMIT:,} characters: a quote in it or before it "
                "is not closed; save the sheet again"
            ) from error


def _delimiter(text: str) -> str:
    """The delimiter under which the header names most of our columns."""
    lines = text.replace("\r", "\n").split("\n")
    header = next((line for line in lines if HEADER_TEXT.search(line)), "")
    return delimiter_of(header, lambda cell: column_of(cell) is not None)


def read_records(sheet: Sheet, name: str, records: Records, *, optional: bool = False) -> bool:
    """Take the rows of one table into `sheet`; gives whether it has our header.

    `optional`: a table without our header is skipped (a workbook's other sheets), not a problem.
    """
    columns: dict[str, int] | None = None
    first: Sequence[str] = ()
    short, last_is_short = 0, False  # some programs leave out empty cells at the end of every row
    for number, cells in records:
        if columns is None and number > HEADER_WITHIN:
            break
        if columns is None or (_at(cells, columns["pair_id"])[:2] != "p-" and _is_header(cells)):
            found = _columns(cells)
            if found is None:
                first = first or cells
                continue
            columns = found
            if missing := [column for column in ("decision",) if column not in columns]:
                raise Box31Error(
                    f"{name + ', ' if name else ''}row {number}: no column {', '.join(missing)}; columns seen:"
                    f" {', '.join(cell for cell in cells if cell)}; restore the column header `decision`"
                )
            continue
        width = len(cells)
        taken = dict.fromkeys(READ_COLUMNS, "")
        for column, place in columns.items():
            if place < width:
                taken[column] = cells[place]
        if not any(map(str.strip, taken.values())):
            continue
        for column in ("decision", "note", "reviewer"):
            taken[column] = without_guard(taken[column])
        sheet.rows.append(SheetRow(name, number, taken))
        short += last_is_short
        last_is_short = width <= max(columns.values())
    if last_is_short and not short:
        message = "lacks its last cells, as no other row does: the file was cut short"
        sheet.problems.append(("truncated", name, sheet.rows[-1].row, message))
    if columns is None and not optional:
        raise NoSheetOfPairs(_no_header(first))
    return columns is not None


def _at(cells: Sequence[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def _is_header(cells: Sequence[str]) -> bool:
    return any(cell.strip().casefold() == "pair_id" for cell in cells)


def _columns(cells: Sequence[str]) -> dict[str, int] | None:
    columns: dict[str, int] = {}
    for place, cell in enumerate(cells):
        column = column_of(cell) or (cell.strip() if cell.strip() in COMPARED_COLUMNS else None)
        if column is None:
            continue
        if column in columns and column in OWNED_COLUMNS:
            raise Box31Error(
                f"two columns are called {column} (columns {columns[column] + 1} and {place + 1}); keep one"
            )
        columns.setdefault(column, place)
    return columns if "pair_id" in columns else None


def _no_header(cells: Sequence[str]) -> str:
    seen = f" (first row: {', '.join(cells[:6])[:120]})" if cells else ""
    return f"is not a review sheet: no column pair_id{seen}; give a file that `box31 review export` wrote"


@lru_cache(maxsize=4096)
def letters(text: str) -> str:
    """Only the letters and digits, for comparing what a spreadsheet may have touched up."""
    return "".join(c for c in plain(text).casefold() if c.isalnum())
