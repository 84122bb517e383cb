"""Columns of a listing in memory, each value once with a number for each row: what makes filters and counts quick."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matcher.arrays import Bools, Ints

Codes = NDArray[np.int32]


class _Numbers(dict[str, int]):
    """value -> its number, in the order of first use."""

    def __missing__(self, value: str) -> int:
        self[value] = number = len(self)
        return number


class ColumnBuilder:
    """Takes a column's values part by part."""

    def __init__(self) -> None:
        self._numbers = _Numbers()
        self._parts: list[Codes] = []

    def add(self, values: Sequence[str | None]) -> None:
        """Add the next rows' values; None is an empty text."""
        texts = (value or "" for value in values)
        self._parts.append(np.fromiter(map(self._numbers.__getitem__, texts), np.int32, len(values)))

    def column(self) -> Column:
        """The column of all that was added."""
        codes = np.concatenate(self._parts) if self._parts else np.zeros(0, np.int32)
        return Column(tuple(self._numbers), codes)


@dataclass(frozen=True, eq=False)
class Column:
    """A text for each row: `words[codes[row]]`."""

    words: tuple[str, ...]
    codes: Codes

    @classmethod
    def of(cls, values: Sequence[str | None]) -> Column:
        """The column of these values."""
        builder = ColumnBuilder()
        builder.add(values)
        return builder.column()

    def where(self, test: Callable[[str], bool]) -> Bools:
        """The rows whose text passes the test, which is asked once for each text."""
        passed = np.fromiter(map(test, self.words), np.bool_, len(self.words))
        found: Bools = passed[self.codes]
        return found

    def equal(self, word: str) -> Bools:
        """The rows with this text."""
        code = self._numbers.get(word)
        found: Bools = self.codes == code if code is not None else np.zeros(len(self.codes), np.bool_)
        return found

    def among(self, words: Iterable[str]) -> Bools:
        """The rows whose text is one of these."""
        passed = np.zeros(len(self.words), np.bool_)
        passed[[code for word in words if (code := self._numbers.get(word)) is not None]] = True
        found: Bools = passed[self.codes]
        return found

    def derived(self, function: Callable[[str], str]) -> Column:
        """The column of `function` of each text."""
        inner = Column.of([function(word) for word in self.words])
        return Column(inner.words, inner.codes[self.codes])

    def counts(self, rows: Ints | None) -> NDArray[np.intp]:
        """How many of `rows` (None: all) have each of the words."""
        if rows is None:
            return self._all_counts
        return np.bincount(self.codes[rows], minlength=len(self.words))

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {word: code for code, word in enumerate(self.words)}

    @cached_property
    def _all_counts(self) -> NDArray[np.intp]:
        return np.bincount(self.codes, minlength=len(self.words))
