"""Features of how much is said: no evidence by themselves, they tell how much other features are worth.

They have no weight in the additive score. Rules (matcher.scoring.rules) may ask for them beside others: three shared words
are most of a short name and little of a long one.
"""

from __future__ import annotations

import math

from matcher.features.pair_facts import PairFacts
from matcher.features.registry import feature

USUAL_WORDS = 8  # of a name, on the product pairs of benchmarks/pairs.py and in customs descriptions alike
MOST_DOUBLINGS = 2.0  # either way: longer ones are as long
LONGEST_SIGN = 60  # characters within which the first word ends
LEAST_DIGITS = 2  # of a first word that is a number or a sign


def _length(words: int) -> float:
    """How often a number of words is the double of the usual one; 0 where there are none."""
    return max(-MOST_DOUBLINGS, min(MOST_DOUBLINGS, math.log2(words / USUAL_WORDS))) if words else 0.0


@feature("context", 0)
def item_length(pair: PairFacts) -> float:
    """In doublings of what is usual."""
    return _length(pair.common.item_words)


@feature("context", 0)
def goods_length(pair: PairFacts) -> float:
    """See item_length."""
    return _length(pair.common.goods_words)


@feature("context", 0)
def item_has_identifier(pair: PairFacts) -> float:
    """That no sign is in common says less where there is none to be in common."""
    return float(pair.common.item_identifiers > 0)


@feature("context", 0)
def goods_has_identifier(pair: PairFacts) -> float:
    """See item_has_identifier."""
    return float(pair.common.goods_identifiers > 0)


@feature("context", 0)
def maker_stated(pair: PairFacts) -> float:
    """In a column of its own: then its absence from the text says nothing."""
    return float(bool(pair.goods.maker or pair.goods.trademark))


@feature("context", 0)
def item_priced(pair: PairFacts) -> float:
    """No gap in price is seen where there is no price."""
    return float(bool(pair.item.price))


@feature("context", 0)
def goods_valued(pair: PairFacts) -> float:
    """See item_priced."""
    return float(bool(pair.goods.unit_price))


@feature("context", 0)
def goods_begin_with_identifier(pair: PairFacts) -> float:
    """Lists from a stock begin with an article number; they are worded otherwise than what people write."""
    first = pair.goods.clean[:LONGEST_SIGN].split(maxsplit=1)
    return float(bool(first) and sum(c.isdigit() for c in first[0]) >= LEAST_DIGITS)
