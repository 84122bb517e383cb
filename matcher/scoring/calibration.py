"""From log-odds and decisions to a probability that can be believed.

Below `MIN_DECISIONS` the prior's own probability stands, marked `prior`. From there on three maps are weighed
against each other: the prior's, Platt's sigmoid with smoothed targets, and, where there are enough decisions, beta
calibration held a little to the prior's. Each counts by how well it foretells decisions held out by item, and
their log-odds are averaged: choosing one of them by a hundred decisions is a lottery in which the choice, and with
it every confidence, hangs on a few decisions. Every probability comes with a Venn-ABERS interval.

Sources: Platt (1999) with the targets of Lin, Lin & Weng (2007); Kull, Silva Filho & Flach (2017), "Beta
calibration"; Yao, Vehtari, Simpson & Gelman (2018), "Using stacking to average Bayesian predictive distributions",
for the weights exp(held-out log-likelihood); Vovk & Petej (2014), "Venn-Abers predictors".
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from matcher.arrays import Float64s
from matcher.scoring.untrusted_json import parse

Kind = Literal["prior", "platt", "beta", "average"]

MIN_DECISIONS = 30  # below this a fitted sigmoid was no better than the prior
BETA_DECISIONS = 100  # from here on it helps where Platt's sigmoid does not fit and hardly costs elsewhere
BETA_PULL = 0.25  # of its parameters to the prior's map: a normal of deviation 2, weaker than one decision
FOLDS = 5
EDGE = 1e-6  # probabilities are kept this far from 0 and 1: no number of decisions justifies certainty


@dataclass(frozen=True)
class Calibration:
    """A monotone map from a scorer's log-odds to a probability: sigmoid(a ln p - b ln(1 - p) + c), p = sigmoid(x).

    With a = b that is Platt's sigmoid(a x + c), with a = b = 1 and c = 0 the prior's own probability; so the average
    of such maps in log-odds is one of them. `decisions` is how many it was fitted to, `shares` what each kind has
    in an average.
    """

    kind: Kind = "prior"
    a: float = 1.0
    b: float = 1.0
    c: float = 0.0
    decisions: int = 0
    shares: Mapping[str, float] = field(default_factory=dict)

    @property
    def basis(self) -> str:
        """`prior`, or `calibrated:N` with N the number of decisions."""
        return "prior" if self.kind == "prior" else f"calibrated:{self.decisions}"

    @property
    def words(self) -> str:
        """What it is made of: "platt", or "prior 20 %, platt 80 %"."""
        return ", ".join(f"{name} {share:.0%}" for name, share in self.shares.items()) or self.kind

    def probability(self, log_odds: Float64s) -> Float64s:
        """Probabilities in (0, 1) for log-odds of any shape."""
        x = np.asarray(log_odds, dtype=np.float64)
        if self.kind != "prior":
            x = self.a * -np.logaddexp(0, -x) + self.b * np.logaddexp(0, x) + self.c
        return np.clip(_sigmoid(x), EDGE, 1 - EDGE)

    def as_dict(self) -> dict[str, Any]:
        """For storing as JSON; `map_from_dict` reads it back."""
        return {
            "kind": self.kind, "a": self.a, "b": self.b, "c": self.c, "decisions": self.decisions,
            "shares": dict(self.shares),
        }  # fmt: skip


def map_from_dict(stored: Mapping[str, Any]) -> Calibration:
    """A map as it was kept by `as_dict`. Raises Box31Error where it is none: a case may come from anybody."""
    with parse("map of confidence"):
        kind = stored["kind"]
        a, b, c = (float(stored[name]) for name in "abc")
        decisions = int(stored["decisions"])
        shares = {str(name): float(share) for name, share in dict(stored["shares"]).items()}
        if kind not in get_args(Kind):
            raise ValueError("a kind of map that is none")
        if not all(map(math.isfinite, (a, b, c, *shares.values()))) or min(a, b, decisions) < 0:
            raise ValueError("a map that does not rise")
    return Calibration(kind, a, b, c, decisions, shares)


Fit = Callable[[Float64s, Float64s], Calibration]


def fit_platt(log_odds: Float64s, labels: Float64s) -> Calibration:
    """Platt's sigmoid with smoothed targets; `labels` are 0 or 1, one for each of `log_odds`.

    The targets (n1 + 1) / (n1 + 2) and 1 / (n0 + 2) keep it finite where the classes are separable.
    """
    positives = float(labels.sum())
    negatives = float(len(labels) - positives)
    targets = np.where(labels > 0.5, (positives + 1) / (positives + 2), 1 / (negatives + 2))
    slope, offset = _fit_logistic(log_odds[:, None], targets, lower=[0.0])
    return Calibration("platt", a=slope, b=slope, c=offset, decisions=len(labels))


def fit_beta(log_odds: Float64s, labels: Float64s) -> Calibration:
    """Beta calibration, pulled toward the prior's map; both slopes are kept from falling below 0: it is monotone."""
    features = np.column_stack([-np.logaddexp(0, -log_odds), np.logaddexp(0, log_odds)])
    a, b, c = _fit_logistic(features, labels.astype(np.float64), lower=[0.0, 0.0], pull=BETA_PULL)
    return Calibration("beta", a=a, b=b, c=c, decisions=len(labels))


