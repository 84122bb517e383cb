"""A "value in dollars" that the rows contradict: box 46 is in dollars in Russia, in the currency of the country elsewhere."""

from __future__ import annotations

from dataclasses import replace
from statistics import median

from matcher.customs.layout.assignment import Assignment
from matcher.customs.layout.columns import Columns
from matcher.customs.layout.header_scales import scale_of_header
from matcher.customs.layout.rows.money import (
    DOLLARS,
    currency_of,
    is_at_home,
    is_in_one_currency,
)
from matcher.customs.layout.rows.row_columns import FOUND, RowColumns
from matcher.customs.layout.rows.row_relations import LEAST_ROWS
from matcher.customs.layout.rows.stated_rates import FAR_FROM_ONE, MOST_COST

# Lines invoiced in dollars, from which they decide: their dollars are the invoice's, and some freight
FEW_IN_DOLLARS = 5
MOST_POSSIBLE = 0.1  # share of the lines whose two values may be of the same goods


def without_false_dollars(columns: Columns, assignment: Assignment) -> Assignment:
    """The assignment without a value in dollars that is none in nearly all rows: it is the customs value where it is the line's value
    in the currency of the country, else unread."""
    found = RowColumns(columns, dict(assignment.mapping), dict(assignment.confidence))
    if not all(map(found.sure, ("value", "value_usd", "currency"))):
        return assignment
    value, dollars = found.place("value"), found.place("value_usd")
    if value == dollars or not _are_more_than_dollars(found, value, dollars):
        return assignment
    found.drop("value_usd")
    if not found.sure("customs_value") and is_at_home(found, value, dollars):
        found.decide("customs_value", dollars, FOUND)
    return replace(assignment, mapping=found.mapping, confidence=found.confidence)


def _are_more_than_dollars(columns: RowColumns, value: int, dollars: int) -> bool:
    """Whether the second amounts are the first in another currency, of which a dollar is several: too much in nearly all rows."""
    headers = columns.columns.headers
    scale = scale_of_header("value_usd", headers[dollars]) / scale_of_header("value", headers[value])
    amounts = zip(
        columns.cells(columns.place("currency")),
        columns.numbers(value),
        columns.numbers(dollars),
        strict=True,
    )
    rows = [(currency_of(cell), b * scale / a) for cell, a, b in amounts if a and b and a > 0 and b > 0]
    rows = [(currency, ratio) for currency, ratio in rows if currency in DOLLARS]
    in_dollars = [row for row in rows if row[0] == "USD"]
    if len(rows) < LEAST_ROWS:
        return False
    decide = in_dollars if len(in_dollars) >= FEW_IN_DOLLARS else rows
    possible = sum(ratio <= DOLLARS[currency][1] * MOST_COST for currency, ratio in decide)
    return possible <= MOST_POSSIBLE * len(decide) and (
        is_in_one_currency(columns, value, dollars) or median(ratio for _, ratio in rows) >= FAR_FROM_ONE
    )
