"""What a page asks for its product: price, currency, availability, from markup and from what it shows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.extract.page.document import Document, Element, element_text
from crawler.extract.page.layout import Layout
from crawler.extract.page.near_heading import near_heading
from crawler.extract.page.structured_data import MarkedObject, first_text, listed
from crawler.extract.page.vocabulary import pattern
from crawler.extract.product.prices import Price, currency_of, find_prices, machine_amount

AVAILABILITY = frozenset(
    (
        *(
            "InStock",
            "OutOfStock",
            "PreOrder",
            "BackOrder",
            "Discontinued",
            "InStoreOnly",
            "LimitedAvailability",
        ),
        *("MadeToOrder", "OnlineOnly", "PreSale", "Reserved", "SoldOut"),
    )
)


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
    states = [_state(o.get("availability")) for o in [*offers, *nested]]
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
    return Offer(None, None, state or _state(product.get("availability")), sku)


def _state(value: object) -> str | None:
    text = first_text(value)
    if not text:
        return None
    name = text.rstrip("/").rsplit("/", 1)[-1].replace(" ", "").lower()
    if name == "soldout":
        return "OutOfStock"
    return next((a for a in AVAILABILITY if a.lower() == name), None)


def country_of(document: Document) -> str | None:
    """The two-letter country a page speaks to: its locale, its host's last part, or the first folder."""
    parts = urlsplit(document.url)
    host = parts.netloc.lower().split(":")[0]
    last = host.rsplit(".", 1)[-1]
    if len(last) == 2 and last not in ("io", "co", "tv", "me", "eu"):
        return last
    folder = re.match(r"/([a-z]{2})/", parts.path.lower())
    locale = document.tree.get("lang") or document.meta.get("og:locale") or ""
    match = re.fullmatch(r"[a-z]{2}[-_]([a-z]{2})", locale.strip(), re.I)
    if match:
        return match.group(1).lower()
    return folder.group(1) if folder else None


_PRICE_NAME = pattern("price_names")
_OLD_NAME = pattern("old_price_names")
_NEW_NAME = pattern("new_price_names")
_OLD_TEXT = pattern("old_price_texts")
MAX_PRICE_TEXT = 60
NEAR = 300  # elements around the heading where a product's own price is
MIN_REDUCED = 0.2  # of the marked price: less is a bonus, an instalment or a price of delivery
SURE = 3.0  # the score of an amount with a currency in an element called price


def price_shown(layout: Layout) -> Price | None:
    """The price a page shows for its subject: an amount with a currency, or in an element called price.

    The one nearest below the heading wins; crossed-out, former, delivery and instalment amounts lose.
    """
    found = _candidates(layout)
    if not found or found[0][0] < 0:
        return None
    price = found[0][1]
    country = country_of(layout.document)
    return Price(price.amount, currency_of(price.currency, country=country) or _page_currency(layout))


def reduced_price(layout: Layout, marked: str) -> str | None:
    """The lower price a page shows in place of the `marked` one; None where the marked price still holds.

    Shops often leave the former price in their markup. It counts as former where the best price near the heading
    is lower and the marked one is shown near it too.
    """
    near = [(score, price) for score, price, distance in _candidates(layout) if abs(distance) <= NEAR]
    if (
        not near
        or near[0][0] < SURE
        or not MIN_REDUCED * float(marked) < float(near[0][1].amount) < float(marked)
    ):
        return None
    shown = {float(price.amount) for _, price in near}
    return near[0][1].amount if float(marked) in shown else None


def _candidates(layout: Layout) -> list[tuple[float, Price, int]]:
    """(score, price, elements below the heading) of all amounts that may be the price, the best first."""
    heading = layout.order.get(layout.heading, 0) if layout.heading is not None else 0
    country, language = country_of(layout.document), layout.document.language
    found: list[tuple[float, Price, int]] = []
    for i, element in enumerate(layout.nodes):
        if layout.flags[i] or element.tag in (
            "script",
            "option",
            "select",
            "input",
            "s",
            "strike",
            "h1",
            "title",
        ):
            continue
        names = _names(element)
        named = bool(_PRICE_NAME.search(names)) or element.tag == "price"
        own = (element.text or "").strip()
        if not named and not (own and len(own) <= MAX_PRICE_TEXT and any(c.isdigit() for c in own)):
            continue
        text = element_text(element)
        if not text or len(text) > MAX_PRICE_TEXT:
            continue
        prices = find_prices(text, bare=named, country=country, language=language)
        prices = [price for price in prices if float(price.amount) > 0]
        if prices:
            score = _price_score(layout, element, names, named, text, prices, i - heading)
            found.extend((score - 3 * (n > 0), price, i - heading) for n, price in enumerate(prices))
    return sorted(found, key=lambda entry: -entry[0])


def _price_score(
    layout: Layout, element: Element, names: str, named: bool, text: str, prices: list[Price], distance: int
) -> float:
    score = 2.0 if named else 0.0
    score += 1.5 if prices[0].currency else 0.0
    context = names + " " + " ".join(_names(a) for a in list(element.iterancestors())[:3])
    if _OLD_NAME.search(names):
        score -= 2.0
    elif _OLD_NAME.search(context):
        score -= 0.7
    if _NEW_NAME.search(names):
        score += 0.7
    if element.get("itemprop") in ("price", "lowPrice"):
        score += 3.0
    if (
        any(a.tag in ("del", "s", "strike") for a in list(element.iterancestors())[:4])
        or element.find(".//del") is not None
    ):
        score -= 3.0
    if _OLD_TEXT.search(text):
        score -= 2.5
    if len(prices) > 1:
        score -= 0.5
    score -= 0.02 * max(0, len(text) - 15)
    # Prices stand close below the heading, rarely above it; a long way down they are other products'.
    score -= min(3.0, abs(distance) / 400) + (0.8 if distance < 0 else 0.0)
    if _in_list_of_links(layout, element):
        score -= 3.0
    return score


def _in_list_of_links(layout: Layout, element: Element) -> bool:
    """Whether the element is in a link to another page: then it is another product's."""
    for depth, ancestor in enumerate(element.iterancestors()):
        if ancestor.tag == "a":
            link = layout.document.link(ancestor.get("href"))
            return link is not None and urlsplit(link).path != urlsplit(layout.document.url).path
        if depth >= 6:
            break
    return False


def _names(element: Element) -> str:
    return " ".join((element.get(name) or "")[:200] for name in ("class", "id", "itemprop", "data-testid"))


def _page_currency(layout: Layout) -> str | None:
    element = layout.document.tree.find(".//*[@itemprop='priceCurrency']")
    if element is not None:
        return currency_of(element.get("content") or element.text)
    return None


_OUT = pattern("out_of_stock")
_IN = pattern("in_stock")
_MADE = pattern("made_to_order")
# The class itself, not a part of one: `dp-out-of-stock-feature` names an empty place that a page keeps for the notice.
_OUT_CLASS = re.compile(
    r"(?:^|\s)(?:(?:is|product|stock|availability)[-_]{1,2})?(?:out-?of-?stock|sold-?out)(?:$|\s)"
)


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
        value = _state(state.get("content") or state.get("href") or state.text)
        if value:
            return value, "microdata"
    inside = None
    for element in near_heading(layout, 30, 700):
        if element.tag in ("script", "option", "p", "li"):
            continue
        names = _names(element).lower()
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
