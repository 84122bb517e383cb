"""Features of what a declaration says beside the text: HS code, origin, value, date."""

from __future__ import annotations

import math

from matcher.features.pair_facts import PairFacts
from matcher.features.registry import feature

# a customs value is ex works, a catalog price often not; beyond this factor it is another thing
PRICE_FACTOR = 4.0
MOST_PRICE_GAP = 2.5  # in logarithms: what is twelve times dearer is as other as what is a hundred times


@feature("customs", 1, "the HS heading is one of this kind's")
def heading_fits(pair: PairFacts) -> float:
    """A code is a hint, not a proof: declarants choose it."""
    return float(bool(pair.item_hs) and any(code.startswith(pair.item_hs) for code in pair.goods.hs6))


@feature("customs", -1, "the HS heading is none of this kind's")
def heading_other(pair: PairFacts) -> float:
    """Mis-declared goods are the ones looked for, so it counts little."""
    return float(
        bool(pair.item_hs)
        and bool(pair.goods.hs6)
        and not any(code.startswith(pair.item_hs) for code in pair.goods.hs6)
    )


@feature("customs", -1, "the origin is another country than the maker's")
def origin_other(pair: PairFacts) -> float:
    """Where nobody is named, the origin is the only thing said about the maker."""
    return float(bool(pair.home) and bool(pair.goods.origins) and pair.home not in pair.goods.origins)


@feature("customs", -1, "the origin is another country, and nobody is named")
def origin_other_unnamed(pair: PairFacts) -> float:
    """See origin_other."""
    return origin_other(pair) if pair.level == "description" else 0.0


def _price_gap(pair: PairFacts) -> float | None:
    """How far apart value and price are: the absolute logarithm of their ratio, in US dollars. None where unknown."""
    price, value = pair.item.price, pair.goods.unit_price
    if not price or not value or pair.item.currency not in ("USD", ""):
        return None
    return abs(math.log(value / price))


@feature("customs", -1, "the value of a piece is far from the price")
def price_far(pair: PairFacts) -> float:
    """By more than a factor of four either way."""
    gap = _price_gap(pair)
    return float(gap is not None and gap > math.log(PRICE_FACTOR))


@feature("customs", 1, "the value of a piece is near the price")
def price_near(pair: PairFacts) -> float:
    """1 where they are equal, a quarter where one is twice the other."""
    gap = _price_gap(pair)
    return 0.0 if gap is None else math.exp(-2 * gap)


@feature("customs", -1, "the value of a piece is off the price")
def price_gap(pair: PairFacts) -> float:
    """The logarithm of their ratio, to a factor of twelve."""
    gap = _price_gap(pair)
    return 0.0 if gap is None else min(gap, MOST_PRICE_GAP)


@feature("customs", -1, "declared before there was such an item")
def before_item(pair: PairFacts) -> float:
    """All its lines are older than the item: 1 by the maker's launch post, 0.5 where an earlier crawl did not have it."""
    beginning = pair.item.beginning
    if beginning is None or not beginning.is_after(pair.goods.last_date):
        return 0.0
    return 1.0 if beginning.launched else 0.5
