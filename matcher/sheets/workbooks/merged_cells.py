"""Cells of a sheet that are merged downwards: what one says of several rows is said of each of them.

An amount is not: a weight or a sum merged over the lines of a declaration is that of all of them together.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Generic, TypeVar

LEAST_DIGITS = 6  # of digits alone in a text, from which they are a code and no amount
LEAST_NUMBER = 10**9  # a whole number that is a tax number: amounts have rarely ten digits

# 1 201,50; 120 kg; EUR 1,200: also what may be a number behind a letter, R 1817
_AMOUNT = re.compile(
    r"(?:[^\W\d_]{1,4}[.\s]{1,2})?\d[\d\s.,'’]*(?:[^\W\d_]{1,6}(?:[.\s]{1,2}[^\W\d_]{1,6}){0,2})?"
)
_DAY = re.compile(r"\d{1,4}([./-])\d{1,2}\1\d{1,4}")

Cell = TypeVar("Cell")
Range = tuple[tuple[int, int], tuple[int, int]]  # first and last (row, column), from 0


def filled_down(
    rows: Iterable[Sequence[object]], merged: Sequence[Range], first_column: int = 0
) -> Iterator[list[object]]:
    """The rows of a sheet from its first on, each from `first_column` on, with what cells merged downwards say of it.

    Merges in rows that others of several columns reach too are of headers, and rows without a cell of their own stay empty.
    """
    across = {
        row
        for (first, left), (last, right) in merged
        if right > left
        for row in range(first, min(last, first + 9) + 1)
    }
    begin: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (first, left), (last, right) in merged:
        alone = left == right and first not in across and last not in across
        if alone and last > first and left >= first_column:  # columns before it are empty
            begin[first].append((left - first_column, last))
    down: Downwards[object] = Downwards()
    for number, row in enumerate(rows):
        cells = list(row)
        down.fill(cells, ((column, last - number) for column, last in begin.get(number, ())))
        yield cells


class Downwards(Generic[Cell]):
    """What cells that are merged downwards say of the rows below them; rows are given one after the other."""

    def __init__(self) -> None:
        self._said: dict[int, tuple[Cell, int]] = {}  # column -> the cell, and how many rows it reaches yet

    @property
    def width(self) -> int:
        """The columns up to the last of which something is said."""
        return max(self._said, default=-1) + 1

    def skip(self, rows: int) -> None:
        """Pass over so many rows."""
        self._said = {
            column: (cell, left - rows) for column, (cell, left) in self._said.items() if left > rows
        }

    def fill(self, cells: list[Cell], merged: Iterable[tuple[int, int]]) -> None:
        """Say of a row what cells above do, unless it has no cell of its own. `merged`: columns of its cells that are merged
        downwards, and how many rows these reach below."""
        if self._said:
            own = any(map(_is_stated, cells))
            for column, (cell, _) in self._said.items():
                if own and column < len(cells) and not _is_stated(cells[column]):
                    cells[column] = cell
            self.skip(1)
        for column, below in merged:
            if column < len(cells) and is_of_each_row(cells[column]):
                self._said[column] = cells[column], below


def _is_stated(cell: object) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def is_of_each_row(cell: object) -> bool:
    """Whether a merged cell is a text, a day or a code, and no amount."""
    if isinstance(cell, date):
        return True
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell).is_integer() and abs(cell) >= LEAST_NUMBER
    if not isinstance(cell, str) or not cell.strip():
        return False
    text = cell.strip()
    if _DAY.fullmatch(text):
        return True
    if text.isdecimal():
        return len(text) >= LEAST_DIGITS
    signed = [place for place, sign in enumerate(text) if sign.isalnum()]
    return not signed or _AMOUNT.fullmatch(text, signed[0], signed[-1] + 1) is None
