"""Precision guarantee: the log-odds above which at least, say, 90 % of the pairs are true.

Learn-Then-Test (Angelopoulos et al. 2021) with exact binomial p-values and fixed-sequence testing, both from
MAPIE. Thresholds are fixed by the scores alone and tested from the top down; the first that fails ends it. Where
no threshold passes there is no promise, which is the right answer then.

The decisions behind a promise must not have trained the score, so items are divided once and for good
(`role`). They must also represent all pairs above the threshold. Down to a certain depth all of them were shown to
reviewers; what was shown and not accepted, for whatever reason, counts as false there. Below it only pairs drawn at
random with a known probability count, thinned to one probability. A pair that a person picked, or that was shown
because the score could not tell, represents no other.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from matcher.arrays import Float64s

CERTAINTY = 0.9  # the promise is wrong in at most one of ten cases
STEPS = 12  # thresholds tried: each must hold, so many steps cost power and few cost resolution
CERTIFICATE_SHARE = 0.5  # share of the items whose decisions are kept for the promise
UNSEEN_ALLOWANCE = (
    0.05  # share of the pairs at the top that may be unseen (new since the review); they count as false
)


@dataclass(frozen=True)
class PrecisionGuarantee:
    """What may be promised. `threshold` is in log-odds, None where nothing may be.

    `decisions` and `accepted` count the certificate's decisions above the threshold (or all of them where there
    is no threshold); `decisions_needed` estimates how many more decisions at the top of the list it would take, on any items.
    """

    target: float
    certainty: float
    threshold: float | None
    decisions: int
    accepted: int
    decisions_needed: int | None = None

    def sentence(self) -> str:
        """The promise, or what is missing, in words."""
        goal = f"at least {self.target:.0%} true at {self.certainty:.0%} certainty"
        if self.threshold is not None:
            return f"promise holds: {goal}, from {self.accepted} accepted of {self.decisions} decisions"
        seen = f"{self.accepted} accepted of {self.decisions} decisions kept for it"
        if self.decisions_needed is None:
            return f"no promise ({goal}): {seen}; so many are false that more decisions would not help"
        return (
            f"not yet ({goal}): {seen}; about {self.decisions_needed} more decisions at the top of the list"
        )


def role(item_id: str) -> Literal["training", "certificate"]:
    """What an item's decisions are for; fixed by the item's id, so it never changes."""
    share = int.from_bytes(hashlib.sha256(b"certificate:" + item_id.encode()).digest()[:8]) / 2**64
    return "certificate" if share < CERTIFICATE_SHARE else "training"


def certify(
    log_odds: Float64s,
    accepted: Float64s,
    *,
    target: float,
    shown: NDArray[np.bool_] | None = None,
    drawn: Float64s | None = None,
    seed: int = 31,
) -> PrecisionGuarantee:
    """The lowest log-odds above which a share `target` of the pairs is true with probability CERTAINTY.

    One entry for each pair of the items kept for it: its `log_odds`, whether it was `accepted` (1 or 0), whether a
    reviewer was `shown` it (all were where None), and the probability with which it was `drawn` at random (NaN: it
    was not, or not at random).
    """
    from mapie.risk_control.fwer_control import FWERFixedSequenceTesting, control_fwer
    from mapie.risk_control.methods import compute_hoeffding_bentkus_p_value

    scores, truth, probability = _sample(log_odds, accepted, shown, drawn)
    delta = 1 - CERTAINTY
    depths = _depths(scores, _fewest(target, delta))
    if len(depths):
        chance = np.random.default_rng(seed).random(len(scores))
        counts, false = np.empty(len(depths)), np.empty(len(depths))
        for i, depth in enumerate(depths):
            # All rows above a threshold must have had the same probability; each threshold thins by its own least.
            kept = chance[:depth] < probability[:depth].min() / probability[:depth]
            counts[i], false[i] = kept.sum(), (kept & (truth[:depth] < 0.5)).sum()
        # A hair below the whole number: MAPIE rounds counts up, and k / n * n may exceed k.
        risk = np.maximum(false - 1e-6, 0) / counts
        p_values = compute_hoeffding_bentkus_p_value(risk, counts, 1 - target, binary=True)[:, 0]
        passed = control_fwer(p_values, delta, fwer_method=FWERFixedSequenceTesting())
        if len(passed):
            last = int(max(passed))
            number = int(counts[last])
            return PrecisionGuarantee(
                target, CERTAINTY, float(scores[depths[last] - 1]), number, number - int(false[last])
            )
    right = int((truth > 0.5).sum())
    return PrecisionGuarantee(
        target, CERTAINTY, None, len(truth), right, _decisions_needed(truth, target, delta)
    )


def _sample(
    log_odds: Float64s, accepted: Float64s, shown: NDArray[np.bool_] | None, drawn: Float64s | None
) -> tuple[Float64s, Float64s, Float64s]:
    """Scores from the top down, truth, and probability of the pairs that represent all."""
    order = np.argsort(-log_odds, kind="stable")
    seen = np.ones(len(order), dtype=bool) if shown is None else shown[order]
    probability = np.full(len(order), np.nan) if drawn is None else drawn[order].astype(np.float64)
    deep_enough = np.flatnonzero(np.cumsum(~seen) <= UNSEEN_ALLOWANCE * np.arange(1, len(order) + 1))
    depth = int(deep_enough[-1]) + 1 if len(deep_enough) else 0
    probability[:depth] = 1.0
    used = np.flatnonzero(~np.isnan(probability))
    truth = np.where(seen, accepted[order], 0.0)
    return log_odds[order][used], truth[used], probability[used]


def _fewest(target: float, delta: float) -> int:
    """The fewest decisions, all accepted, that can carry the promise: target ** n <= delta."""
    return int(np.ceil(np.log(delta) / np.log(target)))


def _depths(scores: Float64s, fewest: int) -> NDArray[np.intp]:
    """How many rows lie above each threshold, in equal ratios; `scores` fall, and ties are not torn apart."""
    if len(scores) < fewest:
        return np.empty(0, dtype=np.intp)
    counts = np.geomspace(fewest, len(scores), STEPS).round().astype(int)
    return np.unique(np.searchsorted(-scores, -scores[counts - 1], side="right"))


def _decisions_needed(truth: Float64s, target: float, delta: float) -> int | None:
    """How many more decisions the promise would take if the rest of the top is like what was seen of it.

    Of all items: only a share of them falls on the items kept for it.
    """
    from scipy.stats import binom

    fewest = _fewest(target, delta)
    top = truth[: max(fewest, len(truth) // 4)]
    precision = (top.sum() + 1) / (len(top) + 1)  # a hopeful guess: one more accepted
    if precision <= target:
        return None
    for number in range(fewest, 20_000):
        expected = np.floor(number * (1 - precision))
        if binom.cdf(expected, number, 1 - target) <= delta:
            return int(np.ceil(max(1, number - len(top)) / CERTIFICATE_SHARE))
    return None
