"""A product page to a catalog item: markup first, then what the page shows; each field keeps its source."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from crawler.extract.page.document import Document
from crawler.extract.page.element_text import clean
from crawler.extract.page.frame import FRAME
from crawler.extract.page.gallery import is_same_file, subject_images
from crawler.extract.page.layout import Layout
from crawler.extract.page.structured_data import Structured
from crawler.extract.product.description import description_shown
from crawler.extract.product.fields import read_fields
from crawler.extract.product.item_specs import read_item_specs
from crawler.extract.product.names.name_likeness import is_similar
from crawler.extract.product.readers.markup import links_in
from crawler.extract.product.readers.product_page import ProductPage
from crawler.models import CatalogItem, ImageLink

MAX_DESCRIPTION = 20_000


def read_product(document: Document, layout: Layout, structured: Structured, url: str) -> CatalogItem:
    """The product a page is about. Absent fields are None; `sources` says where each present one came from."""
    page = ProductPage(document, layout, structured)
    found = read_fields(page)
    values: dict[str, Any] = {name: value.text for name, value in found.items()}
    sources = {name: value.source for name, value in found.items()}
    _describe(document, layout, values, sources)
    specs, where = read_item_specs(page, values)
    if where:
        sources["specs"] = where
    marked = [ImageLink(link) for link in links_in(document, page.marked.get("image"))]
    images = _merge_images(marked, subject_images(layout), document)
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


def documents(document: Document, layout: Layout) -> tuple[str, ...]:
    """Addresses of data sheets (PDF) that the page links to, outside its frame."""
    found: dict[str, None] = {}
    for element in layout.nodes:
        if element.tag == "a" and not layout.flag(element) & FRAME:
            link = document.link(element.get("href"))
            if link and urlsplit(link).path.lower().endswith(".pdf"):
                found[link] = None
    return tuple(found)[:40]


def _merge_images(marked: list[ImageLink], shown: list[ImageLink], document: Document) -> list[ImageLink]:
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
