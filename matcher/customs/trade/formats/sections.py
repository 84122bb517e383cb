"""Rows of one cell within a table: what they say of the rows below them, and whether that is sure.

A heading says a unit, a period, a direction or a code and nothing else. A note has such words among others ("values above 1 million
USD"): it may be a heading all the same, so that figures below it are refused where it would change them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from matcher.customs.trade.formats import words
from matcher.customs.trade.formats.headings import Heading, Span, heading_of, span_in
from matcher.customs.trade.formats.vocabulary import fold

FEW_WORDS = 6  # of a heading; a note or the title of another table has more
_SCALE_IN_DIGITS = re.compile(r"(?<!\d)1[ ,.]?000(?:[ ,.]?000)?(?!\d)|(?<!\d)'?000s?(?!\d)")


@dataclass(frozen=True)
class Section:
    """What a row of one cell says.

    `money` is its heading where it says the unit of the values below, `other` True where it says that they are of another kind
    (quantities, shares). `unclear` holds what it may say beside other words.
    """

    heading: Heading
    money: bool
    other: bool
    span: Span | None
    flow: str | None
    unclear_money: bool
    unclear_span: Span | None
    unclear_flow: str | None


def section_of(cell: str, *, coded: bool) -> Section:
    """What a row with this cell alone says; `coded`: the cell begins with a code of goods."""
    heading = heading_of(cell)
    said = heading.measure
    few = len(fold(cell).split()) <= FEW_WORDS
    known = all(words.flow_of(word) or words.column_kinds(word) for word in said.rest.split())
    of_money = bool(said.currency or said.unsure or (said.scale and not said.mass and not said.unit))
    money = (
        of_money
        and known
        and not said.unsure
        and not re.search(r"\d", _SCALE_IN_DIGITS.sub(" ", span_in(cell)[1]))
    )
    dated = heading.span if heading.span and heading.span.year else None
    alone = dated is not None and not re.search(r"[^\W\d_]{4}", span_in(cell)[1])
    flow = words.flow_in(cell)
    clear = flow is not None and (few or words.flow_of(cell) is not None)
    return Section(
        heading=heading,
        money=money and not coded,
        other=not coded
        and ((bool(said.mass or said.unit) and known) or (few and not heading.of_trade and not of_money)),
        span=dated if alone else None,
        flow=flow if clear and not coded else None,
        unclear_money=of_money and not money and not coded,
        unclear_span=None if alone or coded else dated,
        unclear_flow=None if clear or coded else flow,
    )
