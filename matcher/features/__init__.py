"""What speaks for and against a pair: one list of features, each a pure function with its reason.

A feature is a number, 0 where it says nothing; its weight times its value is a term of the pair's log-odds. `sign`
is which way it may count, whatever it is trained on: a contradiction never speaks for a pair. One of sign 0 has no
weight in the additive score; rules (matcher.scoring.rules) may ask for it beside others.

The list is in the order in which the modules are imported; weights go by name, so it may change.
"""

from __future__ import annotations

from matcher.features import (  # noqa: F401 - they fill FEATURES
    competition,
    declaration,
    identifiers,
    kinds,
    names,
    properties,
    stated_measures,
    text_length,
    wording,
)
from matcher.features.pair_facts import SURE_CODE, PairFacts
from matcher.features.registry import FEATURES, Feature, feature
from matcher.schema.terms import Level

__all__ = ["FEATURES", "NAMES", "SURE_CODE", "Feature", "Level", "PairFacts", "feature", "values"]

NAMES = tuple(f.name for f in FEATURES)
_VALUES = tuple(f.value for f in FEATURES)


def values(pair: PairFacts) -> list[float]:
    """The features of a pair in the order of FEATURES."""
    return [value(pair) for value in _VALUES]
