"""How alike two texts are: by words and letter sequences weighed by rarity, and by vectors above their background.

What is usual (rarity of words, the mean of a language, how near everything is to an item) is learned from a sample of
the goods, or from all of them where they are few; a chunk of goods is then measured by it. So memory does not grow
with the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.arrays import Float32s, Float64s
from matcher.records.documents import GoodsDocument, ItemDocument
from matcher.similarity.term_counts import TermCounts
from matcher.text.normal_forms import lexical_form

NEIGHBOURS = 10  # of the hub correction
BACKGROUND = 20_000  # goods at most that an item's background is taken from
# A word with a Latin letter or digit in it, or soon after it; how soon is bounded: a text without blanks is long.
SIGN = r"(?u)(?=[^\s]{0,250}[a-z\d])[^\W_]{2,}(?:[-./+][^\W_]+)*"


class Lexical:
    """Words and character sequences of items and goods, weighed by rarity over the items and a sample of goods."""

    def __init__(self, items: Sequence[ItemDocument], sample: Sequence[GoodsDocument]) -> None:
        item_texts = [lexical_form(item.text) for item in items]
        both = item_texts + [goods_lexical(document) for document in sample]
        self.ngrams = _Terms(both, 200_000, sublinear=True, analyzer="char_wb", ngram_range=(3, 4))
        self.words = _Terms(both, 400_000, norm=None, binary=True, token_pattern=r"(?u)[^\W_]{2,}")
        self.signs = _Terms(both, 200_000, norm=None, binary=True, token_pattern=SIGN)
        self._kinds = [kind for kind in (self.ngrams, self.words, self.signs) if kind.any]
        self._counts = TermCounts([kind.vectorizer for kind in self._kinds])
        found = self._transformed(item_texts)
        self.item_ngrams = found[self.ngrams].T.tocsr()
        self.item_words = _present(found.get(self.words))
        self.item_identifiers = _present(found.get(self.signs))

    def _transformed(self, texts: Sequence[str]) -> dict[_Terms, Any]:
        """Texts by terms, weighed, for each kind of terms of which there are any."""
        counts = self._counts.of(texts)
        return {kind: kind.weighed(rows) for kind, rows in zip(self._kinds, counts, strict=True)}

    def rows(self, goods: Sequence[GoodsDocument]) -> LexicalRows:
        """The goods' side: n-gram vectors, and shares of their weight, so that products are the share found."""
        found = self._transformed([goods_lexical(document) for document in goods])
        return LexicalRows(found[self.ngrams], _shares(found.get(self.words)), _shares(found.get(self.signs)))

    def against_items(self, rows: LexicalRows, items: int) -> tuple[Float32s, Float32s, Float32s]:
        """Goods by items: n-gram cosine, share of the words, share of the signs."""
        shape = (rows.ngrams.shape[0], items)
        return (
            _product(rows.ngrams, self.item_ngrams, shape),
            _product(rows.words, self.item_words, shape),
            _product(rows.signs, self.item_identifiers, shape),
        )


class _Terms:
    """One kind of terms, and how much each tells by its rarity in `texts` (TF-IDF of scikit-learn).

    `any`: whether there is one at all; a text without letters and digits has none.
    """

    def __init__(
        self,
        texts: Sequence[str],
        most: int,
        *,
        sublinear: bool = False,
        norm: str | None = "l2",
        **options: Any,
    ) -> None:
        from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

        self.vectorizer = CountVectorizer(dtype=np.float32, max_features=most, **options)
        self._weights = TfidfTransformer(norm=norm, sublinear_tf=sublinear)
        try:
            self._weights.fit(self.vectorizer.fit_transform(texts))
            self.any = True
        except ValueError:
            self.any = False

    def weighed(self, counts: Any) -> Any:
        """Weights in place of counts."""
        return self._weights.transform(counts, copy=False)


class LexicalRows:
    """A chunk of goods as sparse rows."""

    def __init__(self, ngrams: Any, words: Any, signs: Any) -> None:
        self.ngrams = ngrams
        self.words = words
        self.signs = signs


def _present(rows: Any) -> Any:
    """Terms by items, ones and zeros; None where there is no term at all."""
    if rows is None:
        return None
    rows.data[:] = 1.0
    return rows.T.tocsr()


def _shares(rows: Any) -> Any:
    """Rows divided by their sums; None where there is no term at all."""
    from scipy.sparse import diags

    if rows is None:
        return None
    total = np.asarray(rows.sum(axis=1)).ravel()
    return (diags(1.0 / np.maximum(total, 1e-6)) @ rows).tocsr().astype(np.float32)


def _product(rows: Any, columns: Any, shape: tuple[int, int]) -> Float32s:
    if rows is None or columns is None:
        return np.zeros(shape, dtype=np.float32)
    return np.asarray((rows @ columns).toarray(), dtype=np.float32)


def goods_lexical(goods: GoodsDocument) -> str:
    """The words of a goods record: its description, a translation beside it, the names in its columns."""
    return lexical_form(
        " ".join((goods.clean, goods.translation, goods.trademark, goods.model, goods.article))
    )


class Similarity:
    """Encoder similarity of goods and items, above the background of both (CSLS)."""

    def __init__(self, sample: Float32s, pages: Float32s, owner: NDArray[np.intp], count: int) -> None:
        """`sample`: centred unit vectors of goods; `pages`: one for each page, whose item `owner` says (ascending)."""
        self.pages = pages
        self.count = count
        self.item_background = background(pages, sample)
        self.owners, self.starts = np.unique(owner, return_index=True)
        self.single = len(self.owners) == count == len(owner)

    def rows(self, goods: Float32s) -> Float32s:
        """Similarities of goods to every item: twice the cosine less both backgrounds, best page."""
        if self.pages.shape[0] == 0:
            return np.full((len(goods), self.count), -1.0, dtype=np.float32)
        cosine = goods @ self.pages.T
        k = min(NEIGHBOURS, cosine.shape[1])
        mine = np.partition(cosine, -k, axis=1)[:, -k:].mean(axis=1)
        csls = 2 * cosine - mine[:, None] - self.item_background[None, :]
        if self.single:
            return np.asarray(np.maximum(csls, -1.0), dtype=np.float32)
        out = np.full((len(goods), self.count), -1.0, dtype=np.float32)
        out[:, self.owners] = np.maximum(np.maximum.reduceat(csls, self.starts, axis=1), -1.0)
        return out


def likenesses(left: Float32s, right: Float32s | Float64s) -> Float32s:
    """The products of each row of `left` with each of `right`, summed in 64 bits and rounded.

    Sums in 32 bits differ in the last digit with the number of rows, so with how the records are cut into chunks.
    """
    return np.asarray(left.astype(np.float64) @ right.T.astype(np.float64, copy=False), dtype=np.float32)


def background(of: Float32s, against: Float32s) -> Float32s:
    """The mean similarity of each row to its nearest others; of a sample where there are many."""
    if len(of) == 0 or len(against) == 0:
        return np.zeros(len(of), dtype=np.float32)
    step = max(1, len(against) // BACKGROUND)
    sims = of @ against[::step].T
    k = min(NEIGHBOURS, sims.shape[1])
    return np.asarray(np.partition(sims, -k, axis=1)[:, -k:].mean(axis=1), dtype=np.float32)
