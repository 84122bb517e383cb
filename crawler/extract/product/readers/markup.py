"""What markup says of a product: which object the page is about, and its links and states."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from crawler.extract.page.document import Document
from crawler.extract.page.structured_data import PRODUCT_TYPES, MarkedObject, Structured, first_text, listed
from crawler.extract.product.names.name_likeness import is_similar
from crawler.extract.product.offers.marked_offer import offer_of


def main_object(structured: Structured, url: str, heading: str | None) -> MarkedObject | None:
    """The product object the page is about: not an entry of a list of other products; None where there is none.

    Among several the one whose name is the heading wins, then the one with an offer, then the first.
    """
    candidates = [
        o for o in structured.of_types(PRODUCT_TYPES) if first_text(o.get("name")) or offer_of(o).price
    ]
    if not candidates:
        return None

    def rank(product: MarkedObject) -> tuple[bool, bool, bool]:
        name = first_text(product.get("name")) or ""
        link = first_text(product.get("url"), "@id") or ""
        return (
            bool(heading) and is_similar(name, heading or ""),
            bool(link) and urlsplit(link).path.rstrip("/") == urlsplit(url).path.rstrip("/"),
            offer_of(product).price is not None,
        )

    best = max(candidates, key=rank)
    if len(candidates) >= 4 and not any(rank(best)[:2]):
        return None  # a list of products, none of which is this page
    return best


def state_of_all(structured: Structured, product: MarkedObject) -> str | None:
    """InStock where any object of the same name is: shops mark up each size as a product of its own."""
    name = first_text(product.get("name"))
    states = [
        offer_of(other).availability
        for other in structured.of_types(PRODUCT_TYPES)
        if first_text(other.get("name")) == name
    ]
    return "InStock" if "InStock" in states else None


def links_in(document: Document, value: object) -> list[str]:
    """The absolute addresses in a markup value, each once."""
    found: dict[str, None] = {}
    for entry in listed(value):
        text = first_text(entry, "url", "contentUrl", "@id")
        link = document.link(text) if text else None
        if link:
            found[link] = None
    return list(found)


def with_unit(value: str, entry: Mapping[str, object]) -> str:
    """`value` with the unit its markup states, where it does not hold it already."""
    unit = first_text(entry.get("unitText"))
    return f"{value} {unit}" if unit and unit not in value else value
