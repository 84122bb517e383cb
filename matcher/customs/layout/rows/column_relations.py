"""How the values of each two columns of a table are related: one determines the other, is its multiple, its total, a factor.

What a header leaves open, values of two columns together often tell: the address that goes with the importer is the importer's,
what quantity and unit price multiply to is the value of the line, the text that goes with the HS code is its official one.
The table model (learnt/table_model.py) learns what each relation says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from matcher.arrays import Bools, Float64s, Ints
from matcher.customs.layout.columns import Columns
from matcher.customs.layout.rows.row_columns import RowColumns
from matcher.customs.layout.rows.row_relations import Cells, runs_of, several_lines

# "column i is ... column j", beside a third column where one is needed
RELATIONS = (
    "one to one with",
    "determined by",
    "determines",
    "the product of a factor",
    "a factor of",
    "multiplied with",
    "a larger multiple of",
    "a smaller multiple of",
    "somewhat more than",
    "somewhat less than",
    "the same as",
    "the total of",
    "totalled in",
    "a text that contains",
    "contained in",
)
LEAST_ROWS = 6
LEAST_KINDS = 3  # distinct cells of a column that can determine another
MOST_KINDS = 0.9  # of the rows: a column that is another in nearly each row determines all others by chance
ERRORS = 0.03  # share of the rows in which a column that is determined may differ
MOSTLY = 0.8  # share of the rows in which numbers are related
LEAST_SHOWN = 5  # rows that show it
NEARLY = 0.01  # of a product: prices are rounded
ONE_RATIO = 0.005
MORE = 1.4  # times at most, of gross weight over net, of a value with freight over one without
NEARLY_ALL = 0.97
LEAST_TOTALS, TOTALS_RIGHT = 2, 0.7  # groups of several rows, and share of them whose sum is the total
SHORTEST = 3  # letters of a text that another contains


def relations_of(columns: Columns) -> Bools:
    """relations x columns x columns: whether column i is RELATIONS[r] column j, by the rows of the sample."""
    rows = RowColumns(columns, {}, {})
    count = len(columns.headers)
    out = np.zeros((len(RELATIONS), count, count), dtype=bool)
    if len(rows.rows) < LEAST_ROWS:
        return out
    cells = [rows.cells(place) for place in range(count)]
    numbers = np.array(
        [[np.nan if n is None else n for n in rows.numbers(place)] for place in range(count)],
        dtype=np.float64,
    )
    amounts = [p for p in range(count) if len(set(cells[p])) > 1 and np.isfinite(numbers[p]).mean() > MOSTLY]
    found = {
        **_dependences(list(map(_kinds, cells))),
        **_products(numbers, amounts),
        **_ratios(numbers, amounts),
        **_totals(numbers, amounts, cells),
        **_texts(cells, [p for p in range(count) if p not in amounts]),
    }
    for name, pairs in found.items():
        for i, j in pairs:
            out[RELATIONS.index(name), i, j] = True
    return out


Pairs = dict[str, set[tuple[int, int]]]


def _kinds(column: Sequence[str]) -> Ints:
    """A number for each distinct cell, in the order of the rows."""
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(cell, len(numbers)) for cell in column], dtype=np.intp)


def _dependences(kinds: Sequence[Ints]) -> Pairs:
    """Which columns determine which: the cells of one go with one cell of the other each."""
    distinct = [int(column.max()) + 1 for column in kinds]
    determined = {
        (i, j)
        for j, by in enumerate(kinds)
        if LEAST_KINDS <= distinct[j] <= MOST_KINDS * len(by)
        for i, column in enumerate(kinds)
        if i != j and LEAST_KINDS <= distinct[i] <= distinct[j]
        if len(np.unique(by * distinct[i] + column)) - distinct[j] <= ERRORS * len(by)
    }
    both = {(i, j) for i, j in determined if (j, i) in determined}
    only = determined - both
    return {"one to one with": both, "determined by": only, "determines": _turned(only)}


def _products(numbers: Float64s, amounts: Sequence[int]) -> Pairs:
    """Which columns are the product of which two, row by row."""
    factors: set[tuple[int, int]] = set()
    beside: set[tuple[int, int]] = set()
    values = numbers[amounts]
    for at, i in enumerate(amounts):
        for j in amounts[at + 1 :]:
            product = numbers[i] * numbers[j]
            telling = np.isfinite(values) & np.isfinite(product) & (product != 0)
            telling &= (numbers[i] != 1) & (numbers[j] != 1)
            near = np.abs(values - product) <= NEARLY * np.abs(product)
            shown = telling.sum(axis=1)
            right = (near & telling).sum(axis=1)
            for place in np.flatnonzero((shown >= LEAST_SHOWN) & (right > MOSTLY * shown)):
                of = amounts[int(place)]
                if of not in (i, j):
                    factors |= {(i, of), (j, of)}
                    beside |= {(i, j), (j, i)}
    return {"a factor of": factors, "the product of a factor": _turned(factors), "multiplied with": beside}


def _ratios(numbers: Float64s, amounts: Sequence[int]) -> Pairs:
    """Which amounts are others times a fixed factor, the same, or somewhat more in every row."""
    larger: set[tuple[int, int]] = set()
    more: set[tuple[int, int]] = set()
    same: set[tuple[int, int]] = set()
    for i, j, ratios in _ratios_of(numbers, amounts):
        usual = float(np.median(ratios))
        if (np.abs(ratios - usual) <= ONE_RATIO * usual).mean() > MOSTLY:
            if abs(usual - 1) <= ONE_RATIO:
                same.add((i, j))
            elif usual > 1:
                larger.add((i, j))
        elif 1 < usual < MORE and (ratios >= 1 - 1e-4).mean() > NEARLY_ALL:
            more.add((i, j))
    return {
        "a larger multiple of": larger,
        "a smaller multiple of": _turned(larger),
        "somewhat more than": more,
        "somewhat less than": _turned(more),
        "the same as": same,
    }


def _ratios_of(numbers: Float64s, amounts: Sequence[int]) -> Iterator[tuple[int, int, Float64s]]:
    """For each two columns of positive amounts the ratios of their cells, where enough rows have both."""
    for i in amounts:
        for j in amounts:
            both = (numbers[i] > 0) & (numbers[j] > 0)  # false where either is missing
            if i != j and both.sum() >= LEAST_SHOWN and len(np.unique(numbers[i][both])) > LEAST_KINDS:
                yield i, j, numbers[i][both] / numbers[j][both]


def _totals(numbers: Float64s, amounts: Sequence[int], cells: Sequence[Cells]) -> Pairs:
    """Which columns repeat the sum that rows in a row have in which."""
    totals: set[tuple[int, int]] = set()
    for i in amounts:
        runs = several_lines(runs_of(cells[i]), len(cells[i]))
        if len(set(cells[i])) > MOSTLY * len(cells[i]) or len(runs) < LEAST_TOTALS:
            continue
        stated = numbers[i][[run.start for run in runs]]
        for j in amounts:
            sums = np.array([np.nansum(numbers[j, run.start : run.stop]) for run in runs])
            if i != j and (np.abs(sums - stated) <= NEARLY * np.abs(stated)).mean() > TOTALS_RIGHT:
                totals.add((i, j))
    return {"the total of": totals, "totalled in": _turned(totals)}


def _texts(cells: Sequence[Sequence[str]], places: Sequence[int]) -> Pairs:
    """Which texts contain which, in most rows."""
    folded = {p: [cell.casefold() for cell in cells[p]] for p in places if len(set(cells[p])) >= LEAST_KINDS}
    within = {
        (j, i)
        for i, texts in folded.items()
        for j, parts in folded.items()
        if i != j
        and np.mean([len(part) >= SHORTEST and part in text for text, part in zip(texts, parts, strict=True)])
        > 1 / 2
    }
    both = {(i, j) for i, j in within if (j, i) in within}
    return {"contained in": within - both, "a text that contains": _turned(within - both)}


def _turned(pairs: set[tuple[int, int]]) -> set[tuple[int, int]]:
    return {(j, i) for i, j in pairs}
