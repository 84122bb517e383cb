"""Models and articles told apart by the texts of the goods: a column whose numbers stand behind "art." there holds articles."""

from __future__ import annotations

from dataclasses import replace

from matcher.customs.goods.parse import parse_goods
from matcher.customs.layout.assignment import Assignment
from matcher.customs.layout.columns import Columns
from matcher.customs.layout.rows.row_columns import RowColumns
from matcher.customs.layout.rows.row_relations import NEARLY_ALL

LEAST_LABELLED = 3  # numbers that texts call one of both
OPPOSITE = {"model": "article", "article": "model"}


def with_numbers_of_goods(columns: Columns, assignment: Assignment) -> Assignment:
    """The assignment with a column of models taken for articles where the texts call its numbers so, and the reverse."""
    under_way = RowColumns(columns, dict(assignment.mapping), dict(assignment.confidence))
    called = {name: _called(under_way, name) for name in OPPOSITE if name in under_way.mapping}
    if not any(called[name] == OPPOSITE[name] for name in called):
        return assignment
    if any(called[name] == name for name in called):  # both columns are called the same
        return assignment
    mapping = {OPPOSITE.get(name, name): places for name, places in assignment.mapping.items()}
    confidence = {OPPOSITE.get(name, name): sure for name, sure in assignment.confidence.items()}
    return replace(assignment, mapping=mapping, confidence=confidence)


def _called(columns: RowColumns, name: str) -> str:
    """What the texts call the numbers of a field's column, model or article; empty where they call them nothing or both."""
    if "description" not in columns.mapping or len(columns.mapping["description"]) > 1:
        return ""
    texts, cells = columns.cells(columns.place("description")), columns.cells(columns.place(name))
    held = dict.fromkeys(OPPOSITE, 0)
    for text, cell in set(zip(texts, cells, strict=True)):
        if cell and cell in text:
            parsed = parse_goods(text, attributes=False)
            held["model"] += cell in parsed.model
            held["article"] += cell in parsed.article
    most = max(held, key=lambda one: held[one])
    if held[most] < max(LEAST_LABELLED, NEARLY_ALL * sum(held.values())):
        return ""
    return most
