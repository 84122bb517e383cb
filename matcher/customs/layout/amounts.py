"""Columns of quantities, weights and values, distinguished by their relations in the rows."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from statistics import fmean, pstdev

from matcher.customs.layout.row_columns import RowColumns
from matcher.customs.layout.row_relations import (
    LEAST_ROWS,
    Numbers,
    is_gross_over_net,
    is_product,
    pairs,
    ratios_by,
    starts_of_declarations,
)
from matcher.customs.values.units import KILOGRAMS, unit_code

FOUND = 0.97  # confidence of what rows show beyond chance
BY_ELIMINATION = 0.93  # of the only column that is left for a field
ONE_RATE = 0.03  # spread of a rate of exchange within a currency: it changes over the months of a file
LEAST_GROWTH = (
    0.3  # correlation of logarithms: values of lines grow with their quantities, prices of one unit do not
)
LEAST_DEVIATION = 0.1  # of logarithms
PIECE = "H87"
MOST_BROKEN = (
    0.5  # share of quantities of pieces with a fraction, above which they are amounts of something else
)
MOST_EQUAL = 6  # rows in which a quantity or a price stands, on average
LEAST_SPREAD = 0.25  # of prices and quantities; rates of exchange change less within a year
MONEY = frozenset(("value", "value_usd", "customs_value"))
# Values of one unit of a currency in US dollars, 2000 to 2025; others are not told from other factors.
DOLLARS = {
    "USD": (0.97, 1.03), "EUR": (0.95, 1.6), "GBP": (1.05, 2.1), "CNY": (0.11, 0.17), "JPY": (0.006, 0.0135),
    "RUB": (0.008, 0.045), "KZT": (0.0018, 0.009), "TRY": (0.02, 0.9), "INR": (0.011, 0.026),
}  # fmt: skip
_DOLLAR = frozenset(
    ("USD", "840", "$", "US DOLLAR", "US DOLLARS", "ДОЛЛАР США", "ДОЛЛАРЫ США", "ДОЛЛ США", "美元")
)
_NUMBERS_OF = {"840": "USD", "978": "EUR", "156": "CNY", "643": "RUB", "398": "KZT", "826": "GBP"}


def find_amounts(columns: RowColumns) -> None:
    """Decide quantity, weights and values, where free columns show them."""
    _doubt_broken_pieces(columns)
    _product(columns)
    _value_and_dollars(columns)
    _weights(columns)
    _quantity(columns)
    _last_value(columns)
    _doubt_prices(columns)


def _free(columns: RowColumns, *names: str) -> list[int]:
    """Free columns of numbers that can be one of the fields: no codes, dates, numbers of lines."""
    found = {place for name in names for place in columns.free(name)}
    return [place for place in sorted(found) if is_amount(columns, place)]


def _free_under_any_header(columns: RowColumns, name: str) -> list[int]:
    return [place for place in columns.free(name, any_header=True) if is_amount(columns, place)]


def is_amount(columns: RowColumns, place: int) -> bool:
    """True for a column of numbers that count or measure something."""
    seen, numbers = columns.profile(place), columns.numbers(place)
    stated = [n for n in numbers if n is not None]
    if (
        seen.amount < 0.8
        or (seen.hs >= 0.85 and seen.integer >= 0.9)
        or seen.date > 0.6
        or len(stated) < LEAST_ROWS
    ):
        return False
    if seen.tax >= 0.8 or (seen.unit_number >= 0.95 and seen.distinct < 0.3) or seen.currency_number >= 0.95:
        return False
    return not starts_of_declarations(numbers) and not _counts_up(stated)


def _counts_up(numbers: Sequence[float]) -> bool:
    """True for 1, 2, 3, 4: numbers of rows."""
    return all(b - a == 1 for a, b in itertools.pairwise(numbers))


def _known_or_free(columns: RowColumns, name: str) -> list[int]:
    return [columns.place(name)] if columns.sure(name) else _free(columns, name)


def _product(columns: RowColumns) -> None:
    """Quantity times price is the value: which column is which, and which is no field."""
    quantities = _known_or_free(columns, "quantity")
    values = [*_known_or_free(columns, "value"), *_known_or_free(columns, "value_usd")]
    prices = [
        place
        for place, seen in enumerate(columns.columns.profiles)
        if seen.amount >= 0.8 and place not in columns.taken() and is_amount(columns, place)
    ]
    for q in quantities:
        for p in prices:
            for v in values:
                if len({q, p, v}) == 3 and is_product(*map(columns.numbers, (q, p, v))):
                    if not columns.sure("quantity") and (
                        columns.profile(q).integer <= columns.profile(p).integer
                        or _is_rate(columns, q)
                        or _is_rate(columns, p)
                    ):
                        continue  # which of the two factors is the price cannot be told
                    columns.other.add(p)
                    _settle(columns, "quantity", q)
                    if not columns.sure("value") and not columns.sure("value_usd"):
                        _settle(columns, "value", v)
                    return


def _is_rate(columns: RowColumns, place: int) -> bool:
    """True for few numbers, or such as differ little within a currency: rates of exchange, of duty or of freight."""
    cells = [cell for cell in columns.cells(place) if cell]
    if len(set(cells)) <= len(cells) // MOST_EQUAL:
        return True
    groups = columns.currencies or [""] * len(columns.rows)
    rates = ratios_by(groups, [1.0] * len(columns.rows), columns.numbers(place))
    return bool(rates) and all(spread <= LEAST_SPREAD for _, spread in rates.values())


def _settle(columns: RowColumns, name: str, place: int, confidence: float = FOUND) -> None:
    if not columns.sure(name):
        columns.decide(name, place, confidence)


def _value_and_dollars(columns: RowColumns) -> None:
    """The value and its value in dollars: one factor for each currency, and that a possible rate."""
    if columns.currencies is None:
        return
    currencies = [_currency(cell) for cell in columns.currencies]
    money = _free(columns, "value", "value_usd")  # "Dol. karş." may be read as a value and is one in dollars
    for value in [columns.place("value")] if columns.sure("value") else money:
        for dollars in [columns.place("value_usd")] if columns.sure("value_usd") else money:
            if value == dollars or (columns.sure("value") and columns.sure("value_usd")):
                continue
            if _are_dollars_of(columns, currencies, value, dollars):
                _settle(columns, "value", value)
                _settle(columns, "value_usd", dollars)
                return
    _exchange_dollars(columns, currencies)
    _same_dollars(columns, currencies)


def _are_dollars_of(columns: RowColumns, currencies: Sequence[str], value: int, dollars: int) -> bool:
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
    for value in _free(columns, "value"):
        if value != dollars and _are_dollars_of(columns, currencies, value, dollars):
            columns.decide("value", value, FOUND)
            columns.decide("value_usd", dollars, FOUND)
            return


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


def _same_dollars(columns: RowColumns, currencies: Sequence[str]) -> None:
    """In a file of dollars alone, two columns of equal amounts: either is the value, and both are in dollars."""
    if (columns.sure("value") and columns.sure("value_usd")) or set(currencies) - {"USD", ""}:
        return
    free = [p for p in _free(columns, "value", "value_usd") if columns.profile(p).integer < 0.5]
    for n, first in enumerate(free):
        for second in free[n + 1 :]:
            rows = pairs(columns.numbers(first), columns.numbers(second))
            if len(rows) >= LEAST_ROWS and all(abs(a - b) <= 0.006 for a, b in rows):
                _settle(columns, "value", first)
                if columns.place("value") != second:
                    _settle(columns, "value_usd", second)
                return


def _currency(cell: str) -> str:
    text = cell.strip(" .").upper()
    return "USD" if text in _DOLLAR else _NUMBERS_OF.get(text, text)


def _weights(columns: RowColumns) -> None:
    """Gross and net: one a little more than the other in every row, and neither of them money."""
    weighed = [p for p in _free_under_any_header(columns, "net_kg") if "weight" in columns.about(p)]
    places = {
        name: [columns.place(name)] if columns.sure(name) else weighed or _free(columns, name)
        for name in ("gross_kg", "net_kg")
    }
    found = [
        (gross, net)
        for gross in places["gross_kg"]
        for net in places["net_kg"]
        if gross != net
        and not (_codes(columns, gross) or _codes(columns, net))
        and is_gross_over_net(columns.numbers(gross), columns.numbers(net))
        and not _is_money(columns, gross, net)
        and _is_weight(columns, gross, net)
    ]
    if len(found) == 1:
        _settle(columns, "gross_kg", found[0][0])
        _settle(columns, "net_kg", found[0][1])


def _is_money(columns: RowColumns, *places: int) -> bool:
    """True where one of the columns is a fixed factor of a value that is known."""
    known = [columns.place(name) for name in MONEY & columns.mapping.keys()]
    return any(_one_factor(columns, money, place) for money in known for place in places)


def _is_weight(columns: RowColumns, gross: int, net: int) -> bool:
    """Whether more than the relation says that two columns are weights.

    A header that is about weights; quantities in kilograms that are the net weight; grams in the third decimal; or
    both values are known, so that the pair is not the value with and without its freight.
    """
    if any("weight" in columns.about(place) for place in (gross, net)):
        return True
    if columns.sure("gross_kg") or columns.sure("net_kg") or _weighed(columns, net):
        return True
    thirds = sum(_decimals(cell) >= 3 for place in (gross, net) for cell in columns.cells(place))
    if thirds >= 0.2 * 2 * len(columns.rows):
        return True
    return columns.sure("value") and columns.sure("value_usd")


def _decimals(cell: str) -> int:
    sign = max(cell.rfind("."), cell.rfind(","))
    return len(cell) - sign - 1 if sign > 0 else 0


def _weighed(columns: RowColumns, place: int) -> bool:
    """True where quantities in kilograms are this column's amounts."""
    if not (columns.sure("unit") and columns.sure("quantity")):
        return False
    units, quantities = columns.cells(columns.place("unit")), columns.numbers(columns.place("quantity"))
    rows = [
        (q * KILOGRAMS[code], n)
        for unit, q, n in zip(units, quantities, columns.numbers(place), strict=True)
        if q and n and (code := unit_code(unit)) in KILOGRAMS and code is not None
    ]
    return len(rows) >= 3 and sum(abs(q - n) <= 0.011 * n for q, n in rows) >= 0.8 * len(rows)


