"""Statements of posts in a review sheet: a worksheet of their own beside the pairs, or a CSV of their own; written and read."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.case.csv_output import without_guard
from crawler.case.errors import Box31Error
from matcher.review.sheet.reading import Records, ReturnedFile, letters
from matcher.review.sheet.rows import Finding
from matcher.review.sheet.words import ONLY, SIGNATURE_MARK, column_of, decision_of
from matcher.review.statement_decisions import (
    Reviewed,
    StatementDecision,
    said_json,
    shown_of,
    signature_of,
)
from matcher.schema.terms import PairState
from matcher.sheets.text.encodings import delimiter_of
from matcher.sheets.text.readings import readings

if TYPE_CHECKING:
    from matcher.statements.case_posts import Said

WORKSHEET = "Statements"
STATEMENT_COLUMNS = (
    *("decision", "note", "reviewer", "words", "event", "party", "country", "quantity", "unit", "goods", "date", "due"),
    *("place", "published", "title", "url", "confidence", "state", "statement_id", "row_signature", "export_id"),
)  # fmt: skip
KEY = "statement_id"
_READ = ("decision", "note", "reviewer", "words", KEY, "row_signature", "export_id")
_HEADER_WITHIN = 50  # rows: titles that people write above the header
OPEN = (PairState.PROPOSED, PairState.STALE, PairState.DISPUTED)


def statement_cells(said: Said, reviewed: Reviewed, export_id: str, reviewer: str) -> dict[str, str | float]:
    """The cells of a statement, by STATEMENT_COLUMNS."""
    shown = shown_of(said)
    goods = shown["goods"]
    assert isinstance(goods, list)
    quantity = said.statement.quantity
    return {
        **{name: str(shown.get(name) or "") for name in STATEMENT_COLUMNS},
        "quantity": "" if quantity is None else quantity,
        "goods": ", ".join(goods),
        "title": said.post.title,
        "confidence": said.statement.confidence,
        "state": str(reviewed),
        "reviewer": reviewer,
        KEY: said.id,
        "row_signature": SIGNATURE_MARK + signature_of(said_json(said)),
        "export_id": export_id,
    }


@dataclass(frozen=True)
class StatementRow:
    """One row as it came back: its place, and its cells (_READ; absent ones are "")."""

    sheet: str
    row: int
    cells: Mapping[str, str]


def read_statement_rows(file: ReturnedFile) -> list[StatementRow]:
    """The rows of the statements' table of a file; none where it has no such table.

    Raises Box31Error where letters of a text file can be read in several ways.
    """
    tables = (
        _text_tables(file.data) if file.tables is None else ((name, rows()) for name, rows in file.tables)
    )
    return [row for name, records in tables for row in _rows(name, records)]


def _text_tables(data: bytes) -> Iterator[tuple[str, Records]]:
    if KEY.encode() not in data.replace(b"\0", b""):
        return
    reading = next(iter(readings(data)))
    if reading.legacy:
        raise Box31Error(
            "statements in an encoding that is ambiguous; save the sheet as UTF-8 and import it again"
        )
    with reading.text() as text:
        first = next((line for line in text if KEY in line), "")
    delimiter = delimiter_of(first, lambda cell: column_of(cell) is not None or cell.strip() == KEY)
    with reading.text() as text:
        try:
            records: list[tuple[int, Sequence[str]]] = [*enumerate(csv.reader(text, delimiter=delimiter), 1)]
        except csv.Error as error:
            raise Box31Error(f"no CSV: {error}; save the sheet again") from error
    yield "", iter(records)


def _rows(name: str, records: Records) -> Iterator[StatementRow]:
    columns: dict[str, int] = {}
    for number, cells in records:
        if not columns:
            if number > _HEADER_WITHIN:
                return
            named = {column_of(cell) or cell.strip().casefold(): place for place, cell in enumerate(cells)}
            if KEY not in named:
                continue
            if "decision" not in named:
                raise Box31Error(f"row {number}: no column decision; restore the column header `decision`")
            columns = {column: named[column] for column in _READ if column in named}
            continue
        taken = {
            column: without_guard(cells[place]).strip() if place < len(cells) else ""
            for column, place in columns.items()
        }
        if any(taken.values()):
            yield StatementRow(name, number, {**dict.fromkeys(_READ, ""), **taken})


@dataclass(frozen=True)
class Returned:
    """A file with statements: its name, the reviewer of rows that name none, and the case's exports by id with their time and reviewer."""

    file: str
    reviewer: str
    exports: Mapping[str, tuple[str, str | None]]


def check_statements(
    returned: Returned, rows: Sequence[StatementRow], known: Mapping[str, Said], findings: list[Finding]
) -> list[StatementDecision]:
    """The rows to be recorded; what is wrong with others goes to `findings`. `known`: the case's statements by id.

    A row counts only where its signature is that of the statement as the case reads it now.
    """
    taken: dict[tuple[str, str], list[StatementDecision]] = {}
    for row in rows:
        checked = _checked(returned, row, known)
        if isinstance(checked, Finding):
            findings.append(checked)
        elif checked is not None:
            taken.setdefault((checked.statement_id, checked.reviewer), []).append(checked)
    for made in taken.values():
        if len({one.decision for one in made}) > 1:
            message = f"{made[0].reviewer} says {' and '.join(sorted({one.decision for one in made}))}; none is recorded"
            findings.append(
                Finding(returned.file, made[0].sheet, made[0].row or 0, "contradiction", made[0].statement_id, message)
            )  # fmt: skip
    return [made[0] for made in taken.values() if len({one.decision for one in made}) == 1]


def _checked(
    returned: Returned, row: StatementRow, known: Mapping[str, Said]
) -> StatementDecision | Finding | None:
    cells = row.cells
    statement_id, word, export_id = cells[KEY], decision_of(cells["decision"]), cells["export_id"]

    def found(kind: str, message: str) -> Finding:
        return Finding(returned.file, row.sheet, row.row, kind, statement_id, message)

    if word == "":
        return (
            found("note only", "has a note but no decision; nothing is recorded") if cells["note"] else None
        )
    if word is None or word == ONLY:
        return found(
            "unknown word", f"{cells['decision'][:40]!r} is not a decision; write accept, reject or unsure"
        )
    said = known.get(statement_id)
    if said is None:
        return found(
            "unknown pair", f"{statement_id[:40] or 'no statement_id'}: not a statement of this case"
        )
    if export_id not in returned.exports:
        return found("other case", f"export {export_id[:40]} was not made by this case; nothing is recorded")
    as_json = said_json(said)
    if cells["row_signature"].removeprefix(SIGNATURE_MARK) != signature_of(as_json):
        return found(
            "stale",
            f"{statement_id} says something else now, or its row_signature was changed; nothing is recorded",
        )
    if cells["words"] and letters(cells["words"]) != letters(said.statement.spans["sentence"].words):
        return found("mixed row", f"its words are not those of {statement_id}; sort and copy whole rows only")
    asked_at, asked = returned.exports[export_id]
    reviewer = " ".join(cells["reviewer"].split()) or returned.reviewer or asked or f"unnamed ({export_id})"
    return StatementDecision(
        *(statement_id, signature_of(as_json), as_json, reviewer, word, asked_at, cells["note"]),
        sheet=row.sheet,
        row=row.row,
    )
