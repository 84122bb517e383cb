"""Fields that the learnt model finds likeliest, though not surely, and that the rows confirm: weights of which one is always
a little more than the other, the only amount of money beside currencies, the value in the currency of the country."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from matcher.arrays import Bools, Float64s
from matcher.customs.layout.assignment import Assignment, dollars_as_value
from matcher.customs.layout.columns import Columns
from matcher.customs.layout.learnt.table_model import Told
from matcher.customs.layout.rows.addresses import addresses_told
from matcher.customs.layout.rows.amount_columns import BY_ELIMINATION, MONEY, untaken_amounts
from matcher.customs.layout.rows.column_relations import RELATIONS
from matcher.customs.layout.rows.declarations import are_of_one_day, is_of_declaration
from matcher.customs.layout.rows.money import (
    grows_with_goods,
    is_at_home,
    is_in_money_of_rows,
    value_beside_one_at_home,
)
from matcher.customs.layout.rows.parties import are_names, one_to_one
from matcher.customs.layout.rows.party_columns import PARTIES
from matcher.customs.layout.rows.relations import WITH_FREIGHT, WITHOUT_FREIGHT
from matcher.customs.layout.rows.row_columns import FOUND, MOSTLY, RowColumns
from matcher.customs.layout.rows.row_relations import LEAST_ROWS, NEARLY_ALL, goes_with
from matcher.customs.layout.rows.stated_rates import is_with_costs, rates_of_exchange
from matcher.customs.layout.rows.told_columns import RATHER_SURELY, told_as
from matcher.customs.values.cells import day
from matcher.customs.values.countries import alpha3
from matcher.text.plain_words import plain

MEASURED = frozenset(("quantity", "gross_kg", "net_kg", "~second_quantity", "~tare", "~packages"))
SURELY_MEASURED = 0.8  # of the model, from which an amount is none of money
MOST_RATES, MOST_PERCENT = 12, 100  # different rates of duty in a file, and the highest
LEAST_NAMED = 0.5  # of the model, for an amount below a header
SURELY_CUSTOMS = 0.9  # of the model, for a customs value before one of the statistics
VALUES = MONEY | {"~other_value"}
LEAST_SUPPORTED = 0.3  # of the model, for a country whose header may say so too
LEAST_LEFT = 0.1  # of the model, beside fields that other columns are
SURELY_CARRIED = 0.7  # of the model, for papers of carriage and what is carried with
# What a header of countries is about that are not the exporters'
OF_OTHERS = frozenset(("importer", "destination", "maker", "buyer", "passing", "elsewhere"))
SURELY_SENT = 0.8  # of the model, for a country that is not that of origin
MADE_THERE = 0.4  # share of the lines whose goods are sent from where they are made
OF_CUSTOMS = frozenset(("customs", "customs_house", "office"))  # what a header of offices is about
SURELY_OFFICE = 0.85  # of the model
SURELY_TRADEMARK, FEW_CODED = 0.95, 0.2  # of the model; share of cells with digits
LONGEST_OFFICE = 10  # characters of an office's code
SURELY_NAMED_OFFICE = 0.75  # of the model, for names whose header speaks of an office
LEAST_OFFICE_CODES = 0.3  # of the model, for codes whose header speaks of an office
LEAST_NAMES = 3  # different trademarks or models
# What a header of firms says that may be of either party
OF_ANY_FIRM = frozenset(("party", "abroad"))
FEW_OFFICES = 0.3  # distinct ones among the rows


def confirmed(columns: Columns, assignment: Assignment, told: Told, relations: Bools) -> Assignment:
    """The assignment with the weights and the value that the rows confirm; `relations` as column_relations gives them."""
    under_way = RowColumns(columns, dict(assignment.mapping), dict(assignment.confidence))
    _weights(under_way, told, relations)
    value_left(under_way, told)
    if not under_way.sure("value") and not under_way.sure("value_usd"):
        value_beside_one_at_home(under_way)
    _value_at_home(under_way, told)
    _declaration(under_way, told)
    _bill_of_lading(under_way, told)
    _both_parties(under_way, told)
    _other_party(under_way, told)
    addresses_told(under_way, told)
    _departure(under_way, told)
    _destination(under_way)
    _office(under_way, told)
    _trademark(under_way, told)
    _named_in_descriptions(under_way, told)
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
    """The customs value: the only amount left that the model takes for it, or for a value that another column is, if it is the value
    in the currency of the country. Before one that the model does not take for it, whose header speaks of statistics. One in the
    currencies of the rows is the line's value."""
    known = [name for name in ("value", "value_usd") if columns.sure(name)]
    least = LEAST_NAMED
    if columns.sure("customs_value"):
        read = columns.place("customs_value")
        if "statistical" not in columns.about(read) or told.likeliest[read] == "customs_value":
            return
        least = SURELY_CUSTOMS
    if not known:
        return
    value = columns.place(known[0])
    shares = shares_left(told, "customs_value", known)
    likely = [place for place in untaken_amounts(columns) if shares[place] >= least]
    if len(likely) > 1:
        likely = _of_customs(columns, [place for place in likely if is_at_home(columns, value, place)])
    if not likely and least == LEAST_NAMED:
        likely = [place for place in untaken_amounts(columns) if _has_costs_at_rate(columns, told, place)]
    if len(likely) == 1 and known == ["value_usd"] and is_in_money_of_rows(columns, likely[0], value):
        columns.decide("value", likely[0], FOUND)
    elif len(likely) == 1 and is_at_home(columns, value, likely[0]):
        columns.drop("customs_value")
        columns.decide("customs_value", likely[0], FOUND)
        dollars_as_value(columns.mapping, columns.confidence)


