"""Fields found by relations between columns, after headers and single columns have been read."""

from __future__ import annotations

from matcher.customs.layout.amount_columns import free_amounts
from matcher.customs.layout.amounts import find_amounts
from matcher.customs.layout.assignment import Assignment, Columns
from matcher.customs.layout.declarations import doubt_what_varies, find_declarations
from matcher.customs.layout.parties import find_parties
from matcher.customs.layout.row_columns import FOUND, MOSTLY, RowColumns
from matcher.customs.layout.row_relations import NEARLY_ALL, goes_with

CHAPTER = 2  # digits
FEW_KINDS, MANY_GOODS = 3, 20  # distinct cells
VARIED = 0.7  # share of repeated codes that stand beside one text, below which texts are of goods


def with_row_relations(columns: Columns, assignment: Assignment) -> Assignment:
    """The assignment with fields that relations of columns decide, and doubts on those that they contradict."""
    under_way = RowColumns(columns, dict(assignment.mapping), dict(assignment.confidence))
    _code_not_its_chapter(under_way)
    _goods_not_their_heading(under_way)
    find_declarations(under_way)
    doubt_what_varies(under_way)
    find_amounts(under_way)
    find_parties(under_way)
    _doubt_few_models(under_way)
    _customs_value_alone(under_way)
    return Assignment(under_way.mapping, under_way.confidence)


def _code_not_its_chapter(columns: RowColumns) -> None:
    """Of a column of chapters and one of whole codes the latter; chapters alone are asked about."""
    if not columns.sure("hs") or max(map(len, columns.cells(columns.place("hs"))), default=0) > CHAPTER:
        return
    codes = [
        place
        for place, seen in enumerate(columns.columns.profiles)
        if place not in columns.taken()
        and seen.hs >= MOSTLY
        and "hs" in columns.columns.believed[place].evidence
    ]
    if len(codes) == 1:
        columns.decide("hs", codes[0], FOUND)
    else:
        columns.doubt("hs")


def _goods_not_their_heading(columns: RowColumns) -> None:
    """Of two texts, the one that is the same for each HS code is the heading's: the other describes the goods."""
    if not (columns.sure("description") and columns.sure("hs")) or len(columns.mapping["description"]) > 1:
        return
    codes, heading = columns.cells(columns.place("hs")), columns.place("description")
    if goes_with(codes, columns.cells(heading)) < NEARLY_ALL:
        return
    others = [
        place
        for place in columns.free("description")
        if columns.profile(place).mean_length > columns.profile(heading).mean_length
        and columns.profile(place).text >= MOSTLY
        and goes_with(codes, columns.cells(place)) < VARIED
    ]
    if len(others) == 1:
        columns.decide("description", others[0], FOUND)
        if "hs_description" not in columns.mapping:
            columns.decide("hs_description", heading, FOUND)


def _customs_value_alone(columns: RowColumns) -> None:
    """The customs value is the value of a table that has no other: no amount is left that may be the invoice's."""
    if not columns.sure("customs_value") or columns.mapping.keys() & {"value", "value_usd"}:
        return
    place, sure = columns.place("customs_value"), columns.confidence["customs_value"]
    if not free_amounts(columns, "value"):
        columns.drop("customs_value")
        columns.decide("value", place, sure)


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
