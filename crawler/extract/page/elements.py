"""The elements of a page in document order: which belong to its subject, which lead on, how long their texts are."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from crawler.extract.page.document import Document
from crawler.extract.page.element_text import Element, clean, letters_of
from crawler.extract.page.frame import FrameFlags

MAX_LINK_PARTS = 3  # elements in a link that is the name of a section


class Elements:
    """The page's elements in document order, each with the flags of frame.py (inherited by what is inside)."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.nodes: list[Element] = [e for e in document.body.iter() if isinstance(e.tag, str)]
        self.order: dict[Element, int] = {element: i for i, element in enumerate(self.nodes)}
        self._frame = FrameFlags(document, self.nodes, self.order)
        self.flags = self._frame.flags
        self.memo: dict[str, Any] = {}  # what several readers of the page need, worked out once

    def flag(self, element: Element) -> int:
        """The element's flags, 0 for one of the page's subject."""
        i = self.order.get(element)
        return 0 if i is None else self.flags[i]

    def subject(self, *tags: str) -> list[Element]:
        """The elements with one of `tags` (all if none is given) that belong to the page's subject."""
        wanted = frozenset(tags)
        return [e for i, e in enumerate(self.nodes) if not self.flags[i] and (not wanted or e.tag in wanted)]

    @cached_property
    def lengths(self) -> list[int]:
        """For each of `nodes` how many characters of text it and all inside it hold."""
        found = [len(element.text or "") for element in self.nodes]
        for i in range(len(self.nodes) - 1, 0, -1):
            element = self.nodes[i]
            above = self.order.get(element.getparent())
            if above is not None:
                found[above] += found[i] + len(element.tail or "")
        return found

    def leads_on(self, element: Element) -> bool:
        """Whether an element is in a link to another page, or holds one."""
        return any(link != self.document.url for link in self.document.links_at(element))

    def names_section(self, text: str) -> bool:
        """Whether an h1 that the title does not hold is the text of a link to another page: of a menu, of breadcrumbs."""
        own = self.document.own_title
        if not own or letters_of(text) in letters_of(own):
            return False
        return any(
            len(e) <= MAX_LINK_PARTS and clean(e.text_content()) == text and self.leads_on(e)
            for e in self.nodes
            if e.tag == "a"
        )

    def mark_related(self, elements: Iterable[Element]) -> None:
        """Flag elements and all inside them as RELATED: boxes of other pages' entries."""
        self._frame.mark_related(elements)
