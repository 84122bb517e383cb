"""The cells of one column as others are compared with it: shapes, values, words, amounts."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from matcher.customs.layout.row_shapes import shape_of
from matcher.customs.layout.rows.row_relations import starts_of_declarations
from matcher.customs.values.cells import decimal_sign, is_nothing, number
from matcher.customs.values.hs_codes import looks_like_hs

LEAST_SEEN = 5  # stated cells from which a column says anything
SUBHEADING = 6  # digits of the HS
LEAST_LINES = 3  # of the longest declaration, from which numbers are those of its lines
WORDS_OF_TEXTS = 3.0  # words a cell, from which texts are compared by words

_WORD = re.compile(r"[^\W\d_]{3,}")


class ColumnCells:
    """The cells of a column, row by row, "" where nothing is stated, and what they look like."""

    def __init__(self, cells: Iterable[str], together: int) -> None:
        self._together = together
        self.cells = tuple("" if is_nothing(cell) else cell.strip() for cell in cells)
        self.stated = [cell for cell in self.cells if cell]
        self.seen = len(self.stated)
        self.values = Counter(cell.casefold() for cell in self.stated)
        shapes = Counter(map(shape_of, self.stated))
        self.shapes = {shape: times / self.seen for shape, times in shapes.items()}

    @property
    def known(self) -> bool:
        return self.seen >= LEAST_SEEN

    def share(self, *kinds: str) -> float:
        """The share of cells with these kinds of shapes."""
        return sum(share for shape, share in self.shapes.items() if shape.startswith(kinds))

    @cached_property
    def repeated(self) -> bool:
        """Whether most values stand in several rows."""
        return len(self.values) <= 0.5 * self.seen

    @cached_property
    def numbers(self) -> tuple[float | None, ...]:
        sign = decimal_sign(self.stated)
        return tuple(number(cell, sign) if cell else None for cell in self.cells)

    @cached_property
    def sizes(self) -> list[float]:
        """The logarithms of the amounts, sorted."""
        return sorted(math.log10(abs(one) + 0.001) for one in self.numbers if one is not None)

    @cached_property
    def lengths(self) -> list[float]:
        return sorted(map(len, self.stated))

    @cached_property
    def words(self) -> Counter[str]:
        """The words of texts; none for columns of names, whose "Ltd" says nothing."""
        found = [_WORD.findall(cell.casefold()) for cell in self.stated]
        if sum(map(len, found)) < WORDS_OF_TEXTS * self.seen or len(self.values) < 0.3 * self.seen:
            return Counter()
        return Counter(word for words in found for word in words)

    @cached_property
    def hs(self) -> float:
        """The share of its different values that are HS codes."""
        return sum(map(looks_like_hs, self.values)) / len(self.values)

    @cached_property
    def headings(self) -> Counter[str]:
        """Its values by the first six digits, which goods have in common whatever the country's own digits."""
        found = Counter[str]()
        for value, times in self.values.items():
            found["".join(filter(str.isdigit, value))[:SUBHEADING] or value] += times
        return found

    @cached_property
    def counts_lines(self) -> bool:
        """True for 1, 2, 3, 1, 1, 2: the numbers of lines within declarations."""
        numbers = self.numbers[-self._together :]
        return bool(starts_of_declarations(numbers)) and max(filter(None, numbers)) >= LEAST_LINES

    @cached_property
    def counts_nothing(self) -> bool:
        """True where its numbers go up by one, or begin with one again, in fewer than half of the rows."""
        steps = [(a, b) for a, b in zip(self.numbers, self.numbers[1:], strict=False) if a and b]
        return sum(b in (1, a + 1) for a, b in steps) < 0.5 * len(steps)


def in_common(then: Counter[str], now: Counter[str]) -> tuple[float, float, int]:
    """The share of what is now that was before, that of what was before that is now, and how many different ones are both."""
    common = then.keys() & now.keys()
    if not common:
        return 0.0, 0.0, 0
    return (
        sum(now[one] for one in common) / now.total(),
        sum(then[one] for one in common) / then.total(),
        len(common),
    )


def difference(left: Mapping[str, float], right: Mapping[str, float]) -> float:
    """Half the sum of the differences of shares: 0 for the same, 1 for nothing in common."""
    return sum(abs(left.get(key, 0.0) - right.get(key, 0.0)) for key in {*left, *right}) / 2


def distance(left: Sequence[float], right: Sequence[float]) -> float:
    """The largest distance of two sorted samples' distributions (Kolmogorov and Smirnov); 1 where one is empty."""
    if not left or not right:
        return 1.0
    return max(
        abs(bisect_right(left, at) / len(left) - bisect_right(right, at) / len(right))
        for at in {*left, *right}
    )