def calibrate(log_odds: Float64s, labels: Float64s, groups: NDArray[Any]) -> Calibration:
    """The map for these decisions: the prior's below `MIN_DECISIONS`, else an average by held-out likelihood.

    `groups` names each decision's item: folds never split an item, since its decisions resemble each other. The
    result depends on the decisions alone, not on which map was in use before.
    """
    if len(labels) < MIN_DECISIONS or len(np.unique(labels)) < 2 or len(np.unique(groups)) < 2:
        return Calibration()
    fits: list[Fit] = [_prior, fit_platt, *([fit_beta] if len(labels) >= BETA_DECISIONS else [])]
    loss = np.array([len(labels) * _held_out_loss(fit, log_odds, labels, groups) for fit in fits])
    shares = np.exp(loss.min() - loss)
    shares /= shares.sum()
    maps = [fit(log_odds, labels) for fit in fits]
    a, b, c = (shares @ np.array([[m.a, m.b, m.c] for m in maps])).tolist()
    named = {str(m.kind): round(share, 4) for m, share in zip(maps, shares.tolist(), strict=True)}
    return Calibration("average", a=a, b=b, c=c, decisions=len(labels), shares=named)


def _prior(_log_odds: Float64s, _labels: Float64s) -> Calibration:
    return Calibration()


def venn_abers(log_odds: Float64s, labels: Float64s, asked: Float64s) -> tuple[Float64s, Float64s]:
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
        # Ranks replace scores: ties share a rank, a score between two others gets one of its own.
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


def reliability(probabilities: Float64s, labels: Float64s, bins: int = 10) -> list[ReliabilityBin]:
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


def expected_calibration_error(probabilities: Float64s, labels: Float64s, bins: int = 10) -> float:
    """ECE: the mean gap between stated and observed over the steps, weighted by their counts."""
    rows = reliability(probabilities, labels, bins)
    total = sum(row.count for row in rows)
    return sum(row.count * abs(row.stated - row.observed) for row in rows) / total if total else 0.0


def brier_score(probabilities: Float64s, labels: Float64s) -> float:
    """The mean squared gap between probability and truth."""
    return float(np.mean((probabilities - labels) ** 2)) if len(labels) else 0.0


def log_loss(probabilities: Float64s, labels: Float64s) -> float:
    """Mean negative log-likelihood, in nats."""
    p = np.clip(probabilities, EDGE, 1 - EDGE)
    return float(-np.mean(labels * np.log(p) + (1 - labels) * np.log(1 - p))) if len(labels) else 0.0


def _held_out_loss(fit: Fit, log_odds: Float64s, labels: Float64s, groups: NDArray[Any]) -> float:
    from sklearn.model_selection import GroupKFold

    folds = min(FOLDS, len(np.unique(groups)))
    predicted = np.empty(len(labels))
    for train, test in GroupKFold(folds).split(log_odds, labels, groups):
        predicted[test] = fit(log_odds[train], labels[train]).probability(log_odds[test])
    return log_loss(predicted, labels)


def _fit_logistic(
    features: Float64s, targets: Float64s, *, lower: list[float], pull: float = 0.0
) -> list[float]:
    """Slopes (each at least its `lower`) and offset of the logistic fit of soft `targets`, pulled to 1 and 0."""
    from scipy.optimize import minimize

    design = np.column_stack([features, np.ones(len(features))])

    start = np.array([1.0] * len(lower) + [0.0])

    def loss(weights: Float64s) -> tuple[float, Float64s]:
        z, away = design @ weights, weights - start
        value = float(np.sum(np.logaddexp(0, z) - targets * z) + 0.5 * pull * away @ away)
        return value, design.T @ (_sigmoid(z) - targets) + pull * away

    bounds = [(bound, None) for bound in lower] + [(None, None)]
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds)
    return [float(value) for value in found.x]


def _sigmoid(x: Float64s) -> Float64s:
    return np.exp(-np.logaddexp(0, -x))
