"""Weights in units of their own, grams beside kilograms, that together cannot be what their headers say."""

from __future__ import annotations

from dataclasses import replace

from matcher.customs.layout.assignment import Assignment
from matcher.customs.layout.columns import Columns
from matcher.customs.layout.header_scales import WEIGHTS, scale_of_header, scales_of_weights
from matcher.customs.layout.rows.row_columns import RowColumns
from matcher.customs.layout.rows.row_relations import LEAST_ROWS

MOST_LESS = 0.5  # share of rows in which the gross weight may be less than the net one
OTHER_UNIT = 300.0  # times a weight that another of the same goods cannot be in the same unit
MOST_PACKAGING = 20.0  # times the net weight that the gross one usually is at most


def without_contrary_weights(columns: Columns, assignment: Assignment) -> Assignment:
    """The assignment with a doubt about gross and net weight where, each multiplied as its header says, the former is mostly less
    than the latter, or many times as much: "(g)" may also mean gross. Of headers that name no units of their own, where one weight is
    mostly hundreds of times the other: one of them is in another unit."""
    if not {*WEIGHTS} <= assignment.mapping.keys():
        return assignment
    own_units = len(scales_of_weights(columns.headers, assignment.mapping)) > 1
    under_way = RowColumns(columns, dict(assignment.mapping), dict(assignment.confidence))
    gross, net = (
        [
            amount and amount * scale_of_header(name, columns.headers[under_way.place(name)])
            for amount in under_way.numbers(under_way.place(name))
        ]
        for name in WEIGHTS
    )
    rows = [(a, b) for a, b in zip(gross, net, strict=True) if a and b]
    odd = sum(
        not b <= a <= MOST_PACKAGING * b if own_units else max(a, b) > OTHER_UNIT * min(a, b) for a, b in rows
    )
    if len(rows) >= LEAST_ROWS and odd > MOST_LESS * len(rows):
        for name in WEIGHTS:
            under_way.doubt(name)
    return replace(assignment, mapping=under_way.mapping, confidence=under_way.confidence)
