"""Placeholders such as {{name}} that a site's scripts fill in: as fetched they say nothing about a product."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import TypeVar

from crawler.extract.page.document import Document
from crawler.models import CatalogItem, NewsPost

Record = TypeVar("Record", CatalogItem, NewsPost)

# Of Vue, Angular, Handlebars and their like; of templates in a page's text; in addresses also percent-encoded.
PLACEHOLDER = re.compile(
    r"\{\{[^{}]{1,200}\}\}|<%[=\-][^%<>]{1,200}%>|\$\{[\w.\[\]]{1,100}\}|%7B%7B.{1,300}?%7D%7D", re.I
)
_SHOWN = ("title", "h1", "h2", "h3", "h4", "a", "img", "td", "li", "span", "p", "div")
_ATTRIBUTES = ("href", "src", "alt", "title", "data-src")
MAX_ELEMENTS = 4000
HINT = "holds placeholders that scripts fill in, such as {}: set `browser: true` in the profile"


def placeholder_in(document: Document) -> str | None:
    """The first placeholder that a page shows in a heading, text, link or picture; code that is shown is none."""
    if found := PLACEHOLDER.search(document.title or ""):
        return found.group(0)
    for number, element in enumerate(document.tree.iter(*_SHOWN)):
        if number >= MAX_ELEMENTS:
            break
        texts = [element.text or "", *map(element.get, _ATTRIBUTES)]
        found = next(filter(None, (PLACEHOLDER.search(text) for text in texts if text)), None)
        if found and not any(above.tag in ("pre", "code") for above in element.iterancestors()):
            return found.group(0)
    return None


def without_placeholders(record: Record) -> Record:
    """`record` without the fields, specifications and pictures that hold a placeholder."""
    changed: dict[str, object] = {}
    for one in fields(record):
        value = getattr(record, one.name)
        if isinstance(value, str) and one.name != "url" and PLACEHOLDER.search(value):
            changed[one.name] = None
    if any(PLACEHOLDER.search(image.url) for image in record.images):
        changed["images"] = tuple(image for image in record.images if not PLACEHOLDER.search(image.url))
    if isinstance(record, CatalogItem) and any(
        map(PLACEHOLDER.search, [*record.specs, *record.specs.values()])
    ):
        kept = {k: v for k, v in record.specs.items() if not PLACEHOLDER.search(f"{k} {v}")}
        changed["specs"] = kept
    return replace(record, **changed) if changed else record  # type: ignore[arg-type]  # names and kinds are its own
