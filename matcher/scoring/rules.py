"""Corrections to an additive score: small trees boosted from its log-odds, kept as rules that can be read.

A rule is a leaf: a value that counts where each of at most DEPTH features lies in a stated range. Every feature may
move the score in its own direction only, as in the additive score, so a contradiction never speaks for a pair.

The terms of a pair are exact Shapley values against the pair of which nothing is known (every feature 0): they
add up to the correction, are 0 for features that are 0, and have the sign that the feature may have.

Sources: Friedman, Hastie & Tibshirani (2000), "Additive logistic regression" (LogitBoost); Lundberg et al. (2020),
"From local explanations to global understanding with explainable AI for trees" (interventional values).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.arrays import Float64s
from matcher.features import FEATURES, NAMES
from matcher.scoring.untrusted_json import parse

ROUNDS = 100  # trees; chosen with RATE and LEAST_LEAF on the train and valid splits of benchmarks/pairs.py
RATE = 0.1  # share of each tree's correction that is taken
DEPTH = 3  # features of a rule
LEAST_LEAF = 15  # decisions behind a rule
SHARE = 0.5  # of the features that each split may choose from, so that like features share the work
FLOOR = 0.05  # least curvature of a decision: what is nearly certain is moved with care
ROWS = 512  # pairs weighed at once
MOST_RULES = 5_000  # of a stored model
FEATURE_DECIMALS = 6  # as terms are stored: a pair scored from its stored terms falls under the same rules


@dataclass(frozen=True, eq=False)
class Rules:
    """Values that count where features lie in (low, high]; arrays of rules by DEPTH, unused places always true."""

    value: Float64s
    column: NDArray[np.intp]
    low: Float64s
    high: Float64s

    @cached_property
    def _blank_inside(self) -> NDArray[np.bool_]:
        return (self.low < 0) & (self.high >= 0)

    def log_odds(self, features: Float64s) -> Float64s:
        """The correction of rows of features, in the order of matcher.features.FEATURES."""
        out = np.zeros(len(features))
        for start in range(0, len(features), ROWS):
            out[start : start + ROWS] = self._inside(features[start : start + ROWS]).all(axis=2) @ self.value
        return out

    def _inside(self, rows: Float64s) -> NDArray[np.bool_]:
        """Rows by rules by DEPTH."""
        x = np.round(rows, FEATURE_DECIMALS)[:, self.column]
        return np.asarray((x > self.low) & (x <= self.high))

    @cached_property
    def blank(self) -> float:
        """The correction of a pair of which nothing is known."""
        return float(self._blank_inside.all(axis=1) @ self.value)

    def shares(self, features: Float64s) -> Float64s:
        """What each feature contributes to the correction beyond `blank`: rows by FEATURES."""
        out = np.zeros((len(features), len(NAMES)))
        for start in range(0, len(features), ROWS):
            inside = self._inside(features[start : start + ROWS])
            mine = inside & ~self._blank_inside  # the pair's value lets the rule count, 0 does not
            blanks = ~inside & self._blank_inside
            possible = (inside | self._blank_inside).all(axis=2)
            a, b = mine.sum(axis=2), blanks.sum(axis=2)
            for place in range(self.column.shape[1]):
                part = np.where(mine[:, :, place], _TO[a, b], 0.0) - np.where(
                    blanks[:, :, place], _FROM[a, b], 0.0
                )
                part *= possible * self.value
                for row, contributions in enumerate(part):
                    out[start + row] += np.bincount(self.column[:, place], contributions, len(NAMES))
        return out

    def as_list(self) -> list[list[Any]]:
        """As kept in JSON: [value, [feature, low, high], ...] for each rule, with null for no bound."""
        rows = []
        for value, columns, lows, highs in zip(self.value, self.column, self.low, self.high, strict=True):
            parts = [
                [NAMES[column], _bound(low), _bound(high)]
                for column, low, high in zip(columns, lows, highs, strict=True)
                if np.isfinite(low) or np.isfinite(high)
            ]
            rows.append([float(value), *parts])
        return rows


def _bound(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _shapley(weigh: Callable[[int, int], float]) -> Float64s:
    sizes = range(DEPTH + 1)
    return np.array([[weigh(a, b) for b in sizes] for a in sizes])


# The Shapley weight of a rule's value for each of the `a` features that only the pair fulfils, and for each of the
# `b` that only the blank pair fulfils.
_TO = _shapley(lambda a, b: math.factorial(max(a - 1, 0)) * math.factorial(b) / math.factorial(a + b))
_FROM = _shapley(lambda a, b: math.factorial(a) * math.factorial(max(b - 1, 0)) / math.factorial(a + b))


def from_list(stored: Sequence[Any]) -> Rules:
    """Rules as kept by `as_list`; those of features that there no longer are do not count.

    Raises Box31Error where they are not what `as_list` writes: a case folder may come from anybody.
    """
    places = {name: column for column, name in enumerate(NAMES)}
    rules: list[tuple[float, list[tuple[int, float, float]]]] = []
    with parse("learned rules"):
        if len(stored) > MOST_RULES:
            raise ValueError("too many rules")
        for value, *parts in stored:
            if len(parts) > DEPTH or not math.isfinite(float(value)):
                raise ValueError("a rule that is none")
            bounds = [
                (str(name), -np.inf if low is None else float(low), np.inf if high is None else float(high))
                for name, low, high in parts
            ]
            if any(math.isnan(low) or math.isnan(high) for _, low, high in bounds):
                raise ValueError("a range that is none")
            if all(name in places for name, _, _ in bounds):
                rules.append((float(value), [(places[name], low, high) for name, low, high in bounds]))
    return _rules(rules)


def _rules(given: Sequence[tuple[float, Sequence[tuple[int, float, float]]]]) -> Rules:
    shape = (len(given), DEPTH)
    column, low, high = np.zeros(shape, dtype=np.intp), np.full(shape, -np.inf), np.full(shape, np.inf)
    for row, (_, parts) in enumerate(given):
        for place, (feature, least, most) in enumerate(parts):
            column[row, place], low[row, place], high[row, place] = feature, least, most
    return Rules(np.array([value for value, _ in given], dtype=np.float64), column, low, high)


def boost(features: Float64s, labels: Float64s, start: Float64s, rounds: int = ROUNDS) -> Rules:
    """Rules that correct the log-odds `start` of decisions with these features and labels (0 or 1).

    Newton steps on the log-loss, each a regression tree held to the features' directions. The same input gives the
    same rules.
    """
    from sklearn.tree import DecisionTreeRegressor

    signs = np.array([f.sign for f in FEATURES])
    z = start.astype(np.float64).copy()
    found: list[tuple[float, list[tuple[int, float, float]]]] = []
    for number in range(rounds):
        p = 1 / (1 + np.exp(-z))
        weight = np.maximum(p * (1 - p), FLOOR)
        tree = DecisionTreeRegressor(
            max_depth=DEPTH,
            min_samples_leaf=LEAST_LEAF,
            max_features=SHARE,
            monotonic_cst=signs,
            random_state=number,
        )
        tree.fit(features, (labels - p) / weight, sample_weight=weight)
        z += RATE * tree.predict(features)
        found += _leaves(tree.tree_)
    return _rules(found)


def _leaves(tree: Any) -> list[tuple[float, list[tuple[int, float, float]]]]:
    """A fitted tree's leaves as value and ranges."""
    out: list[tuple[float, list[tuple[int, float, float]]]] = []

    def walk(node: int, box: Mapping[int, tuple[float, float]]) -> None:
        if tree.children_left[node] < 0:
            value = RATE * float(tree.value[node].ravel()[0])
            out.append((round(value, 6), [(column, low, high) for column, (low, high) in box.items()]))
            return
        column, at = int(tree.feature[node]), float(tree.threshold[node])
        low, high = box.get(column, (-np.inf, np.inf))
        walk(tree.children_left[node], {**box, column: (low, min(high, at))})
        walk(tree.children_right[node], {**box, column: (max(low, at), high)})

    walk(0, {})
    return out
