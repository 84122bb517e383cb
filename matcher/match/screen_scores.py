"""Screen scores: the log-odds of a goods record's best pair, predicted from cheap signals.

The prediction is a ridge regression that is fitted in every run to the sample, which is compared in full anyway. So
it follows whatever features and weights the full comparison has. The strongest signal is the log-odds of the best of
a few likely items by the features that need no encoder: without it for records that name neither code nor maker, four
times as many records had to be compared in full.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.arrays import Float32s, Float64s
from matcher.match.compare import Context, GoodsChunk, wanted_pairs
from matcher.match.scored_pairs import Scorer
from matcher.match.screen_policy import NO_SCORE, Kept

RIDGE = 1.0  # on standardised signals
LOWEST, HIGHEST = -8.0, 4.0  # log-odds beyond which differences do not matter to a screen
SIGNALS = 12  # columns of screen_signals


@dataclass(frozen=True)
class ScreenModel:
    """A linear prediction of the best log-odds from the signals of a record (columns as screen_signals gives them)."""

    mean: Float64s
    scale: Float64s
    weights: Float64s
    base: float

    @classmethod
    def fit(cls, signals: Float32s, given: Sequence[Kept]) -> ScreenModel:
        """Ridge regression from signals of records onto what their full comparison gave; records without signals aside."""
        known: NDArray[np.bool_] = ~np.isnan(signals[:, 0])
        signals = signals[known]
        mean = signals.mean(axis=0, dtype=np.float64) if len(signals) else np.zeros(SIGNALS)
        scale = signals.std(axis=0, dtype=np.float64) if len(signals) else np.ones(SIGNALS)
        scale[scale < 1e-6] = 1.0
        rows = (signals - mean) / scale
        best = np.clip([one.best for one, has in zip(given, known, strict=True) if has], LOWEST, HIGHEST)
        base = float(best.mean()) if len(best) else 0.0
        weights = np.linalg.solve(rows.T @ rows + RIDGE * np.eye(SIGNALS), rows.T @ (best - base))
        return cls(mean, scale, weights, base)

    def scores(self, signals: Float32s) -> Float64s:
        """The predicted log-odds of each record's best pair; NO_SCORE where the record meets no item (a row of nan)."""
        out = np.asarray((signals - self.mean) / self.scale @ self.weights + self.base, dtype=np.float64)
        return np.where(np.isnan(out), NO_SCORE, out)


def screen_signals(
    context: Context,
    scorer: Scorer,
    chunk: GoodsChunk,
    *,
    keep: int,
    items: NDArray[np.bool_] | None,
    all_items: NDArray[np.bool_],
) -> Float32s:
    """The signals of a chunk's records, a row each.

    `items`: those that records compared before are to meet (None: every one); `all_items` says which records meet them
    all.
    """
    goods, found = chunk.goods, chunk.found
    kinds = [context.catalog.kind_row(document.kinds) for document in goods]
    out = np.full((len(goods), SIGNALS), np.nan, dtype=np.float32)
    for row, document in enumerate(goods):
        meets = slice(None) if items is None or all_items[row] else items
        texts = [signal[row][meets] for signal in (found.cosine, found.ngram, found.overlap, found.rare)]
        if not len(texts[0]):
            continue
        shared = (context.catalog.shared_properties(document) * (kinds[row] >= 0))[meets]
        stated = max(len(document.attributes), 1)
        out[row] = [
            *(best for text in texts for best in _best_two(text)), shared.max(), shared.max() / stated,
            kinds[row][meets].max(), LOWEST,
        ]  # fmt: skip
    compared = context.compare(chunk, wanted=wanted_pairs(items, all_items), keep=keep, phrases=False)
    if len(compared.goods):
        best = np.full(len(goods), LOWEST)
        np.maximum.at(best, compared.goods, scorer.log_odds(compared.features))
        out[:, -1] = np.where(np.isnan(out[:, 0]), np.nan, np.clip(best, LOWEST, HIGHEST))
    return out


def _best_two(values: Float32s) -> tuple[float, float]:
    """The highest value, and its lead over the next."""
    if len(values) == 1:
        return float(values[0]), 0.0
    at = int(values.argmax())
    second = max(side.max() for side in (values[:at], values[at + 1 :]) if len(side))
    return float(values[at]), float(values[at] - second)
