"""How likely a column is each field, by the meaning of its header and the kinds of its values; learnt, no word is listed.

A header becomes a vector of the Universal Sentence Encoder, where a wording that nobody listed lies near others of its
meaning, in another language too, and the letters of its words (letters.py). Beside them stand the shares of the column's
values by kind, what the rules for values say, and the letters of the values: names of ports, units and brokers, the form of
a country's tax numbers. A network with one hidden layer over all gives each field and each kind of other column (freight,
second unit, day of release) its probability; Hulsebos et al. 2019, "Sherlock: a deep learning approach to semantic data type
detection" (KDD), tell columns from such features of their values. table_model.py corrects it by the other columns of the
table. tools/fit_column_model.py fits both.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from matcher.arrays import Float32s, Float64s
from matcher.customs.layout.learnt.letters import OF_HEADERS, letters_of_header
from matcher.text.plain_words import plain
from matcher.text.universal_encoder import universal_vectors

WEIGHTS = Path(__file__).with_name("column_model.safetensors")
OTHER = "~"  # begins the classes that are no field
MEANING = 512  # numbers of the vector of a header's meaning
HEADER = MEANING + OF_HEADERS  # of its whole vector


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
            row[MEANING:] = letters_of_header(word)
    return out


@dataclass(frozen=True)
class ColumnModel:
    """The weights: `hidden` is units x features, `hidden_offsets` one a unit, `weights` classes x units, `offsets` one a class;
    classes beside FIELDS are other matters."""

    classes: tuple[str, ...]
    hidden: Float64s
    hidden_offsets: Float64s
    weights: Float64s
    offsets: Float64s

    def scores(self, rows: Float32s) -> Float64s:
        """Scores of each class, whose softmax are probabilities, for columns: a row each, the vector of its header, then what
        its values say."""
        units = np.maximum(rows.astype(np.float64) @ self.hidden.T + self.hidden_offsets, 0.0)
        return units @ self.weights.T + self.offsets


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
    stored = stored_weights()
    return ColumnModel(
        classes, *(stored[name] for name in ("hidden", "hidden_offsets", "weights", "offsets"))
    )