def _of_customs(columns: RowColumns, places: Sequence[int]) -> list[int]:
    """Of several amounts in the currency of the country those that are no statistics, then with freight where others are called
    without, then those whose headers speak of the customs or an assessment."""
    words = {place: set(plain(columns.columns.headers[place]).split()) for place in places}
    left = [place for place in places if "statistical" not in columns.about(place)]
    if any(words[place] & WITHOUT_FREIGHT for place in left):
        left = [place for place in left if words[place] & WITH_FREIGHT]
    if len(left) > 1:
        left = [place for place in left if "customs" in columns.about(place)]
    return left


def _has_costs_at_rate(columns: RowColumns, told: Told, place: int) -> bool:
    """Whether an amount, which the model takes for some value, is the line's value with costs at a rate that a column states."""
    values = [columns.place(name) for name in ("value_usd", "value") if columns.sure(name)]
    if told.likeliest[place] not in VALUES or "charge" in columns.about(place):
        return False
    return any(is_with_costs(columns, value, place, rates_of_exchange(columns)) for value in values)


def shares_left(told: Told, name: str, known: Sequence[str]) -> Float64s:
    """For each column how surely it is a field, by the model, where it is none of those `known`, which others are."""
    others = sum(told.fields[other] for other in known)
    shares: Float64s = told.fields[name] / np.maximum(1 - others, LEAST_LEFT)
    return shares


def _declaration(columns: RowColumns, told: Told) -> None:
    """The only numbers that the model rather surely takes for those of declarations, each in rows that follow each other and have
    one date. Those of seals and containers, of which there are as many, their headers name."""
    if columns.sure("declaration"):
        return
    told_so = told_as(columns, told, "declaration", RATHER_SURELY)
    found = [p for p in told_so if "elsewhere" not in (about := columns.about(p)) or "declaration" in about]
    if len(found) == 1 and are_of_one_day(columns, found[0]):
        columns.decide("declaration", found[0], FOUND)


def _both_parties(columns: RowColumns, told: Told) -> None:
    """Where neither party is known, the only names that the model takes for each, for one of them rather surely: a partner may be
    either."""
    if any(map(columns.sure, PARTIES)):
        return
    found = {
        name: [place for place in told_as(columns, told, name, LEAST_NAMED) if are_names(columns, place)]
        for name in PARTIES
    }
    if any(len(places) != 1 for places in found.values()):
        return
    if max(told.probability[place] for (place,) in found.values()) >= RATHER_SURELY:
        for name, (place,) in found.items():
            columns.decide(name, place, FOUND)


def _other_party(columns: RowColumns, told: Told) -> None:
    """Beside one party, whose header says which it is, the only names that the model rather surely takes for the other's and whose
    header says no more than that they are a firm's: the seller of exports is "the firm", the buyer is named as such."""
    for name, known in zip(PARTIES, reversed(PARTIES), strict=True):
        if columns.sure(name) or not columns.sure(known) or known not in columns.about(columns.place(known)):
            continue
        found = [
            place
            for place in told_as(columns, told, name, RATHER_SURELY)
            if are_names(columns, place)
            and columns.about(place) <= OF_ANY_FIRM
            and not one_to_one(columns, place, columns.place(known))
        ]
        if len(found) == 1:
            columns.decide(name, found[0], FOUND)


