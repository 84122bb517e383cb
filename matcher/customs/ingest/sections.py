"""Tables inside a table: a second header, with other columns or another order, begins a section of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from matcher.customs.layout.header_rows import HEADER_ROWS, LONGEST_HEADER, is_data, named_fields
from matcher.customs.layout.recognise import LEAST_NAMED, SAMPLE_ROWS, Layout, recognise
from matcher.sheets.tables import Block, Table
from matcher.text.plain_words import plain

Recognise = Callable[[list[list[str]]], Layout]

# Rows of words that are read as headers before a table counts as one that has many such rows.
MOST_LOOKED_AT = 300
_CODE = re.compile(r"\d{4}")  # lines of customs tables hold an HS code, a date or a number; headers rarely do


def sections(
    table: Table, layout: Layout, sheet_recognise: Recognise = recognise
) -> Iterator[tuple[Layout, Block]]:
    """The blocks of `table`, each with the layout by which its rows are read, cut where a new header begins."""
    current = layout
    blocks = table.blocks()
    waiting: list[Block] = []
    looked_at = passed = 0
    while (block := waiting.pop() if waiting else next(blocks, None)) is not None:
        cut = None
        known = (
            max(current.header_row + 1, passed) + 1 - block.first
        )  # rows of the header and what follows it
        for at in range(max(known, 0), len(block.records)):
            record = block.records[at]
            if looked_at >= MOST_LOOKED_AT or _CODE.search(
                record if isinstance(record, str) else " ".join(record)
            ):
                continue
            cells = _cells(table, record)
            if not _may_be_header(cells, current):
                continue
            looked_at += 1
            if named_fields(tuple(cell.strip() for cell in cells)) < LEAST_NAMED:
                continue
            cut = at
            break
        if cut is None:
            yield current, block
            continue
        if cut:
            yield current, Block(block.first, block.records[:cut])
        rest = Block(block.first + cut, block.records[cut:])
        passed = rest.first
        rest = _with_sample(rest, blocks)
        rows = table.rows(Block(rest.first, rest.records[: HEADER_ROWS + SAMPLE_ROWS]))
        found = sheet_recognise(rows)
        if found.header_row and "description" in found.mapping:
            current = replace(found, header_row=rest.first + found.header_row - 1)
        waiting.append(rest)


def _with_sample(block: Block, blocks: Iterator[Block]) -> Block:
    """`block` with the rows that follow it, so that there are enough to tell the columns by."""
    records = list(block.records)
    while len(records) < SAMPLE_ROWS and (following := next(blocks, None)) is not None:
        records.extend(following.records)
    return Block(block.first, records)


def _cells(table: Table, record: Any) -> list[str]:
    return table.text.rows([record])[0] if table.text else record


def _may_be_header(cells: Sequence[str], layout: Layout) -> bool:
    """True for a row of short words that is not the present header again."""
    stated = [cell.strip() for cell in cells if cell.strip()]
    if len(stated) < 3 or any(len(cell) > LONGEST_HEADER or is_data(cell) for cell in stated):
        return False
    return [plain(cell) for cell in cells] != [plain(column) for column in layout.columns]
