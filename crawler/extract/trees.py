"""A small boosted-tree model kept as JSON, evaluated with numpy: no learning library is needed to read pages."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Trees:
    """Sums of trees: `feature`, `threshold`, `left`, `right`, `value` of all nodes; `roots` by class.

    A node with left = 0 is a leaf. `base` is each class's start value; `names` are the features' names in order.
    """

    names: tuple[str, ...]
    classes: tuple[str, ...]
    base: Floats
    roots: tuple[tuple[int, ...], ...]
    feature: npt.NDArray[np.int32]
    threshold: Floats
    left: npt.NDArray[np.int32]
    right: npt.NDArray[np.int32]
    value: Floats

    def scores(self, rows: Floats) -> Floats:
        """Log-odds of each row, shape (rows, classes)."""
        out = np.tile(self.base, (len(rows), 1))
        everyone = np.arange(len(rows))
        for column, roots in enumerate(self.roots):
            for root in roots:
                node = np.full(len(rows), root, dtype=np.int32)
                inner = self.left[node] > 0
                while inner.any():
                    go_left = rows[everyone, self.feature[node]] <= self.threshold[node]
                    step = np.where(go_left, self.left[node], self.right[node])
                    node = np.where(inner, step, node)
                    inner = self.left[node] > 0
                out[:, column] += self.value[node]
        return out


@cache
def load_trees(name: str) -> Trees:
    """The model in models/<name>.json of this package."""
    text = resources.files("crawler.extract").joinpath("models", f"{name}.json").read_text(encoding="utf-8")
    given: dict[str, Any] = json.loads(text)
    return Trees(
        names=tuple(given["names"]),
        classes=tuple(given["classes"]),
        base=np.array(given["base"], dtype=np.float64),
        roots=tuple(tuple(roots) for roots in given["roots"]),
        feature=np.array(given["feature"], dtype=np.int32),
        threshold=np.array(given["threshold"], dtype=np.float64),
        left=np.array(given["left"], dtype=np.int32),
        right=np.array(given["right"], dtype=np.int32),
        value=np.array(given["value"], dtype=np.float64),
    )
