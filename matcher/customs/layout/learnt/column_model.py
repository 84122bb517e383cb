"""How likely a column is each field, by the meaning of its header and the kinds of its values; learnt, no word is listed.

A header becomes a vector of the Universal Sentence Encoder, where a wording that nobody listed lies near others of its
meaning, in another language too, and the letters of its words, by which an ending or a word cut short is like the whole
(hashed n-grams of letters; Weinberger et al. 2009, arXiv:0902.2206). Beside them stand the shares of the column's values by
kind and what the rules for values say. A multinomial logistic regression over all gives each field and each kind of other
column (freight, second unit, day of release) its probability; table_model.py corrects it by the other columns of the table.
tools/fit_column_model.py fits both.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from matcher.arrays import Float32s, Float64s
from matcher.text.plain_words import plain
from matcher.text.universal_encoder import universal_vectors

WEIGHTS = Path(__file__).with_name("column_model.safetensors")
OTHER = "~"  # begins the classes that are no field
MEANING, LETTERS = 512, 4096  # numbers of a header's vector: of its meaning, of its letters
HEADER = MEANING + LETTERS
N_GRAMS = (2, 3, 4, 5)  # letters
LETTERS_WEIGH = 1.5  # beside the vector of the meaning, of length 1; chosen with lists left out in turn


def header_vectors(
    headers: Sequence[str], encode: Callable[[Sequence[str]], Float32s] = universal_vectors
) -> Float32s:
    """One row of HEADER numbers for each header; 0 where a column has none."""
    words = [plain(header) or header.strip() for header in headers]
    stated = [word for word in dict.fromkeys(words) if word]
    found = dict(zip(stated, encode(stated), strict=True)) if stated else {}
    out = np.zeros((len(words), HEADER), dtype=np.float32)
    for row, word in zip(out, words, strict=True):
        if word:
            row[:MEANING] = found[word]
            row[MEANING:] = letters_of(word)
    return out


@lru_cache(maxsize=1 << 12)
def letters_of(words: str) -> Float32s:
    """How often each n-gram of letters is in the words of a plain header, hashed to LETTERS numbers; of one length."""
    counts = np.zeros(LETTERS, dtype=np.float32)
    for word in words.split():
        marked = f" {word} "
        grams = [marked[i : i + n] for n in N_GRAMS for i in range(len(marked) - n + 1)]
        for gram in [*grams, f"w{marked}"]:
            counts[zlib.crc32(gram.encode()) % LETTERS] += 1
    length = np.linalg.norm(counts)
    return counts * np.float32(LETTERS_WEIGH / length) if length else counts


@dataclass(frozen=True)
class ColumnModel:
    """The weights: `weights` is classes x features, `offsets` one a class; classes beside FIELDS are other matters."""

    classes: tuple[str, ...]
    weights: Float64s
    offsets: Float64s

    def scores(self, rows: Float32s) -> Float64s:
        """Scores of each class, whose softmax are probabilities, for columns: a row each, the vector of its header, then what
        its values say."""
        return rows.astype(np.float64) @ self.weights.T + self.offsets


@cache
def stored_weights() -> dict[str, Float64s]:
    """Name -> numbers of all that tools/fit_column_model.py keeps."""
    from safetensors.numpy import load_file

    return {name: numbers.astype(np.float64) for name, numbers in load_file(WEIGHTS).items()}


@cache
def shipped() -> ColumnModel:
    """The model that Box31 ships."""
    from safetensors import safe_open

    with safe_open(WEIGHTS, framework="np") as stored:
        classes = tuple(stored.metadata()["classes"].split())
    return ColumnModel(classes, stored_weights()["weights"], stored_weights()["offsets"])
