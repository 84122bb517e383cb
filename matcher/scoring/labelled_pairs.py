"""The settled decisions of a case with the features of their pairs: what can be learnt from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from matcher.features import NAMES
from matcher.scoring.precision_guarantee import role

if TYPE_CHECKING:
    from sqlite_utils import Database

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Decided:
    """Settled decisions with the features of their pairs, row by row."""

    pair_ids: tuple[str, ...]
    items: NDArray[Any]
    features: Floats
    labels: Floats

    def of_role(self, wanted: str) -> Decided:
        """Those whose item is kept for `training` or `certificate`."""
        rows = np.array([role(str(item)) == wanted for item in self.items], dtype=bool)
        return Decided(
            tuple(pair for pair, inside in zip(self.pair_ids, rows, strict=True) if inside),
            self.items[rows],
            self.features[rows],
            self.labels[rows],
        )


def decided(db: Database) -> Decided:
    """Every pair that is accepted or rejected on the evidence as it stands."""
    from matcher.review.decisions import labelled_pairs

    found = {row["pair_id"]: row for row in labelled_pairs(db)}
    pair_ids, items, features, labels = [], [], [], []
    for pair_id, item_id, terms in db.execute(
        "SELECT pair_id, item_id, terms FROM pairs WHERE pair_id IN (SELECT value FROM json_each(?))"
        " ORDER BY pair_id",
        [json.dumps(list(found))],
    ).fetchall():
        pair_ids.append(pair_id)
        items.append(item_id)
        features.append(feature_row(json.loads(terms)))
        labels.append(float(found[pair_id]["label"]))
    return Decided(
        tuple(pair_ids), np.array(items), np.array(features, dtype=np.float64).reshape(len(pair_ids), len(NAMES)),
        np.array(labels),
    )  # fmt: skip


def feature_row(terms: Sequence[Sequence[Any]]) -> list[float]:
    """The features of a pair from its stored terms, in the order of matcher.features.FEATURES."""
    values = {str(name): float(value) for name, value, _ in terms}
    return [values.get(name, 0.0) for name in NAMES]
