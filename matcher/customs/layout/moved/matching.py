"""Which column of rows in another order is which of the rows before, by values alone, and only where that is clear.

A column is taken for one of before where no other may be it, by the shapes of cells and the lengths of texts; where its values
are those of the column of before and of no other that looks alike; or where a relation of columns tells it. Values of amounts
and dates that agree are chance, so two such columns that look alike are a tie. What is a tie stays unmatched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from matcher.best_pairs import best_pairs
from matcher.customs.layout.moved.column_cells import ColumnCells, difference, distance, in_common
from matcher.customs.layout.rows.row_relations import holds_dates, is_gross_over_net
from matcher.customs.layout.vocabulary import NUMBERS
from matcher.customs.values.cells import day, is_nothing

# Set by hand, so that no field of tests/matcher/customs/ingest/test_column_orders.py is wrong.
OTHER_SHAPES = 0.8  # difference of shapes from which two columns cannot be the same
SAME_SHAPES = 0.5  # largest difference of shapes of two that are
OTHER_LENGTHS = 0.95  # distance of the lengths of texts from which two columns cannot be the same
DIFFERENT_CODES, OTHER_CODES = 8, 0.6  # distinct codes, and difference of the shares that are HS codes
OWN = 0.5  # share of the values, or of the words of texts, that a column has of the one of before
OTHER_VALUES = 0.33  # the most that another has of them, as a part of its own
SHARED = 3  # values in common that are no chance
LEAST_OF_NAMES = 0.1  # share of names, and of codes that are repeated, that were there before
NEAR_SIZES = 0.35  # distance of amounts up to which two columns are taken for the same
FAR_SIZES = 0.25  # by how much the distance of others is larger
HELD, NOT_HELD = 0.95, 0.5  # shares of declaration numbers that hold the date
KIN = 0.8  # share of the columns, below which the rows are of another file altogether
SAME_DIRECTION = 0.9  # share of the rows whose direction was stated before
LEAST_PAIRED = 0.8  # share of the columns with values that must have a counterpart
# Fields that change places where imports are followed by exports: what was in one column is then in another.
IMPORTERS = ("importer", "importer_code", "importer_address")
EXPORTERS = ("exporter", "exporter_code", "exporter_address")
TURNING = (*IMPORTERS, *EXPORTERS, "origin", "departure", "destination")


class Matched(NamedTuple):
    """`pairs`: places before -> places now of the columns that are surely the same, none where the rows are of another
    table; `moved`: how many columns surely stand elsewhere, whether or not it is clear where."""

    pairs: dict[int, int]
    moved: int


def match_columns(
    before: Sequence[Sequence[str]],
    now: Sequence[Sequence[str]],
    mapping: Mapping[str, Sequence[int]],
    width: int,
    together: int,
) -> Matched:
    """The columns that are surely the same.

    `before` and `now` are rows of `width` columns in the order of the file, of which the last `together` follow each
    other; `mapping` says what is read before.
    """
    match = _Match(_columns(before, width, together), _columns(now, width, together), mapping)
    pairs = match.pairs()
    moved = max(sum(old != new for old, new in pairs.items()), match.others_in_place())
    return Matched(pairs, moved)


def filled(rows: Sequence[Sequence[str]], width: int) -> set[int]:
    """The places of the columns that state anything."""
    return {place for place in range(width) if any(not is_nothing(row[place]) for row in rows)}


def _columns(rows: Sequence[Sequence[str]], width: int, together: int) -> list[ColumnCells]:
    return [ColumnCells((row[place] for row in rows), together) for place in range(width)]


class _Match:
    def __init__(
        self, before: list[ColumnCells], now: list[ColumnCells], mapping: Mapping[str, Sequence[int]]
    ) -> None:
        self.before, self.now, self.mapping = before, now, mapping
        self.fields = {place: name for name, places in mapping.items() for place in places}
        self.may_be = {
            i: [j for j, new in enumerate(now) if new.known and _may_be(old, new)]
            for i, old in enumerate(before)
            if old.known
        }
        self.rivals = {
            j: [i for i, places in self.may_be.items() if j in places] for j, c in enumerate(now) if c.known
        }
        self.by_heading: set[int] = set()  # codes of goods that are compared by their first digits
        self.same_count = len(self.may_be) == len(self.rivals)

    def pairs(self) -> dict[int, int]:
        best = self._best
        if len(best) < LEAST_PAIRED * max(len(self.may_be), len(self.rivals)):
            return {}
        found = {i: j for i in self.may_be if (j := self._only(i)) is not None and self._sound(i, j)}
        hs = self._place("hs")
        if hs in self.may_be and not any(self._own(hs, j) >= 1.0 for j in self.may_be[hs]):
            self.by_heading.add(hs)
        for i in self.may_be:
            if i not in found and (j := self._by_values(i)) is not None:
                found[i] = j
        found |= self._date(found) | self._weights(found)
        taken = Counter(found.values())
        found = {i: j for i, j in found.items() if taken[j] == 1 and best.get(i) in (j, None)}
        return self._without_turned(found)

    @cached_property
    def _best(self) -> dict[int, int]:
        """The one assignment of all columns that is the most alike, without those that cannot be the same."""
        weights = [
            [
                1.0 + self._alike(i, j) + self._own(i, j) if j in self.may_be.get(i, ()) else 0.0
                for j in range(len(self.now))
            ]
            for i in range(len(self.before))
        ]
        return {i: j for i, j in best_pairs(weights) if weights[i][j] > 0}

    def others_in_place(self) -> int:
        """How many columns have another in their place, where each has a counterpart somewhere; else 0."""
        if len(self._best) < max(len(self.may_be), len(self.rivals)):
            return 0
        return sum(self.now[i].known and i not in places for i, places in self.may_be.items())

    def _alike(self, i: int, j: int) -> float:
        return 1.0 - difference(self.before[i].shapes, self.now[j].shapes)

    def _only(self, i: int) -> int | None:
        """The one column that may be `i`, where it may be no other either."""
        places = self.may_be[i]
        if self.same_count and len(places) == 1 and len(self.rivals[places[0]]) == 1:
            return places[0]
        return None

    def _sound(self, i: int, j: int) -> bool:
        """Whether a column that alone may be another is like it."""
        old, new = self.before[i], self.now[j]
        if self._alike(i, j) < 1.0 - SAME_SHAPES:
            return False
        if self._is_amount(i):
            return (self._is_kin or self.fields.get(i) == "line_no") and distance(
                old.sizes, new.sizes
            ) <= NEAR_SIZES
        if self.fields.get(i) in TURNING:
            return self._own(i, j) >= 1.0
        is_name = old.share("text") >= 0.5 and not old.words
        is_code = old.repeated and old.share("coded", "digits") >= 0.5 and self.fields.get(i) != "hs"
        if is_name or is_code:
            return self._shares(i, j)[0] >= LEAST_OF_NAMES
        return True

    @cached_property
    def _is_kin(self) -> bool:
        """Whether most columns whose values can be compared have the values of some column of before."""
        own = [
            max((self._own(i, j) for j in self.may_be[i]), default=0.0)
            for i in self.may_be
            if self._has_values(i)
        ]
        return sum(one >= 1.0 for one in own) >= KIN * len(own)

    def _is_amount(self, i: int) -> bool:
        name = self.fields.get(i)
        return (
            name in NUMBERS or name == "line_no" or (name is None and self.before[i].share("number") >= 0.5)
        )

    def _has_values(self, i: int) -> bool:
        """Whether values in common are no chance."""
        if self.fields.get(i) in ("date", "declaration", "record_id") or self._is_amount(i):
            return False
        return self.before[i].share("date") < 0.5

    def _shares(self, i: int, j: int) -> tuple[float, float, int]:
        """Of the cells now the share with values of before, the same of the cells before, and the values in common."""
        old, new = self.before[i], self.now[j]
        by_heading = i in self.by_heading
        then, now = (old.headings, new.headings) if by_heading else (old.values, new.values)
        return in_common(then, now)

    def _own(self, i: int, j: int) -> float:
        """How far the values now are those of before: 1 where as many as a column needs, 0 where values say nothing."""
        if not self._has_values(i):
            return 0.0
        return min(1.0, max(self._shares(i, j)[0], self._words(i, j)[0]) / OWN)

    def _words(self, i: int, j: int) -> tuple[float, float, int]:
        """As `_shares`, of the words of texts."""
        return in_common(self.before[i].words, self.now[j].words)

    def _other(self, i: int, j: int) -> float:
        """How far two columns have the same values, on the scale of `_own`, whichever has more of them."""
        return max(*self._shares(i, j)[:2], *self._words(i, j)[:2]) / OWN

    def _by_values(self, i: int) -> int | None:
        """The column that has the values of `i`, where no other that looks alike has them, nor it those of another."""
        if not self._has_values(i):
            return None
        j = max(self.may_be[i], key=lambda place: self._own(i, place), default=None)
        if j is None or self._own(i, j) < 1.0 or self._alike(i, j) < 1.0 - SAME_SHAPES:
            return None
        others = [self._other(i, place) for place in self.may_be[i] if place != j]
        others += [self._other(place, j) for place in self.rivals[j] if place != i]
        if max(others, default=0.0) > OTHER_VALUES:
            return None
        common = max(self._shares(i, j)[2], self._words(i, j)[2])
        return j if common >= SHARED or self._all_found(i) else None

    def _all_found(self, i: int) -> bool:
        """Whether each column that looks like `i`, or like one that does, has the values of some column of before."""
        olds, news = {i}, set[int]()
        while more := {j for old in olds for j in self.may_be[old]} - news:
            news |= more
            olds |= {old for new in more for old in self.rivals[new]}
        return (
            all(max(self._own(old, new) for new in self.may_be[old]) >= 1.0 for old in olds)
            and all(max(self._own(old, new) for old in self.rivals[new]) >= 1.0 for new in news)
            and len(olds) == len(news)
        )

    def _date(self, found: Mapping[int, int]) -> dict[int, int]:
        """Of several columns of dates the one that the numbers of declarations hold, before and now."""
        i, number_at = self._place("date"), self._place("declaration")
        if i is None or number_at is None or i in found or number_at not in found or i not in self.may_be:
            return {}
        numbers = self.before[number_at].cells
        if _held(numbers, self.before[i]) < HELD:
            return {}
        for j in self.may_be[i]:
            others = [_held(numbers, self.before[old]) for old in self.rivals[j] if old != i]
            if max(others, default=0.0) > NOT_HELD:
                return {}
        numbers = self.now[found[number_at]].cells
        held = {j: _held(numbers, self.now[j]) for j in self.may_be[i]}
        best = [j for j, share in held.items() if share >= HELD]
        return {i: best[0]} if len(best) == 1 and sum(s > NOT_HELD for s in held.values()) == 1 else {}

    def _weights(self, found: Mapping[int, int]) -> dict[int, int]:
        """Gross and net, where one is over the other in the rows of before and now, and no other two columns are so."""
        gross, net = self._place("gross_kg"), self._place("net_kg")
        if gross is None or net is None or gross in found or net in found or not self._is_kin:
            return {}
        if _over(self.before) != [(gross, net)] or len(pair := _over(self.now)) != 1:
            return {}
        new = {gross: pair[0][0], net: pair[0][1]}
        if any(j not in self.may_be.get(i, ()) or j in found.values() for i, j in new.items()):
            return {}
        for i, j in new.items():
            own = distance(self.before[i].sizes, self.now[j].sizes)
            others = [
                *(
                    distance(self.before[i].sizes, self.now[k].sizes)
                    for k in self.may_be[i]
                    if k not in pair[0]
                ),
                *(distance(self.before[k].sizes, self.now[j].sizes) for k in self.rivals[j] if k not in new),
            ]
            if own > NEAR_SIZES or min(others, default=1.0) < own + FAR_SIZES:
                return {}
        return new

    def _without_turned(self, found: Mapping[int, int]) -> dict[int, int]:
        """Without firms and countries, unless both the importers and the exporters are those of before.

        Of imports and exports of one firm, one after the other, its name is in another column.
        """
        at = self._place("direction")
        same_direction = (
            at is None
            or not self.before[at].known
            or (at in found and self._shares(at, found[at])[0] >= SAME_DIRECTION)
        )
        seen = [
            any(self.fields.get(i) in names and self._own(i, j) >= 1.0 for i, j in found.items())
            for names in (IMPORTERS, EXPORTERS)
        ]
        stated = [any(name in self.mapping for name in names) for names in (IMPORTERS, EXPORTERS)]
        if same_direction and any(stated) and seen == stated:
            return dict(found)
        return {i: j for i, j in found.items() if self.fields.get(i) not in TURNING}

    def _place(self, name: str) -> int | None:
        places = self.mapping.get(name, ())
        return places[0] if len(places) == 1 else None


def _may_be(old: ColumnCells, new: ColumnCells) -> bool:
    """Whether two columns may be the same, for all that their cells look like; where in doubt they may."""
    if difference(old.shapes, new.shapes) >= OTHER_SHAPES:
        return False
    if (
        min(old.share("text"), new.share("text")) > 0.5
        and distance(old.lengths, new.lengths) >= OTHER_LENGTHS
    ):
        return False
    if min(len(old.values), len(new.values)) >= DIFFERENT_CODES and abs(old.hs - new.hs) >= OTHER_CODES:
        return False
    return not ((old.counts_lines and new.counts_nothing) or (new.counts_lines and old.counts_nothing))


def _held(numbers: Sequence[str], column: ColumnCells) -> float:
    return holds_dates(numbers, [day(cell) for cell in column.cells])


def _over(columns: Sequence[ColumnCells]) -> list[tuple[int, int]]:
    """The places of two columns of amounts of which one is a little over the other."""
    amounts = [
        place for place, column in enumerate(columns) if column.known and column.share("number") >= 0.5
    ]
    return [
        (a, b)
        for a in amounts
        for b in amounts
        if a != b and is_gross_over_net(columns[a].numbers, columns[b].numbers)
    ]
