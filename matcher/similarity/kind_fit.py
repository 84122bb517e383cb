"""How well the words that name goods fit the kind of an item, without a list of kinds.

An item's kind is what its own catalog calls it: names without codes, and categories. The head phrase of a description is
compared with these by the encoder, above the background of each; and with the heads of declarations that name a code of
the catalog, which say what declarants of this case call such goods.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from matcher.arrays import Bools, Float32s, Ints
from matcher.records.documents import ItemDocument
from matcher.similarity.kind_clusters import CatalogKinds
from matcher.similarity.phrase_space import PhraseSpace
from matcher.similarity.similarity import background, likenesses

LATER = 0.1  # what a phrase behind the head counts less
SAMPLE = 4_000  # heads at most that the background is taken from


class KindFit(NamedTuple):
    """`meaning`: likeness of the head to the item's kind above its background; `margin`: less that of the best other kind
    of the same site. Kinds of different sites do not compete: two makers call one kind by different words or languages.

    `taught`, `taught_margin`: the same against heads of declarations that name a code of this kind; 0 where there are none.
    `use`: how much better than the head the words after "for" fit: a heat sink for transistors is no transistor.
    """

    meaning: float = 0.0
    margin: float = 0.0
    taught: float = 0.0
    taught_margin: float = 0.0
    use: float = 0.0


NO_KIND_FIT = KindFit()


@dataclass(frozen=True)
class KindFits:
    """The fit of each kind of a catalog for each of some goods records: a row a record, a column a kind.

    `fitting`: the records that have a head; the others fit none.
    """

    meaning: Float32s
    margin: Float32s
    taught: Float32s
    taught_margin: Float32s
    use: Float32s
    fitting: Bools

    def of(self, row: int, cluster: int) -> KindFit:
        """The fit of a record and a kind."""
        if not self.fitting[row]:
            return NO_KIND_FIT
        at = row, cluster
        is_taught = self.taught[at] > -1
        return KindFit(
            float(self.meaning[at]),
            float(self.margin[at]),
            max(float(self.taught[at]), 0.0),
            float(self.taught_margin[at]) if is_taught else 0.0,
            float(self.use[at]),
        )


class KindSpace:
    """The kinds of a catalog as vectors, with the heads that the case itself teaches for each."""

    def __init__(
        self,
        items: Sequence[ItemDocument],
        kinds: CatalogKinds,
        phrases: PhraseSpace,
        heads: Sequence[str],
        taught: Mapping[int, Sequence[tuple[str, str]]],
    ) -> None:
        """`heads`: those of a sample of goods; `taught`: cluster -> (goods id, head) of declarations that name its code."""
        self.phrases = phrases
        self.count = int(kinds.of_item.max(initial=-1)) + 1
        sold: dict[str, set[int]] = {}
        texts: dict[str, int] = {}
        owners: set[tuple[int, int]] = set()
        for item, cluster, words in zip(items, kinds.of_item.tolist(), kinds.words, strict=True):
            sold.setdefault(item.site, set()).add(cluster)
            owners.update((cluster, texts.setdefault(text, len(texts))) for text in words)
        self._of_site = [np.array(sorted(found), dtype=np.intp) for _, found in sorted(sold.items())]
        self._owners = sorted(owners)
        self._kinds = phrases.vectors(list(texts))
        sample = phrases.vectors(list(dict.fromkeys(h for h in heads if h))[:SAMPLE])
        self._background = background(self._kinds, sample)
        rows = [(cluster, goods, head) for cluster, found in taught.items() for goods, head in found if head]
        self._taught_cluster = np.array([row[0] for row in rows], dtype=np.intp)
        self._taught_goods = np.array([row[1] for row in rows], dtype=object)
        self._taught = phrases.vectors([row[2] for row in rows])
        self._taught_background = background(self._taught, sample)

    def fits(
        self, said: Sequence[Sequence[str]], goods_ids: Sequence[str], uses: Sequence[Sequence[str]]
    ) -> KindFits:
        """For each goods record, by its phrases, the head first, the fit of each cluster of items. `uses`: what it is for."""
        if not self.count or not any(said):
            nothing = np.zeros((len(said), self.count), dtype=np.float32)
            return KindFits(nothing, nothing, nothing, nothing, nothing, np.zeros(len(said), dtype=np.bool_))
        owner = [row for row, phrases in enumerate(said) for _ in phrases]
        texts = [phrase for phrases in said for phrase in phrases]
        later = np.array([0.0 if n == 0 else LATER for phrases in said for n in range(len(phrases))])
        vectors = self.phrases.vectors(texts)
        starts = np.flatnonzero(np.r_[True, np.diff(owner) > 0])
        rows = np.array(owner, dtype=np.intp)[starts]
        meaning = np.full((len(said), self.count), -1.0, dtype=np.float32)
        if len(self._kinds):
            alike = likenesses(vectors, self._kinds) - self._background - later[:, None]
            best = np.maximum.reduceat(alike, starts, axis=0)
            for cluster, text in self._owners:
                meaning[rows, cluster] = np.maximum(meaning[rows, cluster], best[:, text])
        taught = np.full((len(said), self.count), -1.0, dtype=np.float32)
        if len(self._taught):
            alike = likenesses(vectors, self._taught) - 0.5 * self._taught_background - later[:, None]
            best = np.maximum.reduceat(alike, starts, axis=0)
            for place, row in enumerate(rows.tolist()):
                best[place, self._taught_goods == goods_ids[row]] = -1.0
            for cluster in range(self.count):
                mine = self._taught_cluster == cluster
                if mine.any():
                    taught[rows, cluster] = best[:, mine].max(axis=1)
        use = self._uses(uses, vectors[starts], rows)
        fitting = np.array([bool(phrases) for phrases in said])
        meaning[~fitting] = taught[~fitting] = -1.0
        margins, taught_margins = _margins(meaning, self._of_site), _margins(taught, self._of_site)
        return KindFits(meaning, margins, taught, taught_margins, use, fitting)

    def _uses(self, uses: Sequence[Sequence[str]], heads: Float32s, rows: Ints) -> Float32s:
        """How much better than the head, a vector for each of `rows`, the best of the uses fits each cluster; 0 at least."""
        out = np.zeros((len(uses), self.count), dtype=np.float32)
        places = [(place, use) for place, row in enumerate(rows.tolist()) for use in uses[row]]
        if not places or not len(self._kinds):
            return out
        of = [place for place, _ in places]
        stated = likenesses(self.phrases.vectors([use for _, use in places]), self._kinds) - self._background
        head = likenesses(heads[of], self._kinds) - self._background
        for cluster in range(self.count):
            mine = [text for owner, text in self._owners if owner == cluster]
            if not mine:
                continue
            best = stated[:, mine].max(axis=1)
            lead = np.minimum(best, best - head[:, mine].max(axis=1))
            np.maximum.at(out[:, cluster], rows[of], lead)
        return out


def _margins(values: Float32s, groups: Sequence[Ints]) -> Float32s:
    """Each value less the greatest other of its row in any of the column's groups; 0 where there is none."""
    out = np.full_like(values, np.inf)
    for columns in groups:
        if len(columns) > 1:
            of = values[:, columns]
            top = np.partition(of, -2, axis=1)[:, -2:]
            others = np.where(of == top[:, 1:], top[:, :1], top[:, 1:])
            out[:, columns] = np.minimum(out[:, columns], of - others)
    return np.clip(np.where(np.isinf(out), 0.0, out), -1.0, 1.0).astype(np.float32)
