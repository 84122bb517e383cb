"""Fields found by relations between columns, after headers and single columns have been read."""

from __future__ import annotations

from matcher.customs.layout.amounts import find_amounts
from matcher.customs.layout.assignment import Assignment, Columns
from matcher.customs.layout.declarations import doubt_what_varies, find_declarations
from matcher.customs.layout.parties import find_parties
from matcher.customs.layout.row_columns import RowColumns


def with_row_relations(columns: Columns, assignment: Assignment) -> Assignment:
    """The assignment with fields that relations of columns decide, and doubts on those that they contradict."""
    under_way = RowColumns(columns, dict(assignment.mapping), dict(assignment.confidence))
    find_declarations(under_way)
    doubt_what_varies(under_way)
    find_amounts(under_way)
    find_parties(under_way)
    return Assignment(under_way.mapping, under_way.confidence)
