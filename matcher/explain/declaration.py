"""Sentences on what a declaration says beside the text: HS code, origin, value, date."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.explain.kinds import kind_title
from matcher.explain.registry import Reason, says
from matcher.features import PairFacts


@says("heading_fits", "heading_other")
def heading(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """Whether the HS code is one of the kind's."""
    codes = ", ".join(pair.goods.hs6[:2])
    title = kind_title(pair, pair.kinds[1]) or "it"
    yield Reason(f"HS {codes} is {'usual' if weight > 0 else 'unusual'} for {title}", weight)


@says("origin_other", "origin_other_unnamed")
def origin(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """Another country than the maker's."""
    countries = ", ".join(pair.goods.origins[:2])
    yield Reason(f"the origin is {countries}, the maker's goods come from {pair.home}", weight)


@says("price_far", "price_near", "price_gap")
def price(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """The value of a piece beside the price."""
    value, asked = pair.goods.unit_price, pair.item.price
    yield Reason(f"a piece is declared at {value:.2f} USD, the page asks {asked:.2f}", weight)


@says("before_item")
def dates(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """Declared before there was such an item."""
    beginning = pair.item.beginning
    if beginning is None:
        return
    said = (
        f"a post of {beginning.day} launches the item"
        if beginning.launched
        else f"on {beginning.day} the catalog did not have the item yet"
    )
    yield Reason(f"last declared on {pair.goods.last_date}; {said}", weight)
