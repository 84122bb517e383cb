"""A promise about precision: above which log-odds are at least, say, 90 % of the pairs true?

Learn-Then-Test (Angelopoulos et al. 2021) with exact binomial p-values and fixed-sequence testing, both from
MAPIE. Thresholds are fixed by the scores alone and tested from the top down; the first that fails ends it. Where
no threshold passes there is no promise, which is the right answer then.

The decisions behind a promise must not have trained the score, so items are divided once and for good
(`role`). They must also be an equal-probability sample of the pairs above the threshold, so decisions drawn
with unequal probabilities are thinned to equal ones.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

CERTAINTY = 0.9  # the promise is wrong in at most one of ten cases
STEPS = 12  # thresholds tried: each must hold, so many steps cost power and few cost resolution
CERTIFICATE_SHARE = 0.5  # share of the items whose decisions are kept for the promise


@dataclass(frozen=True)
class Certificate:
    """What may be promised. `threshold` is in log-odds, None where nothing may be.

    `decisions` and `accepted` count the certificate's decisions above the threshold (or all of them where there
    is no threshold); `more` estimates how many more decisions at the top of the list it would take.
    """

    target: float
    certainty: float
    threshold: float | None
    decisions: int
    accepted: int
    more: int | None = None

    def sentence(self) -> str:
        """The promise, or what is missing, in words."""
        goal = f"at least {self.target:.0%} true at {self.certainty:.0%} certainty"
        if self.threshold is not None:
            return f"promise holds: {goal}, from {self.accepted} accepted of {self.decisions} decisions"
        seen = f"{self.accepted} accepted of {self.decisions} decisions kept for it"
        if self.more is None:
            return f"no promise ({goal}): {seen}; so many are false that more decisions would not help"
        return f"not yet ({goal}): {seen}; about {self.more} more decisions at the top of the list"


def role(item_id: str) -> Literal["training", "certificate"]:
    """What an item's decisions are for; fixed by the item's id, so it never changes."""
    share = int.from_bytes(hashlib.sha256(b"certificate:" + item_id.encode()).digest()[:8]) / 2**64
    return "certificate" if share < CERTIFICATE_SHARE else "training"


def certify(
    log_odds: Floats,
    labels: Floats,
    *,
    target: float,
    certainty: float = CERTAINTY,
    sampling_probability: Floats | None = None,
    seed: int = 31,
) -> Certificate:
    """The lowest log-odds above which a share `target` of the pairs is true with probability `certainty`.

    `log_odds` and `labels` (0 or 1) are the certificate decisions, `sampling_probability` the probability with
    which each was drawn for review (all alike where None).
    """
    from mapie.risk_control.fwer_control import FWERFixedSequenceTesting, control_fwer
    from mapie.risk_control.methods import compute_hoeffding_bentkus_p_value

    kept = _equal_probability(sampling_probability, len(labels), seed)
    scores, truth = log_odds[kept], labels[kept]
    delta = 1 - certainty
    grid = _thresholds(scores, _fewest(target, delta))
    if len(grid):
        above = scores[None, :] >= grid[:, None]
        counts = above.sum(axis=1).astype(np.float64)
        false = (above & (truth[None, :] < 0.5)).sum(axis=1)
        # A hair below the whole number: MAPIE rounds counts up, and k / n * n may exceed k.
        risk = np.maximum(false - 1e-6, 0) / counts
        p_values = compute_hoeffding_bentkus_p_value(risk, counts, 1 - target, binary=True)[:, 0]
        passed = control_fwer(p_values, delta, fwer_method=FWERFixedSequenceTesting())
        if len(passed):
            last = int(max(passed))
            number = int(counts[last])
            return Certificate(target, certainty, float(grid[last]), number, number - int(false[last]))
    accepted = int((truth > 0.5).sum())
    return Certificate(target, certainty, None, len(truth), accepted, _more(truth, scores, target, delta))


def _equal_probability(probability: Floats | None, count: int, seed: int) -> NDArray[np.intp]:
    """Thin rows so that each has the same probability of having been drawn and kept."""
    if probability is None or count == 0:
        return np.arange(count)
    keep = np.random.default_rng(seed).random(count) < probability.min() / probability
    return np.flatnonzero(keep)


def _fewest(target: float, delta: float) -> int:
    """The fewest decisions, all accepted, that can carry the promise: target ** n <= delta."""
    return int(np.ceil(np.log(delta) / np.log(target)))


def _thresholds(scores: Floats, fewest: int) -> Floats:
    """Thresholds from the top down, in equal ratios of the number of decisions above them."""
    if len(scores) < fewest:
        return np.empty(0)
    ordered = np.sort(scores)[::-1]
    counts = np.unique(np.geomspace(fewest, len(scores), STEPS).round().astype(int))
    return np.unique(ordered[counts - 1])[::-1]


def _more(truth: Floats, scores: Floats, target: float, delta: float) -> int | None:
    """How many more decisions the promise would take if the rest of the top is like what was seen of it."""
    from scipy.stats import binom

    fewest = _fewest(target, delta)
    top = truth[np.argsort(-scores)][: max(fewest, len(truth) // 4)]
    precision = (top.sum() + 1) / (len(top) + 1)  # a hopeful guess: one more accepted
    if precision <= target:
        return None
    for number in range(fewest, 20_000):
        expected = np.floor(number * (1 - precision))
        if binom.cdf(expected, number, 1 - target) <= delta:
            return max(1, number - len(top))
    return None
