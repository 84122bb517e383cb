"""Read the features of reviewed pairs from the case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from crawler.case.typed_rows import stored_list
from matcher.features import NAMES
from matcher.match.pair_store import terms_of
from matcher.scoring.labelled_pairs import LabelledPairs, feature_row

if TYPE_CHECKING:
    from sqlite_utils import Database


def read_labelled_pairs(db: Database, labels: Mapping[str, int]) -> LabelledPairs:
    """The stored pairs among `labels` (pair id -> 1 accepted, 0 rejected) with their features, by id."""
    pair_ids, items, features, truth = [], [], [], []
    for pair_id, item_id, terms in terms_of(db, list(labels)):
        pair_ids.append(pair_id)
        items.append(item_id)
        features.append(feature_row(stored_list(terms)))
        truth.append(float(labels[pair_id]))
    return LabelledPairs(
        tuple(pair_ids), np.array(items), np.array(features, dtype=np.float64).reshape(len(pair_ids), len(NAMES)),
        np.array(truth),
    )  # fmt: skip