def _quantity(columns: RowColumns) -> None:
    """The quantity: whole numbers beside the unit, that values grow with."""
    if columns.sure("quantity"):
        return
    free = [p for p in _free(columns, "quantity") if not _is_money(columns, p) and not _is_rate(columns, p)]
    counted = [p for p in free if columns.profile(p).integer >= 0.6 or _with_units(columns, p)]
    named = [p for p in counted if columns.about(p) & {"quantity", "unit"}]
    beside = [p for p in counted if columns.sure("unit") and abs(p - columns.place("unit")) == 1]
    with_units = [p for p in counted if _with_units(columns, p)]
    measured = any(map(columns.sure, ("net_kg", "gross_kg", *MONEY)))
    for candidates in (with_units, named, beside, counted):
        growing = [p for p in candidates if _grows_with_others(columns, p)]
        if len(growing) == 1 and (candidates is not counted or (measured and columns.sure("unit"))):
            columns.decide("quantity", growing[0], FOUND if candidates is not counted else BY_ELIMINATION)
            return
        if growing:
            return


def _with_units(columns: RowColumns, place: int) -> bool:
    """True for cells that name their unit: 120 шт."""
    cells = [cell for cell in columns.cells(place) if cell]
    return columns.profile(place).number < 0.3 and len(cells) >= LEAST_ROWS


