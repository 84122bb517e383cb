"""Likeness of many pairs of short texts at once: as matcher.text.transliteration.key_similarity, in arrays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.arrays import Bools, Float64s, Ints

Bits = NDArray[np.uint64]
LONGEST = 60  # letters of a text: its places are bits of a number of 64, with some to spare
CODES = 32  # letters are told apart by five bits of their code; those that share them count as equal
_UNLIKE_LENGTHS = 0.4  # of the longer: texts whose lengths differ by more are not alike
_AT_ONCE = 1 << 18  # pairs, so that the arrays stay in the cache


class Texts:
    """Texts as arrays: lengths, the code of each letter, and for each code the places where it occurs, as bits."""

    def __init__(self, texts: Sequence[str]) -> None:
        """`is_cut` says which texts are longer than LONGEST and read to there only."""
        self.is_cut: Bools = np.array([len(text) > LONGEST for text in texts], np.bool_)
        read = [text[:LONGEST] for text in texts]
        self.lengths: Ints = np.array([len(text) for text in read], np.intp)
        width = int(self.lengths.max(initial=1))
        padded = "".join(text.ljust(width) for text in read).encode("utf-32-le")
        self.codes = (np.frombuffer(padded, np.uint32) % CODES).astype(np.intp).reshape(len(read), width)
        self.places: Bits = np.zeros((len(read), CODES), np.uint64)
        rows = np.arange(len(read))
        for place in range(width):
            here = rows[self.lengths > place]
            self.places[here, self.codes[here, place]] |= np.uint64(1 << place)


def likeness(texts: Texts, first: Ints, others: Texts, second: Ints) -> Float64s:
    """How alike texts[first] and others[second] are, from 0 to 1; never less than key_similarity says."""
    out = np.zeros(len(first))
    longer = np.maximum(texts.lengths[first], others.lengths[second])
    apart = np.abs(texts.lengths[first] - others.lengths[second])
    compared = np.flatnonzero((apart <= longer * _UNLIKE_LENGTHS) & (longer > 0))
    compared = compared[np.minimum(texts.lengths[first], others.lengths[second])[compared] > 0]
    for start in range(0, len(compared), _AT_ONCE):
        some = compared[start : start + _AT_ONCE]
        out[some] = 1 - edits(texts, first[some], others, second[some]) / longer[some]
    return out


def edits(texts: Texts, first: Ints, others: Texts, second: Ints) -> Ints:
    """Edits between the texts of each pair, a swap of neighbours being one (optimal string alignment); no text is empty.

    Bit-parallel, after Hyyrö 2003, in arrays.
    """
    order = np.argsort(-others.lengths[second], kind="stable")
    first, second = first[order], second[order]
    lengths = others.lengths[second]
    one = np.uint64(1)
    size = texts.lengths[first].astype(np.uint64)
    full, last = (one << size) - one, one << (size - one)
    up, down, diagonal, before = full.copy(), np.zeros_like(full), np.zeros_like(full), np.zeros_like(full)
    count = texts.lengths[first].copy()
    for step in range(int(lengths.max(initial=0))):
        n = int(np.searchsorted(-lengths, -step, side="left"))  # the pairs whose other text has this letter
        here = texts.places[first[:n], others.codes[second[:n], step]]
        u, d, g, f = up[:n], down[:n], diagonal[:n], full[:n]
        swap = (((~g & here) << one) & before[:n]) & f
        g = ((((here & u) + u) ^ u) | here | d | swap) & f
        grown, shrunk = (d | ~(g | u)) & f, g & u
        count[:n] += ((grown & last[:n]) != 0).astype(np.intp) - ((shrunk & last[:n]) != 0).astype(np.intp)
        grown = ((grown << one) | one) & f
        up[:n] = ((shrunk << one) | ~(g | grown)) & f
        down[:n] = grown & g
        diagonal[:n], before[:n] = g, here
    out = np.empty_like(count)
    out[order] = count
    return out
