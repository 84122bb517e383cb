"""Texts as counts of their letters, by which a text cut short, an ending or a code of the same form is like another.

N-grams of letters, hashed (Weinberger et al. 2009, arXiv:0902.2206).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from functools import lru_cache

import numpy as np

from matcher.arrays import Float32s, Ints

OF_HEADERS, OF_VALUES = 4096, 2048  # numbers of a vector
HEADER_N_GRAMS = (2, 3, 4, 5)  # letters
VALUE_N_GRAMS = (1, 2, 3, 4)
# Length of a header's vector, beside that of its meaning, which is 1; chosen with lists left out in turn.
HEADERS_WEIGH = 1.5
LONGEST_VALUE = 60  # characters of a value that are looked at
SHORT_VALUE = 12  # characters of a value that also counts as a whole: a code, a unit, a name of a country

_DIGIT, _WORD = re.compile(r"\d"), re.compile(r"\w+")


@lru_cache(maxsize=1 << 12)
def letters_of_header(words: str) -> Float32s:
    """How often each n-gram of letters is in the words of a plain header: OF_HEADERS numbers of one length."""
    counts = np.zeros(OF_HEADERS, dtype=np.float32)
    for word in words.split():
        marked = f" {word} "
        for gram in (*_n_grams(marked, HEADER_N_GRAMS), f"w{marked}"):
            counts[_hashed(gram, OF_HEADERS)] += 1
    return _of_length(counts, HEADERS_WEIGH)


def letters_of_values(values: Iterable[str]) -> Float32s:
    """How often each n-gram and word is in a column's distinct values, of which each counts the same: OF_VALUES numbers, of
    length 1. All digits are one: numbers tell their form only."""
    counts = np.zeros(OF_VALUES, dtype=np.float32)
    for value in values:
        places = _places(value)
        counts[places] += 1 / np.sqrt(len(places))
    return _of_length(counts, 1.0)


@lru_cache(maxsize=1 << 13)
def _places(value: str) -> Ints:
    """The numbers of a vector that a value adds to."""
    shape = _DIGIT.sub("0", value.casefold())[:LONGEST_VALUE]
    grams = {*_n_grams(f"^{shape}$", VALUE_N_GRAMS), *(f"w{word}" for word in _WORD.findall(shape))}
    if len(shape) <= SHORT_VALUE:
        grams.add(f"={shape}")
    return np.array(sorted({_hashed(gram, OF_VALUES) for gram in grams}))


def _n_grams(text: str, lengths: Iterable[int]) -> list[str]:
    return [text[i : i + n] for n in lengths for i in range(len(text) - n + 1)]


def _hashed(gram: str, size: int) -> int:
    # Bytes that no encoding reads stand in a cell as surrogates.
    return zlib.crc32(gram.encode(errors="surrogatepass")) % size


def _of_length(counts: Float32s, length: float) -> Float32s:
    own = np.linalg.norm(counts)
    return counts * np.float32(length / own) if own else counts
