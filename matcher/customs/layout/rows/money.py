"""Columns of money: the value of the line, in which currency, and what is another amount: dollars, customs value, total, tax."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence

from matcher.customs.layout.assignment import dollars_as_value
from matcher.customs.layout.rows.amount_columns import (
    BY_ELIMINATION,
    ONE_RATE,
    correlation,
    currency_groups,
    factors,
    free_amounts,
    is_amount,
    is_one_factor,
    others_named,
    settle,
    untaken_amounts,
)
from matcher.customs.layout.rows.declarations import is_of_declaration
from matcher.customs.layout.rows.row_columns import FOUND, MOSTLY, RowColumns
from matcher.customs.layout.rows.row_relations import LEAST_ROWS, NEARLY_ALL, is_product, pairs, ratios_by
from matcher.customs.layout.rows.stated_rates import (
    FAR_FROM_ONE,
    LEAST_COST,
    MOST_COST,
    is_at_stated_rate,
    rates_of_exchange,
)
from matcher.customs.values.currencies import currency_code

# Spread of a rate of exchange over the years of a file without a column of currencies; shares of freight and duty differ more.
MOST_RATES = 0.2
LEAST_TAX, MOST_TAX = 0.01, 0.5  # of the value that it is paid on
MOST_EQUAL = 6  # rows in which a rate of a tax stands, on average
FEW_SHARES = 10  # of a value: taxes have fewer, each freight has its own
WITH_GOODS = 0.5  # correlation of an amount with quantity or weight, from which it is of the whole line
# What a header is about whose amounts are not the value that the line was invoiced at.
OTHER_MONEY = frozenset(("total", "usd", "statistical", "customs", "charge", "unit_price"))
OFF_DOLLARS = 0.015  # of a value in dollars from the invoice in dollars, in the middle of all rows
# Values of one unit of a currency in US dollars, 2000 to 2025; others are not told from other factors.
DOLLARS = {
    "USD": (0.97, 1.03), "EUR": (0.95, 1.6), "GBP": (1.05, 2.1), "CNY": (0.11, 0.17), "JPY": (0.006, 0.0135),
    "RUB": (0.008, 0.045), "KZT": (0.0018, 0.009), "TRY": (0.02, 0.9), "INR": (0.011, 0.026),
}  # fmt: skip


def value_and_dollars(columns: RowColumns) -> None:
    """The value and its value in dollars: one factor for each currency, and that a possible rate."""
    if columns.currencies is None:
        return
    currencies = [currency_of(cell) for cell in columns.currencies]
    money = free_amounts(
        columns, "value", "value_usd"
    )  # "Dol. karş." may be read as a value and is one in dollars
    for value in [columns.place("value")] if columns.sure("value") else money:
        for dollars in [columns.place("value_usd")] if columns.sure("value_usd") else money:
            if value == dollars or (columns.sure("value") and columns.sure("value_usd")):
                continue
            if are_dollars_of(columns, currencies, value, dollars) and (
                "usd" in columns.about(dollars) or _are_no_share(columns, currencies, value, dollars)
            ):
                settle(columns, "value", value)
                settle(columns, "value_usd", dollars)
                return
    _exchange_dollars(columns, currencies)
    _dollars_at_rates(columns, currencies)
    _same_dollars(columns, currencies)


def _are_no_share(columns: RowColumns, currencies: Sequence[str], value: int, dollars: int) -> bool:
    """Whether rates of several sizes show dollars, with those of dollars themselves at 1: for euros alone they may as well be a gross
    weight over a net one, or a value with freight."""
    rates = {
        str(c): rate
        for c, (rate, _) in ratios_by(currencies, *map(columns.numbers, (value, dollars))).items()
    }
    if "USD" in rates:
        return abs(rates["USD"] - 1) <= OFF_DOLLARS
    return any(c in DOLLARS and not 1 / FAR_FROM_ONE < rate < FAR_FROM_ONE for c, rate in rates.items())


def are_dollars_of(columns: RowColumns, currencies: Sequence[str], value: int, dollars: int) -> bool:
    """Whether the second column is the first in dollars, and not the other way round."""
    a, b = columns.numbers(value), columns.numbers(dollars)
    return _is_in_dollars(ratios_by(currencies, a, b)) and not _is_in_dollars(ratios_by(currencies, b, a))


def _exchange_dollars(columns: RowColumns, currencies: Sequence[str]) -> None:
    """A column read as the value by its words that is another column in dollars: that one is the value.

    Whatever the header says: the amounts of the other are in the currency that the row names.
    """
    if not columns.sure("value"):
        return
    dollars = columns.place("value")
    if columns.sure("value_usd") and columns.place("value_usd") != dollars:
        return
    for value in free_amounts(columns, "value"):
        if value != dollars and are_dollars_of(columns, currencies, value, dollars):
            columns.decide("value", value, FOUND)
            columns.decide("value_usd", dollars, FOUND)
            return


def _dollars_at_rates(columns: RowColumns, currencies: Sequence[str]) -> None:
    """Of two columns in dollars the one that is the value at a rate for each currency: the other has freight in it, or none."""
    if not (columns.sure("value") and columns.sure("value_usd")):
        return
    value, taken = columns.place("value"), columns.place("value_usd")
    if are_dollars_of(columns, currencies, value, taken):
        return
    found = [
        place
        for place in untaken_amounts(columns)
        if "usd" in columns.about(place) and are_dollars_of(columns, currencies, value, place)
    ]
    if len(found) == 1:
        columns.decide("value_usd", found[0], FOUND)


def drop_other_amount(columns: RowColumns) -> None:
    """A "value" that is no fixed part of the value in dollars, in a file without currencies, is a charge or the like."""
    if not (columns.sure("value") and columns.sure("value_usd")) or columns.currencies is not None:
        return
    value, dollars = columns.place("value"), columns.place("value_usd")
    if columns.spelt("value") or columns.about(value) & {"home_money", "usd", "currency"}:
        return
    found = ratios_by([""] * len(columns.rows), columns.numbers(dollars), columns.numbers(value))
    if any(spread > MOST_RATES for _, spread in found.values()):
        columns.drop("value")
        dollars_as_value(columns.mapping, columns.confidence)


def _is_in_dollars(ratios: dict[object, tuple[float, float]]) -> bool:
    """True where the second column is the first in dollars: at least one other currency, at a rate that it has had."""
    others = 0
    for currency, (rate, spread) in ratios.items():
        if currency not in DOLLARS:
            continue
        low, high = DOLLARS[str(currency)]
        if not low <= rate <= high or (spread > ONE_RATE if currency == "USD" else spread > 5 * ONE_RATE):
            return False
        others += currency != "USD"
    return others >= 1


def correct_value(columns: RowColumns) -> None:
    """Take the line's own value where the column read as it is another amount, and doubt it where that is not clear.

    Other amounts are the price of a unit, the total of the declaration, a customs value in the money of the country, a tax.
    """
    if not columns.sure("value") or "value" in columns.proved:
        return
    taken = columns.place("value")
    if (price := _price_of(columns, taken)) is not None:
        columns.other.add(price)
        columns.decide("value", taken, FOUND)
        columns.proved.update(("quantity", "value"))
        return
    if (product := _of_price(columns, taken)) is not None:
        columns.other.add(taken)
        columns.decide("value", product, FOUND)
        return
    named = others_named(columns, "value")
    others = sorted({*named, *free_amounts(columns, "value")} - {taken})
    foreign = [p for p in others if is_in_one_currency(columns, p, taken)]
    customs = "customs" in columns.about(taken)
    total, tax = is_of_declaration(columns, taken), _is_share(columns, taken)
    if not (foreign or customs or total or tax):
        return
    own = [p for p in named if not columns.about(p) & OTHER_MONEY and not is_of_declaration(columns, p)]
    found = foreign if len(foreign) == 1 else own
    if len(found) == 1:
        columns.decide("value", found[0], FOUND)
        if (foreign or customs) and not (total or tax or columns.sure("customs_value")):
            columns.decide("customs_value", taken, FOUND)
    elif found or total or tax:
        columns.doubt("value")


def _of_price(columns: RowColumns, price: int) -> int | None:
    """The column of quantity times `price`, where there is one: the first is then the price of a unit."""
    if not columns.sure("quantity"):
        return None
    quantities, prices = columns.numbers(columns.place("quantity")), columns.numbers(price)
    amounts = untaken_amounts(columns)
    return next((p for p in amounts if is_product(quantities, prices, columns.numbers(p))), None)


def _price_of(columns: RowColumns, value: int) -> int | None:
    """The column of unit prices by which the quantity gives `value`, at one rate where its header states another currency."""
    if not columns.sure("quantity"):
        return None
    quantities, values = columns.numbers(columns.place("quantity")), columns.numbers(value)
    in_stated_money = columns.about(value) & {"currency", "home_money"}
    for place in untaken_amounts(columns):
        if place == value:
            continue
        prices = columns.numbers(place)
        if is_product(quantities, prices, values):
            return place
        products = [q * p if q and p and q != 1 else None for q, p in zip(quantities, prices, strict=True)]
        found = ratios_by(currency_groups(columns), products, values)
        if (
            in_stated_money
            and sum(n is not None for n in products) >= 2 * LEAST_ROWS
            and found
            and all(spread <= ONE_RATE for _, spread in found.values())
        ):
            return place
    return None


def is_in_one_currency(columns: RowColumns, value: int, other: int) -> bool:
    """True where `other` is `value` in one currency: for each currency of the rows a rate that it may have had to it."""
    if columns.currencies is None:
        return False
    currencies = [currency_of(cell) for cell in columns.currencies]
    found = ratios_by(currencies, columns.numbers(value), columns.numbers(other))
    rates = {str(c): rate for c, (rate, spread) in found.items() if c in DOLLARS and spread <= 5 * ONE_RATE}
    return len(rates) > 1 and _may_be_rates(rates) and not _may_be_rates({c: 1 / r for c, r in rates.items()})


def is_at_home(columns: RowColumns, value: int, other: int) -> bool:
    """Whether `other` is `value` in the currency of the country, with or without some freight: at a rate for each currency, or
    at that of a column of rates."""
    return (
        is_one_factor(columns, value, other)
        or is_in_one_currency(columns, value, other)
        or is_at_stated_rate(columns, value, other, rates_of_exchange(columns))
        or _is_at_rate_with_freight(columns, value, other)
    )


def is_in_money_of_rows(columns: RowColumns, amount: int, dollars: int) -> bool:
    """Whether `dollars` is `amount`, with or without some freight, at the rate of each row's currency: 1 in rows of dollars, another
    one in those of some other currency, by more than the freight. An amount in one currency has one rate in all rows."""
    if columns.currencies is None:
        return False
    currencies = [currency_of(cell) for cell in columns.currencies]
    rates = ratios_by(currencies, columns.numbers(amount), columns.numbers(dollars))
    known = {str(c): rate for c, rate in rates.items() if c in DOLLARS}
    if "USD" not in known or any(
        not LEAST_COST * DOLLARS[c][0] <= rate <= MOST_COST * DOLLARS[c][1] for c, (rate, _) in known.items()
    ):
        return False
    of_dollars, spread = known.pop("USD")
    return any(abs(rate / of_dollars - 1) > off + spread for rate, off in known.values())


def _is_at_rate_with_freight(columns: RowColumns, value: int, other: int) -> bool:
    """Whether `other` is, for each currency, `value` at a rate that is not near 1 and no more than its freight and insurance above
    that: a tax is at other shares, a weight at none."""
    ratios: dict[str, list[float]] = defaultdict(list)
    amounts = zip(currency_groups(columns), columns.numbers(value), columns.numbers(other), strict=True)
    for currency, a, b in amounts:
        if a and b and a > 0 and b > 0:
            ratios[currency].append(b / a)
    rows = [ratio / min(found) for found in ratios.values() if len(found) >= 3 for ratio in found]
    far = [found for found in ratios.values() if not 1 / FAR_FROM_ONE < min(found) < FAR_FROM_ONE]
    fits = sum(ratio <= MOST_COST / LEAST_COST for ratio in rows)
    return (
        len(rows) >= 2 * LEAST_ROWS
        and fits >= NEARLY_ALL * len(rows)
        and sum(map(len, far)) >= WITH_GOODS * len(rows)
        and len({round(ratio, 3) for ratio in rows}) > FEW_SHARES
    )


def value_beside_one_at_home(columns: RowColumns) -> None:
    """The only amount in the currencies that the rows name, of which another column is the value in one currency.

    Taxes on the latter are in one currency too, and shares of the value, such as its insurance, in that of the row.
    """
    if columns.sure("value") or columns.sure("value_usd"):
        return
    amounts = list(untaken_amounts(columns))
    rates = rates_of_exchange(columns)
    broken = [place for place in amounts if columns.profile(place).integer < MOSTLY]
    both = [
        (a, b)
        for a in broken
        for b in amounts
        if a != b and (is_in_one_currency(columns, a, b) or is_at_stated_rate(columns, a, b, rates))
    ]
    own = {a for a, _ in both} - {b for _, b in both}
    found = [a for a in own if not any(a != b and _is_fixed_share(columns, a, b) for b in own)]
    if len(found) == 1:
        columns.decide("value", found[0], FOUND)


def _is_fixed_share(columns: RowColumns, part: int, whole: int) -> bool:
    """Whether a column is one share of the other, at most half of it, in all rows."""
    shares = [a / b for a, b in pairs(columns.numbers(part), columns.numbers(whole))]
    return len(shares) >= LEAST_ROWS and max(shares) <= MOST_TAX and is_one_factor(columns, whole, part)


def _may_be_rates(rates: Mapping[str, float]) -> bool:
    """Whether one unit of each currency may have been worth so much in one and the same currency."""
    return all(
        DOLLARS[a][0] / DOLLARS[b][1] <= rates[a] / rates[b] <= DOLLARS[a][1] / DOLLARS[b][0]
        for a, b in itertools.combinations(sorted(rates), 2)
    )


def _is_share(columns: RowColumns, place: int) -> bool:
    """True where the amounts are a share of a larger amount, by a few rates: taxes and duties."""
    if columns.spelt("value") or columns.about(place) & {"usd", "currency"}:
        return False
    for base in range(len(columns.columns.profiles)):
        if base == place or not is_amount(columns, base) or columns.about(base) & {"weight", "quantity"}:
            continue
        rows = pairs(columns.numbers(base), columns.numbers(place))
        rates = {float(f"{part / whole:.3g}") for whole, part in rows}
        few = len(rows) >= LEAST_ROWS and len(rates) <= len(rows) // MOST_EQUAL
        if few and min(rates) >= LEAST_TAX and max(rates) <= MOST_TAX:
            return not _is_rate_of_exchange(columns, base, place)
    return False


def _is_rate_of_exchange(columns: RowColumns, left: int, right: int) -> bool:
    """True where the factor between two columns may be one of currencies: one for each, or one in a file of one currency."""
    found = factors(columns, left, right)
    rates = [rate for rate, spread in found.values() if spread <= ONE_RATE]
    if len(rates) < len(found) or not rates:
        return False
    return len(rates) == 1 or max(rates) > 1.01 * min(rates)


def _same_dollars(columns: RowColumns, currencies: Sequence[str]) -> None:
    """In a file of dollars alone, two columns of equal amounts: either is the value, and both are in dollars."""
    if (columns.sure("value") and columns.sure("value_usd")) or set(currencies) - {"USD", ""}:
        return
    free = [p for p in free_amounts(columns, "value", "value_usd") if columns.profile(p).integer < 0.5]
    for n, first in enumerate(free):
        for second in free[n + 1 :]:
            rows = pairs(columns.numbers(first), columns.numbers(second))
            if len(rows) >= LEAST_ROWS and all(abs(a - b) <= 0.006 for a, b in rows):
                settle(columns, "value", first)
                if columns.place("value") != second:
                    settle(columns, "value_usd", second)
                return


def currency_of(cell: str) -> str:
    """The code of a cell's currency, or the cell where it is none that we know."""
    return currency_code(cell) or cell.strip(" .").upper()


def last_value(columns: RowColumns) -> None:
    """The only amount left whose header is about values, in a file that names currencies, if it grows with the goods.

    Without such a header it may as well be in dollars, or the customs value.
    """
    if columns.sure("value") or columns.sure("value_usd") or columns.currencies is None:
        return
    left = [p for p in free_amounts(columns, "value") if columns.profile(p).integer < 0.6]
    candidates = [p for p in left if columns.about(p) & {"value", "total"}]
    if len(candidates) != 1 or any(
        p != candidates[0] and is_one_factor(columns, candidates[0], p) for p in left
    ):
        return  # of a value in two currencies neither is known
    if grows_with_goods(columns, candidates[0]):
        columns.decide("value", candidates[0], BY_ELIMINATION)


def grows_with_goods(columns: RowColumns, place: int) -> bool:
    """Whether amounts are larger where more is declared, as those of whole lines are; prices of a unit and rates are not."""
    known = [columns.place(name) for name in ("quantity", "net_kg", "gross_kg") if columns.sure(name)]
    return any(correlation(columns.numbers(place), columns.numbers(p)) > WITH_GOODS for p in known)
