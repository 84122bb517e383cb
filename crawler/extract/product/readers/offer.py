"""Which price, currency and availability a product has: of the markup, or as the page shows them."""

from __future__ import annotations

from crawler.extract.product.offers.availability import availability_shown
from crawler.extract.product.offers.country import country_of
from crawler.extract.product.offers.prices import currency_of, machine_amount
from crawler.extract.product.offers.shown_price import reduced_price
from crawler.extract.product.readers.markup import state_of_all
from crawler.extract.product.readers.product_page import Found, ProductPage, Value
from crawler.extract.product.readers.sources import meta, value_of
from crawler.extract.words.vocabulary import vocabulary


def price_reduced(page: ProductPage, found: Found) -> Value | None:
    """The lower price that the page shows in place of the markup's."""
    value = price_of_offer(page, found) or price_of_meta(page, found)
    return value_of(reduced_price(page.layout, value.text), "text") if value else None


def price_of_offer(page: ProductPage, found: Found) -> Value | None:
    return value_of(page.offer.price, page.marked.source)


def price_of_meta(page: ProductPage, found: Found) -> Value | None:
    return meta(
        *("product:price:amount", "og:price:amount", "product:sale_price:amount"), clean_by=_meta_amount
    )(page, found)


def price_on_page(page: ProductPage, found: Found) -> Value | None:
    return value_of(page.shown_price.amount, "text") if page.shown_price else None


def price_labelled(page: ProductPage, found: Found) -> Value | None:
    if page.labelled_price is None:
        return None
    price, source = page.labelled_price
    return Value(price.amount, source)


def _meta_amount(text: str | None) -> str | None:
    """An amount in a meta element, which is written for machines: nothing but digits and separators."""
    digits = (text or "").replace(".", "").replace(",", "")
    return machine_amount(text) if text and digits.isdigit() else None


def currency_of_offer(page: ProductPage, found: Found) -> Value | None:
    return value_of(page.offer.currency, page.marked.source)


def currency_of_meta(page: ProductPage, found: Found) -> Value | None:
    return meta("product:price:currency", "og:price:currency", clean_by=_upper)(page, found)


def currency_of_price(page: ProductPage, found: Found) -> Value | None:
    """The currency written beside the price that was read from the page."""
    if "price" not in found or found["price"].source in ("json-ld", "microdata", "og"):
        return None
    if page.shown_price is not None:
        return value_of(page.shown_price.currency, "text")
    if page.labelled_price is None:
        return None
    price, source = page.labelled_price
    return value_of(currency_of(price.currency, country=country_of(page.document)), source)


def availability_marked(page: ProductPage, found: Found) -> Value | None:
    state = state_of_all(page.structured, page.marked) or page.offer.availability
    return value_of(state, page.marked.source)


def availability_of_meta(page: ProductPage, found: Found) -> Value | None:
    return meta("product:availability", "og:availability", clean_by=_og_state)(page, found)


def availability_on_page(page: ProductPage, found: Found) -> Value | None:
    value = page.labelled.get("availability")
    state, source = availability_shown(page.layout, value.text if value else "", "price" in found)
    return value_of(state, source)


def _og_state(text: str | None) -> str | None:
    state: str | None = vocabulary()["og_availability"].get((text or "").lower())
    return state


def _upper(text: str | None) -> str | None:
    return text.upper() if text else None
