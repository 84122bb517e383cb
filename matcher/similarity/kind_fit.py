"""How well the words that name goods fit the kind of an item, without a list of kinds.

An item's kind is what its own catalog calls it: names without codes, and categories. The head phrase of a description is
compared with these by the encoder, above the background of each; and with the heads of declarations that name a code of
the catalog, which say what declarants of this case call such goods.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from matcher.arrays import Bools, Float32s, Ints
from matcher.records.documents import ItemDocument
from matcher.similarity.kind_clusters import CatalogKinds
from matcher.similarity.phrase_space import PhraseSpace
from matcher.similarity.similarity import background, likenesses
from matcher.text.word_beginnings import word_beginnings

LATER = 0.1  # what a phrase behind the head counts less
STRANGE = 0.5  # of the heads of certain declarations that must have no word of the record's head, if what it is for is to fit them
STEM, LEAST_WORD = 4, 3  # letters that tell a word whatever its ending, and of a word that tells
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
        self._words_of = _columns(owners)
        self._kinds = phrases.vectors(list(texts))
        sample = phrases.vectors(list(dict.fromkeys(h for h in heads if h))[:SAMPLE])
        self._background = background(self._kinds, sample)
        rows = [(cluster, goods, head) for cluster, found in taught.items() for goods, head in found if head]
        self._taught_goods = np.array([row[1] for row in rows], dtype=object)
        self._taught_of = _columns((row[0], n) for n, row in enumerate(rows))
        self._taught_words = [_beginnings(row[2]) for row in rows]
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
            for cluster, mine in self._words_of.items():
                meaning[rows, cluster] = best[:, mine].max(axis=1)
        taught = np.full((len(said), self.count), -1.0, dtype=np.float32)
        if len(self._taught):
            alike = likenesses(vectors, self._taught) - 0.5 * self._taught_background - later[:, None]
            best = np.maximum.reduceat(alike, starts, axis=0)
            for place, row in enumerate(rows.tolist()):
                best[place, self._taught_goods == goods_ids[row]] = -1.0
            for cluster, mine in self._taught_of.items():
                taught[rows, cluster] = best[:, mine].max(axis=1)
        use = self._uses(uses, said, vectors[starts], rows, goods_ids)
        fitting = np.array([bool(phrases) for phrases in said])
        meaning[~fitting] = taught[~fitting] = -1.0
        margins, taught_margins = _margins(meaning, self._of_site), _margins(taught, self._of_site)
        return KindFits(meaning, margins, taught, taught_margins, use, fitting)

    def _uses(
        self,
        uses: Sequence[Sequence[str]],
        said: Sequence[Sequence[str]],
        heads: Float32s,
        rows: Ints,
        goods_ids: Sequence[str],
    ) -> Float32s:
        """How much better than the head, a vector for each of `rows`, the best of the uses fits each cluster, by its catalog's words
        or by what other declarations that name its codes call such goods; 0 at least."""
        out = np.zeros((len(uses), self.count), dtype=np.float32)
        places = [(place, use) for place, row in enumerate(rows.tolist()) for use in uses[row]]
        if places:
            of = [place for place, _ in places]
            stated = self.phrases.vectors([use for _, use in places])
            self._raise_by_words(out, rows[of], heads[of], stated)
            named = [(goods_ids[row], _beginnings(said[row][0])) for row in rows[of]]
            self._raise_by_taught(out, rows[of], heads[of], stated, named)
        return out

    def _raise_by_words(self, out: Float32s, rows: Ints, heads: Float32s, stated: Float32s) -> None:
        """Raise `out` where uses, vectors `stated` of `rows`, fit the catalog's words better than the heads do."""
        if not len(self._kinds):
            return
        fit = likenesses(stated, self._kinds) - self._background
        head = likenesses(heads, self._kinds) - self._background
        for cluster, mine in self._words_of.items():
            _raise_to(out[:, cluster], rows, fit[:, mine].max(axis=1), head[:, mine].max(axis=1))

    def _raise_by_taught(
        self,
        out: Float32s,
        rows: Ints,
        heads: Float32s,
        stated: Float32s,
        named: Sequence[tuple[str, frozenset[str]]],
    ) -> None:
        """The same by the heads of other declarations; `named`: the id of each record and what tells the words of its head.

        A declaration that has a word of the head tells nothing: "axle" of "axle for trailers" is the kind of "trailer axle". Nor do
        a few that call such goods otherwise than most do.
        """
        if not len(self._taught):
            return
        fit = likenesses(stated, self._taught) - 0.5 * self._taught_background
        head = likenesses(heads, self._taught) - 0.5 * self._taught_background
        own = np.array([self._taught_goods == goods_id for goods_id, _ in named])
        alike = np.array(
            [[not taught.isdisjoint(words) for taught in self._taught_words] for _, words in named]
        )
        fit[own | alike] = head[own] = -1.0
        for cluster, mine in self._taught_of.items():
            others, strange = ~own[:, mine], ~(own | alike)[:, mine]
            told = strange.sum(axis=1) > STRANGE * others.sum(axis=1)
            best = np.where(told, fit[:, mine].max(axis=1), -1.0)
            _raise_to(out[:, cluster], rows, best, head[:, mine].max(axis=1))


def _raise_to(column: Float32s, rows: Ints, fit: Float32s, head: Float32s) -> None:
    """Raise the rows of a column to the fit of their uses, or its lead over that of the head where this is less."""
    np.maximum.at(column, rows, np.minimum(fit, fit - head))


def _beginnings(head: str) -> frozenset[str]:
    return word_beginnings(head, STEM, LEAST_WORD)


def _columns(owned: Iterable[tuple[int, int]]) -> dict[int, Ints]:
    """The columns of each cluster, of pairs of both."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for cluster, column in sorted(owned):
        found[cluster].append(column)
    return {cluster: np.array(columns, dtype=np.intp) for cluster, columns in found.items()}


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
