"""Which amount is the value of the line, as the arithmetic of the rows proves it: prices, sums, rates of exchange."""

from __future__ import annotations

import math
from statistics import pstdev

from matcher.customs.layout.assignment import dollars_as_value
from matcher.customs.layout.rows.amount_columns import (
    ONE_RATE,
    adds_up,
    correlation,
    free_amounts,
    is_amount,
    is_one_factor,
    others_named,
    untaken_amounts,
)
from matcher.customs.layout.rows.declarations import is_of_declaration
from matcher.customs.layout.rows.money import are_dollars_of, currency_of, is_in_one_currency
from matcher.customs.layout.rows.row_columns import FOUND, RowColumns
from matcher.customs.layout.rows.row_relations import LEAST_ROWS, Numbers, is_product, ratios_by

LEAST_GROWTH = (
    0.3  # correlation of logarithms: values of lines grow with their quantities, prices of one unit do not
)
OTHER_MONEY = 1.5  # units of another currency for one, at least
LEAST_DEVIATION = 0.1  # of logarithms


def value_not_price(columns: RowColumns) -> None:
    """Where the column read as the value times a quantity is another one called a value, the first is the price of a unit."""
    if not columns.sure("value") or columns.spelt("value") or columns.sure("quantity"):
        return
    price = columns.place("value")
    quantities = [place for place in free_amounts(columns, "quantity") if place != price]
    found = [
        (quantity, value)
        for value in others_named(columns, "value")
        for quantity in quantities
        if quantity != value and is_product(*map(columns.numbers, (quantity, price, value)))
    ]
    if len(found) == 1:
        columns.other.add(price)
        columns.decide("quantity", found[0][0], FOUND)
        columns.decide("value", found[0][1], FOUND)
        columns.proved.update(("quantity", "value"))


def value_by_price(columns: RowColumns) -> None:
    """Of several amounts the value is the one that quantity times a unit price gives; an amount at home beside it is the customs value."""
    if not columns.sure("quantity") or not (columns.sure("value") or columns.sure("value_usd")):
        return
    products = _products(columns)
    given = {
        name for name in ("value", "value_usd") if columns.sure(name) and columns.place(name) in products
    }
    columns.proved.update(given)
    if "value" in given:
        columns.proved.add("quantity")
        return
    taken = columns.taken()
    free = [place for place in products if place not in taken and "home_money" not in columns.about(place)]
    if len(free) != 1 and "value_usd" not in given:
        return
    columns.proved.add("quantity")
    if columns.sure("value") and columns.place("value") != columns.mapping.get("value_usd", (None,))[0]:
        other = columns.place("value")
        if not free and "home_money" not in columns.about(other):
            return  # of a line's value in two currencies neither is wrong
        columns.drop("value")
        if "home_money" in columns.about(other) and not columns.sure("customs_value"):
            columns.decide("customs_value", other, FOUND)
    if len(free) == 1:
        columns.decide("value", free[0], FOUND)
        columns.proved.add("value")
    else:
        dollars_as_value(columns.mapping, columns.confidence)


def _products(columns: RowColumns) -> set[int]:
    """The columns that are quantity times another column that no field takes."""
    quantity = columns.place("quantity")
    amounts = [
        place
        for place in range(len(columns.columns.headers))
        if place != quantity and is_amount(columns, place)
    ]
    prices = [place for place in amounts if place not in columns.taken() or place in columns.other]
    return {
        value
        for value in amounts
        for price in prices
        if price != value and is_product(*map(columns.numbers, (quantity, price, value)))
    }


def prove_by_dollars(columns: RowColumns) -> None:
    """The line's value is proved by its value in dollars: one rate for each currency, and not the same for a whole declaration; what a
    header calls dollars, by a customs value that is the same at one rate in nearly all rows."""
    if _are_dollars_of_customs_value(columns):
        columns.proved.add("value_usd")
    if not (columns.sure("value") and columns.sure("value_usd")):
        return
    if not is_of_declaration(columns, columns.place("value")) and _is_value_elsewhere(columns, "value"):
        columns.proved.update(("value", "value_usd"))


def _are_dollars_of_customs_value(columns: RowColumns) -> bool:
    """Whether a header names dollars and the customs value is these in other money, whatever currency a row's invoice is in."""
    if not (columns.sure("value_usd") and columns.sure("customs_value")):
        return False
    dollars, home = (columns.place(name) for name in ("value_usd", "customs_value"))
    rates = ratios_by([""] * len(columns.rows), columns.numbers(dollars), columns.numbers(home)).values()
    one = any(spread <= ONE_RATE and not 1 / OTHER_MONEY < rate < OTHER_MONEY for rate, spread in rates)
    return one and "usd" in columns.columns.readings[dollars].about


def doubt_prices(columns: RowColumns) -> None:
    """Lower the confidence of a "price" that does not grow with the quantity: it is that of one unit."""
    if not columns.sure("quantity"):
        return
    quantities = columns.numbers(columns.place("quantity"))
    for name in ("value", "value_usd"):
        if name in columns.proved:
            continue
        if not columns.sure(name) or columns.spelt(name) or "price" not in columns.about(columns.place(name)):
            continue
        place = columns.place(name)
        if adds_up(columns, place) or _is_value_elsewhere(columns, name) or _is_taxed(columns, place):
            columns.proved.add(name)
            continue
        values = columns.numbers(columns.place(name))
        if _vary(quantities) and _vary(values) and correlation(quantities, values) < LEAST_GROWTH:
            columns.doubt(name)


def _is_taxed(columns: RowColumns, value: int) -> bool:
    """True where a tax in the money of the country is a share of these amounts at the rates of their currencies: it is
    paid on lines, not on units."""
    return any(
        "charge" in columns.about(place) and is_in_one_currency(columns, value, place)
        for place in untaken_amounts(columns)
    )


def _is_value_elsewhere(columns: RowColumns, name: str) -> bool:
    """True where the line's value in another currency is these amounts at one rate for each currency: no unit price is that."""
    others = [
        other for other in ("value", "value_usd", "customs_value") if other != name and columns.sure(other)
    ]
    places = [columns.place(other) for other in others if columns.place(other) != columns.place(name)]
    currencies = [currency_of(cell) for cell in columns.currencies or ()]
    return any(
        is_one_factor(columns, columns.place(name), place)
        or (bool(currencies) and are_dollars_of(columns, currencies, columns.place(name), place))
        for place in places
    )


def _vary(numbers: Numbers) -> bool:
    """True for enough numbers that differ enough to see what they grow with."""
    logs = [math.log(n) for n in numbers if n and n > 0]
    return len(logs) >= 2 * LEAST_ROWS and pstdev(logs) > LEAST_DEVIATION
