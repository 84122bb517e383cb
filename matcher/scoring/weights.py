"""Log-odds as a sum of named terms: shipped prior weights, refitted to a case without forgetting them.

Trees that are shipped beside the prior weights (matcher.scoring.trees) and rules learnt from many decisions
(matcher.scoring.rules) correct the sum; what they add is shared out among the features, so that the score of every pair
stays a sum of named terms.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib import resources
from typing import Any

import numpy as np

from matcher.arrays import Float64s
from matcher.features import FEATURES, NAMES
from matcher.scoring.rules import FEATURE_DECIMALS, Rules, from_list
from matcher.scoring.trees import Trees, shipped_trees
from matcher.scoring.untrusted_json import parse
from matcher.text.word_files import word_file

PRIOR_FILE = "weights.json"
BELIEFS_FILE = "prior_weights.yaml"
RIDGE = (
    0.3  # pull of a weight toward its start, in decisions' worth; chosen on case-aurora, by item and phrasing
)
STIFF = {
    "customs": 20.0
}  # times the pull, by group: what prices, codes and origins say differs from case to case
BASE = "base"  # the name of the constant term


Term = tuple[str, float, float]  # name, value, log-odds


def rounded(terms: Sequence[Term]) -> list[list[Any]]:
    """Terms as they are stored."""
    return [[name, round(value, FEATURE_DECIMALS), round(term, 6)] for name, value, term in terms]


@dataclass(frozen=True)
class Weights:
    """A weight for each feature, and the constant. `about` says how and on what they were trained.

    `trees` and `rules` correct the sum, where there are any. `spread`: for each case that had no part in the fit, the slope and
    offset that would have made its log-odds right; from these comes the interval of a confidence that is not calibrated.
    """

    base: float
    weights: Mapping[str, float]
    about: Mapping[str, Any] = field(default_factory=dict)
    rules: Rules | None = None
    spread: tuple[tuple[float, float], ...] = ()
    trees: Trees | None = None

    @cached_property
    def vector(self) -> Float64s:
        return np.array([self.weights.get(name, 0.0) for name in NAMES])

    @cached_property
    def digest(self) -> str:
        """Changes when any number does."""
        numbers: dict[str, Any] = {
            "base": round(self.base, 9),
            **{name: round(value, 9) for name, value in self.weights.items()},
        }
        if self.rules is not None:
            numbers["rules"] = self.rules.as_list()
        if self.trees is not None:
            numbers["trees"] = self.trees.digest
        return hashlib.sha256(json.dumps(numbers, sort_keys=True).encode()).hexdigest()[:12]

    def additive(self, features: Float64s) -> Float64s:
        """The log-odds of rows of features without trees and rules. Each row is added up by itself: the last digits of a
        matrix product depend on how many rows it has."""
        return np.asarray((features * self.vector).sum(axis=1) + self.base)

    def log_odds(self, features: Float64s) -> Float64s:
        """The log-odds of rows of features, in the order of matcher.features.FEATURES."""
        out = additive = self.additive(features)
        if self.trees is not None:
            out = out + self.trees.log_odds(features, additive)
        return out if self.rules is None else out + self.rules.log_odds(features)

    def terms(self, features: Float64s) -> list[list[Term]]:
        """For each row of features the constant's term and one for every feature that is not zero; they add up to its
        log-odds."""
        parts, base = features * self.vector, np.full(len(features), self.base)
        if self.trees is not None:
            asked = self.trees.asked(self.additive(features))
            parts = np.where(asked[:, None], parts, 2 * parts)
            parts[asked] += self.trees.rules.shares(features[asked])
            base += self.trees.rules.blank + np.where(asked, 0.0, self.base - self.trees.floor)
        if self.rules is not None:
            parts, base = parts + self.rules.shares(features), base + self.rules.blank
        rows = zip(base.tolist(), features.tolist(), parts.tolist(), strict=True)
        return [
            [(BASE, 1.0, start), *(term for term in zip(NAMES, values, shares, strict=True) if term[1])]
            for start, values, shares in rows
        ]

    def as_dict(self) -> dict[str, Any]:
        """As it is kept in JSON."""
        out: dict[str, Any] = {"about": dict(self.about), "base": self.base, "weights": dict(self.weights)}
        if self.spread:
            out["spread"] = [list(pair) for pair in self.spread]
        if self.trees is not None:
            out["trees"] = self.trees.digest
        return out if self.rules is None else {**out, "rules": self.rules.as_list()}


@lru_cache(maxsize=1)
def prior() -> Weights:
    """The shipped weights."""
    text = resources.files(__package__).joinpath(PRIOR_FILE).read_text(encoding="utf-8")
    return from_dict(json.loads(text))


@lru_cache(maxsize=1)
def believed() -> Weights:
    """The weights that training starts from."""
    stored = word_file(__package__, BELIEFS_FILE)
    return Weights(float(stored["base"]), {name: float(value) for name, value in stored["weights"].items()})


def from_dict(stored: Mapping[str, Any]) -> Weights:
    """Weights as they were kept by `as_dict`. Raises Box31Error where they are not: a case may come from anybody."""
    with parse("weights"):
        base, weights = float(stored["base"]), {str(k): float(v) for k, v in dict(stored["weights"]).items()}
        about, rules = dict(stored.get("about", {})), stored.get("rules")
        spread = tuple((float(slope), float(offset)) for slope, offset in stored.get("spread", ()))
        if not all(
            map(math.isfinite, (base, *weights.values(), *(value for pair in spread for value in pair)))
        ):
            raise ValueError("a weight that is no number")
        trees = shipped_trees() if "trees" in stored else None
        if trees is not None and stored["trees"] != trees.digest:
            raise ValueError("trees of another version")
    return Weights(base, weights, about, None if rules is None else from_list(rules), spread, trees)


def intervals_of(spread: Sequence[tuple[float, float]], log_odds: Float64s) -> tuple[Float64s, Float64s]:
    """Lower and upper probability for each of `log_odds`: what nine of ten cases of the `spread` lie between."""
    slopes, offsets = np.array(spread).T
    low, high = np.quantile(np.multiply.outer(log_odds, slopes) + offsets, (0.05, 0.95), axis=1)
    return 1 / (1 + np.exp(-low)), 1 / (1 + np.exp(-high))


def fit(
    features: Float64s,
    labels: Float64s,
    *,
    start: Weights | None = None,
    ridge: float = RIDGE,
    row_weights: Float64s | None = None,
    stiff: Mapping[str, float] = STIFF,
) -> Weights:
    """Weights by logistic regression, each held to its feature's direction and pulled toward `start` (zero if None).

    `features` is rows by FEATURES, `labels` 0 or 1; `stiff` multiplies the pull of a group. With few rows the result
    stays near `start`; with many it follows the rows. The trees of `start` stay as they are.
    """
    from scipy.optimize import minimize

    design = np.column_stack([features, np.ones(len(features))])
    centre = np.zeros(design.shape[1])
    if start is not None:
        centre[:-1], centre[-1] = start.vector, start.base
    trees = start.trees if start is not None else None
    beside = (
        trees.log_odds(features, start.additive(features)) if start is not None and trees is not None else 0.0
    )
    stiffness = ridge * np.array([*(stiff.get(f.group, 1.0) for f in FEATURES), 0.01])
    share = np.ones(len(labels)) if row_weights is None else row_weights

    def loss(weights: Float64s) -> tuple[float, Float64s]:
        z = design @ weights + beside
        away = weights - centre
        pull = stiffness * away
        value = float(np.sum(share * (np.logaddexp(0, z) - labels * z)) + 0.5 * pull @ away)
        return value, design.T @ (share * (1 / (1 + np.exp(-z)) - labels)) + pull

    low = np.array([-np.inf if f.sign < 0 else 0.0 for f in FEATURES] + [-np.inf])
    high = np.array([np.inf if f.sign > 0 else 0.0 for f in FEATURES] + [np.inf])
    found = minimize(
        loss,
        np.clip(centre, low, high),
        jac=True,
        method="L-BFGS-B",
        bounds=list(zip(low, high, strict=True)),
        options={"maxiter": 500},
    )
    values = [round(float(value), 6) for value in found.x]
    return Weights(values[-1], dict(zip(NAMES, values[:-1], strict=True)), trees=trees)
