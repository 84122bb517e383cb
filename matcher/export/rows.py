"""The case for other programs: rows of the views for readers as JSON lines or CSV."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, TYPE_CHECKING, Any

from matcher.customs.values.personal_data import redact
from matcher.review.sheet.cells import csv_cell

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
        parsed = {key: json.loads(row[key]) if key in _JSON_COLUMNS and row[key] else row[key] for key in row}
        out.write(json.dumps(parsed, ensure_ascii=False) + "\n")
        count += 1
    return count


def write_csv(out: IO[str], columns: list[str], found: Iterable[Mapping[str, Any]]) -> int:
    """CSV that a spreadsheet cannot take for formulas or rounded numbers (see docs/exports.md); gives how many."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    count = 0
    for row in found:
        writer.writerow([_cell(row[column]) for column in columns])
        count += 1
    return count


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return csv_cell(value) if isinstance(value, str) else repr(value)
