"""Sheets beside those of lines that have too few columns for lines: legends, pivots, notes."""

from __future__ import annotations

from dataclasses import replace

from matcher.customs.ingest.file_record import TableResult
from matcher.customs.layout.header_rows import HEADER_ROWS
from matcher.customs.layout.recognition.recognise import SAMPLE_ROWS, Layout
from matcher.sheets.tables.blocks import Table

# What a narrow sheet beside a wide one must have, besides a description, to be one of lines.
AMOUNTS_OR_CODE = frozenset(("hs", "quantity", "value"))
LEAST_COLUMNS = 4  # of a sheet of lines beside others: description, code, quantity or value, and one more


def is_narrow(table: Table) -> bool:
    """True where no row of the table's beginning has as many cells as lines need."""
    return _width(table) < LEAST_COLUMNS


def is_legend(table: Table, layout: Layout) -> bool:
    """True for a narrow sheet in which neither amounts nor codes of goods were recognised."""
    return not layout.mapping.keys() & AMOUNTS_OR_CODE and is_narrow(table)


def set_aside(result: TableResult, table: Table) -> TableResult:
    """A sheet that is asked about beside others that are sure: set aside where it has too few columns for lines."""
    if result.state != "asked" or result.file_id:  # lines of its first section were read
        return result
    return replace(result, state="skipped", note=why_aside(table)) if is_narrow(table) else result


def why_aside(table: Table) -> str:
    return f"set aside: {_width(table)} columns, a legend, a pivot or notes"


def _width(table: Table) -> int:
    head = table.head(HEADER_ROWS + SAMPLE_ROWS)
    return max((sum(bool(cell.strip()) for cell in row) for row in head), default=0)
