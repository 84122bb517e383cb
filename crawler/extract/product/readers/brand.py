"""Which brand a product has: that of an element called so, without the words around it."""

from __future__ import annotations

import re

from crawler.extract.page.element_text import clean, element_text
from crawler.extract.page.layout import Layout
from crawler.extract.page.near_heading import near_heading
from crawler.extract.product.readers.product_page import Found, ProductPage, Value
from crawler.extract.product.readers.sources import value_of

_BRAND_NAME = re.compile(
    r"(?:^|[\s_-])(?:brand|manufacturer|vendor|designer|marca|marque|marke)(?:$|[\s_-])"
    r"|[a-z](?:brand|manufacturer)\b|product-?brand",
    re.I,
)
NEAR = 60  # elements before the heading in which a brand is looked for


def brand_name(value: str | None) -> str | None:
    """A brand's name without the words around it, None for what is none."""
    value = re.sub(r"^.{0,40}[:：]\s*", "", clean(value))
    return value if value and len(value) <= 60 and len(value.split()) <= 6 and value[0] not in "${<" else None


def _brand_shown(layout: Layout) -> str | None:
    """The brand in an element called so near the heading: a short text, or a logo's alternative text."""
    for element in near_heading(layout, NEAR, 250):
        if element.tag in ("h1", "ul", "select", "form", "input", "body", "main"):
            continue
        names = " ".join(
            element.get(n) or "" for n in ("class", "id", "itemprop", "data-testid", "data-test")
        )
        if not _BRAND_NAME.search(names):
            continue
        text = element_text(element)
        if not text:
            image = element if element.tag == "img" else element.find(".//img")
            text = clean(image.get("alt") or image.get("title")) if image is not None else ""
        found = brand_name(text)
        if found and len(found) <= 40 and not found.lower().startswith(("brand", "marca", "shop ")):
            return found
    return None


def brand_by_class(page: ProductPage, found: Found) -> Value | None:
    return value_of(_brand_shown(page.layout), "class")
