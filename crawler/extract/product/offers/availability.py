"""Availability of a product: the names of schema.org, and what labels, classes and buttons say of the stock."""

from __future__ import annotations

import re

from crawler.extract.page.layout import Layout
from crawler.extract.page.near_heading import near_heading
from crawler.extract.page.structured_data import first_text
from crawler.extract.product.offers.element_names import names_of
from crawler.extract.words.vocabulary import pattern

AVAILABILITY = frozenset(
    "InStock OutOfStock PreOrder BackOrder Discontinued InStoreOnly LimitedAvailability MadeToOrder OnlineOnly PreSale "  # noqa: SIM905
    "Reserved SoldOut".split()
)
_OUT = pattern("out_of_stock")
_IN = pattern("in_stock")
_MADE = pattern("made_to_order")
# The class itself, not a part of one: `dp-out-of-stock-feature` names an empty place that a page keeps for the notice.
_OUT_CLASS = re.compile(
    r"(?:^|\s)(?:(?:is|product|stock|availability)[-_]{1,2})?(?:out-?of-?stock|sold-?out)(?:$|\s)"
)


def state_of(value: object) -> str | None:
    """The availability that a value of the markup names, None where it names none."""
    text = first_text(value)
    if not text:
        return None
    name = text.rstrip("/").rsplit("/", 1)[-1].replace(" ", "").lower()
    if name == "soldout":
        return "OutOfStock"
    return next((a for a in AVAILABILITY if a.lower() == name), None)


def availability_shown(layout: Layout, labelled: str, has_price: bool) -> tuple[str | None, str]:
    """(availability, source): what a label, a class or a button near the heading says of the stock."""
    if labelled:
        if _MADE.search(labelled):
            return "MadeToOrder", "table"
        if _OUT.search(labelled):
            return "OutOfStock", "table"
        if _IN.search(labelled) or re.fullmatch(r"(?:yes|да|є|有|\d+)\b.*", labelled.strip(), re.I):
            return "InStock", "table"
    state = layout.document.tree.find(".//*[@itemprop='availability']")
    if state is not None:
        value = state_of(state.get("content") or state.get("href") or state.text)
        if value:
            return value, "microdata"
    inside = None
    for element in near_heading(layout, 30, 700):
        if element.tag in ("script", "option", "p", "li"):
            continue
        names = names_of(element).lower()
        if _OUT_CLASS.search(names) and next(element.iterancestors("ul"), None) is None:
            return "OutOfStock", "class"
        own = (element.text or element.get("value") or "").strip()
        if not own or len(own) > 60:
            continue
        if _OUT.search(own):
            return "OutOfStock", "text"
        if inside is None and _IN.search(own):
            inside = "InStock"
    if inside:
        return inside, "text"
    return ("InStock", "price") if has_price else (None, "")
