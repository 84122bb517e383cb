"""How likely a column is a field, by what the rules and the learnt model say of it together.

Two logistic regressions: one for fields that the rules read from the column, one for those that only the model finds
there. They were fitted to readings of layouts at first sight: by rules written before anybody had looked at them, and by
models that were not fitted to them (tools/fit_column_model.py).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np

from matcher.arrays import Float64s
from matcher.customs.layout.learnt.column_model import WEIGHTS

WEIGHED = (
    *("sure", "named", "likely", "rather likely", "said by the header", "rival column", "mapped elsewhere"),
    *("column taken", "another named"),
)
MOST_SURE = 4.0  # log-odds, farther out little data tells more


@dataclass(frozen=True)
class Candidate:
    """A column that may be a field, whether the rules read it there, and what speaks for it in the order of WEIGHED."""

    field: str
    place: int
    mapped: bool
    weighed: tuple[float, ...]


def log_odds(p: float) -> float:
    """Log-odds of a probability, held within MOST_SURE."""
    p = min(max(p, 1e-9), 1 - 1e-9)
    return min(max(math.log(p / (1 - p)), -MOST_SURE), MOST_SURE)


@dataclass(frozen=True)
class Agreement:
    """Weights of WEIGHED with an offset at their end: for fields that the rules read, and for those that they do not."""

    mapped: Float64s
    new: Float64s

    def probability(self, candidate: Candidate) -> float:
        """How likely the candidate is right."""
        weights = self.mapped if candidate.mapped else self.new
        return 1 / (1 + math.exp(-float(np.dot(weights, (*candidate.weighed, 1.0)))))


@cache
def shipped_agreement() -> Agreement:
    """The weights that Box31 ships."""
    from safetensors import safe_open

    with safe_open(WEIGHTS, framework="np") as stored:
        return Agreement(*(stored.get_tensor(f"agreement_{name}") for name in ("mapped", "new")))
