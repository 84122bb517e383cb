"""The case for other programs: rows of the views for readers as JSON lines or CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import IO, TYPE_CHECKING, Any

from crawler.case.csv_output import write_for_people
from crawler.case.safe_text import json_line
from crawler.case.typed_rows import stored_value
from matcher.customs.values.personal_data import redact
from matcher.export.registry import Exported, Request, export

if TYPE_CHECKING:
    from sqlite_utils import Database

# kind -> the view it comes from, and its order
KINDS = {
    "pairs": ("readable_pairs", "confidence DESC, pair_id"),
    "pair-lines": ("readable_pair_lines", "confidence DESC, pair_id, customs_file, row"),
    "items": ("readable_items", "site, item_id"),
    "posts": ("readable_posts", "site, published, post_id"),
    "lines": ("readable_lines", "line_id"),
    "decisions": ("readable_decisions", "decision_id"),
    "captures": ("readable_captures", "site, captured_at, capture_id"),
}
WITH_STATE = frozenset(("pairs", "pair-lines"))
_JSON_COLUMNS = frozenset(("reasons", "counter_reasons", "specs"))


@export(
    "jsonl",
    example="box31 export jsonl pairs --state accepted -o pairs.jsonl",
    kinds=tuple(KINDS),
    states=WITH_STATE,
)
def jsonl(request: Request, out: IO[str]) -> Exported:
    """KIND as JSON lines, text verbatim."""
    return _counted(request, write_jsonl(out, _rows(request)))


@export(
    "csv",
    example="box31 export csv pair-lines --state accepted -o lines.csv",
    kinds=tuple(KINDS),
    states=WITH_STATE,
)
def csv_for_people(request: Request, out: IO[str]) -> Exported:
    """KIND as CSV that spreadsheets open safely.

    Text that a spreadsheet would take for a formula or round as a number has an apostrophe before it; JSON lines
    hold it verbatim.
    """
    return _counted(request, write_csv(out, columns_of(request.db, request.kind), _rows(request)))


def _rows(request: Request) -> Iterator[Mapping[str, Any]]:
    return rows(request.db, request.kind, state=request.state or None, redacted=request.redacted)


def _counted(request: Request, count: int) -> Exported:
    redacted = ", personal fields replaced by [redacted]" if request.redacted else ""
    return Exported([f"{count} {request.kind}{redacted}"])


def columns_of(db: Database, kind: str) -> list[str]:
    """The columns of an export, in order."""
    view, _ = KINDS[kind]
    return [column for (column,) in db.execute("SELECT name FROM pragma_table_info(?)", [view])]


def rows(
    db: Database, kind: str, *, state: str | None = None, redacted: bool = False
) -> Iterator[Mapping[str, Any]]:
    """The rows of one kind of `KINDS`; `state` keeps the pairs in that state, `redacted` leaves personal fields out."""
    view, order = KINDS[kind]
    names = columns_of(db, kind)
    where = "WHERE state = ?" if state else ""
    cursor = db.execute(f"SELECT * FROM {view} {where} ORDER BY {order}", [state] if state else [])  # noqa: S608
    found: Iterator[Mapping[str, Any]] = (dict(zip(names, row, strict=True)) for row in cursor)
    return redact_rows(found) if redacted else found


def redact_rows(found: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Rows without personal fields: parties that are persons, their numbers, reviewers and their notes, authors."""
    for row in redact(found):
        for column in ("reviewer", "note", "author"):
            if row.get(column):
                row[column] = "[redacted]"
        yield row


def write_jsonl(out: IO[str], found: Iterable[Mapping[str, Any]]) -> int:
    """One JSON object a line, text verbatim; gives how many."""
    count = 0
    for row in found:
        parsed = {
            key: stored_value(row[key]) if key in _JSON_COLUMNS and row[key] else row[key] for key in row
        }
        out.write(json_line(parsed) + "\n")
        count += 1
    return count


def write_csv(out: IO[str], columns: list[str], found: Iterable[Mapping[str, Any]]) -> int:
    """CSV that a spreadsheet cannot take for formulas or rounded numbers (see docs/dossier.md); gives how many."""
    return write_for_people(
        out, columns, ([row[column] for column in columns] for row in found), line_end="\n"
    )
