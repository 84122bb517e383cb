"""A small boosted-tree model kept as JSON, evaluated with numpy: no learning library is needed to read pages."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
ROWS_AT_ONCE = 512  # rows walked together: 512 rows of 150 trees fit the processor's cache


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
        roots = np.array([root for column in self.roots for root in column], dtype=np.intp)
        sizes = [len(column) for column in self.roots]
        pieces = [self._leaves(rows[i : i + ROWS_AT_ONCE], roots) for i in range(0, len(rows), ROWS_AT_ONCE)]
        values = np.vstack(pieces) if pieces else np.zeros((0, len(roots)))
        ends = np.cumsum(sizes)
        sums = [values[:, end - size : end].sum(axis=1) for end, size in zip(ends, sizes, strict=True)]
        scores: Floats = self.base + np.column_stack(sums)
        return scores

    def _leaves(self, rows: Floats, roots: npt.NDArray[np.intp]) -> Floats:
        """The value of the leaf that each row reaches in each tree, all trees walked at once."""
        cells = np.ascontiguousarray(rows).ravel()
        first = (np.arange(len(rows)) * rows.shape[1])[:, None]
        node = np.broadcast_to(roots, (len(rows), len(roots)))
        while True:
            otherwise = ~(cells.take(first + self.feature.take(node)) <= self.threshold.take(node))
            below = self._below.take(2 * node + otherwise)
            if (below == node).all():  # every leaf is below itself
                found: Floats = self.value.take(node)
                return found
            node = below

    @cached_property
    def _below(self) -> npt.NDArray[np.intp]:
        """The nodes below each node, where its condition holds and where not: two in a row; a leaf has itself."""
        leaf = self.left <= 0
        itself = np.arange(len(self.left))
        return np.column_stack(
            [np.where(leaf, itself, self.left), np.where(leaf, itself, self.right)]
        ).ravel()


@cache
def load_trees(name: str) -> Trees:
    """The model in models/<name>.json of this package."""
    text = (
        resources.files("crawler.extract.page.learnt")
        .joinpath("models", f"{name}.json")
        .read_text(encoding="utf-8")
    )
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
