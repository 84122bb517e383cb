"""Which published figures may be added up: no total with its parts, no period twice, no correction beside what it corrects.

The rows of one trade (flow, reporter, partner, group of codes) are narrowed in this order: editions of the HS, divisions
(mode, procedure, second partner, region), levels of the code, periods. At each step a published total is taken before its parts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

TOLERANCE = 1e-6  # relative difference at which a figure counts as the sum of others, beyond rounding of the last digit
MODE = re.compile(r"\d{4}")


@dataclass(frozen=True)
class Figure:
    """A published figure; `order` is its file's position by date of import, `rows` the (file_id, row) behind it."""

    start: int
    end: int
    hs: str
    value: float | None
    currency: str | None
    quantities: tuple[tuple[str, float], ...]
    dims: tuple[tuple[str, str], ...]
    edition: str
    original: bool
    order: int
    rows: tuple[tuple[str, int], ...]


@dataclass
class Sum:
    """Some figures added up: values by currency, quantities by unit, and of how many figures each unit is."""

    values: dict[str, float] = field(default_factory=dict)
    quantities: dict[str, float] = field(default_factory=dict)
    counted: dict[str, int] = field(default_factory=dict)
    with_quantity: int = 0
    rows: list[tuple[str, int]] = field(default_factory=list)
    count: int = 0  # rows added up, which are not all named in `rows` where there are many

    def add(self, other: Sum) -> Sum:
        """This sum with `other` in it."""
        for currency, value in other.values.items():
            self.values[currency] = self.values.get(currency, 0.0) + value
        for unit, amount in other.quantities.items():
            self.quantities[unit] = self.quantities.get(unit, 0.0) + amount
        for unit, count in other.counted.items():
            self.counted[unit] = self.counted.get(unit, 0) + count
        self.with_quantity += other.with_quantity
        self.rows += other.rows
        self.count += other.count
        return self

    def quantity(self) -> tuple[float | None, str | None]:
        """The quantity and its unit: in the unit that every figure with a quantity has; of two, not the kilograms."""
        units = [u for u, count in self.counted.items() if count == self.with_quantity]
        unit = next((u for u in sorted(units) if u != "KGM"), units[0] if units else None)
        return (None, None) if unit is None else (self.quantities[unit], unit)


def sum_of(figure: Figure) -> Sum:
    """One figure as a sum."""
    return Sum(
        {figure.currency or "?": figure.value} if figure.value is not None else {},
        dict(figure.quantities), {unit: 1 for unit, _ in figure.quantities}, int(bool(figure.quantities)), list(figure.rows), 1,
    )  # fmt: skip


def same(a: float, b: float, parts: int = 1) -> bool:
    """True where a published total `a` and the sum `b` of its parts differ by no more than rounding."""
    return abs(a - b) <= max(TOLERANCE * max(abs(a), abs(b)), 0.01 * parts)


def by_period(figures: Iterable[Figure]) -> dict[tuple[int, int], Sum]:
    """(first month, last month) -> the sum of one group of codes in it. Figures of one flow, reporter and partner."""
    found: dict[tuple[int, int], list[Figure]] = defaultdict(list)
    for figure in figures:
        found[figure.start, figure.end].append(figure)
    return {period: _codes(_one_edition(part)) for period, part in found.items()}


def _one_edition(figures: list[Figure]) -> list[Figure]:
    """The figures of the original edition, else of the latest: the same goods are in each edition."""
    editions = {f.edition for f in figures if f.edition}
    if len(editions) < 2:
        return figures
    original = {f.edition for f in figures if f.original and f.edition} or editions
    return [f for f in figures if f.edition in ("", max(original))]


