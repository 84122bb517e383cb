"""Which of several columns of dates is that of the declaration, by the meaning and the letters of their headers; learnt.

Contracts, invoices and arrivals are dated before the declaration, releases, payments and exits after it. A multinomial
logistic regression over the vectors of headers (column_model.py) tells the three apart. Of the columns of one table exactly
one is of the declaration, so its odds are weighed against those of the others. tools/fit_column_model.py fits it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from matcher.arrays import Float32s, Float64s
from matcher.customs.layout.learnt.column_model import header_vectors, stored_weights
from matcher.text.universal_encoder import universal_vectors

DATE_KINDS = ("earlier", "date", "later")  # before the declaration, its own, after it
_OWN = DATE_KINDS.index("date")


@dataclass(frozen=True)
class DateModel:
    """The weights: `weights` is DATE_KINDS x HEADER, `offsets` one a kind."""

    weights: Float64s
    offsets: Float64s

    def of_declaration(
        self, headers: Sequence[str], encode: Callable[[Sequence[str]], Float32s] = universal_vectors
    ) -> Float64s:
        """How likely each of these columns of dates of one table is that of the declaration; they add up to 1."""
        scores = header_vectors(headers, encode).astype(np.float64) @ self.weights.T + self.offsets
        others = np.delete(scores, _OWN, axis=1)
        odds = scores[:, _OWN] - np.logaddexp(others[:, 0], others[:, 1])
        shares = np.exp(odds - odds.max())
        return np.asarray(shares / shares.sum())


@cache
def shipped_dates() -> DateModel:
    """The model that Box31 ships."""
    return DateModel(stored_weights()["dates"], stored_weights()["dates_offsets"])
