"""Weights in units of their own, grams beside kilograms, that together cannot be what their headers say."""

from __future__ import annotations

from dataclasses import replace

from matcher.customs.layout.assignment import Assignment
from matcher.customs.layout.columns import Columns
from matcher.customs.layout.header_scales import WEIGHTS, scale_of_header, scales_of_weights
from matcher.customs.layout.rows.row_columns import RowColumns
from matcher.customs.layout.rows.row_relations import LEAST_ROWS

MOST_LESS = 0.5  # share of rows in which the gross weight may be less than the net one
MOST_PACKAGING = 20.0  # times the net weight that the gross one usually is at most


def without_contrary_weights(columns: Columns, assignment: Assignment) -> Assignment:
    """The assignment with a doubt about gross and net weight where, each multiplied as its header says, the former is mostly less
    than the latter, or many times as much: "(g)" may also mean gross."""
    if len(scales_of_weights(columns.headers, assignment.mapping)) < 2:
        return assignment
    under_way = RowColumns(columns, dict(assignment.mapping), dict(assignment.confidence))
    gross, net = (
        [
            amount and amount * scale_of_header(name, columns.headers[under_way.place(name)])
            for amount in under_way.numbers(under_way.place(name))
        ]
        for name in WEIGHTS
    )
    rows = [(a, b) for a, b in zip(gross, net, strict=True) if a and b]
    odd = sum(not b <= a <= MOST_PACKAGING * b for a, b in rows)
    if len(rows) >= LEAST_ROWS and odd > MOST_LESS * len(rows):
        for name in WEIGHTS:
            under_way.doubt(name)
    return replace(assignment, mapping=under_way.mapping, confidence=under_way.confidence)