def _bill_of_lading(columns: RowColumns, told: Told) -> None:
    """In a manifest, which has vessels or containers and no declarations, the paper of each line is its bill of lading, and its date
    the day of arrival: the last of all its days."""
    if columns.sure("declaration"):
        return
    papers = [place for place in _surely(told, "~transport_document") if place in columns.left()]
    carried = _surely(told, "~vessel", "~container")
    if len(papers) != 1 or not carried:
        return
    columns.decide("declaration", papers[0], FOUND)
    days = {
        place: [day(cell) or "" for cell in columns.cells(place)]
        for place, seen in enumerate(columns.columns.profiles)
        if seen.date >= MOSTLY
    }
    date = columns.place("date") if "date" in columns.mapping else -1
    if not columns.sure("date") and date in days and _are_last(days[date], [*days.values()]):
        columns.decide("date", date, FOUND)


def _surely(told: Told, *names: str) -> list[int]:
    """The columns that the model surely takes for one of these, of papers of carriage and what is carried with."""
    return [
        place
        for place, name in enumerate(told.likeliest)
        if name in names and told.probability[place] >= SURELY_CARRIED
    ]


def _are_last(days: Sequence[str], others: Sequence[Sequence[str]]) -> bool:
    """Whether no other column has a later day in nearly all rows."""
    rows = [(last, max(beside)) for last, *beside in zip(days, *others, strict=True) if last]
    return len(rows) >= LEAST_ROWS and sum(a >= b for a, b in rows) >= NEARLY_ALL * len(rows)


def _departure(columns: RowColumns, told: Told) -> None:
    """The country that goods are sent from: the only column of countries left that the model takes for it, if most goods, not all,
    are sent from where they are made; or the only one that is one for each declaration, as that of origin is not, and rather it
    than anything else; or the only one that is one for each exporter, as that of origin is not."""
    if not columns.sure("origin") or columns.sure("departure"):
        return
    left = [
        place
        for place in columns.left()
        if columns.profile(place).country >= MOSTLY and not _is_of_others(columns, place)
    ]
    origin = columns.place("origin")
    shares = shares_left(told, "departure", ["origin"])
    of_one = [place for place in left if is_country_of_declaration(columns, place)]
    if len(of_one) == 1 and not is_of_declaration(columns, origin):
        named = "departure" in columns.columns.believed[of_one[0]].evidence
        if shares[of_one[0]] >= (LEAST_SUPPORTED if named else LEAST_NAMED):
            columns.decide("departure", of_one[0], FOUND)
            return
    if len(left) == 1 and told.likeliest[left[0]] == "departure" and shares[left[0]] >= SURELY_SENT:
        codes = {cell: alpha3(cell) for place in (origin, left[0]) for cell in columns.cells(place)}
        rows = [
            codes[a] == codes[b]
            for a, b in zip(columns.cells(origin), columns.cells(left[0]), strict=True)
            if codes[a] and codes[b]
        ]
        if len(rows) >= LEAST_ROWS and MADE_THERE * len(rows) <= sum(rows) < len(rows):
            columns.decide("departure", left[0], FOUND)
            return
    if len(left) == 1 and is_country_of_exporter(columns, left[0]):
        columns.decide("departure", left[0], FOUND)


def _destination(columns: RowColumns) -> None:
    """The country that goods are sent to: the only column of countries left whose header speaks of it, each importer's own in each
    declaration and not each exporter's."""
    if columns.sure("destination") or not (columns.sure("importer") and columns.sure("exporter")):
        return
    left = [
        place
        for place in columns.left()
        if columns.profile(place).country >= MOSTLY
        and "destination" in columns.columns.believed[place].evidence
        and is_country_of_declaration(columns, place)
    ]
    if len(left) != 1:
        return
    countries = columns.cells(left[0])
    importers, exporters = (columns.cells(columns.place(name)) for name in PARTIES)
    if goes_with(importers, countries) >= NEARLY_ALL and goes_with(exporters, countries) < MOSTLY:
        columns.decide("destination", left[0], FOUND)


def _is_of_others(columns: RowColumns, place: int) -> bool:
    """Whether a header speaks of somebody or something else than the goods' way from their sender: a purchase, a maker, a buyer."""
    return bool(columns.columns.readings[place].about & OF_OTHERS)


def is_country_of_exporter(columns: RowColumns, place: int) -> bool:
    """Whether a column holds countries, several in all, each exporter's own, and no header calls them those of another; the exporters'
    goods are made in several."""
    if not columns.sure("exporter") or _is_of_others(columns, place):
        return False
    names = columns.cells(columns.place("exporter"))
    return (
        len(set(columns.cells(place)) - {""}) > 1
        and goes_with(names, columns.cells(place)) >= NEARLY_ALL
        and goes_with(names, columns.cells(columns.place("origin"))) < MOSTLY
    )


def is_country_of_declaration(columns: RowColumns, place: int) -> bool:
    """Whether a column holds countries, several in all, that are the same in all lines of each declaration."""
    return len(set(columns.cells(place)) - {""}) > 1 and is_of_declaration(columns, place)


