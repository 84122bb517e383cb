"""Elements that are set at places of the page, as converted leaves and some site builders have them."""

from __future__ import annotations

import re

from crawler.extract.page.element_text import Element

_PLACE = re.compile(r"(?:^|;)\s*(top|left)\s*:\s*(-?\d{1,5})(?:\.\d{1,4})?px", re.I)
_PLACED = ("data-field-top-value", "data-field-left-value")  # Tilda
FIRST = 8  # children that are looked at
_PIXELS = re.compile(r"-?\d{1,5}")


def place_of(element: Element) -> tuple[int, int] | None:
    """How far an element stands from the top and from the left, in whole pixels."""
    top, left = (element.get(name) or "" for name in _PLACED)
    if not (top and left):
        said = {name.lower(): value for name, value in _PLACE.findall(element.get("style") or "")}
        top, left = said.get("top", ""), said.get("left", "")
    return (int(top), int(left)) if _PIXELS.fullmatch(top) and _PIXELS.fullmatch(left) else None


def stands_in_row(element: Element) -> bool:
    """Whether an element stands at a place beside the one before or behind it, at the same height."""
    place = place_of(element)
    beside = (element.getprevious(), element.getnext())
    return place is not None and any(
        other is not None
        and isinstance(other.tag, str)
        and (at := place_of(other)) is not None
        and at[0] == place[0]
        for other in beside
    )


def holds_places(element: Element) -> bool:
    """Whether children of an element are set at places: what follows in its text may stand elsewhere on the page."""
    return sum(place_of(child) is not None for child in element[:FIRST] if isinstance(child.tag, str)) > 1
