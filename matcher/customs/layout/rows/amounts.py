"""Columns of quantities and weights, distinguished by their relations in the rows; those of money are in money.py."""

from __future__ import annotations

import re

from matcher.customs.layout.field_evidence import LEAST_SEEN
from matcher.customs.layout.rows.amount_columns import (
    BY_ELIMINATION,
    MONEY,
    correlation,
    free_amounts,
    free_under_any_header,
    is_amount,
    is_one_factor,
    others_named,
    settle,
)
from matcher.customs.layout.rows.declarations import is_of_declaration
from matcher.customs.layout.rows.money import (
    correct_value,
    drop_other_amount,
    last_value,
    value_and_dollars,
)
from matcher.customs.layout.rows.row_columns import FOUND, MOSTLY, RowColumns
from matcher.customs.layout.rows.row_relations import LEAST_ROWS, is_gross_over_net, is_product, ratios_by
from matcher.customs.layout.rows.value_proofs import (
    doubt_prices,
    prove_by_dollars,
    value_by_price,
    value_not_price,
)
from matcher.customs.values.units import KILOGRAMS, PIECE, unit_code
from matcher.text.plain_words import plain

MOST_BROKEN = (
    0.5  # share of quantities of pieces with a fraction, above which they are amounts of something else
)
MOST_EQUAL = 6  # rows in which a quantity or a price stands, on average
_NUMBERED = re.compile(r"(\D*\D)([12])")
_SECOND = re.compile("second(?!ary)|2nd|втор[аоы]|друг[аоі]|segund[ao]|deuxi[eè]me|zweite|ikinci|第二|二法定")
LEAST_WEIGHED = 5  # rows in kilograms in which a quantity is the net weight
WEIGHED_AGAIN = 0.06  # by which tonnes of an invoice differ from the weight of the declaration
LEAST_SPREAD = 0.25  # of prices and quantities; rates of exchange change less within a year


def find_amounts(columns: RowColumns) -> None:
    """Decide quantity, weights and values, where free columns show them."""
    _first_of_numbered(columns)
    _unit_with_its_quantity(columns)
    _doubt_broken_pieces(columns)
    value_not_price(columns)
    _product(columns)
    value_and_dollars(columns)
    correct_value(columns)
    drop_other_amount(columns)
    for name in ("gross_kg", "net_kg", "quantity"):
        _correct_total(columns, name)
    _weighed_quantity(columns)
    _weights(columns)
    _quantity(columns)
    _unit_beside_quantity(columns)
    last_value(columns)
    _product(columns)
    correct_value(columns)
    value_by_price(columns)
    prove_by_dollars(columns)
    doubt_prices(columns)


def _first_of_numbered(columns: RowColumns) -> None:
    """Of UNIT_1 and UNIT_2 the first: the second is a supplementary unit. A second one alone is nothing that is sure."""
    headers = [plain(header).replace(" ", "") for header in columns.columns.headers]
    parts = [_NUMBERED.fullmatch(header) for header in headers]
    numbered = any(part and part[2] == "1" for part in parts)
    for name in ("quantity", "unit"):
        if not columns.sure(name) or columns.spelt(name) or not columns.about(columns.place(name)):
            continue
        header, part = headers[columns.place(name)], parts[columns.place(name)]
        second = _SECOND.search(header)
        if second:
            stem = header.replace(second[0], "")
        elif part and part[2] == "2":
            stem = part[1]
        else:
            continue
        first = [place for place in columns.left() if headers[place] in (stem, f"{stem}1")]
        if len(first) == 1 and columns.profile(first[0]).seen >= LEAST_SEEN:
            columns.decide(name, first[0], FOUND)
        elif numbered or second:
            columns.other.add(columns.place(name))
            columns.drop(name)


