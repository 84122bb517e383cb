"""How a pair stands among others: against the goods' other items, and against what is usual for its item.

No label is needed for this. That something is alike says less than that nothing else is as alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from matcher.arrays import Float32s, Float64s, Ints
from matcher.records.documents import GoodsDocument
from matcher.similarity.similarity import Lexical

SAMPLE = 2_000  # goods at most that tell what is usual for an item
NEAREST = 4  # of them that count: fewer are chance, with ten the true ones no longer weigh
SURE = 2.0  # log-odds from which another item makes a pair less likely; of 0, 1 and 2, on worlds left out
_SLIGHT = 0.05  # of `outdone`, below which it counts as none
_ROWS = 500


class Competition(NamedTuple):
    """How far a pair is ahead of the best other item of its goods (behind: negative), by names, n-grams, meaning.

    `above` is its n-gram similarity less what is usual for the item. `variant`: whether the goods contradict less
    another item whose code they name. `nearest` names the best other item by names, n-grams and meaning. `outdone`: how much
    surer than SURE the likeliest other item is, which `outdone_by` names.
    """

    names: float = 0.0
    ngrams: float = 0.0
    meaning: float = 0.0
    above: float = 0.0
    variant: bool = False
    nearest: tuple[str, str, str] = ("", "", "")
    outdone: float = 0.0
    outdone_by: str = ""


ALONE = Competition()


Beside = Mapping[int, frozenset[int]]
NOBODY: Beside = {}


def margins(values: Sequence[float], beside: Beside = NOBODY) -> list[float]:
    """Each value less the greatest of the others; 0 where there are none. `beside`: by place those that are no rivals of it."""
    if len(values) < 2:
        return [0.0] * len(values)
    second, best = sorted(values)[-2:]
    found = [value - (second if value == best else best) for value in values]
    for at, kin in beside.items():
        rivals = [value for other, value in enumerate(values) if other != at and other not in kin]
        found[at] = values[at] - max(rivals, default=values[at])
    return found


def nearest(values: Sequence[float], names: Sequence[str], beside: Beside = NOBODY) -> list[str]:
    """For each value the name of the greatest of the others; nothing where there are none. `beside`: see `margins`."""
    order = sorted(range(len(values)), key=lambda at: -values[at])
    found = [names[order[order[0] == at]] if len(order) > 1 else "" for at in range(len(values))]
    for at, kin in beside.items():
        found[at] = next((names[other] for other in order if other != at and other not in kin), "")
    return found


def among(
    names: Sequence[float],
    ngrams: Sequence[float],
    meaning: Sequence[float],
    *,
    above: Sequence[float],
    worse_variant: Sequence[bool],
    labels: Sequence[str],
    beside: Beside = NOBODY,
) -> list[Competition]:
    """How each item of a goods record stands among them, by its similarities; `labels` are what the items are called.

    `beside`: see `margins`.
    """
    leads = zip(*(margins(side, beside) for side in (names, ngrams, meaning)), strict=True)
    best = zip(*(nearest(side, labels, beside) for side in (names, ngrams, meaning)), strict=True)
    return [
        Competition(x, y, z, more, variant, (a, b, c))
        for (x, y, z), more, variant, (a, b, c) in zip(leads, above, worse_variant, best, strict=True)
    ]


def likeliest_others(log_odds: Float64s, goods: Ints) -> Ints:
    """For each pair the place of the likeliest other pair of its goods record; its own place where there is none.

    `goods`: the number of each pair's record, ascending.
    """
    order = np.lexsort((-log_odds, goods))
    starts = np.flatnonzero(np.diff(goods, prepend=-1))  # of each record, in `order` as in `goods`
    sizes = np.diff(np.r_[starts, len(goods)])
    best, second = order[starts], order[starts + (sizes > 1)]
    best, second = np.repeat(best, sizes), np.repeat(second, sizes)
    return np.where(best == np.arange(len(goods)), second, best)


def outdone(log_odds: Float64s) -> Float64s:
    """How much surer than SURE other items are that have these log-odds (softplus: no step at SURE)."""
    over = np.logaddexp(0.0, log_odds - SURE)
    return np.where(over < _SLIGHT, 0.0, over)


def usual_ngrams(lexical: Lexical, sample: Sequence[GoodsDocument]) -> Float32s:
    """For each item the mean n-gram similarity of the goods nearest to it, of a sample of SAMPLE at most."""
    items = lexical.item_ngrams.shape[1]
    best = np.zeros((0, items), dtype=np.float32)
    chosen = sample[:: max(1, -(-len(sample) // SAMPLE))]
    for start in range(0, len(chosen), _ROWS):
        rows = lexical.rows(chosen[start : start + _ROWS]).ngrams
        best = np.vstack([best, (rows @ lexical.item_ngrams).toarray()])
        if len(best) > NEAREST:
            best = np.partition(best, len(best) - NEAREST, axis=0)[-NEAREST:]
    return np.asarray(best.mean(axis=0) if len(best) else np.zeros(items), dtype=np.float32)
