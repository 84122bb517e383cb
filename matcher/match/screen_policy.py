"""The screen before the encoder: which goods are worth the transformer, and what is lost by leaving out the rest.

Every goods is compared cheaply with its best few items, a student standing in for the transformer; the log-odds of
the best pair is its screen score. The highest go on to the full comparison, the rest is cut into bands by score. Of
each band a random sample is compared in full all the same: that measures what the rest of the band would have given,
and while that is more than the case allows, the next band is compared in full as well.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.arrays import Float64s, Ints

NO_SCORE = -99.0  # the log-odds of a goods record without any pair
LIKELY = 0.5  # a confidence from which loss is told apart
# Sizes of the bands below the first cut, in units of what is above it; then the rest.
BANDS = (
    0.5,
    0.5,
    1.0,
    2.0,
)
CERTAINTY = 0.95  # of the intervals


@dataclass(frozen=True)
class ScreenSettings:
    """When there is a screen, and how it is fitted and checked. `share` None: learnt from the sample."""

    above: int = (
        20_000  # goods to compare from which a screen pays: below, fitting and checking cost what it saves
    )
    sample: int = 6_000  # goods the surrogate and the first cut are learnt from; 3,000 were too few
    keep: int = 2  # items that each record is compared with cheaply; 3 and 6 told hardly more, 1 less
    checked: int = 3_000  # goods of the screened-out that are compared in full to measure the loss
    checked_share: float = 0.02  # of the screened-out that are, where that is more
    least_share: float = 0.02  # of the goods that go on at least
    margin: float = 0.5  # of the allowed loss that the first cut may cost on the sample
    least_learnt: int = 500  # sampled goods among those to compare from which the first cut can be learnt
    usual_share: float = 0.1  # of the goods that go on at first where it cannot
    share: float | None = None  # of the goods that go on at first, where it is given


@dataclass(frozen=True)
class Kept:
    """What the full comparison of one goods record gave: pairs of at least the least confidence, likely ones, and the
    log-odds of its best pair (NO_SCORE where it has none)."""

    pairs: int
    likely: int
    best: float = NO_SCORE


@dataclass
class Band:
    """Goods of neighbouring screen scores: `members` are their numbers, `drawn` those checked, `found` what they gave."""

    members: Ints
    drawn: Ints
    found: list[Kept] = field(default_factory=list)
    included: bool = False  # whether all of it is compared in full by now

    @property
    def size(self) -> int:
        return len(self.members)


@dataclass(frozen=True)
class Loss:
    """Share of the pairs that a full pass would have kept and this one did not, with its interval."""

    share: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.share:.2%} ({self.low:.2%} to {self.high:.2%})"


@dataclass(frozen=True)
class ScreenReport:
    """What a screen did, as it is stored in a run's counts."""

    goods: int
    compared: int  # in full, with the sample it was learnt from and the checked ones
    checked: int  # of the screened-out, in the bands that stayed out
    widened: int  # times
    lost: Loss  # of pairs of at least the least confidence
    lost_likely: Loss
    limit: float

    @property
    def counts(self) -> dict[str, Any]:
        return asdict(self)

    def sentence(self, least: float) -> str:
        return (
            f"screen: {self.compared} of {self.goods} goods records compared in full ({self.compared / self.goods:.1%});"
            f" lost of the pairs of confidence {least:g} and more {self.lost}, of {LIKELY:g} and more"
            f" {self.lost_likely}, at {CERTAINTY:.0%} certainty, measured on {self.checked} of those left out"
            + (f"; widened {self.widened} times to stay within {self.limit:.1%}" if self.widened else "")
        )


def draw(ids: NDArray[np.bytes_], among: Ints, count: int, purpose: str) -> Ints:
    """`count` of the numbers `among`, at random by a hash of the goods' ids: the same for the same goods."""
    if count >= len(among):
        return np.sort(among)
    key = purpose.encode()
    digests = (hashlib.blake2b(ids[number], digest_size=8, key=key).digest() for number in among)
    ranks = np.fromiter((int.from_bytes(digest, "big") for digest in digests), np.uint64, len(among))
    return np.sort(among[np.argpartition(ranks, count)[:count]])


