"""Relations between columns, row by row: lines of one declaration, amounts that belong together, names with one number.

Pure functions over the cells of sample rows; a column is the tuple of its cells, stripped, one for each row.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from statistics import median

Cells = Sequence[str]
Numbers = Sequence[float | None]

LEAST_ROWS = 12  # rows from which a relation of columns is no chance
NEARLY_ALL = 0.97  # share of rows in which a relation holds: cells may be wrong
MOST_LINES = 999  # of a declaration
LEAST_STARTS = 3  # declarations from which their numbers of lines are told from other small numbers
RUNNING = 0.1  # least share of lines that are not the first of their declaration
LEAST_SPREAD = 0.002  # of gross over net in a fifth of the rows: a fixed factor is a rate of exchange, of duty, of freight
# Of a value: how far off the product of its quantity and a small price with two decimals may be
MOST_ROUNDED = 0.01
LEAST_REPEATED = 4  # values that stand in several rows, from which it is seen what goes with them


def starts_of_declarations(numbers: Numbers) -> list[int]:
    """The rows at which numbers of lines (1, 2, 3, 1, 1, 2) begin again; empty where they are no such numbers."""
    if len(numbers) < LEAST_ROWS or any(n is None or n < 1 or n != int(n) or n > MOST_LINES for n in numbers):
        return []
    steps = [(a, b) for a, b in itertools.pairwise(numbers) if a is not None and b is not None]
    good = sum(b in (1, a + 1) for a, b in steps)
    running = sum(b == a + 1 for a, b in steps)
    starts = [at for at, n in enumerate(numbers) if at == 0 or n == 1]
    if good < NEARLY_ALL * len(steps) or running < RUNNING * len(steps) or len(starts) < LEAST_STARTS:
        return []
    return starts


def counts_up(numbers: Numbers) -> bool:
    """True for 1, 2, 3, 4: numbers of rows."""
    return all(a is not None and b is not None and b - a == 1 for a, b in itertools.pairwise(numbers))


def counts_groups(numbers: Numbers) -> bool:
    """True for 1, 2, 2, 2, 3, 4, 4: numbers of groups of rows, which never begin again."""
    steps = {b - a for a, b in itertools.pairwise(numbers) if a is not None and b is not None}
    return None not in numbers and steps == {0, 1}


def constant_within(cells: Cells, starts: Sequence[int]) -> float:
    """Share of the runs of several rows, each beginning at one of `starts`, in which a column has one value."""
    runs = several_lines(starts, len(cells))
    return sum(len(set(cells[run.start : run.stop])) == 1 for run in runs) / len(runs) if runs else 0.0


def stated_once(cells: Cells, starts: Sequence[int]) -> list[str]:
    """The cells, with those that are blank filled from the first of their run, which may stand for all of its lines."""
    first = set(starts)
    out: list[str] = []
    said = ""
    for at, cell in enumerate(cells):
        said = cell if at in first else said
        out.append(cell or said)
    return out


def several_lines(starts: Sequence[int], rows: int) -> list[range]:
    """The rows of each run of several, of the runs that begin at `starts`."""
    runs = (range(a, b) for a, b in itertools.pairwise([*starts, rows]))
    return [run for run in runs if len(run) > 1]


def changes_at(cells: Cells, starts: Sequence[int]) -> float:
    """Share of `starts` (but the first row) at which a column changes its value."""
    later = [at for at in starts if at > 0]
    return sum(cells[at] != cells[at - 1] for at in later) / len(later) if later else 0.0


def runs_of(cells: Cells) -> list[int]:
    """The rows at which a column changes its value."""
    return [at for at, cell in enumerate(cells) if at == 0 or cell != cells[at - 1]]


def goes_with(left: Cells, right: Cells) -> float:
    """Share of the repeated values of `left` that stand beside one value of `right` only, wherever both are stated.

    0 where fewer than LEAST_REPEATED rows repeat a value.
    """
    beside: dict[str, Counter[str]] = defaultdict(Counter)
    for a, b in zip(left, right, strict=True):
        if a and b:
            beside[a][b] += 1
    repeated = [seen for seen in beside.values() if seen.total() > 1]
    rows = sum(seen.total() for seen in repeated)
    if rows < LEAST_REPEATED or rows - len(repeated) < LEAST_REPEATED:
        return 0.0
    return sum(seen.most_common(1)[0][1] for seen in repeated) / rows


def pairs(left: Numbers, right: Numbers) -> list[tuple[float, float]]:
    """The rows in which both columns have a number over 0."""
    return [(a, b) for a, b in zip(left, right, strict=True) if a and b and a > 0 and b > 0]


def is_product(quantities: Numbers, prices: Numbers, values: Numbers) -> bool:
    """True where quantity times price is the value in nearly all rows, and neither factor is always 1."""
    rows = [
        (q, p, v)
        for q, p, v in zip(quantities, prices, values, strict=True)
        if q and p and v and q > 0 and p > 0 and v > 0 and q != 1 and p != 1
    ]
    if len(rows) < LEAST_ROWS:
        return False
    # a price is written with two decimals: the product is off by half a hundredth for each piece
    fits = sum(
        abs(q * p - v) <= max(0.0051 * min(q, p * 100) + 0.002 * v, min(0.0051 * q, MOST_ROUNDED * v))
        for q, p, v in rows
    )
    return fits >= 0.9 * len(rows)


def is_gross_over_net(gross: Numbers, net: Numbers) -> bool:
    """True where `gross` is a little more than `net` in nearly all rows, by a share that differs from row to row."""
    rows = pairs(gross, net)
    if len(rows) < LEAST_ROWS:
        return False
    over = [g / n for g, n in rows]
    plausible = sum(1.0 <= share <= 3.0 for share in over)
    more = sum(share > 1.0 for share in over)
    middle = median(over)
    spread = sorted(abs(share - middle) for share in over)[int(0.8 * len(over))]
    return (
        plausible >= NEARLY_ALL * len(rows)
        and more >= 0.5 * len(rows)
        and middle <= 1.6
        and spread >= LEAST_SPREAD
    )


def ratios_by(
    groups: Sequence[Hashable], left: Numbers, right: Numbers
) -> dict[Hashable, tuple[float, float]]:
    """For each group of at least three rows: the median of right/left, and how far four fifths of the rows are off it at most,
    relative."""
    by_group: dict[Hashable, list[float]] = defaultdict(list)
    for group, a, b in zip(groups, left, right, strict=True):
        if a and b and a > 0 and b > 0:
            by_group[group].append(b / a)
    out = {}
    for group, found in by_group.items():
        if len(found) >= 3:
            middle = median(found)
            out[group] = (middle, sorted(abs(r / middle - 1) for r in found)[int(0.8 * len(found))])
    return out


def holds_dates(cells: Cells, dates: Sequence[str | None]) -> float:
    """Share of cells that have the row's date in them: 10702070/090323/0266908 and 2023-03-09."""
    seen = held = 0
    for cell, date in zip(cells, dates, strict=True):
        if not cell or not date or len(date) != 10:
            continue
        seen += 1
        year, month, day = date.split("-")
        digits = re.sub(r"\D", "", cell)
        held += any(
            form in digits for form in (day + month + year[2:], year[2:] + month + day, day + month + year)
        )
    return held / seen if seen >= LEAST_ROWS else 0.0
