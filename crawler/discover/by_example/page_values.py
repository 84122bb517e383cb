"""The values of a page that a person can point at, each with selectors for it, and what a selector gives elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.discover.by_example.value_places import places_of
from crawler.extract.page.document import Document
from crawler.extract.selectors import apply_selectors, rows_of
from crawler.models import ITEM_FIELDS, POST_FIELDS, CatalogItem, ImageLink, NewsPost

MOST_SELECTORS = 8  # offered for one value
OF_ROWS = ("table", "dl")  # are values with all that is in them
MOST_INSIDE = 2  # other values in one that is still a value of its own: a name with its mark
SHOWN = 300  # characters of a value in words
NOT_BY_SELECTOR = ("documents", "author")
FIELDS = tuple(dict.fromkeys(name for name in (*ITEM_FIELDS, *POST_FIELDS) if name not in NOT_BY_SELECTOR))


@dataclass(frozen=True)
class PageValue:
    """An element of a page: its number in the tree, its text in words, and selectors that find it and nothing before it."""

    number: int
    text: str
    selectors: tuple[str, ...]


def values_of(document: Document) -> list[PageValue]:
    """The values of a page in its order: texts and pictures that a selector finds alone, and tables of rows.

    Those that wrap more than MOST_INSIDE others, such as the whole header or a description of many parts, come last.
    """
    numbers = {element: number for number, element in enumerate(document.tree.iter())}
    found: dict[int, tuple[str, list[str]]] = {}
    for css, place in places_of(document).items():
        if "::attr(" in css:
            continue
        first = place.elements[0]
        text = place.text or "; ".join(f"{label}: {value}" for label, value in rows_of([first]).items())
        if not text and place.addresses:
            text = place.addresses[0]
        if text:
            found.setdefault(numbers[first], (text[:SHOWN], []))[1].append(css)
    inside = Counter(
        numbers[outer]
        for element, number in numbers.items()
        if number in found
        for outer in element.iterancestors()
        if numbers[outer] in found
    )
    wrapping = {
        number
        for element, number in numbers.items()
        if inside[number] > MOST_INSIDE and element.tag not in OF_ROWS
    }
    order = sorted(found, key=lambda number: (number in wrapping, number))
    return [PageValue(number, found[number][0], tuple(found[number][1][:MOST_SELECTORS])) for number in order]


def given(document: Document, field: str, css: str) -> str:
    """What a selector gives for a field on a page, in words; "" for nothing. Raises UsageProblem for CSS that is none."""
    value: object
    if field in ITEM_FIELDS:
        value = getattr(apply_selectors(document, CatalogItem(document.url), {field: css}), field)
    else:
        value = getattr(apply_selectors(document, NewsPost(document.url), {field: css}), field)
    if isinstance(value, dict):
        return "; ".join(f"{label}: {text}" for label, text in value.items())[:SHOWN]
    if isinstance(value, Sequence) and not isinstance(value, str):
        return " ".join(one.url if isinstance(one, ImageLink) else str(one) for one in value)[:SHOWN]
    return str(value or "")[:SHOWN]
