"""The places of a page where a value may be, each by a selector that fits other pages of the same template too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.extract.page.document import Document
from crawler.extract.page.element_text import Element, clean, element_text, hidden, short_text
from crawler.extract.page.gallery import image_address

MAX_ELEMENTS = 6000  # of a page, that are looked at
MAX_TEXT = 400  # characters of the text of a place
MAX_LABEL = 30  # characters of a label beside a value
MAX_SAME = 60  # elements that one selector finds
_STABLE = re.compile(r"[A-Za-z_][A-Za-z_-]*")  # names with digits are numbers of pages and builds
_ATTRIBUTES = re.compile(r"(?:data-[\w-]+|content|value|href|src|title|alt)$")
_BY = ("id", "itemprop", "name", "property")  # attributes that name an element beside its classes


@dataclass(frozen=True, eq=False)
class Place:
    """What one selector finds: its elements, the text or attribute of the first, the names around it, addresses."""

    elements: tuple[Element, ...]
    text: str
    names: str
    addresses: tuple[str, ...] = ()


def places_of(document: Document) -> dict[str, Place]:
    """Selector -> place, in the page's order; a selector with `::attr()` finds an attribute.

    A place has a text where its selector finds one element; one that finds several has pictures or rows only.
    """
    found: dict[str, list[Element]] = {}
    for number, element in enumerate(document.tree.iter()):
        if number >= MAX_ELEMENTS:
            break
        if isinstance(element.tag, str) and element.tag not in ("html", "head", "body", "script", "option"):
            for css in dict.fromkeys(_selectors(element)):
                found.setdefault(css, []).append(element)
    places: dict[str, Place] = {}
    for css, elements in found.items():
        if len(elements) <= MAX_SAME:
            places.update(_places(document, css, tuple(elements)))
    return places


def _places(document: Document, css: str, elements: tuple[Element, ...]) -> Iterator[tuple[str, Place]]:
    first = elements[0]
    names = f"{css} {_label_of(first)}"
    images = [image_address(document, e) for e in elements if e.tag == "img"]
    text = short_text(first, MAX_TEXT) if len(elements) == 1 and not hidden(first) else None
    yield css, Place(elements, text or "", names, tuple(i for i in images if i))
    for name in first.attrib:
        if isinstance(name, str) and _ATTRIBUTES.match(name):
            values = [clean(e.get(name)) for e in elements]
            links = tuple(link for v in values if v and (link := document.link(v)))
            is_text = len(elements) == 1 and len(values[0]) <= MAX_TEXT and name not in ("href", "src")
            value = values[0] if is_text else ""
            if value or links:
                yield f"{css}::attr({name})", Place(elements, value, f"{names} {name}", links)


def _selectors(element: Element) -> Iterator[str]:
    """Selectors of an element by what templates repeat: names of its own, those of its parent, the label beside it."""
    tag = element.tag
    own = [f"{tag}{name}" for name in _own_names(element)]
    yield from own
    parent = element.getparent()
    if parent is None:
        return
    for name in _own_names(parent):
        if not own:
            yield f"{parent.tag}{name} > {tag}"
    if tag in ("h1", "h2", "h3", "table", "img") and not own:
        yield tag
    previous = element.getprevious()
    label = short_text(previous, MAX_LABEL) if previous is not None and isinstance(previous.tag, str) else ""
    if label and len(label) > 1 and '"' not in label and "\\" not in label and not re.search(r"\d", label):
        yield f'{previous.tag}:-soup-contains("{label}") + {tag}'


def _own_names(element: Element) -> Iterator[str]:
    for name in (element.get("class") or "").split()[:6]:
        if _STABLE.fullmatch(name):
            yield f".{name}"
    for attribute in _BY:
        value = element.get(attribute) or ""
        if _STABLE.fullmatch(value):
            yield f"#{value}" if attribute == "id" else f'[{attribute}="{value}"]'


def _label_of(element: Element) -> str:
    """The text right before an element: of the element before it, else of its parent."""
    parent = element.getparent()
    previous = element.getprevious()
    if previous is not None and isinstance(previous.tag, str):
        return element_text(previous)[-MAX_LABEL:]
    return clean(parent.text)[-MAX_LABEL:] if parent is not None else ""
