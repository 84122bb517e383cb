"""What cells look like, whatever their column is called: digits, letters, signs, dates; and whether a row looks like others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from matcher.customs.values.cells import day, is_nothing, number

LEAST_DIGITS = 6  # of a cell without other signs, from which it may be a code
LONGEST_CODED, MOST_LETTERS = 24, 6  # characters and letters of a code with digits: QB-0001, 12/20-K, 40 kg
LONGEST_PATTERN = 40
LEAST_SHARE = 0.06  # of a column's cells, from which a kind of cells belongs to it
NARROW = 5  # columns of a table in which fewer cells tell rows apart
MISFITS, MISFITS_NARROW = (
    3,
    2,
)  # cells of another kind than their column's, from which a row stands in another order

_DIGITS = re.compile(r"\d")
_DIGIT_RUNS = re.compile(r"\d+")
_LETTERS = re.compile(r"[^\W\d_]+")
_DECIMALS = re.compile(r"[.,](\d+)\D*$")


@lru_cache(maxsize=1 << 14)
def shape_of(cell: str) -> str:
    """The shape of a stated cell: its kind (digits, number, date, coded, text, signs) and what tells it from others of that kind."""
    text = cell.strip()
    if text.isdecimal():
        return f"digits {len(text)}" if len(text) >= LEAST_DIGITS else "number 0"
    if number(text) is not None:
        found = _DECIMALS.search(text)
        return f"number {min(len(found[1]), 3) if found else 0}"
    if day(text) is not None or day(text, month_first=True) is not None:
        return f"date {_LETTERS.sub('a', _DIGITS.sub('9', text))[:LONGEST_PATTERN]}"
    letters = [sign for sign in text if sign.isalpha()]
    if not letters:
        return f"signs {_DIGITS.sub('9', text)[:LONGEST_PATTERN]}"
    if len(letters) <= MOST_LETTERS and len(text) <= LONGEST_CODED and _DIGITS.search(text):
        return f"coded {_LETTERS.sub('a', _DIGIT_RUNS.sub('9', text))}"
    return "text other" if any(sign >= "\u0370" for sign in letters) else "text latin"


def kind_of(shape: str) -> str:
    """The kind of a shape, coarse enough that nearly all cells of a column are of one."""
    return shape.partition(" ")[0]


@dataclass(frozen=True)
class RowShapes:
    """The kinds of cells that each column of some rows holds; none for a column of which nothing is stated."""

    kinds: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, rows: Iterable[Sequence[str]], width: int) -> RowShapes:
        """The kinds of the first `width` columns of `rows`."""
        counts = [Counter[str]() for _ in range(width)]
        for row in rows:
            for seen, cell in zip(counts, row, strict=False):
                if not is_nothing(cell):
                    seen[kind_of(shape_of(cell))] += 1
        return cls(
            tuple(
                frozenset(kind for kind, times in seen.items() if times >= LEAST_SHARE * seen.total())
                for seen in counts
            )
        )

    def with_those_of(self, other: RowShapes) -> RowShapes:
        """The kinds of both."""
        return RowShapes(tuple(mine | more for mine, more in zip(self.kinds, other.kinds, strict=True)))

    def misfits(self, cells: Sequence[str]) -> int:
        """How many cells of a row are of a kind that their column does not hold."""
        return sum(
            bool(kinds) and not is_nothing(cell) and kind_of(shape_of(cell)) not in kinds
            for kinds, cell in zip(self.kinds, cells, strict=False)
        )

    def fit(self, cells: Sequence[str]) -> bool:
        """Whether a row may stand in this order of columns."""
        return self.misfits(cells) < self.least

    @property
    def least(self) -> int:
        """Cells of a row from which it, or columns of its table from which they, are in another order."""
        return MISFITS_NARROW if len(self.kinds) <= NARROW else MISFITS
