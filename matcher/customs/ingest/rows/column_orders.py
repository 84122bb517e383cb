"""Rows that stand in another order of columns without a header of their own: where they begin, and how they are read.

Rows are appended from another export. A run of them begins a section whose columns are known by their values alone (see
matcher.customs.layout.moved): what is not clear stays unread, and each of its lines says so.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from matcher.customs.ingest.rows.displaced import Displacement
from matcher.customs.layout.moved.matching import Matched, filled, match_columns
from matcher.customs.layout.recognition.recognise import SAMPLE_ROWS, Layout, Order, ways_of_writing
from matcher.customs.layout.row_shapes import RowShapes
from matcher.customs.values.cells import is_nothing
from matcher.sheets.tables.blocks import Block, Table

LEAST_RUN = 20  # rows of another column order that follow each other from which it is a part of the file
MOSTLY = 0.9  # share of a run's rows that must be seen to stand in another order
LEAST_PAIRS = 3  # clear columns from which rows stand in the header's order again
MOST_TRIED = 50  # runs of a file whose columns are compared
MOST_LOOKED_AT = 1_000  # stray rows whose neighbours are looked at
WIDEST = 120  # columns; comparing them takes time with their square
RARE, SELDOM = (
    20_000,
    5 * LEAST_RUN,
)  # rows of a file after which fewer rows are looked at, and every how many
LEAST_BEFORE = 12  # rows in the header's order that others are compared with
APART = 5  # rows in a row that do not fit, at which a sample ends
NEEDED = ("description", "hs")


@dataclass(frozen=True)
class _Row:
    at: int  # in its block
    cells: list[str]


class ColumnOrders:
    """Watches the rows of a table for runs in another order than that of the layout by which they are read."""

    def __init__(self, table: Table, layout: Layout) -> None:
        self._table = table
        self._tries, self._alarms = MOST_TRIED, MOST_LOOKED_AT
        self._quiet = 0  # number of the row up to which all is known
        self.begin(layout)

    def begin(self, layout: Layout) -> None:
        """A header, with its own columns, begins here."""
        self._base = self._current = layout
        self._displacement = Displacement(layout)
        self._shapes: RowShapes | None = None  # of rows in the header's order
        self._first: list[tuple[int, Any]] = []
        self._some: deque[tuple[int, Any]] = deque(maxlen=2 * SAMPLE_ROWS)
        self._last: list[tuple[int, Any]] = []
        self._off = not all(name in layout.mapping for name in NEEDED) or len(layout.columns) > WIDEST

    def turn(self, layout: Layout) -> None:
        """Rows in another order, or again in that of the header, begin here."""
        self._current = layout

    @property
    def header(self) -> tuple[str, ...]:
        """The columns of the last header, whatever the order of the rows now."""
        return self._base.columns

    def passed(self, block: Block) -> None:
        """Remember some of the records that are read by the layout of the header."""
        if self._off or not self._in_order:
            return
        first, records = block.first, block.records
        if len(self._first) < SAMPLE_ROWS:
            self._first += enumerate(records[: SAMPLE_ROWS - len(self._first)], first)
        self._some += ((first + at, records[at]) for at in range(0, len(records), LEAST_RUN))
        last = max(0, len(records) - SAMPLE_ROWS)
        self._last = [*self._last, *enumerate(records[last:], first + last)][-SAMPLE_ROWS:]

    @property
    def _in_order(self) -> bool:
        """Whether rows are read by the layout of the header now."""
        return self._current.order is None or self._current.order.shapes is None

    def run_in(self, block: Block, begin: int, end: int) -> int | None:
        """The place in the block, between two, from which a run in another order may begin; some rows before it are.

        The last rows of the block may be the first of a run.
        """
        if self._off or self._tries <= 0 or self._alarms <= 0:
            return None
        if self._shapes is None and end - begin >= LEAST_RUN:
            some = map(self._cells, block.records[begin : min(end, begin + LEAST_RUN)])
            self._shapes = RowShapes.of(map(self._padded, some), len(self._base.columns))
        begin = max(begin, self._quiet - block.first)
        step = LEAST_RUN if block.first < RARE else SELDOM
        places: list[int] = [*range(begin, end, step), max(begin, end - 1)]
        for at in places:
            if at >= end or not self._strays(self._cells(block.records[at])):
                continue
            first = at
            while first > begin and not self._belongs(self._cells(block.records[first - 1])):
                first -= 1
            rows = [self._cells(record) for record in block.records[first : min(end, first + 2 * LEAST_RUN)]]
            stated = [cells for cells in rows if _stated(cells)][:LEAST_RUN]
            whole = len(stated) == LEAST_RUN or (end == len(block.records) and first + len(rows) == end)
            if whole and sum(map(self._strays, stated)) >= MOSTLY * len(stated):
                return max(begin, first - LEAST_RUN)
            self._alarms -= 1
        return None

    def order_of(self, block: Block) -> tuple[int, Layout] | None:
        """The place in the block at which a run in another order begins, and the layout of its rows.

        None where it is no run, or its columns have not surely moved. Its rows are refused where they have, and it is not
        clear which are the description and the HS code.
        """
        width = len(self._base.columns)
        looked_at = block.records[: 2 * LEAST_RUN + SAMPLE_ROWS]
        rows = [
            _Row(at, self._padded(cells))
            for at, record in enumerate(looked_at)
            if _stated(cells := self._cells(record)) and not self._is_too_wide(cells)
        ]
        start = next((n for n in range(len(rows)) if self._is_run(rows[n : n + LEAST_RUN])), None)
        if start is None:
            self._alarms -= 1
            more = len(looked_at) >= SAMPLE_ROWS  # a run may begin in its last rows
            self._quiet = block.first + max(1, len(looked_at) - (LEAST_RUN if more else 0))
            return None
        self._tries -= 1
        sample = list(_alike(rows[start:], width))
        last = sample[-1] if len(sample) >= LEAST_RUN * MOSTLY else rows[start + LEAST_RUN - 1]
        self._quiet = block.first + last.at + 1
        now = [row.cells for row in sample]
        before = self._reference([row.cells for row in rows[:start]] if self._in_order else [])
        if len(before) < LEAST_BEFORE or len(sample) < LEAST_RUN * MOSTLY:
            return None
        matched = match_columns(before, now, self._base.mapping, width, SAMPLE_ROWS)
        old, new = RowShapes.of(before, width), RowShapes.of(now, width)
        while start and new.misfits(rows[start - 1].cells) < old.misfits(rows[start - 1].cells):
            start -= 1
        found = self._layout(matched, block.first + rows[start].at, before, now, new)
        if found is None:
            if self._in_order and self._shapes is not None:
                self._shapes = self._shapes.with_those_of(new)
            return None
        return rows[start].at, found

    def _layout(
        self,
        matched: Matched,
        row: int,
        before: Sequence[list[str]],
        now: Sequence[list[str]],
        shapes: RowShapes,
    ) -> Layout | None:
        base, pairs = self._base, matched.pairs
        mapping = {
            name: tuple(pairs[place] for place in places)
            for name, places in base.mapping.items()
            if all(place in pairs for place in places)
        }
        if not matched.moved and len(pairs) >= LEAST_PAIRS and all(name in mapping for name in NEEDED):
            if self._in_order or sum(map(self._displacement.displaced, now)) > (1 - MOSTLY) * len(now):
                return None
            return replace(base, header_row=row - 1, order=Order(row, base.columns))
        if matched.moved < shapes.least:  # cells are written otherwise, in the same columns
            return None
        if not all(name in mapping for name in NEEDED):
            refused = Order(row, base.columns, shapes=shapes, refused=True)
            return replace(base, header_row=row - 1, order=refused)
        width = len(base.columns)
        back = {new: old for old, new in pairs.items()}
        stated = filled(before, width)
        more = len(filled(now, width)) > len(stated)  # some may be a field that was empty before
        unread = tuple(
            name
            for name, places in base.mapping.items()
            if name not in mapping and (more or stated & set(places))
        )
        samples = [[cells[i] for cells in now if not is_nothing(cells[i])] for i in range(width)]
        ways = ways_of_writing(mapping, samples)
        return replace(
            base,
            columns=tuple(base.columns[back[i]] if i in back else "" for i in range(width)),
            mapping=mapping,
            header_row=row - 1,
            decimal={name: sign or base.decimal.get(name) for name, sign in ways["decimal"].items()},
            month_first=ways["month_first"] or base.month_first,
            order=Order(row, base.columns, unread, shapes),
        )

    def _is_run(self, rows: Sequence[_Row]) -> bool:
        if len(rows) < LEAST_RUN or not self._strays(rows[0].cells):
            return False
        return sum(self._strays(row.cells) for row in rows) >= MOSTLY * len(rows)

    def _strays(self, cells: list[str]) -> bool:
        """Whether a row stands in another order than that of the rows before it."""
        if not _stated(cells) or self._is_too_wide(cells):
            return False
        return not self._belongs(cells)

    def _belongs(self, cells: list[str]) -> bool:
        if not _stated(cells) or self._is_too_wide(cells):
            return False
        if (order := self._current.order) and order.shapes:
            return order.shapes.fit(cells)
        return not self._displacement.displaced(self._padded(cells)) and (
            self._shapes is None or self._shapes.fit(cells)
        )

    def _reference(self, last: Sequence[list[str]]) -> list[list[str]]:
        """Rows of the header's order, the last SAMPLE_ROWS of which follow each other; `last` come after those that passed."""
        kept = sorted(dict((*self._first, *self._some, *self._last)).items())
        rows = (self._cells(record) for _, record in kept)
        padded = [self._padded(cells) for cells in rows if _stated(cells) and not self._is_too_wide(cells)]
        return [cells for cells in (*padded, *last) if not self._displacement.displaced(cells)]

    def _cells(self, record: Any) -> list[str]:
        return self._table.text.rows([record])[0] if self._table.text else record

    def _padded(self, cells: list[str]) -> list[str]:
        return cells + [""] * (len(self._base.columns) - len(cells))

    def _is_too_wide(self, cells: Sequence[str]) -> bool:
        return any(cell.strip() for cell in cells[len(self._base.columns) :])


