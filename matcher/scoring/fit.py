"""What a case's decisions teach: weights refitted from the prior, rules where they help, and a map to confidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.arrays import Float64s
from matcher.scoring.calibration import (
    MIN_DECISIONS,
    Calibration,
    ReliabilityBin,
    brier_score,
    calibrate,
    expected_calibration_error,
    log_loss,
    reliability,
)
from matcher.scoring.labelled_pairs import LabelledPairs
from matcher.scoring.rules import boost
from matcher.scoring.weights import Weights, fit, prior

FOLDS = 5
RULES_DECISIONS = 200  # from which rules are tried: enough in 11 of 12 draws (docs/benchmarks.md)
REFIT_RIDGE = 4.0  # pull toward the prior: 100 decisions move a weight by about a third of what they ask for
WHOLE_PULL = 200  # decisions up to which the pull is whole; beyond, it falls as their number grows


@dataclass(frozen=True)
class FitReport:
    """What `box31 calibrate` found. `stated` are confidences for decisions that had no part in them."""

    decisions: int
    training: int
    weights: Weights
    calibration: Calibration
    refitted: bool
    stated: Float64s = field(default_factory=lambda: np.empty(0))
    labels: Float64s = field(default_factory=lambda: np.empty(0))

    def bins(self) -> list[ReliabilityBin]:
        return reliability(self.stated, self.labels) if len(self.labels) else []

    def table(self) -> list[dict[str, Any]]:
        return [
            {
                "low": round(row.low, 2),
                "high": round(row.high, 2),
                "count": row.count,
                "stated": round(row.stated, 3),
                "observed": round(row.observed, 3),
            }
            for row in self.bins()
        ]

    def sentence(self) -> str:
        """What was done, and how honest the confidence is on decisions it has not seen."""
        if self.decisions < MIN_DECISIONS:
            missing = MIN_DECISIONS - self.decisions
            return f"{self.decisions} decisions: the prior stands until there are {missing} more"
        if self.calibration.kind == "prior":
            return f"{self.decisions} decisions, all alike or all of one item: the prior stands"
        ece = expected_calibration_error(self.stated, self.labels)
        what = "prior weights kept (refitting did not help on held-out items)"
        if self.refitted:
            rules = self.weights.rules
            what = "weights refitted" + (f", {len(rules.value)} rules learned" if rules is not None else "")
        return (
            f"{self.decisions} decisions, {self.training} of them for training: {what};"
            f" confidence {self.calibration.basis} ({self.calibration.words}); held out: ECE {ece:.3f},"
            f" Brier {brier_score(self.stated, self.labels):.3f}"
        )


@dataclass(frozen=True)
class FittedWeights:
    """Weights fitted to decisions, and each decision's log-odds by weights that had not seen its item."""

    weights: Weights
    held_out: Float64s
    refitted: bool = False


Learner = Callable[[Float64s, Float64s, Weights], Weights]


def fit_weights(features: Float64s, labels: Float64s, items: NDArray[Any], start: Weights) -> FittedWeights:
    """What foretells decisions on held-out items best: the weights `start`, refitted ones, or these with rules.

    `features` is decisions by FEATURES, `labels` 0 or 1, `items` names each decision's item.
    """
    best = FittedWeights(start, start.log_odds(features))
    if len(labels) < MIN_DECISIONS or len(np.unique(labels)) < 2 or len(np.unique(items)) < 2:
        return best
    for learner in (refit, refit_with_rules) if len(labels) >= RULES_DECISIONS else (refit,):
        scores = _held_out(learner, features, labels, items, start)
        if log_loss(_sigmoid(scores), labels) < log_loss(_sigmoid(best.held_out), labels):
            best = FittedWeights(learner(features, labels, start), scores, True)
    return best


def refit(features: Float64s, labels: Float64s, start: Weights) -> Weights:
    """Weights fitted to decisions without forgetting `start`."""
    about = {"on": f"{len(labels)} decisions of this case, from the shipped weights {prior().digest}"}
    return replace(fit(features, labels, start=start, ridge=refit_ridge(len(labels))), about=about)


def refit_ridge(decisions: int) -> float:
    """How strongly refitted weights are pulled toward the prior; chosen on the valid splits of benchmarks/pairs.py."""
    return REFIT_RIDGE * min(1.0, WHOLE_PULL / max(decisions, 1))


def refit_with_rules(features: Float64s, labels: Float64s, start: Weights) -> Weights:
    """Refitted weights, with rules that correct them."""
    weights = refit(features, labels, start)
    return replace(weights, rules=boost(features, labels, weights.log_odds(features)))


def fit_to(everything: LabelledPairs) -> tuple[FitReport, Float64s]:
    """Weights and map for these decisions, with their scores by models that had not seen their item.

    Weights are fitted to the training items' decisions only. The map is fitted to all decisions: it keeps the order
    of the pairs, and with it what is promised of those above a threshold, so it may know the decisions that the
    guarantee uses.
    """
    train = everything.of_role("training")
    fitted = fit_weights(train.features, train.labels, train.items, prior())
    scores = fitted.weights.log_odds(everything.features)
    scores[np.isin(everything.pair_ids, train.pair_ids)] = fitted.held_out
    calibration = calibrate(scores, everything.labels, everything.items, prior().spread)
    if calibration.kind == "prior":
        return FitReport(len(everything.labels), len(train.labels), prior(), calibration, False), scores
    return FitReport(
        len(everything.labels), len(train.labels), fitted.weights, calibration, fitted.refitted,
        _stated(scores, everything), everything.labels,
    ), scores  # fmt: skip


def _held_out(
    learner: Learner, features: Float64s, labels: Float64s, items: NDArray[Any], start: Weights
) -> Float64s:
    """Log-odds of each decision by weights fitted to the decisions on other items."""
    from sklearn.model_selection import GroupKFold

    out = np.empty(len(labels))
    for inside, outside in GroupKFold(min(FOLDS, len(np.unique(items)))).split(features, labels, items):
        out[outside] = learner(features[inside], labels[inside], start).log_odds(features[outside])
    return out


def _stated(scores: Float64s, known: LabelledPairs) -> Float64s:
    """Confidences by maps fitted to the decisions on other items."""
    from sklearn.model_selection import GroupKFold

    out = np.empty(len(scores))
    folds = min(FOLDS, len(np.unique(known.items)))
    for inside, outside in GroupKFold(folds).split(scores, known.labels, known.items):
        fitted = calibrate(scores[inside], known.labels[inside], known.items[inside], prior().spread)
        out[outside] = fitted.probability(scores[outside])
    return out


def _sigmoid(x: Float64s) -> Float64s:
    return np.asarray(1 / (1 + np.exp(-x)))
