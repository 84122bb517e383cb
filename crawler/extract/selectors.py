"""Fields read by the CSS selectors of a site's profile, which win over every other reader."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

import lxml.html

from crawler.case.errors import UsageProblem
from crawler.extract.page.document import Document
from crawler.extract.page.element_text import block_text, element_text
from crawler.extract.page.gallery import image_address
from crawler.extract.product.offers.prices import find_prices, machine_amount
from crawler.extract.words.dates import read_date
from crawler.models import CatalogItem, ImageLink, NewsPost

Record = TypeVar("Record", CatalogItem, NewsPost)

MAX_SELECTED = 500  # elements of one selector
_NOT_IN_TREE = re.compile(r"\b(?:script|style|template|svg)\b")  # taken out of the parsed page
_ATTRIBUTE = re.compile(r"^(.*?)\s*::attr\(([\w-]+)\)$")


def apply_selectors(document: Document, record: Record, selectors: Mapping[str, str]) -> Record:
    """`record` with the fields that `selectors` (field -> CSS) find on the page.

    The CSS is all that browsers know and more (`:has()`, `:-soup-contains("text")`); `css::attr(name)` takes an
    attribute of any element, also of `meta` and `script`. A selector that finds nothing leaves the field as it was and
    is named in the document's problems. Raises UsageProblem where one is not valid CSS.
    """
    names = {f.name for f in fields(record)}
    found: dict[str, Any] = {}
    for field, css in selectors.items():
        if field not in names or field in ("url", "sources", "alternates"):
            continue
        elements, attribute = select(document, field, css)
        value = _value(document, field, elements, attribute) if elements else None
        if value:
            found[field] = value
        else:
            document.problems.append(f"selector for {field}: {css!r} finds nothing")
    if not found:
        return record
    if isinstance(record, CatalogItem):
        found["sources"] = {**record.sources, **dict.fromkeys(found, "selector")}
    elif "published" in found:
        found |= {"date_source": "selector", "date_certainty": "certain"}
    return replace(record, **found)


def select(document: Document, field: str, css: str) -> tuple[list[Any], str | None]:
    """The elements that the CSS of a profile finds, and the name of the attribute that is wanted of them, if one is.

    Plain selectors go over the tree that is there; those with a pseudo-class go through Beautiful Soup (soupsieve),
    which knows more of them, and those for what is not in the tree (`script`) too.
    """
    from cssselect import SelectorError
    from soupsieve import SelectorSyntaxError

    match = _ATTRIBUTE.match(css)
    plain, attribute = (match.group(1), match.group(2)) if match else (css, None)
    try:
        if ":" in plain or _NOT_IN_TREE.search(plain):
            return [_as_lxml(tag) for tag in document.soup.select(plain, limit=MAX_SELECTED)], attribute
        return document.tree.cssselect(plain)[:MAX_SELECTED], attribute
    except (SelectorError, SelectorSyntaxError) as error:
        why = str(error).split("\n", 1)[0]
        raise UsageProblem(
            f"selector for {field}: {css!r} is not valid CSS ({why}); correct it in the profile"
        ) from error


def _as_lxml(tag: Any) -> Any:
    """A tag of Beautiful Soup as an element of lxml, so that one set of readers serves both."""
    parsed = lxml.html.fromstring(str(tag))
    found = parsed if parsed.tag == tag.name else parsed.find(f".//{tag.name}")
    return parsed if found is None else found


def _value(document: Document, field: str, elements: list[Any], attribute: str | None) -> Any:
    if field == "images":
        if attribute is not None:
            links = [(document.link(e.get(attribute)), e) for e in elements]
        else:
            shown = [i for e in elements for i in ([e] if e.tag == "img" else e.iter("img"))]
            links = [(image_address(document, i), i) for i in shown]
        return tuple(ImageLink(link, (i.get("alt") or "").strip()) for link, i in links if link)
    if field == "documents":
        return tuple(link for link in (document.link(e.get(attribute or "href")) for e in elements) if link)
    if field == "specs":
        return rows_of(elements)
    first = elements[0]
    text = (first.get(attribute) or "").strip() if attribute else element_text(first)
    if field == "price":
        return machine_amount(text) if attribute else _amount_shown(text)
    if field == "published":
        day = read_date(text)
        return day.day if day else None
    return (
        "\n".join(block_text(e) for e in elements)
        if field in ("text", "description") and not attribute
        else text
    )


def _amount_shown(text: str) -> str | None:
    prices = find_prices(text, bare=True)
    return prices[0].amount if prices else None


def _rows_of_two(element: Any) -> dict[str, str]:
    """Label -> value of the children of an element that have two parts each."""
    specs: dict[str, str] = {}
    for row in element:
        parts = [element_text(c) for c in row if isinstance(c.tag, str)]
        if len(parts) == 2 and all(parts):
            specs.setdefault(parts[0].rstrip(":： "), parts[1])
    return specs


def rows_of(elements: Sequence[Any]) -> dict[str, str]:
    """Label -> value of the rows in `elements`: rows of tables and lists, lines with a colon, elements of two parts."""
    specs: dict[str, str] = {}
    for element in elements:
        for row in element.iter("tr", "li", "dl", "p"):
            cells = [element_text(c) for c in row if c.tag in ("td", "th", "dt", "dd", "span", "b", "strong")]
            if len(cells) < 2 and (":" in element_text(row) or "：" in element_text(row)):
                cells = re.split(r"\s*[:：]\s*", element_text(row), maxsplit=1)
            for label, value in zip(cells[::2], cells[1::2], strict=False):
                if label and value:
                    specs.setdefault(label.rstrip(":： "), value)
        if not specs:
            specs = _rows_of_two(element)
    return specs
