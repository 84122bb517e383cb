"""Screen scores: the log-odds of a goods record's best pair, predicted from cheap signals.

The prediction is a ridge regression that is fitted in every run to the sample, which is compared in full anyway. So
it follows whatever features and weights the full comparison has. The strongest signal is the log-odds of the best of
a few likely items by the features that need no encoder: without it for records that name neither code nor maker, four
times as many records had to be compared in full. It is half of the screen's work, and every record is worth it: of two
samples of 6,000 records of benchmarks/match_scale.py, with 134 and 123 that had pairs, all but one of these were in the first
6 and 8 %. Where only the likelier third or half was compared so, one or two stayed in the rest, and half of all records had to
be compared in full to hold them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matcher.arrays import Bools, Float32s, Float64s
from matcher.match.compare import Context, GoodsChunk, wanted_pairs
from matcher.match.scored_pairs import Scorer
from matcher.match.screen_policy import NO_SCORE, Kept

RIDGE = 1.0  # on standardised signals
LOWEST, HIGHEST = -8.0, 4.0  # log-odds beyond which differences do not matter to a screen
# The lowest that is predicted. Pairs of log-odds -2.9 (confidence .05) are kept: with -8, -7, -6 and -5, .14, .05, .05 and .07 of
# a sample of 6,000 records of benchmarks/match_scale.py had to be compared in full to hold 99.5 % of the kept pairs.
LOWEST_PREDICTED = -6.0
SIGNALS = 14  # columns of screen_signals


@dataclass(frozen=True)
class ScreenModel:
    """A linear prediction of the best log-odds from the signals of a record (columns as screen_signals gives them)."""

    mean: Float64s
    scale: Float64s
    weights: Float64s
    base: float

    @classmethod
    def fit(cls, signals: Float32s, values: Float64s) -> ScreenModel:
        """Ridge regression from signals of records onto a value of each; records without signals aside."""
        known: NDArray[np.bool_] = ~np.isnan(signals[:, 0])
        signals, values = signals[known], values[known]
        columns = signals.shape[1]
        mean = signals.mean(axis=0, dtype=np.float64) if len(signals) else np.zeros(columns)
        scale = signals.std(axis=0, dtype=np.float64) if len(signals) else np.ones(columns)
        scale[scale < 1e-6] = 1.0
        rows = (signals - mean) / scale
        base = float(values.mean()) if len(values) else 0.0
        weights = np.linalg.solve(rows.T @ rows + RIDGE * np.eye(columns), rows.T @ (values - base))
        return cls(mean, scale, weights, base)

    def scores(self, signals: Float32s) -> Float64s:
        """The predicted log-odds of each record's best pair; NO_SCORE where the record meets no item (a row of nan)."""
        out = np.asarray((signals - self.mean) / self.scale @ self.weights + self.base, dtype=np.float64)
        return np.where(np.isnan(out), NO_SCORE, out)


def best_given(given: Sequence[Kept]) -> Float64s:
    """The log-odds of the best pair of each record that was compared in full, as far as they matter to a screen."""
    return np.clip([one.best for one in given], LOWEST_PREDICTED, HIGHEST).astype(np.float64)


def screen_signals(
    context: Context,
    scorer: Scorer,
    chunk: GoodsChunk,
    *,
    keep: int,
    items: Bools | None,
    all_items: Bools,
) -> Float32s:
    """The signals of a chunk's records, a row each.

    `keep`: items that a record is compared with. `items`: those that records compared before are to meet (None: every one);
    `all_items` says which records meet them all.
    """
    chunk = replace(chunk, hits=[context.catalog.codes.find(document) for document in chunk.goods])
    out = _signals_of_texts(context, chunk, items, all_items)
    compared = context.compare(chunk, wanted=wanted_pairs(items, all_items), keep=keep, phrases=False)
    best = np.full(len(out), LOWEST)
    np.maximum.at(best, compared.goods, scorer.log_odds(compared.features))
    out[:, -1] = np.where(np.isnan(out[:, 0]), np.nan, np.clip(best, LOWEST, HIGHEST))
    return out


def _signals_of_texts(context: Context, chunk: GoodsChunk, items: Bools | None, all_items: Bools) -> Float32s:
    """The signals for which nothing is compared: likeness of texts, kind, properties, and whether a maker and a code are named."""
    found = chunk.found
    out = np.full((len(chunk.goods), SIGNALS), np.nan, dtype=np.float32)
    for row, document in enumerate(chunk.goods):
        meets = slice(None) if items is None or all_items[row] else items
        texts = [signal[row][meets] for signal in (found.cosine, found.ngram, found.overlap, found.rare)]
        if not len(texts[0]):
            continue
        kinds = context.catalog.kind_row(document.kinds)
        shared = (context.catalog.shared_properties(document) * (kinds >= 0))[meets]
        named = bool(chunk.mentions and chunk.mentions[row].named), bool(chunk.hits and chunk.hits[row])
        out[row, :-1] = [
            *(best for text in texts for best in _best_two(text)), shared.max(),
            shared.max() / max(len(document.attributes), 1), kinds[meets].max(), *named,
        ]  # fmt: skip
    return out


def _best_two(values: Float32s) -> tuple[float, float]:
    """The highest value, and its lead over the next."""
    if len(values) == 1:
        return float(values[0]), 0.0
    at = int(values.argmax())
    second = max(side.max() for side in (values[:at], values[at + 1 :]) if len(side))
    return float(values[at]), float(values[at] - second)
