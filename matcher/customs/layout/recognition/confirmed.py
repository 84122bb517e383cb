"""Fields that the learnt model finds likeliest, though not surely, and that the rows confirm: weights of which one is always
a little more than the other, the only amount of money beside currencies, the value in the currency of the country."""

from __future__ import annotations

from dataclasses import replace

from matcher.arrays import Bools
from matcher.customs.layout.assignment import Assignment, Columns
from matcher.customs.layout.learnt.table_model import Told
from matcher.customs.layout.rows.amount_columns import BY_ELIMINATION, is_total, untaken_amounts
from matcher.customs.layout.rows.column_relations import RELATIONS
from matcher.customs.layout.rows.money import grows_with_goods, is_at_home
from matcher.customs.layout.rows.row_columns import FOUND, MOSTLY, RowColumns

MEASURED = frozenset(("quantity", "gross_kg", "net_kg", "~second_quantity", "~tare", "~packages"))
SURELY_MEASURED = 0.8  # of the model, from which an amount is none of money
OF_VALUES = frozenset(("value", "value_usd", "customs_value"))
LEAST_NAMED = 0.5  # of the model, for an amount below a header


def confirmed(columns: Columns, assignment: Assignment, told: Told, relations: Bools) -> Assignment:
    """The assignment with the weights and the value that the rows confirm; `relations` as column_relations gives them."""
    under_way = RowColumns(columns, dict(assignment.mapping), dict(assignment.confidence))
    _weights(under_way, told, relations)
    value_left(under_way, told)
    _value_at_home(under_way, told)
    return replace(assignment, mapping=under_way.mapping, confidence=under_way.confidence)


def _weights(columns: RowColumns, told: Told, relations: Bools) -> None:
    """Gross and net: the only two columns of which one is a little more than the other in every row, and which the model takes
    for these, whatever words took either of them for."""
    more = relations[RELATIONS.index("somewhat more than")]
    gross, net = (
        [place for place, likeliest in enumerate(told.likeliest) if likeliest == name]
        for name in ("gross_kg", "net_kg")
    )
    pairs = [(g, n) for g in gross for n in net if more[g, n]]
    if len(pairs) != 1:
        return
    pair = dict(zip(("gross_kg", "net_kg"), pairs[0], strict=True))
    others = {name for name, places in columns.mapping.items() if set(places) & set(pairs[0])} - pair.keys()
    elsewhere = [name for name in pair if columns.sure(name) and columns.place(name) not in pairs[0]]
    if elsewhere or any(map(columns.sure, others)):
        return
    if all(columns.sure(name) and columns.place(name) == place for name, place in pair.items()):
        return
    columns.drop(*pair)
    for name, place in pair.items():
        columns.decide(name, place, FOUND)


def _value_at_home(columns: RowColumns, told: Told) -> None:
    """The customs value: the only amount left that the model takes for it, if it is the value in the currency of the country."""
    if not columns.sure("value") or columns.sure("customs_value"):
        return
    likely = [
        place
        for place in untaken_amounts(columns)
        if told.likeliest[place] == "customs_value" and told.probability[place] >= LEAST_NAMED
    ]
    if len(likely) == 1 and is_at_home(columns, columns.place("value"), likely[0]):
        columns.decide("customs_value", likely[0], FOUND)


def value_left(columns: RowColumns, told: Told, least: float = LEAST_NAMED) -> None:
    """The only amount left in a table that names currencies, if it grows with the goods and the model takes it for a value.

    In 1,563 tables such an amount was the value 32 times of 33, before the model was asked; the other was a second quantity.
    """
    if columns.sure("value") or columns.sure("value_usd") or columns.currencies is None:
        return
    left = [
        place
        for place in untaken_amounts(columns)
        if columns.profile(place).integer < MOSTLY
        and not (told.likeliest[place] in MEASURED and told.probability[place] >= SURELY_MEASURED)
    ]
    if len(left) != 1:
        return
    place = left[0]
    likely = told.likeliest[place] in OF_VALUES and told.probability[place] >= least
    if likely and grows_with_goods(columns, place) and not is_total(columns, place):
        columns.decide("value", place, BY_ELIMINATION)
