"""Fields found by relations between columns, after headers and single columns have been read."""

from __future__ import annotations

from matcher.customs.layout.assignment import Assignment, dollars_as_value
from matcher.customs.layout.columns import Columns
from matcher.customs.layout.rows.amount_columns import free_amounts, is_amount, is_one_factor
from matcher.customs.layout.rows.amounts import find_amounts
from matcher.customs.layout.rows.declarations import doubt_what_varies, find_declarations
from matcher.customs.layout.rows.goods_columns import find_goods
from matcher.customs.layout.rows.money import is_at_home
from matcher.customs.layout.rows.parties import find_parties, one_to_one
from matcher.customs.layout.rows.row_columns import FOUND, MOSTLY, RowColumns
from matcher.customs.values.currencies import currency_code
from matcher.text.plain_words import plain

FEW_KINDS, MANY_GOODS = 3, 20  # distinct cells
WITH_FREIGHT = frozenset(("cif", "cfr", "cnf", "cip"))
WITHOUT_FREIGHT = frozenset(("fob", "fca", "exw", "fas"))
LEAST_OF_FREIGHTED = 0.5  # share of a value with freight that the goods alone are


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
    _dollars_are_the_value(under_way)
    _one_basis(under_way)
    _customs_value_alone(under_way)
    return Assignment(under_way.mapping, under_way.confidence, proved=frozenset(under_way.proved))


def _value_at_home(columns: RowColumns) -> None:
    """A second value in the currency of the country, at a rate for each currency or day: the customs value."""
    if not columns.sure("value"):
        return
    _value_abroad(columns)
    if columns.sure("customs_value"):
        return
    value = columns.place("value")
    found = [p for p in _values_left(columns, at_home=True) if is_at_home(columns, value, p)]
    if len(found) == 1:
        columns.decide("customs_value", found[0], FOUND)
        if columns.about(found[0]) & {"customs", "statistical"}:
            columns.proved.add("customs_value")


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


def _dollars_are_the_value(columns: RowColumns) -> None:
    """In a table without currencies a value in the money of the customs value is the one in dollars as it was converted: the dollars
    are the value."""
    known = ("value", "value_usd", "customs_value")
    if columns.currencies is not None or not all(map(columns.sure, known)):
        return
    value, dollars, customs = map(columns.place, known)
    at_home = _currencies_named(columns, value) & _currencies_named(columns, customs) - {"USD"}
    if len({value, dollars, customs}) == len(known) and at_home and is_at_home(columns, dollars, value):
        columns.drop("value")
        columns.other.add(value)
        dollars_as_value(columns.mapping, columns.confidence)


def _currencies_named(columns: RowColumns, place: int) -> set[str | None]:
    """The currencies that a header names by their words."""
    return {currency_code(word) for word in plain(columns.columns.headers[place]).split()} - {None}


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
    """Dollars with freight beside dollars without: the value is the latter, if there is only one."""
    freighted = {
        name: columns.place(name)
        for name in ("value", "value_usd")
        if columns.sure(name) and _in_dollars(columns, columns.place(name), WITH_FREIGHT)
    }
    taken = {columns.place(name) for name in ("value", "value_usd") if columns.sure(name)}
    free = [
        place
        for place in sorted({*taken, *columns.left()})
        if _in_dollars(columns, place, WITHOUT_FREIGHT)
        and all(_is_somewhat_less(columns, place, other) for other in freighted.values())
    ]
    if len(free) == 1:
        for name in freighted:
            columns.decide(name, free[0], columns.confidence[name])


def _in_dollars(columns: RowColumns, place: int, basis: frozenset[str]) -> bool:
    """Whether a header speaks of a value in dollars on one of these terms, not of a price or of freight."""
    about = columns.about(place)
    words = set(plain(columns.columns.headers[place]).split())
    return {"usd", "value"} <= about and not about & {"charge", "unit_price"} and bool(words & basis)


def _is_somewhat_less(columns: RowColumns, place: int, other: int) -> bool:
    """Whether a column is what the other is without freight: not more, and more than half."""
    pairs = zip(columns.numbers(place), columns.numbers(other), strict=True)
    shares = [a / b for a, b in pairs if a is not None and b]
    return bool(shares) and sum(LEAST_OF_FREIGHTED < share <= 1 for share in shares) >= MOSTLY * len(shares)


def _customs_value_alone(columns: RowColumns) -> None:
    """The customs value is the value of a table that has no other: no amount is left that may be the invoice's."""
    if not columns.sure("customs_value") or columns.mapping.keys() & {"value", "value_usd"}:
        return
    place, sure = columns.place("customs_value"), columns.confidence["customs_value"]
    if not free_amounts(columns, "value"):
        columns.drop("customs_value")
        columns.decide("value", place, sure)


def _one_office(columns: RowColumns) -> None:
    """Beside another text about the customs that no field takes, an office may be of entry or an agent's: not read, unless it is
    proved by the numbers of declarations, or the other has its name beside each code."""
    if not columns.sure("office") or columns.spelt("office") or "office" in columns.proved:
        return
    place = columns.place("office")
    about = frozenset(("customs", "customs_house", "office"))
    others = [
        other
        for other in columns.left()
        if columns.columns.readings[other].about & about
        and max(columns.profile(other).text, columns.profile(other).office) >= MOSTLY
        and len(set(columns.cells(other))) > 1
        and not one_to_one(columns, place, other)
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
