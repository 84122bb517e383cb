"""How many of a record's candidates its description fits as well: "valves, 3 pcs" fits each valve of the maker.

Of two candidates the one of a maker that the description names, or of a kind that its words fit better, is no alternative
to the other.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matcher.arrays import Bools
from matcher.similarity.kind_fit import KindFit
from matcher.similarity.property_fit import PropertyFit

AS_WELL = 0.5  # bits of properties less than another candidate, and it fits as well
AS_NEAR = 0.05  # likeness of a kind less than another's, and it is as near; of .03 to .25, on whole cases not looked at


def crowds(properties: Sequence[PropertyFit], kinds: Sequence[KindFit], named: Bools) -> list[float]:
    """For each candidate of a record the doublings of the number of candidates that fit as well, itself included.

    `named`: whether the maker of each candidate is named.
    """
    worth = np.array([fit.worth for fit in properties])
    near = np.array([kind.meaning + kind.taught for kind in kinds])
    as_well = (worth >= worth[:, None] - AS_WELL) & (near >= near[:, None] - AS_NEAR)
    as_well &= named | ~named[:, None]
    return [float(count) for count in np.log2(as_well.sum(axis=1))]
