"""How likely a column is a field, by what the rules and the learnt model say of it together.

Two logistic regressions: one for fields that the rules read from the column, one for those that only the model finds
there. They were fitted to readings of layouts at first sight: by rules written before anybody had looked at them, and by
models that were not fitted to them (tools/fit_column_model.py).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np

from matcher.arrays import Float64s
from matcher.customs.layout.learnt.column_model import stored_weights

MOST_SURE = 4.0  # log-odds, farther out little data tells more
LEAST_SAID = 0.5  # by how much a header must raise the log-odds of a field that the rules do not read from it
SAID_OTHERWISE = 3.5  # log-odds of the model from which it need not


class Weighed(NamedTuple):
    """What speaks for a column as a field; log-odds are held within MOST_SURE."""

    sure: float  # log-odds of the rules' confidence, 0 where they do not read the field there
    named: float  # evidence of the header's words, 1 for a known spelling
    likely: float  # log-odds of the model
    rather_likely: float  # the same, 0 where it is negative
    said_by_the_header: float  # by how much the header raises them over what the values say
    rival_column: float  # log-odds of the model for the likeliest other column
    mapped_elsewhere: float  # 1: the rules read the field from another column
    column_taken: float  # 1: they read another field from this one
    another_named: float  # 1: the header's words name other fields only


@dataclass(frozen=True)
class Candidate:
    """A column that may be a field, whether the rules read it there, and what speaks for it."""

    field: str
    place: int
    mapped: bool
    weighed: Weighed

    @property
    def said(self) -> bool:
        """Whether the header speaks for the field, or values and other columns leave little else: what the rules do not read
        must be said."""
        return self.weighed.said_by_the_header >= LEAST_SAID or self.weighed.likely >= SAID_OTHERWISE


def log_odds(p: float) -> float:
    """Log-odds of a probability, held within MOST_SURE."""
    p = min(max(p, 1e-9), 1 - 1e-9)
    return min(max(math.log(p / (1 - p)), -MOST_SURE), MOST_SURE)


@dataclass(frozen=True)
class Agreement:
    """Weights of each part of Weighed with an offset at their end: for fields that the rules read, and for those that they do not."""

    mapped: Float64s
    new: Float64s

    def probability(self, candidate: Candidate) -> float:
        """How likely the candidate is right."""
        weights = self.mapped if candidate.mapped else self.new
        return 1 / (1 + math.exp(-float(np.dot(weights, (*candidate.weighed, 1.0)))))


@cache
def shipped_agreement() -> Agreement:
    """The weights that Box31 ships."""
    stored = stored_weights()
    return Agreement(stored["agreement_mapped"], stored["agreement_new"])
