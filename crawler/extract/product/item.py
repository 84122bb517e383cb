"""A product page to a catalog item: markup first, then what the page shows; each field keeps its source."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from crawler.extract.page.blocks import text_blocks
from crawler.extract.page.document import Document, clean, element_text
from crawler.extract.page.gallery import subject_images
from crawler.extract.page.layout import FRAME, Layout
from crawler.extract.page.structured_data import Structured, first_text, listed
from crawler.extract.product.labels import field_of, stated
from crawler.extract.product.markup import from_meta, links_in, main_object, state_of_all, with_unit
from crawler.extract.product.names import (
    brand_name,
    brand_shown,
    breadcrumb,
    id_in_address,
    identifier,
    is_similar,
    model_code,
    title_name,
)
from crawler.extract.product.offers import (
    availability_shown,
    country_of,
    offer_of,
    price_shown,
    reduced_price,
)
from crawler.extract.product.specs import read_specs
from crawler.models import CatalogItem, ImageLink

MAX_DESCRIPTION = 20_000
MAX_PARAGRAPHS = 12
MIN_PARAGRAPH_WORDS = 6  # two Han characters are one word
# A line of two or more short "label: value" facts: date and hits, article and category.
_FACTS = re.compile(r"(?:[^:：.。]{1,30}[:：][^:：.。]{1,60}){2,6}")
_IMPRINT = re.compile(r"©|copyright|all rights reserved|版权所有|ICP备", re.I)


def read_product(document: Document, layout: Layout, structured: Structured, url: str) -> CatalogItem:
    """The product a page is about. Absent fields are None; `sources` says where each present one came from."""
    fields: dict[str, str] = {}
    sources: dict[str, str] = {}

    def put(name: str, value: str | None, source: str) -> None:
        value = clean(value)
        if value and stated(value) and name not in fields:
            fields[name] = value
            sources[name] = source

    heading = element_text(layout.heading) if layout.heading is not None else None
    found = main_object(structured, document.url, heading or document.title)
    specs: dict[str, str] = {}
    images: list[ImageLink] = []
    if found is not None:
        source, product = found
        put("name", first_text(product.get("name")), source)
        for name, keys in (
            ("sku", ("sku", "productID", "productId")),
            ("mpn", ("mpn",)),
            ("model", ("model",)),
        ):
            for key in keys:
                put(name, identifier(first_text(product.get(key), "name", "sku")), source)
        for key in ("gtin13", "gtin", "gtin14", "gtin12", "gtin8", "isbn"):
            put("gtin", first_text(product.get(key)), source)
        put("brand", brand_name(first_text(product.get("brand"), "name")), source)
        put("brand", brand_name(first_text(product.get("manufacturer"), "name")), source)
        put("category", first_text(product.get("category")), source)
        put("description", first_text(product.get("description")), source)
        offer = offer_of(product)
        put("price", offer.price, source)
        put("currency", offer.currency, source)
        put("availability", state_of_all(structured, product) or offer.availability, source)
        put("sku", offer.sku, source)
        for entry in listed(product.get("additionalProperty")):
            if isinstance(entry, dict):
                label, value = first_text(entry.get("name")), first_text(entry.get("value"), "name")
                if label and value:
                    specs.setdefault(label, with_unit(value, entry))
        images = [ImageLink(link) for link in links_in(document, product.get("image"))]
    from_meta(document, put)
    name_shown = heading
    if name_shown and ("name" not in fields or not is_similar(fields["name"], name_shown)):
        # Templates repeat the site's name in the markup; the page's heading is what a visitor reads.
        if "name" not in fields or (document.title and name_shown.lower() in document.title.lower()):
            fields["name"], sources["name"] = name_shown, "heading"
    elif "name" not in fields:
        put("name", title_name(document), "title")

    shown = read_specs(layout)
    if shown or specs:
        sources["specs"] = (
            source
            if found is not None and specs
            else max((s for _, _, s in shown), key=[s for _, _, s in shown].count)
        )
    labelled: dict[str, tuple[str, str]] = {}
    for label, value, where in shown:
        field = field_of(label)
        if field:
            labelled.setdefault(field, (value, where))
        if where != "text" or field is None or field in ("price",):
            specs.setdefault(label, value)
    for field, (value, where) in labelled.items():
        if field in ("model", "sku", "mpn", "gtin", "brand"):
            short = brand_name(value) if field == "brand" else identifier(value)
            put(field, short, where)
    put("brand", brand_shown(layout), "class")
    if "model" not in fields:
        code = model_code(fields.get("name", ""), fields.get("mpn"), fields.get("sku"))
        if code:
            put("model", *code)
    put("category", breadcrumb(document, layout, structured, fields.get("name")), "breadcrumb")
    if "category" in labelled:
        put("category", *labelled["category"])
    country = country_of(document)
    reduced = reduced_price(layout, fields["price"]) if "price" in fields else None
    if reduced is not None:
        fields["price"], sources["price"] = reduced, "text"
    if "price" not in fields:
        price = price_shown(layout)
        if price is not None:
            put("price", price.amount, "text")
            put("currency", price.currency, "text")
        elif "price" in labelled:
            from crawler.extract.product.prices import currency_of, find_prices

            value, where = labelled["price"]
            prices = find_prices(value, bare=True)
            if prices:
                put("price", prices[0].amount, where)
                put("currency", currency_of(prices[0].currency, country=country), where)
    if "price" in fields:
        put("sku", id_in_address(document.url), "url")
    availability, where = availability_shown(
        layout, labelled.get("availability", ("", ""))[0], "price" in fields
    )
    put("availability", availability, where)
    _describe(document, layout, fields, sources)

    images = merge_images(images, subject_images(layout), document)
    if images:
        sources["images"] = source if found is not None and product.get("image") else "page"
    item = CatalogItem(
        url=url,
        specs=specs,
        images=tuple(images),
        documents=documents(document, layout),
        language=document.language,
        sources=sources,
    )
    values: dict[str, Any] = {name: value[:MAX_DESCRIPTION] for name, value in fields.items()}
    return replace(item, **values)


def _describe(document: Document, layout: Layout, fields: dict[str, str], sources: dict[str, str]) -> None:
    """Complete the markup's description by the paragraphs shown; the meta description serves where there is none."""
    marked = fields.get("description", "")
    paragraphs = description_shown(document, layout)
    more = [p for p in paragraphs if p not in marked and (not marked or p[:60] not in marked)]
    if more:
        fields["description"] = "\n".join(([marked] if marked else []) + more)[:MAX_DESCRIPTION]
        sources.setdefault("description", "text")
    elif not marked:
        described = clean(document.meta.get("description"))
        if described and not is_similar(described, fields.get("name", "")):
            fields["description"], sources["description"] = described, "meta"


