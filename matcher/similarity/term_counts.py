"""How often each term is in each text, the words of a text being taken apart once, however many texts have them.

No term goes across a blank, so a text's terms are those of its words. Declarations repeat their words: of a million
words a few thousand are new.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from matcher.remembered import Remembered

MOST_WORDS = 1 << 16  # words of which the terms are kept


class TermCounts:
    """Counts by several fitted vectorizers of scikit-learn, none of which has a term with a blank in it."""

    def __init__(self, vectorizers: Sequence[Any]) -> None:
        self._vectorizers = list(vectorizers)
        self._terms = Remembered(self._terms_of, MOST_WORDS)
        self._analyzers: list[Any] = []

    def __getstate__(self) -> dict[str, object]:
        return {**self.__dict__, "_analyzers": []}

    def of(self, texts: Sequence[str]) -> list[Any]:
        """For each vectorizer the matrix that its `transform` gives for `texts`: texts by terms, CSR, in 32 bits."""
        from scipy.sparse import csr_matrix

        numbers: dict[str, int] = {}
        words = [[numbers.setdefault(word, len(numbers)) for word in text.split()] for text in texts]
        in_texts = _rows([np.array(of_text, dtype=np.int32).tobytes() for of_text in words], len(numbers))
        terms = [self._terms[word] for word in numbers]
        out = []
        for place, vectorizer in enumerate(self._vectorizers):
            of_words = _rows([of_word[place] for of_word in terms], len(vectorizer.vocabulary_))
            counts = csr_matrix(in_texts @ of_words)
            counts.sort_indices()
            if vectorizer.binary:
                counts.data.fill(1)
            out.append(counts)
        return out

    def _terms_of(self, word: str) -> tuple[bytes, ...]:
        """The columns of a word's terms for each vectorizer, as 32-bit numbers."""
        if not self._analyzers:
            self._analyzers = [vectorizer.build_analyzer() for vectorizer in self._vectorizers]
        found = []
        for vectorizer, analyze in zip(self._vectorizers, self._analyzers, strict=True):
            columns = [vectorizer.vocabulary_.get(term, -1) for term in analyze(word)]
            found.append(np.array([column for column in columns if column >= 0], dtype=np.int32).tobytes())
        return tuple(found)


def _rows(columns: Sequence[bytes], width: int) -> Any:
    """A CSR matrix of ones at the columns (32-bit numbers) of each row; a column that a row has twice counts twice."""
    from scipy.sparse import csr_matrix

    ends = np.cumsum([0, *(len(of_row) // 4 for of_row in columns)], dtype=np.int32)
    places = np.frombuffer(b"".join(columns), dtype=np.int32)
    return csr_matrix((np.ones(len(places), dtype=np.float32), places, ends), shape=(len(columns), width))
