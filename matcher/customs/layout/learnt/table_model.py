"""How likely each column of a table is each field, with regard to the table's other columns; learnt, no pair of fields is listed.

What a header leaves open, its neighbours often tell: a "Name" after a tax number, a second "Country", an amount beside its
currency. A second multinomial logistic regression takes what the column model (column_model.py) finds of the column itself,
of the columns around it, of the likeliest other column of each class, and of those whose values are related to its own
(rows/column_relations.py), and corrects the first. Columns of one table correct each other in the same way in Zhang et al. 2020,
"Sato: contextual semantic type detection in tables" (VLDB 13).
tools/fit_column_model.py fits it to tables that the column model was not fitted to.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np

from matcher.arrays import Bools, Float32s, Float64s
from matcher.customs.layout.learnt.column_model import HEADER, OTHER, ColumnModel, shipped, stored_weights

LEAST_LOG = -8.0  # of a probability: below it differences mean nothing


class Told(NamedTuple):
    """For each field that the model knows the probability of each column; each column's likeliest class, and how likely."""

    fields: dict[str, Float64s]
    likeliest: tuple[str, ...]
    probability: Float64s


@dataclass(frozen=True)
class Context:
    """The weights: `scale` and `offsets` one a class, `own` classes x classes, `around` classes x what `surroundings` gives,
    `related` classes x what `related_columns` gives."""

    scale: Float64s
    own: Float64s
    around: Float64s
    related: Float64s
    offsets: Float64s

    def corrected(self, found: Float64s, relations: Bools) -> Float64s:
        """Log-probabilities of the columns of a table, a row each, from those that the column model finds and the relations
        of their values (relations x columns x columns)."""
        shares = np.exp(found)
        return log_probabilities(
            found * self.scale
            + shares @ self.own.T
            + surroundings(shares) @ self.around.T
            + related_columns(shares, relations) @ self.related.T
            + self.offsets
        )


class TableTold(NamedTuple):
    """What the columns of a table are; and what the column model alone makes of each, with its header and without."""

    together: Told
    alone: Told
    by_values: Told


@dataclass(frozen=True)
class TableModel:
    """The column model and what corrects it."""

    column: ColumnModel
    context: Context

    def told(self, rows: Float32s, relations: Bools) -> TableTold:
        """What the columns of a table (a row each, as the column model takes them) are, with the relations of their values."""
        nameless = rows.copy()
        nameless[:, :HEADER] = 0.0
        alone = log_probabilities(self.column.scores(rows))
        by_values = log_probabilities(self.column.scores(nameless))
        return TableTold(*map(self._told, (self.context.corrected(alone, relations), alone, by_values)))

    def _told(self, logs: Float64s) -> Told:
        shares, classes = np.exp(logs), self.column.classes
        fields = {name: shares[:, i] for i, name in enumerate(classes) if not name.startswith(OTHER)}
        return Told(fields, tuple(classes[i] for i in shares.argmax(axis=1)), shares.max(axis=1))


def log_probabilities(scores: Float64s) -> Float64s:
    """Log of the softmax of each row, LEAST_LOG at least."""
    scores = scores - scores.max(axis=1, keepdims=True)
    logs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    return np.asarray(np.maximum(logs, LEAST_LOG))


def surroundings(shares: Float64s) -> Float64s:
    """What stands around each column, classes x 4: probabilities of the column left of it, of the one right of it, the mean
    of the next ones on both sides, and of the likeliest other column for each class."""
    none = np.zeros((2, shares.shape[1]))
    padded = np.vstack([none, shares, none])
    left, right = padded[1:-3], padded[3:-1]
    further = (padded[:-4] + padded[4:]) / 2
    ranked = np.sort(np.vstack([none, shares]), axis=0)
    elsewhere = np.where(shares >= ranked[-1], ranked[-2], ranked[-1])
    return np.hstack([left, right, further, elsewhere])


def related_columns(shares: Float64s, relations: Bools) -> Float64s:
    """What each column is related to, columns x (relations x (classes + 1)): for each relation the probability of each class
    of the likeliest column that it has this relation to, and whether there is any."""
    any_and_shares = np.hstack([np.ones((len(shares), 1)), shares])
    out = np.zeros((len(shares), len(relations), any_and_shares.shape[1]))
    for number, relation in enumerate(relations):
        for place in np.flatnonzero(relation.any(axis=1)):
            out[place, number] = any_and_shares[relation[place]].max(axis=0)
    return out.reshape(len(shares), len(relations) * any_and_shares.shape[1])


@cache
def shipped_tables() -> TableModel:
    """The model that Box31 ships."""
    stored = stored_weights()
    parts = (stored[f"context_{name}"] for name in ("scale", "own", "around", "related", "offsets"))
    return TableModel(shipped(), Context(*parts))
