"""How well similarity alone tells decided pairs apart, and whether one model does it better than another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.arrays import Float32s
from matcher.embedding.encoder import Encoder, centred
from matcher.records.documents import GoodsDocument, ItemDocument

RESAMPLES = 500


@dataclass(frozen=True)
class Pairs:
    """Settled pairs: `accepted` and `rejected` as (goods_id, item_id)."""

    accepted: tuple[tuple[str, str], ...]
    rejected: tuple[tuple[str, str], ...]

    def of(self, wanted: Callable[[str], bool]) -> Pairs:
        """Those whose item is wanted."""
        return Pairs(
            tuple(pair for pair in self.accepted if wanted(pair[1])),
            tuple(pair for pair in self.rejected if wanted(pair[1])),
        )


@dataclass(frozen=True)
class Figures:
    """How well similarity alone tells the left-out pairs apart. `goods` is the number with an accepted pair."""

    average_precision: float
    recall: dict[int, float]
    goods: int

    def __str__(self) -> str:
        at = ", ".join(f"R@{k} {share:.3f}" for k, share in self.recall.items())
        return f"AP {self.average_precision:.3f}, {at}"


class Side:
    """Items and goods of the case as texts and vectors of one model."""

    def __init__(
        self, items: Sequence[ItemDocument], goods: Sequence[GoodsDocument], encoder: Encoder
    ) -> None:
        self.items = [item.item_id for item in items]
        self.goods = [document.goods_id for document in goods]
        pages = [(n, page) for n, item in enumerate(items) for page in item.pages if page.name]
        vectors = encoder.encode([g.encoded for g in goods] + [page.short for _, page in pages])
        left = centred(vectors[: len(goods)], [g.language for g in goods])
        right = centred(vectors[len(goods) :], [page.language for _, page in pages])
        self.similarity = _best_page(left, right, np.array([n for n, _ in pages]), len(items))

    def figures(self, pairs: Pairs) -> tuple[Figures, NDArray[Any]]:
        """Average precision over the decided pairs and recall of the accepted ones; with (item, label, score) rows."""
        item = {item_id: n for n, item_id in enumerate(self.items)}
        place = {goods_id: n for n, goods_id in enumerate(self.goods)}
        rows = [
            (item[i], label, self.similarity[place[g], item[i]])
            for label, decided in ((1, pairs.accepted), (0, pairs.rejected))
            for g, i in decided
        ]
        table = np.array(rows, dtype=np.float64).reshape(-1, 3)
        true: dict[str, set[int]] = defaultdict(set)
        for g, i in pairs.accepted:
            true[g].add(item[i])
        ranks = []
        for g, wanted in true.items():
            scores = self.similarity[place[g]]
            ranks.append(min(int((scores > scores[i]).sum()) for i in wanted))
        recall = {k: float(np.mean([rank < k for rank in ranks])) if ranks else 0.0 for k in (1, 10)}
        return Figures(average_precision(table), recall, len(true)), table


def _best_page(left: Float32s, right: Float32s, owner: NDArray[np.intp], items: int) -> NDArray[np.float64]:
    out = np.full((items, len(left)), -1.0)
    np.maximum.at(out, owner, (left @ right.T).T)
    return out.T


def average_precision(table: NDArray[Any]) -> float:
    """Of (item, label, score) rows."""
    if not len(table) or not table[:, 1].any():
        return 0.0
    labels = table[np.argsort(-table[:, 2], kind="stable"), 1]
    return float((np.cumsum(labels) / np.arange(1, len(labels) + 1) * labels).sum() / labels.sum())


def helped(before: NDArray[Any], after: NDArray[Any], seed: int = 31) -> float:
    """Share of resamples of the left-out items in which the average precision rose."""
    draw = np.random.default_rng(seed)
    rows_of = [np.flatnonzero(before[:, 0] == item) for item in np.unique(before[:, 0])]
    better = 0
    for _ in range(RESAMPLES):
        rows = np.concatenate([rows_of[n] for n in draw.integers(0, len(rows_of), len(rows_of))])
        better += average_precision(after[rows]) > average_precision(before[rows])
    return better / RESAMPLES
