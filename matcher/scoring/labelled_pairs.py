"""Labelled pairs: accepted and rejected pairs with their features, from which weights are fitted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.arrays import Float64s
from matcher.features import NAMES
from matcher.scoring.precision_guarantee import role


@dataclass(frozen=True)
class LabelledPairs:
    """Accepted (1) and rejected (0) pairs with their items and features, row by row."""

    pair_ids: tuple[str, ...]
    items: NDArray[Any]
    features: Float64s
    labels: Float64s

    def of_role(self, wanted: str) -> LabelledPairs:
        """Those whose item is kept for `training` or `certificate`."""
        rows = np.array([role(str(item)) == wanted for item in self.items], dtype=bool)
        return LabelledPairs(
            tuple(pair for pair, inside in zip(self.pair_ids, rows, strict=True) if inside),
            self.items[rows],
            self.features[rows],
            self.labels[rows],
        )


def feature_row(terms: Sequence[Sequence[Any]]) -> list[float]:
    """The features of a pair from its stored terms, in the order of matcher.features.FEATURES."""
    values = {str(name): float(value) for name, value, _ in terms}
    return [values.get(name, 0.0) for name in NAMES]
