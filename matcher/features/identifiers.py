"""Features of signs (words of letters and digits, long numbers) and of the numbers in names.

Codes of the catalog are in matcher.features.names; these are signs that no field of a page or a form calls a code.
"""

from __future__ import annotations

from matcher.features.pair_facts import PairFacts
from matcher.features.registry import feature

MOST_NUMBERS = 3  # that are counted: more tell no more


@feature("signs", 1, "a sign of the name is in both texts")
def sign_common(pair: PairFacts) -> float:
    """Its length in tenths: long ones are hardly met by chance."""
    return pair.common.sign


@feature("signs", 1, "a sign is in both texts")
def sign_any(pair: PairFacts) -> float:
    """Even a short one is rare."""
    return float(pair.common.sign > 0)


@feature("signs", -1, "each names another sign")
def signs_differ(pair: PairFacts) -> float:
    """Both name a model, and not the same."""
    return float(pair.common.signs_differ)


@feature("signs", 1, "the signs begin alike")
def signs_near(pair: PairFacts) -> float:
    """Variants of one model, and slips of the pen, differ at the end."""
    return pair.common.near


@feature("signs", 1, "numbers of the name in common")
def numbers_common(pair: PairFacts) -> float:
    """By their rarity; numbers are the same in every language."""
    return pair.common.numbers_common


@feature("signs", -1, "numbers of the item's name are missing")
def numbers_missing(pair: PairFacts) -> float:
    """Version 7 is not version 6."""
    return min(pair.common.numbers_missing, MOST_NUMBERS)


@feature("signs", -1, "the goods' opening has numbers that the page does not")
def numbers_unheard(pair: PairFacts) -> float:
    """See numbers_missing."""
    return min(pair.common.numbers_unheard, MOST_NUMBERS)


@feature("signs", -1, "both name numbers that the other does not")
def numbers_differ(pair: PairFacts) -> float:
    """One in place of the other says more than one left out."""
    return float(pair.common.numbers_missing > 0 and pair.common.numbers_unheard > 0)
