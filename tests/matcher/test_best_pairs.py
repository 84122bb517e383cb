"""Rows and columns paired as SciPy pairs them, equal weights included."""

from __future__ import annotations

import random

import numpy as np
from scipy.optimize import linear_sum_assignment

from matcher.best_pairs import best_pairs


def test_the_pairs_are_those_of_scipy() -> None:
    chance = random.Random(31)
    for _ in range(300):
        rows, columns = chance.randint(1, 12), chance.randint(1, 12)
        # Few different weights, so that many choices are equally good; some tables have fractions.
        weights = [
            [chance.choice((0.0, 0.0, 1.0, 2.0, 2.5, chance.random())) for _ in range(columns)]
            for _ in range(rows)
        ]
        theirs = linear_sum_assignment(np.array(weights), maximize=True)
        assert best_pairs(weights) == list(zip(*(side.tolist() for side in theirs), strict=True)), weights


def test_a_table_without_columns_has_no_pairs() -> None:
    assert best_pairs([]) == []
    assert best_pairs([[], []]) == []
