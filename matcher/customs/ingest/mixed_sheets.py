"""Sheets of one file under the same header, some read as published statistics and some as declarations: one of both is wrong."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.case.errors import UsageProblem
from matcher.customs.ingest.file_record import TableResult
from matcher.customs.layout.header_rows import HEADER_ROWS
from matcher.customs.values.cells import number
from matcher.sheets.tables.blocks import Table

LEAST_HEADINGS = 3  # of a header


def refuse_mixed(results: Sequence[TableResult], tables: Sequence[Table]) -> None:
    """Raises UsageProblem where a table that was read as statistics has the header of one that was read as declarations."""
    imported = [pair for pair in zip(results, tables, strict=True) if pair[0].state == "imported"]
    published = {
        row: result.name
        for result, table in imported
        if result.kind == "statistics"
        for row in _headers(table)
    }
    for result, table in imported:
        if result.kind == "declarations" and (same := _headers(table) & published.keys()):
            raise UsageProblem(
                f"{result.name}: it has the header of {published[same.pop()]}, which was read as published statistics, and its own rows would be "
                "read as declarations; nothing is imported. Save the sheets as files of their own, and import that of declarations with --layout"
            )


def _headers(table: Table) -> set[tuple[str, ...]]:
    """The first rows of a table that may be its header: several texts and no number."""
    rows = [table.header] if table.header is not None else table.head(HEADER_ROWS)
    cells = [tuple(cell.strip() for cell in row if cell.strip()) for row in rows]
    return {
        row
        for row in cells
        if len(set(row)) >= LEAST_HEADINGS and not any(number(cell) is not None for cell in row)
    }
