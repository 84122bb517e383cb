"""Fields found by relations between columns, after headers and single columns have been read."""

from __future__ import annotations

from matcher.customs.layout.amounts import find_amounts
from matcher.customs.layout.assignment import Assignment, Columns
from matcher.customs.layout.declarations import doubt_what_varies, find_declarations
from matcher.customs.layout.parties import find_parties
from matcher.customs.layout.row_columns import RowColumns

FEW_KINDS, MANY_GOODS = 3, 20  # distinct cells


def with_row_relations(columns: Columns, assignment: Assignment) -> Assignment:
    """The assignment with fields that relations of columns decide, and doubts on those that they contradict."""
    under_way = RowColumns(columns, dict(assignment.mapping), dict(assignment.confidence))
    find_declarations(under_way)
    doubt_what_varies(under_way)
    find_amounts(under_way)
    find_parties(under_way)
    _doubt_few_models(under_way)
    return Assignment(under_way.mapping, under_way.confidence)


def _doubt_few_models(columns: RowColumns) -> None:
    """Lower the confidence of a "model" or "article" of a few kinds beside goods of many: models of a form, of a trade."""
    if not columns.sure("description"):
        return
    goods = len(set(columns.cells(columns.place("description"))))
    for name in ("model", "article"):
        if columns.sure(name):
            kinds = set(columns.cells(columns.place(name))) - {""}
            if len(kinds) <= FEW_KINDS and goods >= MANY_GOODS:
                columns.doubt(name)
