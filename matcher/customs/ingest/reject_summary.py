"""Rejects of an import by reason: how many, the first example, and where they follow each other."""

from __future__ import annotations

from sqlite_utils import Database

from matcher.customs.ingest.rows.column_orders import LEAST_RUN
from matcher.customs.layout.vocabulary import OTHER_ORDER

LOUD_SHARE = 0.05  # rejected rows of a file from which that is said first: fewer are usual in real exports
SHOWN_REASONS = 6


def reject_summary(db: Database, file_id: str, rows: int) -> list[str]:
    """What to say of the rejects of a file of `rows` rows, most important first; empty where it has none."""
    found: dict[str, list[tuple[int, str]]] = {}
    for row, reason in db.execute(
        "SELECT row, reason FROM customs_rejects WHERE file_id = ? ORDER BY row", [file_id]
    ).fetchall():
        found.setdefault(reason.split(":")[0].split(" (")[0], []).append((row, reason))
    total = sum(map(len, found.values()))
    if not total:
        return []
    out = []
    if total > LOUD_SHARE * rows:
        out.append(
            f"{total:,} of {rows:,} rows ({total / rows:.0%}) could not be read: look at how the columns are read"
        )
    moved = [row for row, _ in found.get(OTHER_ORDER, [])]
    if len(moved) >= LEAST_RUN:
        out.append(
            f"{len(moved):,} rows after row {moved[0] - 1:,} look like another column order;"
            " cut the file there, or put a header above them"
        )
    ranked = sorted(found.items(), key=lambda item: -len(item[1]))
    out += [
        f"{len(rows_of):,} x {kind}; first in row {rows_of[0][0]:,}: {rows_of[0][1]}"
        for kind, rows_of in ranked[:SHOWN_REASONS]
    ]
    if len(ranked) > SHOWN_REASONS:
        out.append(f"and {len(ranked) - SHOWN_REASONS} other reasons")
    return out
