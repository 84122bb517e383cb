"""The elements of a page and its main heading."""

from __future__ import annotations

from functools import cached_property

from crawler.extract.page.element_text import Element
from crawler.extract.page.elements import Elements
from crawler.extract.page.main_heading import MainHeading


class Layout(Elements):
    """The elements of a page, with its main heading."""

    @cached_property
    def heading(self) -> Element | None:
        """The main heading, None where nothing is one."""
        return MainHeading(self).find()

    def reconsider(self) -> None:
        """Look for the heading again: it has become known what the site's pages share."""
        self.__dict__.pop("heading", None)