def _codes(columns: RowColumns, place: int) -> bool:
    """True for few values of one length: 40, 53, 80."""
    cells = {cell for cell in columns.cells(place) if cell}
    return len(cells) <= 5 and len(set(map(len, cells))) == 1


def _grows_with_others(columns: RowColumns, place: int) -> bool:
    """True where a column's amounts grow with the weights or values of the rows."""
    known = [columns.place(name) for name in ("net_kg", "gross_kg", *sorted(MONEY)) if columns.sure(name)]
    others = known or [
        p for p in _free(columns, "value", "gross_kg") if p != place and columns.profile(p).integer < 0.6
    ]
    return any(_correlation(columns.numbers(place), columns.numbers(p)) > 0.5 for p in others)


def _correlation(left: Numbers, right: Numbers) -> float:
    """Pearson's correlation of the logarithms of two columns over the rows where both are over 0."""
    rows = [(math.log(a), math.log(b)) for a, b in pairs(left, right)]
    if len(rows) < LEAST_ROWS:
        return 0.0
    xs, ys = zip(*rows, strict=True)
    mx, my, sx, sy = fmean(xs), fmean(ys), pstdev(xs), pstdev(ys)
    if not sx or not sy:
        return 0.0
    return float(fmean((x - mx) * (y - my) for x, y in rows) / (sx * sy))


