"""Published trade statistics into the case's database: every figure with its scale and currency known, or none."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from matcher.customs.ingest.file_record import TableResult, begin_file, end_file
from matcher.customs.ingest.statistics_checks import check_sums, stored_pairs
from matcher.customs.layout.header_rows import HEADER_ROWS
from matcher.customs.layout.recognition.recognise import signature_of
from matcher.customs.trade.formats.registry import statistics_layout
from matcher.customs.trade.formats.tables.layout import ASIDE, SAMPLE, Layout
from matcher.customs.trade.formats.texts.digits import ascii_digits
from matcher.customs.trade.formats.texts.facts import Fact, Refused, Stated
from matcher.sheets.tables.blocks import Table

if TYPE_CHECKING:
    from sqlite_utils import Database

__all__ = ["import_statistics", "statistics_layout"]

_KEY = "start, end, hs, flow, reporter, partner, dims, edition, original, currency"
_INSERT = (
    f"INSERT INTO customs_statistics (file_id, row, part, {_KEY}, value, quantities, raw) "  # noqa: S608 - names from this module
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def import_statistics(
    db: Database,
    table: Table,
    name: str,
    sha256: str,
    file_id: str,
    layout: Layout,
    stated: Stated,
) -> TableResult:
    """Put the figures of a statistics table into customs_statistics. Runs inside the importer's transaction.

    Raises Refused where the table does not say its scale, currency, direction or reporter, or gives two different
    figures for the same thing; nothing of it is imported then.
    """
    head = [ascii_digits(row) for row in table.head(HEADER_ROWS + SAMPLE * 10)]
    reader = layout.open(head, name, stated, table.text.delimiter if table.text else None)
    signature = signature_of(layout.columns)
    result = TableResult(name, "imported", file_id, "statistics", layout.name)
    mapping = {key: [layout.columns[i] for i in places] for key, places in layout.mapping.items()}
    begin_file(db, result, sha256, signature, layout.columns, mapping)
    counts: Counter[str] = Counter()
    for block in table.blocks():
        rows, bad = [], []
        for offset, cells in enumerate(table.rows(block)):
            row = block.first + offset
            counts["rows_in"] += 1
            read = ascii_digits(cells)
            if not any(cell.strip() for cell in cells):
                counts["blank"] += 1
            elif row <= layout.header_row or tuple(cell.strip() for cell in read) == layout.columns:
                counts["headers"] += 1
            else:
                facts = reader.read(row, read)
                if facts == ASIDE:
                    counts["headers"] += 1
                    counts["aside"] += 1
                elif isinstance(facts, str):
                    bad.append((file_id, row, facts, _raw(cells)))
                else:
                    counts["lines"] += 1
                    cells_of_row = _raw(cells)  # stored once for each row: tables have thousands of columns
                    rows += [
                        _stored(file_id, row, part, fact, "" if part else cells_of_row)
                        for part, fact in enumerate(facts)
                    ]
        db.conn.executemany(_INSERT, rows)
        db.conn.executemany(
            "INSERT INTO customs_rejects (file_id, row, reason, raw) VALUES (?, ?, ?, ?)", bad
        )
        counts["rejects"] += len(bad)
    parts: Counter[int] = Counter()
    for row, fact in reader.finish():
        db.conn.execute(_INSERT, _stored(file_id, row, parts[row], fact, ""))
        parts[row] += 1
    stored = db.execute("SELECT 1 FROM customs_statistics WHERE file_id = ? LIMIT 1", [file_id]).fetchone()
    if stored is None and not counts["rejects"]:
        raise Refused(
            f"{name}: no figure of it is understood ({'; '.join(reader.notes) or 'all rows are set aside'})"
        )
    notes = [
        *reader.notes,
        *([f"{counts['aside']} rows of totals, groups or notes set aside"] if counts["aside"] else []),
    ]
    _drop_repeated(db, file_id)
    _refuse_contradictions(db, file_id, name)
    notes += check_sums(db, file_id, name)
    known, corrected = _given_before(db, file_id)
    if corrected:
        notes.append(f"{corrected:,} figures correct those of earlier files and are used instead")
    return end_file(
        db,
        replace(
            result,
            rows_in=counts["rows_in"],
            headers=counts["headers"],
            lines=counts["lines"],
            rejects=counts["rejects"],
            blank=counts["blank"],
            known=known,
            note="; ".join(notes),
        ),
    )


def _stored(file_id: str, row: int, part: int, fact: Fact, raw: str) -> tuple[Any, ...]:
    return (
        *(file_id, row, part, fact.start, fact.end, fact.hs, fact.flow, fact.reporter, fact.partner),
        *(stored_pairs(fact.dims), fact.edition, int(fact.original), fact.currency, fact.value),
        *(stored_pairs(fact.quantities), raw),
    )


def _raw(cells: Sequence[str]) -> str:
    return json.dumps(cells, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()


def _drop_repeated(db: Database, file_id: str) -> None:
    """Take out figures that an earlier row of the file gives just so; the cells of their row stay with the first that is left."""
    taken = db.conn.execute(
        f"""DELETE FROM customs_statistics WHERE file_id = :id AND (row, part) IN (
              SELECT row, part FROM (
                SELECT row, part, row_number() OVER (PARTITION BY {_KEY}, value, quantities ORDER BY row, part) AS place
                FROM customs_statistics WHERE file_id = :id)
              WHERE place > 1) RETURNING raw, row""",  # noqa: S608 - names from this module
        {"id": file_id},
    ).fetchall()
    db.conn.executemany(
        """UPDATE customs_statistics SET raw = ? WHERE file_id = ? AND (row, part) =
             (SELECT row, min(part) FROM customs_statistics WHERE file_id = ? AND row = ?)""",
        [(raw, file_id, file_id, row) for raw, row in taken if raw],
    )


def _refuse_contradictions(db: Database, file_id: str, name: str) -> None:
    """Stop where one file gives two different figures for the same thing and no column says why."""
    row = db.conn.execute(
        f"""SELECT row, other FROM (
              SELECT row, part, lead(row) OVER (PARTITION BY {_KEY} ORDER BY row, part) AS other
              FROM customs_statistics WHERE file_id = :id)
            WHERE other IS NOT NULL ORDER BY row, part LIMIT 1""",  # noqa: S608 - names from this module
        {"id": file_id},
    ).fetchone()
    if row:
        raise Refused(
            f"{name}: rows {row[0]:,} and {row[1]:,} give different figures for the same goods, countries and period, and no "
            "column says why; download it with the column that tells them apart (mode, procedure, region)"
        )


def _given_before(db: Database, file_id: str) -> tuple[int, int]:
    """(figures that an earlier file gives just so, figures that it gives otherwise); the latest file's are used in sums."""
    known, corrected = db.conn.execute(
        f"""SELECT coalesce(sum(known), 0), coalesce(sum(here - known), 0) FROM (
              SELECT sum(here) AS here, sum(iif(before, here, 0)) AS known FROM (
                SELECT {_KEY}, sum(file_id = :id) AS here, max(file_id != :id) AS before
                FROM (SELECT DISTINCT hs, start FROM customs_statistics WHERE file_id = :id)
                CROSS JOIN customs_statistics USING (hs, start)
                GROUP BY {_KEY}, value, quantities)
              GROUP BY {_KEY} HAVING max(before))""",  # noqa: S608 - names from this module
        {"id": file_id},
    ).fetchone()
    return int(known), int(corrected)
