"""Read a sheet that came back: whatever program saved it, only the reviewer's columns and the keys are taken."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from crawler.case.csv_output import without_guard
from crawler.case.errors import Box31Error
from matcher.review.sheet.encodings import LEGACY_ENCODINGS, readings, usual
from matcher.review.sheet.words import COMPARED_COLUMNS, OWNED_COLUMNS, READ_COLUMNS, column_of, decision_of
from matcher.text.plain_text import plain

MAX_BYTES = 256 * 1024 * 1024  # a sheet of 200,000 pairs is about 150 MB as CSV
DELIMITERS = ",;\t|"
HEADER_TEXT = re.compile("pair[_ ]id", re.IGNORECASE)
HEADER_BYTES = re.compile(b"pair[_ ]id", re.IGNORECASE)
HEADER_BYTES_WITHIN = 1024 * 1024
HEADER_WITHIN = 50  # rows: titles that people write above the header

Texts = Callable[[Sequence[str]], dict[str, set[str]]]  # pair ids -> letters of what was shown of each


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


def read_sheet(data: bytes, texts: Texts) -> Sheet:
    """The rows of a file's bytes: XLSX, ODS, or text of any delimiter and encoding; recognised by content, not by name.

    `texts` gives what the case showed of pairs: where bytes are not UTF-8 it decides the encoding. Raises
    Box31Error where the file is not a sheet.
    """
    if not data.strip():
        raise Box31Error("is empty; save the sheet again")
    if len(data) > MAX_BYTES:
        raise Box31Error(f"is larger than {MAX_BYTES // 1024**2} MB; split it")
    if data.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        from matcher.review.sheet.workbook_reader import read_workbook

        sheet = Sheet()
        headed = False
        for name, records in read_workbook(data):
            headed = read_records(sheet, name, records, optional=True) or headed
        if not headed:
            raise Box31Error(_no_header(()))
        return sheet
    return _read_text(data, texts)


def _read_text(data: bytes, texts: Texts) -> Sheet:
    if not HEADER_BYTES.search(data[:HEADER_BYTES_WITHIN].replace(b"\0", b"")):
        raise Box31Error(_no_header(()))
    decoded = [*readings(data)]
    sheets: list[Sheet] = []
    refused: list[Box31Error] = []
    for text, encoding, problem in decoded:
        sheet = Sheet(encoding=encoding if encoding in LEGACY_ENCODINGS else "")
        try:
            read_records(sheet, "", _records(text))
        except Box31Error as error:
            refused.append(error)
            continue
        if problem:
            last = sheet.rows[-1].row if sheet.rows else 1
            sheet.problems.append(("truncated", "", last, problem))
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
                    f"the file's encoding is ambiguous: read as {best.encoding}, {' '.join(own_cells(row))[:60]!r}"
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
    return equal, words, usual(written)


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(MAX_BYTES)
    return enumerate(csv.reader(_lines(text), delimiter=_delimiter(text)), start=1)


def _lines(text: str) -> Iterator[str]:
    """The lines of a text one by one: StringIO would copy it at four bytes a character."""
    ending = "\n" if "\n" in text else "\r"  # \r alone: old spreadsheets of the Macintosh
    start = 0
    while start < len(text):
        end = text.find(ending, start) + 1 or len(text)
        yield text[start:end]
        start = end


def _delimiter(text: str) -> str:
    """The delimiter under which the header names most of our columns."""
    lines = text[:200_000].split("\n")[:HEADER_WITHIN]
    header = next((line for line in lines if HEADER_TEXT.search(line)), "")

    def known(delimiter: str) -> int:
        cells = next(csv.reader([header.rstrip("\r")], delimiter=delimiter), [])
        return sum(column_of(cell) is not None for cell in cells)

    return max(DELIMITERS, key=known)


def read_records(
    sheet: Sheet, name: str, records: Iterable[tuple[int, Sequence[str]]], *, optional: bool = False
) -> bool:
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
        raise Box31Error(_no_header(first))
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
