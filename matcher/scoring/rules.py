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

from matcher.arrays import Float64s, Ints
from matcher.features import FEATURES, NAMES
from matcher.scoring.untrusted_json import parse

ROUNDS = 100  # trees; chosen with RATE and LEAST_LEAF on the train and valid splits of benchmarks/pairs.py
RATE = 0.1  # share of each tree's correction that is taken
DEPTH = 3  # features of a rule that decisions teach
MOST_PARTS = 7  # features of any rule
LEAST_LEAF = 15  # decisions behind a rule
SHARE = 0.5  # of the features that each split may choose from, so that like features share the work
FLOOR = 0.05  # least curvature of a decision: what is nearly certain is moved with care
ROWS, EXPLAINED = 256, 128  # pairs weighed at once, pairs whose terms are computed at once
MOST_RULES = 5_000  # of a stored model
FEATURE_DECIMALS = 6  # as terms are stored: a pair scored from its stored terms falls under the same rules
_UNIT = 1e-6  # values are whole multiples of it, so that their sums are exact in any order

Leaf = tuple[float, list[tuple[int, float, float]]]  # value; column, low and high of each part


@dataclass(frozen=True, eq=False)
class Rules:
    """Values that count where features lie in (low, high]; arrays of rules by parts, unused parts always true."""

    value: Float64s
    column: NDArray[np.intp]
    low: Float64s
    high: Float64s

    @cached_property
    def _blank_inside(self) -> NDArray[np.bool_]:
        return np.asarray((self.low < 0) & (self.high >= 0))

    @cached_property
    def _units(self) -> Float64s:
        return np.round(self.value / _UNIT)

    @cached_property
    def _comparisons(self) -> tuple[NDArray[np.intp], Float64s, NDArray[np.intp]]:
        """What is compared, each comparison once: feature > bound; and for each rule and part the places of "above low" and
        of "not above high" among the comparisons, their opposites (from `n` on) and one that is always true (2n)."""
        bounds = np.stack([self.low, self.high], axis=2)
        columns = np.broadcast_to(self.column[:, :, None], bounds.shape)
        used = np.isfinite(bounds)
        pairs = np.stack([columns[used].astype(np.float64), bounds[used]], axis=1)
        unique, place = (
            np.unique(pairs, axis=0, return_inverse=True) if len(pairs) else (pairs, np.empty(0, np.intp))
        )
        index = np.full(bounds.shape, 2 * len(unique), dtype=np.intp)
        index[used] = place.reshape(-1)
        index[:, :, 1][used[:, :, 1]] += len(unique)
        return unique[:, 0].astype(np.intp), unique[:, 1], index

    def _literals(self, x: Float64s) -> NDArray[np.uint8]:
        """For each comparison, its opposite, and one that is always true, the rows that fulfil it, eight to a byte."""
        columns, bounds, _ = self._comparisons
        above = bounds[:, None] < x[:, columns].T
        return np.packbits(np.concatenate([above, ~above, np.ones((1, len(x)), dtype=bool)]), axis=1)

    def log_odds(self, features: Float64s) -> Float64s:
        """The correction of rows of features, in the order of matcher.features.FEATURES."""
        out = np.zeros(len(features))
        index = self._comparisons[2].reshape(len(self.value), -1)
        index = index[:, (index < index.max(initial=0)).any(axis=0)] if len(index) else index
        for start in range(0, len(features), ROWS):
            x = np.round(features[start : start + ROWS], FEATURE_DECIMALS)
            inside = np.bitwise_and.reduce(self._literals(x)[index], axis=1)
            counted = np.unpackbits(inside, axis=1, count=len(x))
            out[start : start + ROWS] = self._units @ counted * _UNIT
        return out

    @cached_property
    def blank(self) -> float:
        """The correction of a pair of which nothing is known."""
        return float(self._units @ self._blank_inside.all(axis=1)) * _UNIT

    def shares(self, features: Float64s) -> Float64s:
        """What each feature contributes to the correction beyond `blank`: rows by FEATURES."""
        out = np.zeros((len(features), len(NAMES)))
        index, blanks_own = self._comparisons[2], self._blank_inside.all(axis=1)
        for start in range(0, len(features), EXPLAINED):
            x = np.round(features[start : start + EXPLAINED], FEATURE_DECIMALS)
            within = np.bitwise_and.reduce(self._literals(x)[index], axis=2)  # rules by parts by rows, packed
            alike = np.bitwise_and.reduce(
                within[blanks_own], axis=1
            )  # rules that count for the pair and for the blank
            within[self._blank_inside] = 0xFF
            possible = np.bitwise_and.reduce(within, axis=1)
            possible[blanks_own] &= ~alike
            rule, row = np.nonzero(np.unpackbits(possible, axis=1, count=len(x)))
            columns, blank = self.column[rule], self._blank_inside[rule]
            values = x[row[:, None], columns]
            inside = (values > self.low[rule]) & (values <= self.high[rule])
            mine, blanks = inside & ~blank, blank & ~inside
            a, b = mine.sum(axis=1), blanks.sum(axis=1)
            part = np.where(mine, _TO[a, b][:, None], 0.0) - np.where(blanks, _FROM[a, b][:, None], 0.0)
            part *= self.value[rule][:, None]
            places = row[:, None] * len(NAMES) + columns
            counted = np.bincount(places.ravel(), part.ravel(), len(x) * len(NAMES))
            out[start : start + EXPLAINED] = counted.reshape(len(x), -1)
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
    sizes = range(MOST_PARTS + 1)
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
    rules: list[Leaf] = []
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
    return rules_of(rules)


def rules_of(given: Sequence[Leaf]) -> Rules:
    """Rules of (value, parts), each part a feature's column with its range."""
    shape = (len(given), max((len(parts) for _, parts in given), default=1) or 1)
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
    found: list[Leaf] = []
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
        nodes = tree.tree_
        values = np.round(RATE * nodes.value.ravel(), 6)
        found += leaves(nodes.children_left, nodes.children_right, nodes.feature, nodes.threshold, values)
    return rules_of(found)


def leaves(left: Ints, right: Ints, column: Ints, bound: Float64s, value: Float64s) -> list[Leaf]:
    """The leaves of a tree, given by arrays over its nodes: children (-1 for a leaf), feature, bound, value."""
    out: list[Leaf] = []

    def walk(node: int, box: Mapping[int, tuple[float, float]]) -> None:
        if left[node] < 0:
            out.append((float(value[node]), [(place, low, high) for place, (low, high) in box.items()]))
            return
        place, at = int(column[node]), float(bound[node])
        low, high = box.get(place, (-np.inf, np.inf))
        walk(int(left[node]), {**box, place: (low, min(high, at))})
        walk(int(right[node]), {**box, place: (max(low, at), high)})

    walk(0, {})
    return out