def description_shown(document: Document, layout: Layout) -> list[str]:
    """The paragraphs below the heading that read like a description: sentences, not cells, links or buttons."""
    found: list[str] = []
    heading = layout.order.get(layout.heading, 0) if layout.heading is not None else 0
    for block in text_blocks(document, layout):
        place = layout.order.get(block.element, 0)
        if place <= heading or layout.flag(block.element) or len(found) >= MAX_PARAGRAPHS:
            continue
        if block.words < MIN_PARAGRAPH_WORDS or block.link_characters > 0.3 * len(block.text):
            continue
        if any(
            a.tag in ("table", "dl", "form", "button", "select", "label")
            for a in block.element.iterancestors()
        ):
            continue
        if block.text not in found and not _FACTS.fullmatch(block.text) and not _IMPRINT.search(block.text):
            found.append(block.text)
    return found


def documents(document: Document, layout: Layout) -> tuple[str, ...]:
    """Addresses of data sheets (PDF) that the page links to, outside its frame."""
    found: dict[str, None] = {}
    for element in layout.nodes:
        if element.tag == "a" and not layout.flag(element) & FRAME:
            link = document.link(element.get("href"))
            if link and urlsplit(link).path.lower().endswith(".pdf"):
                found[link] = None
    return tuple(found)[:40]


def merge_images(marked: list[ImageLink], shown: list[ImageLink], document: Document) -> list[ImageLink]:
    """Pictures named by markup first, with the alternative text the page gives them, then the others shown."""
    if not marked and document.meta.get("og:image"):
        link = document.link(document.meta["og:image"])
        if link and any(_same_picture(link, s.url) for s in shown[:8]):
            marked = [ImageLink(link)]
    alts = {s.url: s.alt for s in shown}
    merged: dict[str, ImageLink] = {}
    for image in [*marked, *shown]:
        merged.setdefault(image.url, ImageLink(image.url, image.alt or alts.get(image.url, "")))
    return list(merged.values())


def _same_picture(left: str, right: str) -> bool:
    a, b = urlsplit(left).path.rsplit("/", 1)[-1].lower(), urlsplit(right).path.rsplit("/", 1)[-1].lower()
    return a == b and bool(a)
