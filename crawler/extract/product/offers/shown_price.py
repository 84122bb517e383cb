"""The price that a page shows for its product: the best of the amounts near its heading."""

from __future__ import annotations

from urllib.parse import urlsplit

from crawler.extract.page.element_text import Element, element_text
from crawler.extract.page.layout import Layout
from crawler.extract.product.offers.country import country_of
from crawler.extract.product.offers.element_names import names_of
from crawler.extract.product.offers.prices import Price, currency_of, find_prices
from crawler.extract.words.vocabulary import pattern

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
        names = names_of(element)
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
    context = names + " " + " ".join(names_of(a) for a in list(element.iterancestors())[:3])
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


def _page_currency(layout: Layout) -> str | None:
    element = layout.document.tree.find(".//*[@itemprop='priceCurrency']")
    if element is not None:
        return currency_of(element.get("content") or element.text)
    return None
