"""What an element is called: its class, id and other names in attributes."""

from __future__ import annotations

from crawler.extract.page.element_text import Element

LONGEST = 200  # characters of one of them


def names_of(element: Element) -> str:
    """The class, id, itemprop and test id of an element, each cut at LONGEST characters."""
    return " ".join(
        (element.get(name) or "")[:LONGEST] for name in ("class", "id", "itemprop", "data-testid")
    )
