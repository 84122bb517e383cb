"""Tables inside a table: a second header, with other columns or another order, begins a section of its own, and so do rows
in another order without one (column_orders.py)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from matcher.customs.ingest.rows.column_orders import ColumnOrders
from matcher.customs.layout.header_rows import HEADER_ROWS, LONGEST_HEADER, is_data, named_fields
from matcher.customs.layout.recognition.recognise import LEAST_NAMED, SAMPLE_ROWS, Layout, recognise
from matcher.sheets.tables.blocks import Block, Table
from matcher.text.plain_words import plain

Recognise = Callable[[list[list[str]]], Layout]

# Rows of words that are read as headers before a table counts as one that has many such rows.
MOST_LOOKED_AT = 300
_CODE = re.compile(r"\d{4}")  # lines of customs tables hold an HS code, a date or a number; headers rarely do


def sections(
    table: Table, layout: Layout, sheet_recognise: Recognise = recognise
) -> Iterator[tuple[Layout, Block]]:
    """The blocks of `table`, each with the layout by which its rows are read, cut where a new header begins or where the
    rows begin to stand in another order."""
    current = layout
    orders = ColumnOrders(table, layout)
    blocks = table.blocks()
    waiting: list[Block] = []
    headers = _Headers(table)
    while (block := waiting.pop() if waiting else next(blocks, None)) is not None:
        begin = max(0, current.header_row + 1 - block.first)  # rows of the header
        cut = headers.next_in(block, begin + 1, (current.columns, orders.header))
        run = orders.run_in(block, begin, len(block.records) if cut is None else cut)
        if run is not None:
            before, rest = _parted(block, run)
            rest = _with_sample(rest, blocks)
            if (found := orders.order_of(rest)) is not None:
                before = Block(before.first, [*before.records, *rest.records[: found[0]]])
                rest = _parted(rest, found[0])[1]
            if before.records:
                orders.passed(before)
                yield current, before
            if found is not None:
                current = found[1]
                orders.turn(current)
            waiting.append(rest)
            continue
        if cut is None:
            orders.passed(block)
            yield current, block
            continue
        before, rest = _parted(block, cut)
        if cut:
            orders.passed(before)
            yield current, before
        headers.passed = rest.first
        rest = _with_sample(rest, blocks)
        rows = table.rows(Block(rest.first, rest.records[: HEADER_ROWS + SAMPLE_ROWS]))
        found_header = sheet_recognise(rows)
        if found_header.header_row and "description" in found_header.mapping:
            current = replace(found_header, header_row=rest.first + found_header.header_row - 1)
            orders.begin(current)
        waiting.append(rest)


class _Headers:
    """Finds rows that may be a further header. `passed` is the number of the last one, which is not looked at again."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._looked_at = self.passed = 0

    def next_in(self, block: Block, begin: int, known: Sequence[Sequence[str]]) -> int | None:
        """The place of the first from place `begin` of the block that is none of the `known` ones again."""
        for at in range(max(begin, self.passed + 1 - block.first), len(block.records)):
            record = block.records[at]
            if self._looked_at >= MOST_LOOKED_AT or _CODE.search(
                record if isinstance(record, str) else " ".join(record)
            ):
                continue
            cells = self._table.text.rows([record])[0] if self._table.text else record
            if not _may_be_header(cells, known):
                continue
            self._looked_at += 1
            if named_fields(tuple(cell.strip() for cell in cells)) >= LEAST_NAMED:
                return at
        return None


def _parted(block: Block, at: int) -> tuple[Block, Block]:
    return Block(block.first, block.records[:at]), Block(block.first + at, block.records[at:])


def _with_sample(block: Block, blocks: Iterator[Block]) -> Block:
    """`block` with the rows that follow it, so that there are enough to tell the columns by."""
    records = list(block.records)
    while len(records) < SAMPLE_ROWS and (following := next(blocks, None)) is not None:
        records.extend(following.records)
    return Block(block.first, records)


def _may_be_header(cells: Sequence[str], known: Sequence[Sequence[str]]) -> bool:
    """True for a row of short words that is not one of the known headers again."""
    stated = [cell.strip() for cell in cells if cell.strip()]
    if len(stated) < 3 or any(len(cell) > LONGEST_HEADER or is_data(cell) for cell in stated):
        return False
    found = [plain(cell) for cell in cells]
    return all(found != [plain(column) for column in columns] for columns in known)
