"""Fields found by relations between columns, after headers and single columns have been read."""

from __future__ import annotations

from matcher.customs.layout.assignment import Assignment, Columns, dollars_as_value
from matcher.customs.layout.rows.amount_columns import free_amounts, is_amount, is_one_factor
from matcher.customs.layout.rows.amounts import find_amounts
from matcher.customs.layout.rows.declarations import doubt_what_varies, find_declarations
from matcher.customs.layout.rows.goods_columns import find_goods
from matcher.customs.layout.rows.parties import find_parties
from matcher.customs.layout.rows.row_columns import FOUND, MOSTLY, RowColumns
from matcher.text.plain_words import plain

FEW_KINDS, MANY_GOODS = 3, 20  # distinct cells
WITH_FREIGHT = frozenset(("cif", "cfr", "cnf", "cip"))
WITHOUT_FREIGHT = frozenset(("fob", "fca", "exw", "fas"))


def with_row_relations(columns: Columns, assignment: Assignment) -> Assignment:
    """The assignment with fields that relations of columns decide, and doubts on those that they contradict."""
    under_way = RowColumns(columns, dict(assignment.mapping), dict(assignment.confidence))
    find_goods(under_way)
    find_declarations(under_way)
    doubt_what_varies(under_way)
    find_amounts(under_way)
    find_parties(under_way)
    _doubt_few_models(under_way)
    _one_office(under_way)
    _value_at_home(under_way)
    _one_basis(under_way)
    _customs_value_alone(under_way)
    return Assignment(under_way.mapping, under_way.confidence, proved=frozenset(under_way.proved))


def _value_at_home(columns: RowColumns) -> None:
    """A second value in the currency of the country, at one rate for each currency: the customs value."""
    if not columns.sure("value"):
        return
    _value_abroad(columns)
    if columns.sure("customs_value"):
        return
    value = columns.place("value")
    found = [p for p in _values_left(columns, at_home=True) if is_one_factor(columns, value, p)]
    if len(found) == 1:
        columns.decide("customs_value", found[0], FOUND)


def _value_abroad(columns: RowColumns) -> None:
    """A value whose header states the currency of the country, beside one that is the same at one rate: not the invoice's."""
    home = columns.place("value")
    if "home_money" not in columns.about(home):
        return
    abroad = [p for p in _values_left(columns, at_home=False) if "total" not in columns.about(p)]
    found = [p for p in abroad if is_one_factor(columns, p, home)]
    if len(found) == 1:
        columns.decide("value", found[0], FOUND)
        if not columns.sure("customs_value"):
            columns.decide("customs_value", home, FOUND)


def _values_left(columns: RowColumns, *, at_home: bool) -> list[int]:
    """Amounts that are not taken, whose headers speak of a value: in the currency of the country, or without naming it."""
    return [
        place
        for place in columns.left()
        if "value" in columns.about(place)
        and ("home_money" in columns.about(place)) == at_home
        and not columns.about(place) & {"charge", "unit_price", "usd"}
        and is_amount(columns, place)
    ]


def _one_basis(columns: RowColumns) -> None:
    """Dollars with freight beside dollars without: the value is the latter, if there is no other."""
    if not (columns.sure("value") and columns.sure("value_usd")):
        return
    places = columns.place("value"), columns.place("value_usd")
    freighted, free = (set(plain(columns.columns.headers[place]).split()) for place in places)
    if "usd" in columns.about(places[0]) and freighted & WITH_FREIGHT and free & WITHOUT_FREIGHT:
        columns.drop("value")
        dollars_as_value(columns.mapping, columns.confidence)


def _customs_value_alone(columns: RowColumns) -> None:
    """The customs value is the value of a table that has no other: no amount is left that may be the invoice's."""
    if not columns.sure("customs_value") or columns.mapping.keys() & {"value", "value_usd"}:
        return
    place, sure = columns.place("customs_value"), columns.confidence["customs_value"]
    if not free_amounts(columns, "value"):
        columns.drop("customs_value")
        columns.decide("value", place, sure)


def _one_office(columns: RowColumns) -> None:
    """Beside another text about the customs that no field takes, an office may be of entry or an agent's: not read."""
    if not columns.sure("office") or columns.spelt("office"):
        return
    place = columns.place("office")
    about = frozenset(("customs", "customs_house", "office"))
    others = [
        other
        for other in columns.left()
        if columns.columns.readings[other].about & about
        and max(columns.profile(other).text, columns.profile(other).office) >= MOSTLY
        and len(set(columns.cells(other))) > 1
    ]
    if others and not columns.about(place) >= frozenset(("customs", "office")):
        columns.drop("office")


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
