"""Which items each goods is compared with in full: those that a code, maker, kind, words or the encoder point to.

Everything here is a matrix of goods by items, made a chunk of goods at a time, so memory does not grow with the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.agreement import compare_kinds
from matcher.attributes import Attribute
from matcher.documents import GoodsDocument, ItemDocument
from matcher.model_codes import CodeHit, CodeIndex
from matcher.naming import MakerNames, Naming, maker_names, names_maker
from matcher.taxonomy import Taxonomy
from matcher.text import lexical_form

Floats = NDArray[np.float32]

CHUNK = 1_024  # goods compared with all items at once: 1,024 x 5,000 items are 20 MB a matrix
KEEP = 30  # items a goods is compared with in full, besides those that a code points to
NEIGHBOURS = 10  # of the hub correction
SIGN = r"(?u)(?=[^\s]*[a-z\d])[^\W_]{2,}(?:[-./+][^\W_]+)*"

# How much each signal counts in choosing candidates; only the order matters. Measured on case-aurora: recall of true
# pairs among KEEP (docs/matching.md).
KIND, MAKER, PROPERTY, MEANING, NGRAM, OVERLAP = 1.0, 0.5, 0.35, 1.0, 1.5, 0.7


@dataclass(frozen=True)
class Candidate:
    """A pair to be compared in full, with what the matrices say of it."""

    goods: int
    item: int
    cosine: float
    ngram: float
    overlap: float
    rare: float


class Catalog:
    """The items' side of every comparison, made once a run."""

    def __init__(
        self, items: Sequence[ItemDocument], goods: Sequence[GoodsDocument], taxonomy: Taxonomy
    ) -> None:
        self.items = items
        self.taxonomy = taxonomy
        self.codes = CodeIndex(items)
        self.makers = maker_names(items)
        self.distinct_makers = list(dict.fromkeys(self.makers.values()))
        self.lexical = Lexical(items, goods)
        self._kind_rows: dict[tuple[str, ...], Floats] = {}
        self._item_keys: dict[str, list[int]] = {}
        for number, item in enumerate(items):
            for key in {property_key(a) for a in item.attributes}:
                self._item_keys.setdefault(key, []).append(number)

    @cached_property
    def maker_rows(self) -> dict[MakerNames, NDArray[np.bool_]]:
        """Which items carry each maker's names."""
        rows = [self.makers[item.item_id] for item in self.items]
        return {
            names: np.array([row is names or row == names for row in rows]) for names in self.distinct_makers
        }

    def kind_row(self, kinds: tuple[str, ...]) -> Floats:
        """The verdict of matcher.agreement.compare_kinds against every item."""
        if kinds not in self._kind_rows:
            self._kind_rows[kinds] = np.array(
                [compare_kinds(kinds, item.kinds, self.taxonomy)[0] for item in self.items], dtype=np.float32
            )
        return self._kind_rows[kinds]

    def shared_properties(self, goods: GoodsDocument) -> Floats:
        """How many stated properties each item has word for word."""
        row = np.zeros(len(self.items), dtype=np.float32)
        for key in {property_key(a) for a in goods.attributes}:
            row[self._item_keys.get(key, [])] += 1
        return row

    def namings(self, goods: GoodsDocument) -> Mapping[MakerNames, Naming]:
        """How `goods` names each maker of the catalog."""
        return {names: names_maker(goods, names) for names in self.distinct_makers}


def property_key(attribute: Attribute) -> str:
    """What two attributes share that are the same, roughly."""
    if attribute.quantity is not None:
        return f"{attribute.group}:{'x'.join(f'{value:.2g}' for value in attribute.quantity.values)}"
    return f"{attribute.group}:{attribute.value}"


class Lexical:
    """Words and character sequences of both sides, weighed by rarity over both."""

    def __init__(self, items: Sequence[ItemDocument], goods: Sequence[GoodsDocument]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        item_texts = [lexical_form(item.text) for item in items]
        goods_texts = [goods_lexical(document) for document in goods]
        self.ngrams = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(3, 4), sublinear_tf=True, dtype=np.float32, max_features=200_000
        )
        self.words = TfidfVectorizer(
            token_pattern=r"(?u)[^\W_]{2,}", binary=True, norm=None, dtype=np.float32, max_features=400_000
        )
        self.signs = TfidfVectorizer(
            token_pattern=SIGN, binary=True, norm=None, dtype=np.float32, max_features=200_000
        )
        both = item_texts + goods_texts
        self.item_ngrams = self.ngrams.fit(both).transform(item_texts)
        self.goods_ngrams = self.ngrams.transform(goods_texts)
        self.item_words, self.goods_words = self._shares(self.words, both, item_texts, goods_texts)
        self.item_signs, self.goods_signs = self._shares(self.signs, both, item_texts, goods_texts)

    @staticmethod
    def _shares(vectorizer: Any, both: list[str], items: list[str], goods: list[str]) -> tuple[Any, Any]:
        """Items as zeros and ones; goods as shares of their weight, so that the product is the share found."""
        from scipy.sparse import diags

        try:
            vectorizer.fit(both)
        except ValueError:  # no word at all
            from scipy.sparse import csr_matrix

            return csr_matrix((len(items), 1), dtype=np.float32), csr_matrix(
                (len(goods), 1), dtype=np.float32
            )
        item_rows = vectorizer.transform(items)
        item_rows.data[:] = 1.0
        goods_rows = vectorizer.transform(goods)
        total = np.asarray(goods_rows.sum(axis=1)).ravel()
        return item_rows, (diags(1.0 / np.maximum(total, 1e-6)) @ goods_rows).tocsr().astype(np.float32)


