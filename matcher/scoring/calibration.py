"""From log-odds and decisions to a probability that can be believed.

Below `MIN_DECISIONS` the prior's own probability stands, marked `prior`. From there on Platt's sigmoid is fitted to the
decisions with a prior distribution of its own: slope and offset are expected where they were in other cases
(`Weights.spread`), but its tails are long, so that a case unlike all others is believed after some thirty decisions. Where
there are enough decisions, beta calibration is weighed against it by how well each foretells decisions held out by item,
and the log-odds of the two are averaged: choosing one map by a hundred decisions would be a lottery in which every
confidence hangs on a few decisions. Every probability comes with a Venn-ABERS interval.

Sources: Platt (1999); Gelman, Jakulin, Pittau & Su (2008), "A weakly informative default prior distribution for logistic
and other regression models", for the t distribution; Kull, Silva Filho & Flach (2017), "Beta calibration"; Yao, Vehtari,
Simpson & Gelman (2018), "Using stacking to average Bayesian predictive distributions", for the weights exp(held-out
log-likelihood); Vovk & Petej (2014), "Venn-Abers predictors".
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from matcher.arrays import Float64s
from matcher.scoring.untrusted_json import parse

Kind = Literal["prior", "platt", "beta", "average"]

MIN_DECISIONS = 30  # below this a fitted sigmoid was no better than the prior
BETA_DECISIONS = 100  # from here on it helps where Platt's sigmoid does not fit and hardly costs elsewhere
BETA_PULL = 0.25  # of its parameters to the prior's map: a normal of deviation 2, weaker than one decision
BETA_SHARE = 0.1  # in the average, before any decision: its shape is seldom needed
TAILS = 2.0  # degrees of freedom of the t distribution: one case in five is three of its deviations away
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


Spread = Sequence[tuple[float, float]]  # slope and offset that would have been right in other cases
Fit = Callable[[Float64s, Float64s], Calibration]
Penalty = Callable[[Float64s], tuple[float, Float64s]]  # of slopes and offset; with its gradient
PRIOR_MAP = np.array([1.0, 0.0])  # slope and offset


def fit_platt(log_odds: Float64s, labels: Float64s, spread: Spread) -> Calibration:
    """Platt's sigmoid, the likeliest given the decisions; `labels` are 0 or 1, one for each of `log_odds`.

    Before the decisions, slope and offset follow a t distribution around 1 and 0 that is as wide as the `spread`.
    """
    away = np.asarray(spread, dtype=np.float64) - PRIOR_MAP
    precision = np.linalg.inv(away.T @ away / len(away))

    def unlikely(parameters: Float64s) -> tuple[float, Float64s]:
        off = precision @ (parameters - PRIOR_MAP)
        far = 1 + float((parameters - PRIOR_MAP) @ off) / TAILS
        heavy = (TAILS + len(PRIOR_MAP)) / 2
        return heavy * float(np.log(far)), heavy * 2 / TAILS * off / far

    slope, offset = _fit_logistic(log_odds[:, None], labels, lower=[0.0], penalty=unlikely)
    return Calibration("platt", a=slope, b=slope, c=offset, decisions=len(labels))


def fit_beta(log_odds: Float64s, labels: Float64s) -> Calibration:
    """Beta calibration, pulled toward the prior's map; both slopes are kept from falling below 0: it is monotone."""
    features = np.column_stack([-np.logaddexp(0, -log_odds), np.logaddexp(0, log_odds)])

    def pull(parameters: Float64s) -> tuple[float, Float64s]:
        away = parameters - (1.0, 1.0, 0.0)
        return 0.5 * BETA_PULL * float(away @ away), BETA_PULL * away

    a, b, c = _fit_logistic(features, labels, lower=[0.0, 0.0], penalty=pull)
    return Calibration("beta", a=a, b=b, c=c, decisions=len(labels))


def calibrate(log_odds: Float64s, labels: Float64s, groups: NDArray[Any], spread: Spread) -> Calibration:
    """The map for these decisions: the prior's below `MIN_DECISIONS`, else Platt's, averaged with beta's from `BETA_DECISIONS`.

    `groups` names each decision's item: folds never split an item, since its decisions resemble each other. `spread` is
    that of the weights the log-odds are from. The result depends on the decisions alone, not on which map was in use before.
    """
    if len(labels) < MIN_DECISIONS or len(np.unique(labels)) < 2 or len(np.unique(groups)) < 2:
        return Calibration()
    platt: Fit = partial(fit_platt, spread=spread)
    if len(labels) < BETA_DECISIONS:
        return platt(log_odds, labels)
    loss = np.array(
        [len(labels) * _held_out_loss(fit, log_odds, labels, groups) for fit in (platt, fit_beta)]
    )
    shares = np.array([1 - BETA_SHARE, BETA_SHARE]) * np.exp(loss.min() - loss)
    shares /= shares.sum()
    maps = [fit(log_odds, labels) for fit in (platt, fit_beta)]
    a, b, c = (shares @ np.array([[m.a, m.b, m.c] for m in maps])).tolist()
    named = {str(m.kind): round(share, 4) for m, share in zip(maps, shares.tolist(), strict=True)}
    return Calibration("average", a=a, b=b, c=c, decisions=len(labels), shares=named)


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
    features: Float64s, labels: Float64s, *, lower: list[float], penalty: Penalty
) -> list[float]:
    """Slopes (each at least its `lower`) and offset of the logistic fit of `labels` with a `penalty`.

    It starts from the prior's map and from a constant: a penalty with long tails may leave two minima.
    """
    from scipy.optimize import minimize

    design = np.column_stack([features, np.ones(len(features))])

    def loss(weights: Float64s) -> tuple[float, Float64s]:
        z = design @ weights
        held, gradient = penalty(weights)
        value = float(np.sum(np.logaddexp(0, z) - labels * z)) + held
        return value, design.T @ (_sigmoid(z) - labels) + gradient

    bounds = [(bound, None) for bound in lower] + [(None, None)]
    starts = ([1.0] * len(lower) + [0.0], [0.0] * len(bounds))
    fits = [minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds) for start in starts]
    return [float(value) for value in min(fits, key=lambda fit: float(fit.fun)).x]


def _sigmoid(x: Float64s) -> Float64s:
    return np.exp(-np.logaddexp(0, -x))
