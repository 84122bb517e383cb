"""Codes of models before what is said of each, as a table or list of a page has them: QV-20-R | for the right hand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.extract.page.element_text import letters_of
from crawler.extract.page.layout import Layout
from crawler.extract.page.near_heading import heading_text
from crawler.extract.product.codes.code_forms import is_marked_code
from crawler.extract.product.codes.code_lists import codes_alike

_GROUPS = re.compile(r"\d{1,4}(?:[-./]\d{1,6}){2,4}")  # 31.070.12
_DATE = re.compile(r"\d{1,2}[-./]\d{1,2}[-./](?:\d\d){1,2}|\d{4}[-./]\d{1,2}[-./]\d{1,2}")


def codes_as_labels(layout: Layout, labels: Sequence[str]) -> tuple[str, ...]:
    """The marked codes of one family among a page's labels; none of fewer than two.

    Each goes on from the code in the page's heading; where that has none the page has no other labels, so that they are its goods.
    """
    codes = [label for label in labels if _is_code(label)]
    words = [letters_of(word) for word in heading_text(layout).split() if is_marked_code(word)]
    if words:
        own = all(letters_of(code).startswith(tuple(words)) for code in codes)
    else:
        own = len(codes) == len(labels)
    return codes_alike(codes) if own else ()


def _is_code(text: str) -> bool:
    return is_marked_code(text) or (_GROUPS.fullmatch(text) is not None and _DATE.fullmatch(text) is None)
