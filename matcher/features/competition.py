"""Features of how the pair stands among its rivals."""

from __future__ import annotations

from matcher.features.pair_facts import PairFacts
from matcher.features.registry import feature


@feature("rivals", 1, "no other item's name is as much alike")
def ahead_names(pair: PairFacts) -> float:
    """The lead over the goods' next best item."""
    return max(pair.rivals.names, 0.0)


@feature("rivals", -1, "another item's name is more alike")
def behind_names(pair: PairFacts) -> float:
    """How far behind the goods' best item."""
    return max(-pair.rivals.names, 0.0)


@feature("rivals", 1, "no other item has as many of the character sequences")
def ahead_ngrams(pair: PairFacts) -> float:
    """See ahead_names."""
    return max(pair.rivals.ngrams, 0.0)


@feature("rivals", -1, "another item has more of the character sequences")
def behind_ngrams(pair: PairFacts) -> float:
    """See behind_names."""
    return max(-pair.rivals.ngrams, 0.0)


@feature("rivals", 1, "no other item means so much the same")
def ahead_meaning(pair: PairFacts) -> float:
    """The only one of the three that crosses languages."""
    return max(pair.rivals.meaning, 0.0)


@feature("rivals", -1, "another item means more the same")
def behind_meaning(pair: PairFacts) -> float:
    """See ahead_meaning."""
    return max(-pair.rivals.meaning, 0.0)


@feature("rivals", 1, "more character sequences in common than is usual for the item")
def above_usual(pair: PairFacts) -> float:
    """Items with long pages share something with every goods. Negative below what is usual."""
    return pair.rivals.above


@feature("rivals", -1, "another variant of the named code contradicts less")
def variant_fits_better(pair: PairFacts) -> float:
    """AB-100 in green is the AB-100-G, not the AB-100, which is black."""
    return float(pair.rivals.variant)
