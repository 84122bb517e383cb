"""Features of what a declaration says beside the text: HS code, origin, value, date, and their sentences."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache

from matcher.features.kinds import kind_title
from matcher.features.pair_facts import PairFacts
from matcher.features.registry import Reason, feature, says
from matcher.reading.reasons import said
from matcher.schema.terms import Level

# a customs value is ex works, a catalog price often not; beyond this factor it is another thing
PRICE_FACTOR = 4.0
MOST_PRICE_GAP = 2.5  # in logarithms: what is twelve times dearer is as other as what is a hundred times


@feature("customs", 1)
def heading_fits(pair: PairFacts) -> float:
    """A code is a hint, not a proof: declarants choose it."""
    return float(_any_of(pair.goods.hs6, pair.item_hs))


@feature("customs", -1)
def heading_other(pair: PairFacts) -> float:
    """Mis-declared goods are the ones looked for, so it counts little."""
    return float(bool(pair.item_hs) and bool(pair.goods.hs6) and not _any_of(pair.goods.hs6, pair.item_hs))


@lru_cache(maxsize=1 << 14)
def _any_of(codes: tuple[str, ...], headings: tuple[str, ...]) -> bool:
    """Whether any of the HS codes is of one of the headings."""
    return any(code.startswith(headings) for code in codes)


@feature("customs", -1)
def origin_other(pair: PairFacts) -> float:
    """Where nobody is named, the origin is the only thing said about the maker."""
    return float(bool(pair.home) and bool(pair.goods.origins) and pair.home not in pair.goods.origins)


@feature("customs", -1)
def origin_other_unnamed(pair: PairFacts) -> float:
    """See origin_other."""
    return origin_other(pair) if pair.level == Level.DESCRIPTION else 0.0


def _price_gap(pair: PairFacts) -> float | None:
    """How far apart value and price are: the absolute logarithm of their ratio, in US dollars. None where unknown."""
    price, value = pair.item.price, pair.goods.unit_price
    if not price or not value or pair.item.currency not in ("USD", ""):
        return None
    return abs(math.log(value / price))


@feature("customs", -1)
def price_far(pair: PairFacts) -> float:
    """By more than a factor of four either way."""
    gap = _price_gap(pair)
    return float(gap is not None and gap > math.log(PRICE_FACTOR))


@feature("customs", 1)
def price_near(pair: PairFacts) -> float:
    """1 where they are equal, a quarter where one is twice the other."""
    gap = _price_gap(pair)
    return 0.0 if gap is None else math.exp(-2 * gap)


@feature("customs", -1)
def price_gap(pair: PairFacts) -> float:
    """The logarithm of their ratio, to a factor of twelve."""
    gap = _price_gap(pair)
    return 0.0 if gap is None else min(gap, MOST_PRICE_GAP)


@feature("customs", -1)
def before_item(pair: PairFacts) -> float:
    """All its lines are older than the item: 1 by the maker's launch post, 0.5 where an earlier crawl did not have it."""
    first_known = pair.item.first_known
    if first_known is None or not first_known.is_after(pair.goods.last_date):
        return 0.0
    return 1.0 if first_known.announced else 0.5


@feature("customs", 1)
def heading_taught(pair: PairFacts) -> float:
    """The share of the case's records that name a code of this kind."""
    return pair.own.lesson.heading


@feature("customs", -1)
def heading_new(pair: PairFacts) -> float:
    """Where there are several such records, and the goods do not name the item's code themselves."""
    return float(pair.own.lesson.heading_new and pair.level != Level.MODEL)


@feature("customs", -1)
def heading_new_coded(pair: PairFacts) -> float:
    """Declarants choose headings, not codes."""
    return float(pair.own.lesson.heading_new and pair.level == Level.MODEL)


@says("heading_fits", "heading_other")
def say_heading(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """Whether the HS code is one of the kind's."""
    codes = ", ".join(pair.goods.hs6[:2])
    title, key = kind_title(pair, pair.kinds[1]), "heading" if weight > 0 else "heading_other"
    found = said(key, codes=codes, kind=title) if title else said(f"{key}_item", codes=codes)
    yield Reason(found, weight)


@says("origin_other", "origin_other_unnamed")
def say_origin(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """Another country than the maker's."""
    countries = ", ".join(pair.goods.origins[:2])
    yield Reason(said("origin", countries=countries, country=pair.home), weight)


@says("price_far", "price_near", "price_gap")
def say_price(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """The value of a piece beside the price."""
    value, asked = pair.goods.unit_price, pair.item.price
    yield Reason(said("price", declared=f"{value:.2f}", asked=f"{asked:.2f}"), weight)


@says("before_item")
def say_dates(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """Declared before there was such an item."""
    first_known = pair.item.first_known
    if first_known is None:
        return
    key = "launched" if first_known.announced else "not_yet"
    yield Reason(said(key, date=str(pair.goods.last_date), day=str(first_known.day)), weight)


@says("heading_taught", "heading_new", "heading_new_coded")
def say_heading_taught(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """By the case's certain records."""
    key = "heading_taught" if weight > 0 else "heading_new"
    yield Reason(said(key, codes=", ".join(pair.goods.hs6[:2])), weight)