def _unit_with_its_quantity(columns: RowColumns) -> None:
    """A column called the unit whose cells state quantities with their units, 582.00 SQM, is the quantity's where no other is."""
    if columns.sure("unit") and not columns.sure("quantity") and _with_units(columns, columns.place("unit")):
        place = columns.place("unit")
        if columns.profile(place).amount >= MOSTLY:
            columns.drop("unit")
            columns.decide("quantity", place, FOUND)


def _correct_total(columns: RowColumns, name: str) -> None:
    """Where the column is the total of the declaration, take the only one that may be the line's; else doubt it."""
    if not columns.sure(name) or not is_of_declaration(columns, columns.place(name)):
        return
    others = [p for p in others_named(columns, name) if not is_of_declaration(columns, p)]
    if len(others) == 1:
        columns.decide(name, others[0], FOUND)
    else:
        columns.doubt(name)


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


def _product(columns: RowColumns) -> None:
    """Quantity times price is the value: which column is which, and which is no field."""
    quantities = _beside_unit_or_named(columns, _known_or_free(columns, "quantity"))
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
                    settle(columns, "quantity", q)
                    columns.proved.add("quantity")
                    if not columns.sure("value") and not columns.sure("value_usd"):
                        settle(columns, "value", v)
                    return


def _beside_unit_or_named(columns: RowColumns, places: list[int]) -> list[int]:
    """Of what may be the quantity, where any of it stands beside the unit, only that and what is called a quantity: a net weight
    makes the value too, times the price of a kilogram."""
    beside = [] if columns.sure("quantity") else _beside_unit(columns, places)
    return [p for p in places if p in beside or "quantity" in columns.about(p)] if beside else places


def _beside_unit(columns: RowColumns, places: list[int]) -> list[int]:
    """Those that stand beside the unit; none where it is not known."""
    return [p for p in places if abs(p - columns.place("unit")) == 1] if columns.sure("unit") else []


def _known_or_free(columns: RowColumns, name: str) -> list[int]:
    return [columns.place(name)] if columns.sure(name) else free_amounts(columns, name)


def _is_rate(columns: RowColumns, place: int) -> bool:
    """True for few numbers, or such as differ little within a currency: rates of exchange, of duty or of freight."""
    cells = [cell for cell in columns.cells(place) if cell]
    if len(set(cells)) <= len(cells) // MOST_EQUAL:
        return True
    groups = columns.currencies or [""] * len(columns.rows)
    rates = ratios_by(groups, [1.0] * len(columns.rows), columns.numbers(place))
    return bool(rates) and all(spread <= LEAST_SPREAD for _, spread in rates.values())


def _weighed_quantity(columns: RowColumns) -> None:
    """Where neither quantity nor net weight is known, the only two amounts of which one stands beside the unit and is the other
    wherever that is one of weight, and the other is somewhat less than a third amount, the gross weight."""
    if not columns.sure("unit") or any(map(columns.sure, ("quantity", "net_kg", "gross_kg"))):
        return
    beside = _beside_unit(columns, free_amounts(columns, "quantity"))
    amounts = free_amounts(columns, "net_kg", "gross_kg") if beside else []
    found = [
        (quantity, net)
        for quantity in beside
        for net in amounts
        if net != quantity
        and _in_kilograms(columns, quantity, net)
        and any(
            is_gross_over_net(columns.numbers(gross), columns.numbers(net))
            for gross in amounts
            if gross not in (quantity, net)
        )
    ]
    if len(found) == 1:
        columns.decide("quantity", found[0][0], FOUND)
        columns.decide("net_kg", found[0][1], FOUND)


def _weights(columns: RowColumns) -> None:
    """Gross and net: one a little more than the other in every row, and neither of them money."""
    weighed = [p for p in free_under_any_header(columns, "net_kg") if "weight" in columns.about(p)]
    places = {
        name: [columns.place(name)] if columns.sure(name) else weighed or free_amounts(columns, name)
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
        and not (columns.words_known and any(_is_unnamed(columns, place) for place in (gross, net)))
    ]
    if len(found) == 1:
        settle(columns, "gross_kg", found[0][0])
        settle(columns, "net_kg", found[0][1])


