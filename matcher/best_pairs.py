"""Pair rows with columns so that their weights add up to the most: each row and each column at most once.

Shortest augmenting paths, after D. F. Crouse, "On implementing 2D rectangular assignment algorithms", IEEE Transactions on
Aerospace and Electronic Systems 52 (2016). SciPy has the same; its import takes a third of a second and 60 MB of a command
that needs nothing else of it, and a table has a hundred columns at most.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class _Paired:
    """What is paired so far, and the prices that prove it the best (dual variables)."""

    row_price: list[float]
    column_price: list[float]
    column_of: list[int]  # of a row; -1: none yet
    row_of: list[int]
    previous: list[int] = field(default_factory=list)  # row before a column on its shortest path


def best_pairs(weights: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """The pairs (row, column) in the order of rows: as many as the shorter side has. All weights are finite."""
    if not weights or not weights[0]:
        return []
    if len(weights) > len(weights[0]):
        return sorted((row, column) for column, row in best_pairs(list(zip(*weights, strict=True))))
    costs = [[-weight for weight in row] for row in weights]
    rows, columns = len(costs), len(costs[0])
    paired = _Paired([0.0] * rows, [0.0] * columns, [-1] * rows, [-1] * columns)
    for row in range(rows):
        _pair(row, costs, paired)
    return list(enumerate(paired.column_of))


def _pair(new: int, costs: list[list[float]], paired: _Paired) -> None:
    """Pair the row `new`; rows paired before may get another column."""
    column, length, reached, passed = _shortest_path(new, costs, paired)
    paired.row_price[new] += length
    for row, distance in reached.items():
        paired.row_price[row] += length - distance
    for done, distance in passed.items():
        paired.column_price[done] -= length - distance
    while True:
        row = paired.previous[column]
        paired.row_of[column] = row
        paired.column_of[row], column = column, paired.column_of[row]
        if row == new:
            return


def _shortest_path(
    row: int, costs: list[list[float]], paired: _Paired
) -> tuple[int, float, dict[int, float], dict[int, float]]:
    """The free column that is nearest to `row`, how far it is, and how far the rows and columns on the way are."""
    columns = len(paired.row_of)
    distance = [math.inf] * columns
    paired.previous = [-1] * columns
    left = list(range(columns - 1, -1, -1))
    least = 0.0
    reached: dict[int, float] = {}
    passed: dict[int, float] = {}
    while True:
        price, cost, nearest, best = paired.row_price[row], costs[row], -1, math.inf
        for place, column in enumerate(left):
            through = least + cost[column] - price - paired.column_price[column]
            if through < distance[column]:
                paired.previous[column], distance[column] = row, through
            # Of equally near columns a free one ends the search.
            if distance[column] < best or (distance[column] == best and paired.row_of[column] == -1):
                best, nearest = distance[column], place
        column, least = left[nearest], best
        passed[column] = least
        if paired.row_of[column] == -1:
            return column, least, reached, passed
        row = paired.row_of[column]
        reached[row] = least
        left[nearest] = left[-1]
        left.pop()