def goods_lexical(goods: GoodsDocument) -> str:
    """The words of a goods: its description, a translation beside it, the names in its columns."""
    return lexical_form(
        " ".join((goods.clean, goods.translation, goods.trademark, goods.model, goods.article))
    )


@dataclass
class Signals:
    """One chunk of goods against all items."""

    start: int
    cosine: Floats
    ngram: Floats
    overlap: Floats
    rare: Floats


class Similarity:
    """Encoder similarity of goods and items, above the background of both (CSLS)."""

    def __init__(self, goods: Floats, items: Floats, owner: NDArray[np.intp], count: int) -> None:
        """`goods`: one centred unit vector each; `items`: one for each page, `owner` says whose."""
        self.goods = goods
        self.pages = items
        self.owner = owner
        self.count = count
        self.item_background = self._background(items, goods)

    @staticmethod
    def _background(of: Floats, against: Floats) -> Floats:
        """The mean similarity of each row to its nearest others; of a sample where there are many."""
        if len(of) == 0 or len(against) == 0:
            return np.zeros(len(of), dtype=np.float32)
        step = max(1, len(against) // 20_000)
        sims = of @ against[::step].T
        k = min(NEIGHBOURS, sims.shape[1])
        return np.asarray(np.partition(sims, -k, axis=1)[:, -k:].mean(axis=1), dtype=np.float32)

    def chunk(self, start: int, stop: int) -> Floats:
        """Similarities of goods start..stop to every item: twice the cosine less both backgrounds, best page."""
        out = np.full((stop - start, self.count), -1.0, dtype=np.float32)
        if self.pages.shape[0] == 0:
            return out
        cosine = self.goods[start:stop] @ self.pages.T
        k = min(NEIGHBOURS, cosine.shape[1])
        mine = np.partition(cosine, -k, axis=1)[:, -k:].mean(axis=1)
        csls = 2 * cosine - mine[:, None] - self.item_background[None, :]
        for page, item in enumerate(self.owner):
            np.maximum(out[:, item], csls[:, page], out=out[:, item])
        return out


def signals(catalog: Catalog, similarity: Similarity, count: int) -> Iterator[Signals]:
    """The matrices of every chunk of `count` goods."""
    lexical = catalog.lexical
    ngrams, words, signs = (
        lexical.item_ngrams.T.tocsr(),
        lexical.item_words.T.tocsr(),
        lexical.item_signs.T.tocsr(),
    )
    for start in range(0, count, CHUNK):
        stop = min(start + CHUNK, count)
        yield Signals(
            start,
            similarity.chunk(start, stop),
            np.asarray((lexical.goods_ngrams[start:stop] @ ngrams).todense(), dtype=np.float32),
            np.asarray((lexical.goods_words[start:stop] @ words).todense(), dtype=np.float32),
            np.asarray((lexical.goods_signs[start:stop] @ signs).todense(), dtype=np.float32),
        )


def choose(
    catalog: Catalog,
    goods: GoodsDocument,
    row: int,
    found: Signals,
    hits: Mapping[int, CodeHit],
    namings: Mapping[MakerNames, Naming],
    keep: int = KEEP,
) -> list[int]:
    """The items that `goods` is compared with in full: every one whose code it names, and the best `keep` others."""
    kind = catalog.kind_row(goods.kinds)
    score = KIND * kind + PROPERTY * np.sqrt(catalog.shared_properties(goods)) * (kind >= 0)
    score += MEANING * found.cosine[row] + NGRAM * found.ngram[row] + OVERLAP * found.overlap[row]
    for names, naming in namings.items():
        if naming.where:
            score = score + MAKER * catalog.maker_rows[names]
    best = np.argsort(-score, kind="stable")[:keep]
    return sorted({*hits, *(int(item) for item in best)})
