"""Names that stand beside their article number: behind it ("Item # QV-20 Tripod seat"), or in the line below it."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import NamedTuple

from crawler.extract.page.element_text import Element, letters_of
from crawler.extract.page.layout import Layout
from crawler.extract.page.lines import Line, short_lines
from crawler.extract.product.codes.forms.code_forms import is_marked_code
from crawler.extract.product.codes.shown.article_numbers import labelled_number

LONGEST = 120  # characters of a name
LEAST_LETTERS = 3
_NUMBER = re.compile(r"(?P<number>[^\s:：]{3,24})(?P<apart>\s?[:：]|\s[–—-])?\s+(?P<name>\S.*)")
_PAIR = re.compile(r"[:：=]")  # in a name: it is a property


class Numbered(NamedTuple):
    """An article number and the name beside it; `apart` says that a label or a sign divides the two."""

    number: str
    name: str
    apart: bool
    labelled: bool = False


def divided_name(text: str) -> Numbered | None:
    """A text that begins with an article number, divided into number and name; None for any other.

    A label before the number, or a colon or a dash behind it, divides them: without one they may be one name, as "QV-20 seat" is.
    """
    if len(text) > LONGEST:
        return None
    if (known := labelled_number(text)) is not None:
        number, rest = known
        name = rest.lstrip(" :：–—-")
        return Numbered(number, name, apart=True, labelled=True) if name != rest and _is_name(name) else None
    match = _NUMBER.fullmatch(text)
    if match is None or not is_marked_code(match["number"]) or not _is_name(match["name"]):
        return None
    return Numbered(match["number"], match["name"], match["apart"] is not None)


def name_beside_number(layout: Layout) -> Numbered | None:
    """The one number of the page's lines with a name beside it, which markup, a label or a sign divides; None for several."""
    if "numbered" not in layout.memo:
        layout.memo["numbered"] = _read(layout)
    found: Numbered | None = layout.memo["numbered"]
    return found


def _read(layout: Layout) -> Numbered | None:
    found: dict[str, Numbered] = {}
    leads_on: dict[Element, bool] = {}  # each block is looked through once
    lines = short_lines(layout)
    for line, below in zip_longest(lines, lines[1:]):
        one = _of_line(line, below)
        if one is None or letters_of(one.number) in found:
            continue
        if line.block not in leads_on:
            leads_on[line.block] = layout.leads_on(line.block)
        if leads_on[line.block]:
            continue
        found[letters_of(one.number)] = one
        if len(found) > 1:
            return None
    return next(iter(found.values()), None)


def _of_line(line: Line, below: Line | None) -> Numbered | None:
    """The number that begins a line and the name behind it, or the number that is all of it and the name below."""
    if (one := divided_name(line.text)) is not None:
        return one if one.apart or letters_of(line.marked) == letters_of(one.number) else None
    alone = labelled_number(line.text)
    if alone is None or alone[1] or below is None or below.block is not line.block:
        return None
    return Numbered(alone[0], below.text, apart=True, labelled=True) if _is_name(below.text) else None


def _is_name(text: str) -> bool:
    return (
        len(text) <= LONGEST
        and sum(map(str.isalpha, text)) >= LEAST_LETTERS
        and text[0].isalnum()
        and not _PAIR.search(text)
    )
