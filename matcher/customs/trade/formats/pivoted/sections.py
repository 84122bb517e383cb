"""Rows of one cell within a table: what they say of the rows below them, and whether that is sure.

A heading says a unit, a period, a direction or a code and nothing else. A note has such words among others ("values above 1 million
USD"): it may be a heading all the same, so that figures below it are refused where it would change them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from matcher.customs.trade.formats.texts import words
from matcher.customs.trade.formats.texts.headings import Heading, Span, heading_of, span_in
from matcher.customs.trade.formats.texts.vocabulary import fold

FEW_WORDS = 6  # of a heading; a note or the title of another table has more
_SCALE_IN_DIGITS = re.compile(r"(?<!\d)1[ ,.]?000(?:[ ,.]?000)?(?!\d)|(?<!\d)'?000s?(?!\d)")


@dataclass(frozen=True)
class Section:
    """What a row of one cell says.

    `money` is True where it says the unit of the values below, `other` where it says that they are of another kind (quantities,
    shares). `unclear_money`, `unclear_span` and `unclear_flow` are what it may say, beside other words.
    """

    heading: Heading
    span: Span | None
    money: bool = False
    other: bool = False
    flow: str | None = None
    unclear_money: bool = False
    unclear_span: Span | None = None
    unclear_flow: str | None = None


def section_of(cell: str, *, coded: bool) -> Section:
    """What a row with this cell alone says; `coded`: the cell begins with a code of goods."""
    heading = heading_of(cell)
    said, rest = heading.measure, span_in(cell)[1]
    dated = heading.span if heading.span and heading.span.year else None
    span = None if re.search(r"[^\W\d_]{4}", rest) else dated
    if coded:
        return Section(heading, span)
    few = len(fold(cell).split()) <= FEW_WORDS
    known = all(words.flow_of(word) or words.column_kinds(word) for word in said.rest.split())
    of_money = bool(said.currency or said.unsure or (said.scale and not said.mass and not said.unit))
    money = of_money and known and not said.unsure and not re.search(r"\d", _SCALE_IN_DIGITS.sub(" ", rest))
    of_unit = bool(said.mass or said.unit) and known
    flow = words.flow_in(cell)
    clear = few or words.flow_of(cell) is not None
    return Section(
        heading,
        span,
        money=money,
        other=of_unit or (few and not heading.of_trade and not of_money),
        flow=flow if clear else None,
        unclear_money=of_money and not money,
        unclear_span=None if span else dated,
        unclear_flow=None if clear else flow,
    )
