"""Counts from words that are taken apart once are those of scikit-learn for whole texts."""

from __future__ import annotations

import pickle

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer

from matcher.similarity.similarity import SIGN
from matcher.similarity.term_counts import TermCounts

TEXTS = [
    "жилет защитный bv-205 и размер l",
    "a a bv-205 x1.5/2\t12.5 мм  热成像仪640x512",
    "",
    "unseen words, bv-205 bv-205 z" + "q" * 300,
]


def test_counts_are_those_of_whole_texts() -> None:
    vectorizers = [
        CountVectorizer(dtype=np.float32, analyzer="char_wb", ngram_range=(3, 4), max_features=40),
        CountVectorizer(dtype=np.float32, binary=True, token_pattern=r"(?u)[^\W_]{2,}"),
        CountVectorizer(dtype=np.float32, binary=True, token_pattern=SIGN),
    ]
    for vectorizer in vectorizers:
        vectorizer.fit(TEXTS[:2])
    counts = TermCounts(vectorizers)
    for texts in (TEXTS, TEXTS[::-1], TEXTS[2:3]):
        for vectorizer, found in zip(vectorizers, pickle.loads(pickle.dumps(counts)).of(texts), strict=True):
            expected = vectorizer.transform(texts)
            assert found.shape == expected.shape
            assert found.indptr.tolist() == expected.indptr.tolist()
            assert found.indices.tolist() == expected.indices.tolist()
            assert found.data.tolist() == expected.data.tolist()