def _office(columns: RowColumns, told: Told) -> None:
    """The office: the only column of a few values, the same in all lines of each declaration, that the model rather surely takes for
    it; or of codes that its header alone calls those of offices, and that the model takes for it."""
    if columns.sure("office") or not columns.sure("declaration"):
        return
    named = [place for place in columns.left() if columns.columns.readings[place].about & OF_CUSTOMS]
    if sum(columns.columns.can_be("office", place) for place in named) > 1:
        return  # one may be of entry
    found = [
        place
        for place in columns.left()
        if columns.profile(place).distinct <= FEW_OFFICES
        and len(set(columns.cells(place)) - {""}) > 1
        and columns.columns.can_be("office", place)
        and told.fields["office"][place] >= _least_of_office(columns, told, place)
        and is_of_declaration(columns, place)
    ]
    if len(found) == 1:
        columns.decide("office", found[0], FOUND)


def _trademark(columns: RowColumns, told: Told) -> None:
    """What is called a mark, surely a trademark to the model, is the trademark of a file without another: names, no grades of steel."""
    if "trademark" in columns.mapping or not columns.sure("mark"):
        return
    place = columns.place("mark")
    if (
        told.likeliest[place] == "trademark"
        and told.probability[place] >= SURELY_TRADEMARK
        and columns.profile(place).coded <= FEW_CODED
    ):
        columns.drop("mark")
        columns.decide("trademark", place, FOUND)


def _named_in_descriptions(columns: RowColumns, told: Told) -> None:
    """The trademark or model of a file without another: the only names that the model rather surely takes for it, each of which stands
    in the description beside it."""
    if not columns.sure("description"):
        return
    texts = [
        " ".join(cells).casefold()
        for cells in zip(*map(columns.cells, columns.mapping["description"]), strict=True)
    ]
    for name in ("trademark", "model"):
        if name in columns.mapping:
            continue
        found = [
            place
            for place in told_as(columns, told, name, RATHER_SURELY)
            if len(set(columns.cells(place)) - {""}) >= LEAST_NAMES
            and _are_within(columns.cells(place), texts)
        ]
        if len(found) == 1:
            columns.decide(name, found[0], FOUND)


def _are_within(parts: Sequence[str], texts: Sequence[str]) -> bool:
    """Whether nearly all parts, of several rows, stand in the texts beside them, and are not all of them."""
    rows = [(part.casefold(), text) for part, text in zip(parts, texts, strict=True) if part and text]
    within = sum(part in text and part != text for part, text in rows)
    return len(rows) >= LEAST_ROWS and within >= NEARLY_ALL * len(rows)


def _least_of_office(columns: RowColumns, told: Told, place: int) -> float:
    """How surely the model must take a column for the office: less where its header says so, and still less for codes that are
    likelier an office's than anything else."""
    if "office" not in columns.about(place):
        return SURELY_OFFICE
    codes = [cell for cell in columns.cells(place) if cell]
    if not all(len(code) <= LONGEST_OFFICE and any(map(str.isdigit, code)) for code in codes):
        return SURELY_NAMED_OFFICE
    return LEAST_OFFICE_CODES if told.likeliest[place] == "office" else LEAST_NAMED


def value_left(columns: RowColumns, told: Told, least: float = LEAST_NAMED) -> None:
    """The only amount left in a table that names currencies, if the model takes it for a value and it grows with the goods or
    stands beside the currency. Rates, which are few, are none.

    In 1,563 tables such an amount was the value 32 times of 33, before the model was asked; the other was a second quantity.
    """
    if columns.sure("value") or columns.sure("value_usd") or columns.currencies is None:
        return
    left = [
        place
        for place in untaken_amounts(columns)
        if columns.profile(place).integer < MOSTLY
        and not is_of_declaration(columns, place)  # rates, totals
        and not _are_rates(columns, place)
        and not (told.likeliest[place] in MEASURED and told.probability[place] >= SURELY_MEASURED)
    ]
    if len(left) != 1:
        return
    place = left[0]
    likely = told.likeliest[place] in MONEY and told.probability[place] >= least
    beside = columns.sure("currency") and abs(columns.place("currency") - place) == 1
    if likely and (beside or grows_with_goods(columns, place)):
        columns.decide("value", place, BY_ELIMINATION)


def _are_rates(columns: RowColumns, place: int) -> bool:
    """Whether numbers are few and of percents."""
    stated = {number for number in columns.numbers(place) if number is not None}
    return len(stated) <= MOST_RATES and max(stated, default=0) <= MOST_PERCENT