def _stated(cells: Sequence[str]) -> bool:
    return any(cell.strip() for cell in cells)


def _alike(rows: Sequence[_Row], width: int) -> Iterator[_Row]:
    """The first rows and those after them that look like them, up to a few that do not."""
    shapes = RowShapes.of((row.cells for row in rows[:LEAST_RUN]), width)
    apart = 0
    for row in rows:
        if shapes.fit(row.cells):
            apart = 0
            yield row
        elif (apart := apart + 1) == APART:
            return


def order_notes(sections: Iterable[Layout]) -> list[str]:
    """What to say of sections in another order, those that are read alike together."""
    alike: dict[tuple[tuple[str, ...], tuple[str, ...]], list[int]] = {}
    back = []
    for section in sections:
        assert section.order is not None, "a section with a header of its own"
        if section.order.refused:
            continue
        if section.order.shapes is None:
            back.append(section.order.row)
        else:
            alike.setdefault((tuple(section.mapping), section.order.unread), []).append(section.order.row)
    out = []
    for (fields, unread), rows in alike.items():
        said = f"rows from {_numbers(rows)} on stand in another column order: read by their values: {', '.join(fields)}"
        said += f"; not sure, not read: {', '.join(unread)}" if unread else ""
        out.append(f"{said}; to read all, put a header above them in a copy of the file and import that")
    return [
        *out,
        *([f"rows from {_numbers(back)} on stand in the order of the header again"] if back else []),
    ]


def _numbers(rows: Sequence[int]) -> str:
    shown = ", ".join(f"{row:,}" for row in rows[:5])
    return f"{shown} and {len(rows) - 5} more" if len(rows) > 5 else shown