def _last_value(columns: RowColumns) -> None:
    """The only amount left whose header is about values, in a file that names currencies, if it grows with the goods.

    Without such a header it may as well be in dollars, or the customs value.
    """
    if columns.sure("value") or columns.sure("value_usd") or columns.currencies is None:
        return
    left = [p for p in _free(columns, "value") if columns.profile(p).integer < 0.6]
    candidates = [p for p in left if columns.about(p) & {"value", "total"}]
    if len(candidates) != 1 or any(
        p != candidates[0] and _one_factor(columns, candidates[0], p) for p in left
    ):
        return  # of a value in two currencies neither is known
    known = [columns.place(name) for name in ("quantity", "net_kg", "gross_kg") if columns.sure(name)]
    if any(_correlation(columns.numbers(candidates[0]), columns.numbers(p)) > 0.5 for p in known):
        columns.decide("value", candidates[0], BY_ELIMINATION)


def _one_factor(columns: RowColumns, left: int, right: int) -> bool:
    """True where one column is the other times a fixed factor for each currency."""
    groups = columns.currencies or [""] * len(columns.rows)
    ratios = ratios_by(groups, columns.numbers(left), columns.numbers(right))
    return bool(ratios) and all(spread <= ONE_RATE for _, spread in ratios.values())


def _doubt_broken_pieces(columns: RowColumns) -> None:
    """Lower the confidence of a quantity with fractions of pieces, unless its header is known as a whole."""
    if "quantity" not in columns.mapping or columns.spelt("quantity") or not columns.sure("unit"):
        return
    units = columns.cells(columns.place("unit"))
    pieces = [
        number
        for number, unit in zip(columns.numbers(columns.place("quantity")), units, strict=True)
        if number is not None and unit_code(unit) == PIECE
    ]
    if len(pieces) >= LEAST_ROWS and sum(not n.is_integer() for n in pieces) > MOST_BROKEN * len(pieces):
        columns.doubt("quantity")


def _doubt_prices(columns: RowColumns) -> None:
    """Lower the confidence of a "price" that does not grow with the quantity: it is that of one unit."""
    if not columns.sure("quantity"):
        return
    quantities = columns.numbers(columns.place("quantity"))
    for name in ("value", "value_usd"):
        if not columns.sure(name) or columns.spelt(name) or "price" not in columns.about(columns.place(name)):
            continue
        values = columns.numbers(columns.place(name))
        if _vary(quantities) and _vary(values) and _correlation(quantities, values) < LEAST_GROWTH:
            columns.doubt(name)


def _vary(numbers: Numbers) -> bool:
    """True for enough numbers that differ enough to see what they grow with."""
    logs = [math.log(n) for n in numbers if n and n > 0]
    return len(logs) >= 2 * LEAST_ROWS and pstdev(logs) > LEAST_DEVIATION
