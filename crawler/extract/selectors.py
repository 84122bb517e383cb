"""Fields by the CSS selectors of a site's profile: what a researcher wrote wins over every guess."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from crawler.case.errors import UsageProblem
from crawler.extract.page.document import Document, block_text, element_text
from crawler.extract.page.gallery import image_address
from crawler.extract.post.dates import read_date
from crawler.extract.product.prices import machine_amount
from crawler.models import CatalogItem, ImageLink, NewsPost

Record = TypeVar("Record", CatalogItem, NewsPost)

_ATTRIBUTE = re.compile(r"^(.*?)\s*::attr\(([\w-]+)\)$")


def apply_selectors(document: Document, record: Record, selectors: Mapping[str, str]) -> Record:
    """`record` with the fields that `selectors` (field -> CSS, `css::attr(name)` for an attribute) find on the page.

    A selector that finds nothing leaves the field as it was. Raises UsageProblem where one is not valid CSS.
    """
    names = {f.name for f in fields(record)}
    found: dict[str, Any] = {}
    for field, css in selectors.items():
        if field not in names or field in ("url", "sources", "alternates"):
            continue
        elements, attribute = _select(document, field, css)
        if not elements:
            continue
        value = _value(document, field, elements, attribute)
        if value:
            found[field] = value
    if not found:
        return record
    if isinstance(record, CatalogItem):
        found["sources"] = {**record.sources, **dict.fromkeys(found, "selector")}
    elif "published" in found:
        found |= {"date_source": "selector", "date_certainty": "certain"}
    return replace(record, **found)


def _select(document: Document, field: str, css: str) -> tuple[list[Any], str | None]:
    from cssselect import SelectorError

    match = _ATTRIBUTE.match(css)
    try:
        return document.tree.cssselect(match.group(1) if match else css), match.group(2) if match else None
    except SelectorError as error:
        raise UsageProblem(
            f"selector for {field}: {css!r} is not valid CSS ({error}); correct it in the profile"
        ) from error


def _value(document: Document, field: str, elements: list[Any], attribute: str | None) -> Any:
    if field == "images":
        images = [i for e in elements for i in ([e] if e.tag == "img" else e.iter("img"))]
        links = [
            (image_address(document, i) if attribute is None else document.link(i.get(attribute)), i)
            for i in images
        ]
        return tuple(ImageLink(link, (i.get("alt") or "").strip()) for link, i in links if link)
    if field == "documents":
        return tuple(link for link in (document.link(e.get(attribute or "href")) for e in elements) if link)
    if field == "specs":
        return _specs(elements)
    first = elements[0]
    text = (first.get(attribute) or "").strip() if attribute else element_text(first)
    if field == "price":
        return machine_amount(text)
    if field == "published":
        day = read_date(text)
        return day.day if day else None
    return (
        "\n".join(block_text(e) for e in elements)
        if field in ("text", "description") and not attribute
        else text
    )


def _specs(elements: list[Any]) -> dict[str, str]:
    specs: dict[str, str] = {}
    for element in elements:
        for row in element.iter("tr", "li", "dl", "p"):
            cells = [element_text(c) for c in row if c.tag in ("td", "th", "dt", "dd", "span", "b", "strong")]
            if len(cells) < 2 and (":" in element_text(row) or "：" in element_text(row)):
                cells = re.split(r"\s*[:：]\s*", element_text(row), maxsplit=1)
            for label, value in zip(cells[::2], cells[1::2], strict=False):
                if label and value:
                    specs.setdefault(label.rstrip(":： "), value)
    return specs
