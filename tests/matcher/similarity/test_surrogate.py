"""The surrogate's vectors: those of ridge regression over all terms, whichever of them the sample has."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from matcher.similarity.similarity import LexicalRows
from matcher.similarity.surrogate import RIDGE, SurrogateEncoder

SAMPLE, TERMS, WIDTH = 40, 60, 7


def rows(random: np.random.Generator, known: int) -> LexicalRows:
    """Rows of length 1 with some of the first `known` terms, and no words."""
    dense = random.random((SAMPLE, TERMS)) * (random.random((SAMPLE, TERMS)) < 0.2)
    dense[:, 0] += 0.1
    dense[:, known:] = 0
    lengths = np.linalg.norm(dense, axis=1, keepdims=True)
    return LexicalRows(csr_matrix((dense / lengths).astype(np.float32)), None, None)


def unit(vectors: np.ndarray) -> np.ndarray:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


def test_vectors_are_those_of_ridge_regression_and_each_of_the_sample_is_guessed_from_the_others() -> None:
    random = np.random.default_rng(1)
    sample, others = rows(random, 50), rows(random, TERMS)
    vectors = unit(random.standard_normal((SAMPLE, WIDTH))).astype(np.float32)
    surrogate = SurrogateEncoder(sample, vectors)

    def fitted(known: np.ndarray) -> np.ndarray:
        terms = sample.ngrams.toarray()[known]
        return np.asarray(np.linalg.solve(terms.T @ terms + RIDGE * np.eye(TERMS), terms.T @ vectors[known]))

    every = np.arange(SAMPLE)
    assert surrogate.vectors(others) == pytest.approx(unit(others.ngrams @ fitted(every)), abs=1e-5)
    for row in (0, 17):
        guessed = sample.ngrams[[row]] @ fitted(every[every != row])
        assert surrogate.out_of_fold[[row]] == pytest.approx(unit(guessed), abs=1e-5)
