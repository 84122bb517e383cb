"""Codes of models before what is said of each, as a table or list of a page has them: QV-20-R | for the right hand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.extract.page.element_text import Element, letters_of
from crawler.extract.page.layout import Layout
from crawler.extract.page.lines import short_lines
from crawler.extract.page.near_heading import heading_text
from crawler.extract.product.codes.forms.code_forms import is_code, is_marked_code
from crawler.extract.product.codes.forms.code_lists import codes_alike

_GROUPS = re.compile(r"\d{1,4}(?:[-./]\d{1,6}){2,4}")  # 31.070.12
# "21 201 - 100 ml, in glass"
_NUMBERED = re.compile(r"(?P<code>(?P<group>\d{2,3}) \d{2,4}) [-–—] \d*[^\d]*[^\W\d_]{2}")
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


def labels_going_on_from(models: Sequence[str], labels: Sequence[str]) -> tuple[str, ...]:
    """The codes among a page's labels that go on from one of its models, two at least: QV 20.30 and QV 20.35 below QV 20."""
    begin = tuple(letters_of(model) for model in models)
    codes = (
        [label for label in labels if is_code(label) and letters_of(label).startswith(begin)] if begin else []
    )
    return tuple(codes) if len(codes) > 1 else ()


def numbers_before_dashes(layout: Layout) -> tuple[str, ...]:
    """The numbers in groups that all lines of one block begin with, each before a dash and what is said of it: "21 201 - 100 ml,
    in glass"; they begin alike and differ, which ends of ranges do not."""
    lines: dict[Element, list[str]] = {}
    for line in short_lines(layout):
        lines.setdefault(line.block, []).append(line.text)
    for texts in lines.values():
        matches = [match for match in map(_NUMBERED.match, texts) if match]
        codes = [match["code"] for match in matches]
        alike = len({match["group"] for match in matches}) == len(set(map(len, codes))) == 1
        if len(codes) == len(texts) == len(set(codes)) > 1 and alike:
            return tuple(codes)
    return ()


def _is_code(text: str) -> bool:
    return is_marked_code(text) or (_GROUPS.fullmatch(text) is not None and _DATE.fullmatch(text) is None)