def first_cut(scores: Float64s, kept: Sequence[Kept], settings: ScreenSettings, limit: float) -> float:
    """The share of goods to let through at first: what loses `margin` of the allowed share of the sample's goods with pairs.

    One may be lost where it is no more than the allowed share: else a single odd record says that all are to be compared.
    `scores` are the sample's screen scores by vectors that had not seen the goods, `kept` what their full comparison
    gave. What is really lost is measured afterwards, in pairs (`loss`).
    """
    if settings.share is not None:
        return settings.share
    if len(kept) < settings.least_learnt:
        return settings.usual_share
    order = np.argsort(scores, kind="stable")
    out = len(order)
    for gives in (np.array([k.pairs > 0 for k in kept]), np.array([k.likely > 0 for k in kept])):
        giving = int(gives.sum())
        allowed = max(settings.margin * limit * giving, float(limit * giving >= 1))
        out = min(out, int(np.searchsorted(np.cumsum(gives[order]), allowed, side="right")))
    return max(1 - out / max(len(order), 1), settings.least_share)


def bands(
    ids: NDArray[np.bytes_], scores: Float64s, screened: Ints, share: float, settings: ScreenSettings
) -> tuple[Ints, list[Band]]:
    """The goods that go on, and the bands of the rest with the goods drawn to check each.

    `screened` are numbers of goods, `scores` those of all by number; equal scores go by number. A band's share of the checked is by
    the square root of its size: what is lost is in the near ones, what is many in the far one.
    """
    order = screened[np.lexsort((screened, -scores[screened]))]
    first = max(1, round(share * len(order)))
    cuts = [first]
    for size in BANDS:
        cuts.append(min(len(order), cuts[-1] + max(1, round(size * first))))
    edges = [*cuts, len(order)]
    parts = [order[a:b] for a, b in pairwise(edges) if b > a]
    checked = max(settings.checked, round(settings.checked_share * (len(order) - first)))
    roots = np.sqrt([len(part) for part in parts])
    out = []
    for number, part in enumerate(parts):
        drawn = draw(ids, part, round(checked * roots[number] / roots.sum()) or 1, f"check {number}")
        out.append(Band(part, drawn))
    return np.sort(order[:first]), out


def most_lost(bands: Sequence[Band], what: str) -> Band:
    """The band that is left out of which a checked record gave most on average; `what`: "pairs" or "likely"."""

    def given(band: Band) -> float:
        found: list[int] = [getattr(kept, what) for kept in band.found]
        return sum(found) / max(len(found), 1)

    return max((band for band in bands if not band.included), key=given)


def loss(kept: int, bands: Sequence[Band], what: str) -> Loss:
    """What the bands that are left out would have given, as a share of all; `kept` pairs are had without them.

    `what`: "pairs" or "likely". The interval is exact for the goods that would have given a pair (Clopper-Pearson in
    each band, the bands sharing the error), taken times the mean number of pairs such goods gave.
    """
    out = [band for band in bands if not band.included]
    if not out:
        return Loss(0.0, 0.0, 0.0)
    counts = [[getattr(found, what) for found in band.found] for band in out]
    giving = [sum(count > 0 for count in of_band) for of_band in counts]
    each = sum(map(sum, counts)) / sum(giving) if sum(giving) else 1.0
    missed = low = high = 0.0
    had = float(kept)
    for band, of_band, goods in zip(out, counts, giving, strict=True):
        rest = band.size - len(of_band)
        if not of_band:
            continue
        had += sum(of_band)
        missed += rest * sum(of_band) / len(of_band)
        # a band of which every goods was checked has no rest, and adds nothing
        lower, upper = clopper_pearson(goods, len(of_band), 1 - (1 - CERTAINTY) / len(out))
        low += rest * lower * each
        high += rest * upper * each
    low, high = min(low, missed), max(high, missed)
    return Loss(*(value / (had + value) if had + value else 0.0 for value in (missed, low, high)))


def clopper_pearson(successes: int, trials: int, certainty: float) -> tuple[float, float]:
    """The exact interval of a share of which `successes` of `trials` were seen."""
    from scipy.stats import beta

    tail = (1 - certainty) / 2
    low = 0.0 if successes == 0 else float(beta.ppf(tail, successes, trials - successes + 1))
    high = 1.0 if successes == trials else float(beta.ppf(1 - tail, successes + 1, trials - successes))
    return low, high
