"""Trees beside the additive weights: what features say together, learnt over worlds and shipped with the prior weights.

Boosted regression trees and the weights are fitted to the same worlds, and their log-odds averaged: they err in different
places. Every feature may move the trees in its own direction only. A tree is kept as one rule for each leaf
(matcher.scoring.rules), so that its part of a score is shared out among features like any other.

Only pairs that the weights alone put at `floor` or above are asked of the trees. For a pair below, which nobody sees, they
say what they say of the pair of which nothing is known, less what the weights lack to the floor. That is what makes them
cheap: of the pairs of worlds one in seventeen is above.

tools/fit_prior_weights.py fits them. Source: Friedman (2001), "Greedy function approximation".
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.arrays import Float64s
from matcher.features import NAMES
from matcher.scoring.rules import FEATURE_DECIMALS, Rules

FILE = Path(__file__).with_name("prior_trees.safetensors")


@dataclass(frozen=True, eq=False)
class Trees:
    """Rules of the leaves, and the log-odds by the weights alone from which they are asked. `digest` is of the numbers."""

    rules: Rules
    floor: float
    digest: str

    def log_odds(self, features: Float64s, additive: Float64s) -> Float64s:
        """What the trees add to rows of features whose log-odds by the weights alone are `additive`."""
        out = self.rules.blank + additive - self.floor
        near = self.asked(additive)
        out[near] = self.rules.log_odds(features[near])
        return out

    def asked(self, additive: Float64s) -> NDArray[np.bool_]:
        """The rows of which the trees are asked."""
        return np.asarray(np.round(additive, FEATURE_DECIMALS) >= self.floor)


def save(rules: Rules, floor: float, path: Path = FILE) -> None:
    """Keep trees, in single precision."""
    from safetensors.numpy import save_file

    numbers = {
        "value": rules.value,
        "low": rules.low.astype(np.float32),
        "high": rules.high.astype(np.float32),
        "column": rules.column.astype(np.uint8),
        "floor": np.array([floor]),
    }
    contiguous = {name: np.ascontiguousarray(array) for name, array in numbers.items()}
    save_file(contiguous, path, metadata={"features": " ".join(NAMES)})


@cache
def shipped_trees() -> Trees:
    """The trees that Box31 ships."""
    return load(FILE)


def load(path: Path) -> Trees:
    """Trees as kept by `save`."""
    from safetensors import safe_open

    with safe_open(path, framework="np") as stored:
        features = stored.metadata()["features"].split()
        numbers = {name: stored.get_tensor(name) for name in ("value", "low", "high", "column", "floor")}
    places = np.array([NAMES.index(name) for name in features], dtype=np.intp)
    rules = Rules(
        numbers["value"].astype(np.float64),
        places[numbers["column"]],
        numbers["low"].astype(np.float64),
        numbers["high"].astype(np.float64),
    )
    digest = hashlib.sha256(b"".join(numbers[name].tobytes() for name in sorted(numbers))).hexdigest()[:12]
    return Trees(rules, float(numbers["floor"][0]), digest)
