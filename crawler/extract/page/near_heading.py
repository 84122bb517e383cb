"""The heading of a page as text, and the elements of its subject beside it."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.extract.page.element_text import Element
from crawler.extract.page.heading_text import text_of_heading
from crawler.extract.page.layout import Layout


def heading_text(layout: Layout) -> str:
    """The text of the page's heading, empty where it has none."""
    return text_of_heading(layout.heading) if layout.heading is not None else ""


def near_heading(layout: Layout, before: int, after: int) -> Iterator[Element]:
    """The elements of the page's subject so many before and after its heading, or its beginning where it has none."""
    heading = layout.order.get(layout.heading, 0) if layout.heading is not None else 0
    for i in range(max(0, heading - before), min(len(layout.nodes), heading + after)):
        if not layout.flags[i]:
            yield layout.nodes[i]
