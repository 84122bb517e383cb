"""Columns of amounts: which are, how two of them are related; used by the rules for quantities, weights and money."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from statistics import fmean, pstdev

from matcher.customs.layout.rows.declarations import LEAST_RUNS, is_of_declaration, starts
from matcher.customs.layout.rows.row_columns import FOUND, RowColumns
from matcher.customs.layout.rows.row_relations import (
    LEAST_ROWS,
    Numbers,
    counts_up,
    pairs,
    ratios_by,
    several_lines,
    starts_of_declarations,
)

BY_ELIMINATION = 0.93  # of the only column that is left for a field
ONE_RATE = 0.03  # spread of a rate of exchange within a currency: it changes over the months of a file
MONEY = frozenset(("value", "value_usd", "customs_value"))


def free_amounts(columns: RowColumns, *names: str) -> list[int]:
    """Free columns of numbers that can be one of the fields: no codes, dates, numbers of lines."""
    found = {place for name in names for place in columns.free(name)}
    return [place for place in sorted(found) if is_amount(columns, place)]


def free_under_any_header(columns: RowColumns, name: str) -> list[int]:
    return [place for place in columns.free(name, any_header=True) if is_amount(columns, place)]


def is_amount(columns: RowColumns, place: int) -> bool:
    """True for a column of numbers that count or measure something."""
    seen, numbers = columns.profile(place), columns.numbers(place)
    stated = [n for n in numbers if n is not None]
    if (
        seen.amount < 0.8
        or (seen.hs >= 0.85 and seen.integer >= 0.9)
        or seen.date > 0.6
        or len(stated) < LEAST_ROWS
    ):
        return False
    if seen.tax >= 0.8 or (seen.unit_number >= 0.95 and seen.distinct < 0.3) or seen.currency_number >= 0.95:
        return False
    return not starts_of_declarations(numbers) and not counts_up(stated)


def settle(columns: RowColumns, name: str, place: int, confidence: float = FOUND) -> None:
    if not columns.sure(name):
        columns.decide(name, place, confidence)


def correlation(left: Numbers, right: Numbers) -> float:
    """Pearson's correlation of the logarithms of two columns over the rows where both are over 0."""
    rows = [(math.log(a), math.log(b)) for a, b in pairs(left, right)]
    if len(rows) < LEAST_ROWS:
        return 0.0
    xs, ys = zip(*rows, strict=True)
    mx, my, sx, sy = fmean(xs), fmean(ys), pstdev(xs), pstdev(ys)
    if not sx or not sy:
        return 0.0
    return float(fmean((x - mx) * (y - my) for x, y in rows) / (sx * sy))


def is_one_factor(columns: RowColumns, left: int, right: int) -> bool:
    """True where one column is the other times a fixed factor for each currency."""
    found = factors(columns, left, right)
    return bool(found) and all(spread <= ONE_RATE for _, spread in found.values())


def factors(columns: RowColumns, left: int, right: int) -> dict[object, tuple[float, float]]:
    """What the second column is times the first, and the spread of that, for each currency of the rows."""
    return ratios_by(currency_groups(columns), columns.numbers(left), columns.numbers(right))


def currency_groups(columns: RowColumns) -> Sequence[str]:
    """The currency of each row; one group where no column is surely of currencies."""
    return columns.currencies or [""] * len(columns.rows)


def untaken_amounts(columns: RowColumns) -> Iterator[int]:
    """Columns of amounts that no field is sure of, whatever their headers say."""
    taken = columns.taken()
    return (p for p in range(len(columns.columns.profiles)) if p not in taken and is_amount(columns, p))


def others_named(columns: RowColumns, name: str) -> list[int]:
    """Free columns of amounts whose headers name the field."""
    taken = columns.taken() | {columns.place(name)}
    return [
        place
        for place, reading in enumerate(columns.columns.believed)
        if name in reading.evidence and place not in taken and is_amount(columns, place)
    ]


def adds_up(columns: RowColumns, place: int) -> bool:
    """True where another column states the sum of these amounts over the lines of each declaration."""
    runs = several_lines(starts(columns), len(columns.rows))
    if len(runs) < LEAST_RUNS:
        return False
    amounts = columns.numbers(place)
    sums = [sum(amounts[at] or 0.0 for at in run) for run in runs]
    return any(
        other != place
        and is_of_declaration(columns, other)
        and all(
            abs(total - (columns.numbers(other)[run[0]] or 0.0)) <= 0.011 * len(run)
            for total, run in zip(sums, runs, strict=True)
        )
        for other in range(len(columns.columns.headers))
    )
