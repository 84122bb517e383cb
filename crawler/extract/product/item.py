"""A product page to a catalog item: markup first, then what the page shows; each field keeps its source."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from crawler.extract.page.blocks import text_blocks
from crawler.extract.page.document import Document, Element, clean
from crawler.extract.page.gallery import is_same_file, subject_images
from crawler.extract.page.layout import FRAME, Layout
from crawler.extract.page.page_links import plain_address
from crawler.extract.page.structured_data import Structured
from crawler.extract.product.fields import ProductPage, read_fields, read_item_specs
from crawler.extract.product.markup import links_in
from crawler.extract.product.names import is_similar
from crawler.models import CatalogItem, ImageLink

MAX_DESCRIPTION = 20_000
MAX_PARAGRAPHS = 12
MIN_PARAGRAPH_WORDS = 6  # two Han characters are one word
# A line of two or more short "label: value" facts: date and hits, article and category.
_FACTS = re.compile(r"(?:[^:：.。]{1,30}[:：][^:：.。]{1,60}){2,6}")
_IMPRINT = re.compile(r"©|copyright|all rights reserved|版权所有|ICP备", re.I)


def read_product(document: Document, layout: Layout, structured: Structured, url: str) -> CatalogItem:
    """The product a page is about. Absent fields are None; `sources` says where each present one came from."""
    page = ProductPage(document, layout, structured)
    found = read_fields(page)
    values: dict[str, Any] = {name: value.text for name, value in found.items()}
    sources = {name: value.source for name, value in found.items()}
    _describe(document, layout, values, sources)
    specs, where = read_item_specs(page)
    if where:
        sources["specs"] = where
    marked = [ImageLink(link) for link in links_in(document, page.marked.get("image"))]
    images = merge_images(marked, subject_images(layout), document)
    if images:
        sources["images"] = page.marked.source if marked else "page"
    return CatalogItem(
        url=url,
        specs=specs,
        images=tuple(images),
        documents=documents(document, layout),
        language=document.language,
        sources=sources,
        **{name: value[:MAX_DESCRIPTION] for name, value in values.items()},
    )


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
        if block.text in document.shared.paragraphs or _is_entry(document, block.element):
            continue
        if block.text not in found and not _FACTS.fullmatch(block.text) and not _IMPRINT.search(block.text):
            found.append(block.text)
    return found


def _is_entry(document: Document, element: Element) -> bool:
    """Whether a list's item begins with a link to another page: "A20 - servo drive" below "See also"."""
    if element.tag not in ("li", "dd") or (element.text or "").strip() or not len(element):
        return False
    href = document.link(element[0].get("href")) if element[0].tag == "a" else None
    return href is not None and plain_address(href) != plain_address(document.url)


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
        if link and any(is_same_file(link, s.url) for s in shown[:8]):
            marked = [ImageLink(link)]
    alts = {s.url: s.alt for s in shown}
    merged: dict[str, ImageLink] = {}
    for image in [*marked, *shown]:
        merged.setdefault(image.url, ImageLink(image.url, image.alt or alts.get(image.url, "")))
    return list(merged.values())
