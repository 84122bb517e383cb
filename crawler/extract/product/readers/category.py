"""Which category a product has: the path of sections above it."""

from __future__ import annotations

from crawler.extract.page.crumbs import crumbs_shown
from crawler.extract.page.document import Document
from crawler.extract.page.element_text import clean
from crawler.extract.page.layout import Layout
from crawler.extract.page.structured_data import Structured, first_text, listed
from crawler.extract.product.names.name_likeness import is_similar
from crawler.extract.product.readers.product_page import Found, ProductPage, Value
from crawler.extract.product.readers.sources import value_of
from crawler.extract.words.vocabulary import pattern

_FRONT_PAGE = pattern("front_page")


def breadcrumb(document: Document, layout: Layout, structured: Structured, name: str | None) -> str | None:
    """The category path above the product, parts joined by " > ", without the front page and the product itself."""
    parts: list[str] = []
    for crumbs in structured.of_types(frozenset({"BreadcrumbList"})):
        entries = [e for e in listed(crumbs.get("itemListElement")) if isinstance(e, dict)]
        parts = [first_text(e.get("name")) or first_text(e.get("item"), "name") or "" for e in entries]
        if len(parts) > 1:
            break
    if len(parts) < 2:
        parts = crumbs_shown(layout)
    kept = [p for p in (clean(part) for part in parts) if p and not _FRONT_PAGE.fullmatch(p.strip(":： "))]
    if kept and name and is_similar(kept[-1], name):
        kept.pop()
    return " > ".join(kept[:8]) or None


def category_path(page: ProductPage, found: Found) -> Value | None:
    name = found["name"].text if "name" in found else None
    return value_of(breadcrumb(page.document, page.layout, page.structured, name), "breadcrumb")
