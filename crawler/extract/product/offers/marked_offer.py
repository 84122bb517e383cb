"""The offer of a product in a page's markup: price, currency, availability, article."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.extract.page.structured_data import MarkedObject, first_text, listed
from crawler.extract.product.offers.availability import state_of
from crawler.extract.product.offers.prices import currency_of, machine_amount


@dataclass(frozen=True)
class Offer:
    """Price (decimal string), currency (ISO 4217), availability (schema.org name) and article of one offer."""

    price: str | None = None
    currency: str | None = None
    availability: str | None = None
    sku: str | None = None


def offer_of(product: MarkedObject) -> Offer:
    """The first offer with a price of a schema.org product, of its variants if it has none; else an empty one."""
    offers = [o for o in listed(product.get("offers")) if isinstance(o, dict)]
    for variant in listed(product.get("hasVariant"))[:20]:
        if isinstance(variant, dict):
            offers.extend(o for o in listed(variant.get("offers")) if isinstance(o, dict))
    nested = [o for offer in offers for o in listed(offer.get("offers")) if isinstance(o, dict)]
    states = [state_of(o.get("availability")) for o in [*offers, *nested]]
    state = "InStock" if "InStock" in states else next((s for s in states if s), None)
    sku = next((s for s in (first_text(o.get("sku")) for o in offers) if s), None)
    for offer in [*offers, *nested]:
        specification = next((s for s in listed(offer.get("priceSpecification")) if isinstance(s, dict)), {})
        price = None
        for value in (
            offer.get("price"),
            offer.get("lowPrice"),
            specification.get("price"),
            specification.get("minPrice"),
            offer.get("highPrice"),
        ):
            text = first_text(value)
            price = machine_amount(text) if text else None
            if price:
                break
        if price and float(price) > 0:
            currency = first_text(offer.get("priceCurrency")) or first_text(
                specification.get("priceCurrency")
            )
            return Offer(price, currency_of(currency), state, sku)
    return Offer(None, None, state or state_of(product.get("availability")), sku)