def _codes(figures: list[Figure]) -> Sum:
    """The sum over the shortest codes, each of which holds all that begin with it."""
    by_code: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        by_code[figure.hs].append(figure)
    top = _shortest(sorted(by_code), lambda code: code)
    out = Sum()
    for code in top:
        node = _divided(by_code[code])
        below = [c for c in by_code if c != code and c.startswith(code)]
        if below and not node.quantities:
            parts = Sum()
            for part in _shortest(sorted(below), lambda c: c):
                parts.add(_divided(by_code[part]))
            if parts.values.keys() == node.values.keys() and all(
                same(node.values[c], parts.values[c], len(below)) for c in node.values
            ):
                node.quantities, node.counted, node.with_quantity = (
                    parts.quantities,
                    parts.counted,
                    parts.with_quantity,
                )
        out.add(node)
    return out


def _shortest(names: Sequence[str], stem: Callable[[str], str]) -> list[str]:
    top: list[str] = []
    for name in sorted(names, key=lambda n: (stem(n), len(n))):
        if not any(stem(name).startswith(stem(known)) and name != known for known in top):
            top.append(name)
    return top


def _divided(figures: list[Figure]) -> Sum:
    """The sum over one code's divisions: the undivided figure where there is one, else the sum of its parts."""
    latest: dict[tuple[tuple[str, str], ...], Figure] = {}
    for figure in figures:
        known = latest.get(figure.dims)
        if known is None or _preference(figure) > _preference(known):
            latest[figure.dims] = figure
    return _parts(list(latest.values()), sorted({name for f in latest.values() for name, _ in f.dims}))


def _preference(figure: Figure) -> tuple[bool, bool, int]:
    return figure.value is not None, figure.currency == "USD", figure.order


def _parts(figures: list[Figure], names: list[str]) -> Sum:
    if len(figures) == 1 or not names:
        best = max(figures, key=_preference)
        return sum_of(best)
    name, rest = names[0], names[1:]
    groups: dict[str | None, list[Figure]] = defaultdict(list)
    for figure in figures:
        groups[dict(figure.dims).get(name)].append(figure)
    if None in groups:
        return _parts(groups[None], rest)
    sums = {part or "": _parts(members, rest) for part, members in groups.items()}
    if (whole := _unnamed_total(sums)) is not None:
        return sums[whole]
    out = Sum()
    stem = (
        (lambda part: part.rstrip("0") or part)
        if all(MODE.fullmatch(p) for p in sums)
        else (lambda part: part + "\0")
    )
    for part in _shortest(sorted(sums), stem):
        out.add(sums[part])
    return out


def _unnamed_total(sums: dict[str, Sum]) -> str | None:
    """The empty cell, where its figure is the sum of all parts that have a name."""
    if "" not in sums or len(sums) < 2:
        return None
    others = Sum()
    for name, value in sums.items():
        if name:
            others.add(value)
    mine = sums[""].values
    whole = mine.keys() == others.values.keys() and all(
        same(mine[c], others.values[c], len(sums)) for c in mine
    )
    return "" if mine and whole else None


def without_overlap(
    found: dict[tuple[int, int], Sum], fits: Callable[[int, int], bool]
) -> dict[tuple[int, int], Sum]:
    """The periods that do not overlap, the longest first among those that fit the period asked for.

    A year is set aside for its twelve months where they add up to it: months can be compared with parts of other years.
    """
    if len(found) < 2:
        return found
    longest_first = sorted(found, key=lambda p: (not fits(*p), (p[0] - p[1]) if fits(*p) else (p[1] - p[0])))
    chosen: list[tuple[int, int]] = []
    for period in longest_first:
        if any(period[0] <= other[1] and other[0] <= period[1] for other in chosen):
            continue
        if period[1] > period[0] and _is_sum_of_months(period, found):
            continue
        chosen.append(period)
    return {period: found[period] for period in sorted(chosen)}


def _is_sum_of_months(period: tuple[int, int], found: dict[tuple[int, int], Sum]) -> bool:
    months = [(m, m) for m in range(period[0], period[1] + 1)]
    if not all(month in found for month in months):
        return False
    parts = Sum()
    for month in months:
        parts.add(found[month])
    mine = found[period].values
    return mine.keys() == parts.values.keys() and all(
        same(mine[c], parts.values[c], len(months)) for c in mine
    )
