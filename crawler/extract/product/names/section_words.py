"""Texts that name no product: words for goods in general, links to other pages, names of the firm."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.extract.page.document import Document
from crawler.extract.page.firm_names import names_of_firms
from crawler.extract.page.shared_parts import TITLE_SEPARATOR
from crawler.extract.page.structured_data import Structured
from crawler.extract.words.vocabulary import pattern

_SECTION = pattern("product_sections")
_EDITORS_NUMBER = re.compile(r"[\s#№.-]{1,3}\d{1,4}$")


def is_word_for_products(text: str) -> bool:
    """Whether a heading or title is but a word for products, perhaps numbered by the editor: "Products", "Product 8"."""
    return _SECTION.fullmatch(_EDITORS_NUMBER.sub("", text)) is not None


def _is_section(document: Document, text: str) -> bool:
    """Whether a text is that of links to other pages only, or a word for goods in general."""
    return document.names_another(text) or _SECTION.fullmatch(text) is not None


def names_nothing(document: Document, structured: Structured, heading: str) -> bool:
    """Whether a heading is a section's, and the title is one's too, or the firm's."""
    if not _is_section(document, heading):
        return False
    own = document.name_in_title
    if own is None or document.title_is_anothers:
        return True
    firms = [name.casefold().split() for name in names_of_firms(document, structured)]
    parts = [part.strip() for part in re.split(TITLE_SEPARATOR, own) if part.strip()]
    return all(
        _is_section(document, part) or any(_begins(firm, part.casefold().split()) for firm in firms)
        for part in parts
    )


def _begins(words: Sequence[str], first: Sequence[str]) -> bool:
    """Whether words begin with others."""
    return list(words[: len(first)]) == list(first)
