"""From log-odds and decisions to a probability that can be believed.

Below `MIN_DECISIONS` the prior's own probability stands, marked `prior`. From there a map is fitted to the
decisions: Platt's sigmoid with smoothed targets, then beta calibration where there are enough. A map takes the
place of a simpler one only where it has the better log-loss on decisions held out by item. Every probability
comes with a Venn-ABERS interval.

Sources: Platt (1999) with the targets of Lin, Lin & Weng (2007); Kull, Silva Filho & Flach (2017), "Beta
calibration"; Vovk & Petej (2014), "Venn-Abers predictors".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Kind = Literal["prior", "platt", "beta"]

MIN_DECISIONS = 30  # below this a fitted sigmoid was no better than the prior (docs/matching.md)
BETA_DECISIONS = 200  # beta calibration needs three parameters' worth of decisions
FOLDS = 5
EDGE = 1e-6  # probabilities are kept this far from 0 and 1: no number of decisions justifies certainty


@dataclass(frozen=True)
class Calibration:
    """A monotone map from a scorer's log-odds to a probability.

    `platt`: sigmoid(a * x + c). `beta`: sigmoid(a * ln p - b * ln(1 - p) + c) with p = sigmoid(x).
    `prior`: sigmoid(x). `decisions` is how many decisions it was fitted to.
    """

    kind: Kind = "prior"
    a: float = 1.0
    b: float = 1.0
    c: float = 0.0
    decisions: int = 0

    @property
    def basis(self) -> str:
        """`prior`, or `calibrated:N` with N the number of decisions."""
        return "prior" if self.kind == "prior" else f"calibrated:{self.decisions}"

    def probability(self, log_odds: Floats) -> Floats:
        """Probabilities in (0, 1) for log-odds of any shape."""
        x = np.asarray(log_odds, dtype=np.float64)
        if self.kind == "platt":
            x = self.a * x + self.c
        elif self.kind == "beta":
            x = self.a * -np.logaddexp(0, -x) + self.b * np.logaddexp(0, x) + self.c
        return np.clip(_sigmoid(x), EDGE, 1 - EDGE)

    def as_dict(self) -> dict[str, Any]:
        """For storing as JSON; `Calibration(**stored)` reads it back."""
        return {"kind": self.kind, "a": self.a, "b": self.b, "c": self.c, "decisions": self.decisions}


def fit_platt(log_odds: Floats, labels: Floats) -> Calibration:
    """Platt's sigmoid with smoothed targets; `labels` are 0 or 1, one for each of `log_odds`.

    The targets (n1 + 1) / (n1 + 2) and 1 / (n0 + 2) keep it finite where the classes are separable.
    """
    positives = float(labels.sum())
    negatives = float(len(labels) - positives)
    targets = np.where(labels > 0.5, (positives + 1) / (positives + 2), 1 / (negatives + 2))
    slope, offset = _fit_logistic(log_odds[:, None], targets, lower=[0.0])
    return Calibration("platt", a=slope, c=offset, decisions=len(labels))


def fit_beta(log_odds: Floats, labels: Floats) -> Calibration:
    """Beta calibration; its two slopes are kept from falling below 0, so that the map is monotone."""
    features = np.column_stack([-np.logaddexp(0, -log_odds), np.logaddexp(0, log_odds)])
    a, b, c = _fit_logistic(features, labels.astype(np.float64), lower=[0.0, 0.0])
    return Calibration("beta", a=a, b=b, c=c, decisions=len(labels))


def calibrate(log_odds: Floats, labels: Floats, groups: NDArray[Any]) -> Calibration:
    """The map for these decisions: the prior, or the fitted one that beats it on held-out items.

    `groups` names each decision's item: folds never split an item, since its decisions resemble each other.
    The choice depends on the decisions alone, not on which map was in use before.
    """
    best = Calibration()
    if len(labels) < MIN_DECISIONS or len(np.unique(labels)) < 2:
        return best
    best_loss = log_loss(best.probability(log_odds), labels)
    for fit in (fit_platt, fit_beta)[: 2 if len(labels) >= BETA_DECISIONS else 1]:
        loss = _held_out_loss(fit, log_odds, labels, groups)
        if loss < best_loss:
            best, best_loss = fit(log_odds, labels), loss
    return best


def venn_abers(log_odds: Floats, labels: Floats, asked: Floats) -> tuple[Floats, Floats]:
    """Lower and upper probability for each of `asked`, given decided `log_odds` and their `labels`.

    A new pair is added to the decided ones once as false and once as true; isotonic regression on each gives
    the two ends. They depend only on where the new score falls among the decided ones, so the work is one pair
    of regressions for each gap. Without decisions the interval is [0, 1].
    """
    from sklearn.isotonic import IsotonicRegression

    asked = np.asarray(asked, dtype=np.float64)
    if len(labels) == 0:
        return np.zeros_like(asked), np.ones_like(asked)
    order = np.argsort(log_odds, kind="stable")
    scores, truth = log_odds[order].astype(np.float64), labels[order].astype(np.float64)
    places, where = np.unique(
        np.searchsorted(scores, asked, "left") * (len(scores) + 1) + np.searchsorted(scores, asked, "right"),
        return_inverse=True,
    )
    low, high = np.empty(len(places)), np.empty(len(places))
    for i, place in enumerate(places):
        left, right = divmod(int(place), len(scores) + 1)
        # Ranks stand in for scores: ties share a rank, a score between two others gets one of its own.
        ranks = np.unique(scores, return_inverse=True)[1].astype(np.float64) * 2
        mine = ranks[left] if right > left else (ranks[left - 1] + 1 if left else -1.0)
        for end, label in ((low, 0.0), (high, 1.0)):
            fitted = IsotonicRegression().fit(np.append(ranks, mine), np.append(truth, label))
            end[i] = float(fitted.predict([mine])[0])
    return low[where], high[where]


@dataclass(frozen=True)
class ReliabilityBin:
    """Of `count` decided pairs with mean confidence `stated`, the share `observed` was accepted."""

    low: float
    high: float
    count: int
    stated: float
    observed: float


def reliability(probabilities: Floats, labels: Floats, bins: int = 10) -> list[ReliabilityBin]:
    """Stated against observed in `bins` equal steps of confidence; empty steps are left out."""
    edges = np.linspace(0, 1, bins + 1)
    index = np.clip(np.digitize(probabilities, edges[1:-1]), 0, bins - 1)
    rows = []
    for i in range(bins):
        inside = index == i
        if inside.any():
            stated, observed = float(probabilities[inside].mean()), float(labels[inside].mean())
            rows.append(
                ReliabilityBin(float(edges[i]), float(edges[i + 1]), int(inside.sum()), stated, observed)
            )
    return rows


def expected_calibration_error(probabilities: Floats, labels: Floats, bins: int = 10) -> float:
    """ECE: the mean gap between stated and observed over the steps, weighted by their counts."""
    rows = reliability(probabilities, labels, bins)
    total = sum(row.count for row in rows)
    return sum(row.count * abs(row.stated - row.observed) for row in rows) / total if total else 0.0


def brier_score(probabilities: Floats, labels: Floats) -> float:
    """The mean squared gap between probability and truth."""
    return float(np.mean((probabilities - labels) ** 2)) if len(labels) else 0.0


def log_loss(probabilities: Floats, labels: Floats) -> float:
    """Mean negative log-likelihood, in nats."""
    p = np.clip(probabilities, EDGE, 1 - EDGE)
    return float(-np.mean(labels * np.log(p) + (1 - labels) * np.log(1 - p))) if len(labels) else 0.0


def _held_out_loss(fit: Any, log_odds: Floats, labels: Floats, groups: NDArray[Any]) -> float:
    from sklearn.model_selection import GroupKFold

    folds = min(FOLDS, len(np.unique(groups)))
    if folds < 2:
        return float("inf")
    predicted = np.empty(len(labels))
    for train, test in GroupKFold(folds).split(log_odds, labels, groups):
        predicted[test] = fit(log_odds[train], labels[train]).probability(log_odds[test])
    return log_loss(predicted, labels)


def _fit_logistic(features: Floats, targets: Floats, *, lower: list[float]) -> list[float]:
    """Slopes (each at least its `lower`) and offset of the logistic fit of soft `targets`."""
    from scipy.optimize import minimize

    design = np.column_stack([features, np.ones(len(features))])

    def loss(weights: Floats) -> tuple[float, Floats]:
        z = design @ weights
        value = float(np.sum(np.logaddexp(0, z) - targets * z))
        return value, design.T @ (_sigmoid(z) - targets)

    start = np.array([1.0] * len(lower) + [0.0])
    bounds = [(bound, None) for bound in lower] + [(None, None)]
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds)
    return [float(value) for value in found.x]


def _sigmoid(x: Floats) -> Floats:
    return np.exp(-np.logaddexp(0, -x))