def _is_money(columns: RowColumns, *places: int) -> bool:
    """True where one of the columns is a fixed factor of a value that is known."""
    known = [columns.place(name) for name in MONEY & columns.mapping.keys()]
    return any(is_one_factor(columns, money, place) for money in known for place in places)


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


def _is_unnamed(columns: RowColumns, place: int) -> bool:
    """True for a header that says nothing of weights: beside headers that are understood it names another amount."""
    return not columns.about(place) & {"weight", "gross", "net"} and not any(
        place in columns.mapping.get(name, ()) for name in ("gross_kg", "net_kg")
    )


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
    free = [
        p for p in free_amounts(columns, "quantity") if not _is_money(columns, p) and not _is_rate(columns, p)
    ]
    net = columns.place("net_kg") if columns.sure("net_kg") else None
    named_otherwise = free_under_any_header(columns, "quantity")
    weighed = [] if net is None else [p for p in named_otherwise if _in_kilograms(columns, p, net)]
    if len(weighed) == 1:
        columns.decide("quantity", weighed[0], FOUND)
        columns.proved.add("quantity")
        return
    counted = [p for p in free if columns.profile(p).integer >= 0.6 or _with_units(columns, p)]
    named = [p for p in counted if columns.about(p) & {"quantity", "unit"}]
    beside = _beside_unit(columns, counted)
    with_units = [p for p in counted if _with_units(columns, p)]
    measured = any(map(columns.sure, ("net_kg", "gross_kg", *MONEY)))
    # What stands beside the unit leaves no other: packages grow with weights, pieces and metres together need not.
    for candidates in (with_units, named, beside or counted):
        growing = [p for p in candidates if _grows_with_others(columns, p)]
        if len(growing) == 1 and (candidates is not counted or (measured and columns.sure("unit"))):
            columns.decide("quantity", growing[0], FOUND if candidates is not counted else BY_ELIMINATION)
            return
        if growing:
            return


def _in_kilograms(columns: RowColumns, place: int, weight: int) -> bool:
    """True for amounts beside the unit that are the net `weight` where that is a kilogram, nearly so where it is a tonne, which
    is weighed again on arrival, and others elsewhere."""
    if not columns.sure("unit") or abs(place - columns.place("unit")) != 1:
        return False
    net = columns.numbers(weight)
    units = map(unit_code, columns.cells(columns.place("unit")))
    rows = [
        (amount * KILOGRAMS[code] / kilograms, 0.011 if KILOGRAMS[code] <= 1 else WEIGHED_AGAIN)
        if code in KILOGRAMS
        else None
        for amount, kilograms, code in zip(columns.numbers(place), net, units, strict=True)
        if amount and kilograms and code
    ]
    weighed = [row for row in rows if row]
    same = sum(abs(share - 1) <= apart for share, apart in weighed)
    return len(weighed) >= LEAST_WEIGHED and len(weighed) < len(rows) and same >= MOSTLY * len(weighed)


def _unit_beside_quantity(columns: RowColumns) -> None:
    """Of two columns of units the one beside the quantity, where the other stands beside a second amount."""
    if not (columns.sure("quantity") and columns.sure("unit")):
        return
    quantity, unit = columns.place("quantity"), columns.place("unit")
    if unit == quantity + 1 or not unit or not is_amount(columns, unit - 1):
        return
    places = [p for p in (quantity + 1, quantity - 1) if 0 <= p < len(columns.columns.profiles)]
    for name in ("unit", "unit_number"):
        beside = [
            p for p in places if p not in columns.taken() and getattr(columns.profile(p), name) >= MOSTLY
        ]
        if len(beside) == 1:
            columns.drop("unit", "unit_number")
            columns.decide(name, beside[0], FOUND)
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
        p
        for p in free_amounts(columns, "value", "gross_kg")
        if p != place and columns.profile(p).integer < 0.6
    ]
    return any(correlation(columns.numbers(place), columns.numbers(p)) > 0.5 for p in others)
