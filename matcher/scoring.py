"""Log-odds as a sum of named terms: shipped prior weights, refitted to a case without forgetting them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.features import FEATURES, NAMES

Floats = NDArray[np.float64]

PRIOR_FILE = "weights.json"
RIDGE = (
    0.3  # pull of a weight toward its start, in decisions' worth; chosen on case-aurora, by item and phrasing
)
STIFF = {
    "customs": 20.0
}  # times the pull, by group: what prices, codes and origins say differs from case to case
BASE = "base"  # the name of the constant term


@dataclass(frozen=True)
class Weights:
    """A weight for each feature, and the constant. `about` says how and on what they were trained."""

    base: float
    weights: Mapping[str, float]
    about: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def vector(self) -> Floats:
        return np.array([self.weights.get(name, 0.0) for name in NAMES])

    @cached_property
    def digest(self) -> str:
        """Changes when any number does."""
        numbers = {
            "base": round(self.base, 9),
            **{name: round(value, 9) for name, value in self.weights.items()},
        }
        return hashlib.sha256(json.dumps(numbers, sort_keys=True).encode()).hexdigest()[:12]

    def log_odds(self, features: Floats) -> Floats:
        """The log-odds of rows of features, in the order of matcher.features.FEATURES."""
        return np.asarray(features @ self.vector + self.base)

    def terms(self, features: Sequence[float]) -> list[tuple[str, float, float]]:
        """(name, value, log-odds) of the constant and every feature that is not nought; they add up to the log-odds."""
        out = [(BASE, 1.0, self.base)]
        for name, value, weight in zip(NAMES, features, self.vector, strict=True):
            if value:
                out.append((name, float(value), float(value * weight)))
        return out

    def rounded_terms(self, features: Sequence[float]) -> list[list[Any]]:
        """The terms as they are stored."""
        return [[name, round(value, 6), round(term, 6)] for name, value, term in self.terms(features)]

    def as_dict(self) -> dict[str, Any]:
        """As it is kept in JSON."""
        return {"about": dict(self.about), "base": self.base, "weights": dict(self.weights)}


@lru_cache(maxsize=1)
def prior() -> Weights:
    """The shipped weights."""
    text = resources.files(__package__).joinpath(PRIOR_FILE).read_text(encoding="utf-8")
    return from_dict(json.loads(text))


def from_dict(stored: Mapping[str, Any]) -> Weights:
    """Weights as they were kept by `as_dict`."""
    return Weights(float(stored["base"]), dict(stored["weights"]), dict(stored.get("about", {})))


def fit(
    features: Floats,
    labels: Floats,
    *,
    start: Weights | None = None,
    ridge: float = RIDGE,
    row_weights: Floats | None = None,
    stiff: Mapping[str, float] = STIFF,
    about: Mapping[str, Any] | None = None,
) -> Weights:
    """Weights by logistic regression, each held to its feature's direction and pulled toward `start` (nought if None).

    `features` is rows by FEATURES, `labels` 0 or 1; `stiff` multiplies the pull of a group. With few rows the result stays near `start`; with many it follows
    the rows.
    """
    from scipy.optimize import minimize

    design = np.column_stack([features, np.ones(len(features))])
    centre = np.zeros(design.shape[1])
    if start is not None:
        centre[:-1], centre[-1] = start.vector, start.base
    stiffness = ridge * np.array([*(stiff.get(f.group, 1.0) for f in FEATURES), 0.01])
    share = np.ones(len(labels)) if row_weights is None else row_weights

    def loss(weights: Floats) -> tuple[float, Floats]:
        z = design @ weights
        away = weights - centre
        pull = stiffness * away
        value = float(np.sum(share * (np.logaddexp(0, z) - labels * z)) + 0.5 * pull @ away)
        return value, design.T @ (share * (1 / (1 + np.exp(-z)) - labels)) + pull

    low = np.array([0.0 if f.sign > 0 else -np.inf for f in FEATURES] + [-np.inf])
    high = np.array([0.0 if f.sign < 0 else np.inf for f in FEATURES] + [np.inf])
    found = minimize(
        loss,
        np.clip(centre, low, high),
        jac=True,
        method="L-BFGS-B",
        bounds=list(zip(low, high, strict=True)),
        options={"maxiter": 500},
    )
    values = [round(float(value), 6) for value in found.x]
    return Weights(values[-1], dict(zip(NAMES, values[:-1], strict=True)), about or {})
