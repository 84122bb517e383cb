"""A cheap substitute for the encoder: vectors guessed from letter sequences and words, learned from a sample.

Ridge regression from the TF-IDF rows of a sample of the case's own goods onto the transformer's centred vectors. It
knows nothing beyond the goods it was fitted to, and costs a thousandth of the transformer.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.arrays import Float32s, Float64s
from matcher.similarity.similarity import LexicalRows

RIDGE = 1.0  # on rows of length 1 to 2; between .3 and 3 the vectors left out were equally near
TERMS = 8_192  # terms whose weights are computed at once: 60 MB in 64 bits
COLUMNS = 256  # of a matrix that are squared at once


class SurrogateEncoder:
    """Fitted to the rows of a sample and its centred unit `vectors`.

    `out_of_fold` are the sample's own vectors, each as guessed from the others alone.
    """

    def __init__(self, rows: LexicalRows, vectors: Float32s) -> None:
        from scipy.linalg import cho_factor, cho_solve

        features = _features(rows)
        # In the order of LAPACK, which then works in place: of a sample of 6,000 each copy is 288 MB.
        kernel = np.asarray((features @ features.T).toarray(), dtype=np.float64, order="F")
        kernel[np.diag_indices_from(kernel)] += RIDGE
        factor = cho_factor(kernel, lower=True, overwrite_a=True, check_finite=False)
        dual = cho_solve(factor, vectors.astype(np.float64), check_finite=False)
        inverse_diagonal = _inverse_diagonal(factor[0])
        self.out_of_fold = _unit(vectors - dual / inverse_diagonal[:, None])
        self._known = np.flatnonzero(features.getnnz(axis=0))  # all other terms weigh nothing
        self._weights = _weights(features[:, self._known], dual)

    def vectors(self, rows: LexicalRows) -> Float32s:
        """Guessed centred unit vectors of other goods."""
        return _unit(_features(rows)[:, self._known] @ self._weights)


def _weights(features: Any, dual: Float64s) -> Float32s:
    """What each term adds to a vector; computed in 64 bits a part at a time, which takes a third of the memory."""
    out = np.empty((features.shape[1], dual.shape[1]), dtype=np.float32)
    terms = features.T.tocsr()
    for start in range(0, len(out), TERMS):
        out[start : start + TERMS] = terms[start : start + TERMS] @ dual
    return out


def _features(rows: LexicalRows) -> Any:
    """N-grams of length 1 beside words of length 1, so that both have a say."""
    from scipy.sparse import hstack
    from sklearn.preprocessing import normalize

    parts = [rows.ngrams] if rows.words is None else [rows.ngrams, normalize(rows.words)]
    return hstack(parts, format="csr", dtype=np.float32)


def _inverse_diagonal(lower: NDArray[np.float64]) -> NDArray[np.float64]:
    """The diagonal of the inverse of L Lᵀ, from L, which is overwritten; what stands above its diagonal does not count."""
    from scipy.linalg.lapack import dtrtri

    for column in range(1, len(lower)):
        lower[:column, column] = 0.0
    inverse, _ = dtrtri(lower, lower=1, overwrite_c=1)
    parts = [(inverse[:, at : at + COLUMNS] ** 2).sum(axis=0) for at in range(0, len(lower), COLUMNS)]
    return np.concatenate([np.empty(0), *parts])


def _unit(vectors: Any) -> Float32s:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-9), dtype=np.float32)
