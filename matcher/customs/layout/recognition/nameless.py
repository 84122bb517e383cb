"""Fields of tables without a header that values alone leave open: what the learnt model takes a column for, where the rows agree.

Only values speak here, and firms of both sides of a sale look alike: they are read in declarations whose procedures show that
they are of imports, where the importer is the firm beside its tax number, or where such numbers are of a country that the goods
do not come from.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from matcher.customs.layout.assignment import Assignment
from matcher.customs.layout.column_values import are_phrases
from matcher.customs.layout.columns import Columns
from matcher.customs.layout.learnt.table_model import Told, shipped_tables
from matcher.customs.layout.recognition.confirmed import (
    is_country_of_exporter,
    shares_left,
    value_left,
)
from matcher.customs.layout.recognition.learnt_columns import told_by
from matcher.customs.layout.rows.addresses import addresses_told
from matcher.customs.layout.rows.amount_columns import MONEY, untaken_amounts
from matcher.customs.layout.rows.amounts import find_amounts
from matcher.customs.layout.rows.column_relations import relations_of
from matcher.customs.layout.rows.declarations import LEAST_RUNS, are_of_one_day, changes_with, starts
from matcher.customs.layout.rows.money import is_at_home, value_beside_one_at_home
from matcher.customs.layout.rows.offices import find_office
from matcher.customs.layout.rows.parties import are_names, find_parties, like_tax_numbers, one_to_one
from matcher.customs.layout.rows.row_columns import FOUND, MOSTLY, RowColumns
from matcher.customs.layout.rows.row_relations import (
    LEAST_ROWS,
    NEARLY_ALL,
    constant_within,
    several_lines,
)
from matcher.customs.layout.rows.stated_rates import (
    is_at_official_rates,
    is_at_stated_rate,
    rates_of_exchange,
)
from matcher.customs.layout.rows.told_columns import told_as
from matcher.customs.layout.rows.trade_countries import AT_HOME, home_of, share_of
from matcher.customs.values.countries import alpha3
from matcher.customs.values.units import unit_code

LIKELY, RATHER = 0.8, 0.5  # of the model, for numbers that other papers have too, and for firms among firms
LEAST_BY_VALUES = 0.2  # of the model, for amounts of money: by values alone three fields look alike
MOST_PROCEDURES = 8
ROUNDED = 0.021  # by which a sum of three amounts may be off
# Countries of origin of imports, and the share of the lines from one of them
LEAST_COUNTRIES, MADE_IN_ONE = 3, 0.5
FEW_ALIKE = 0.3  # share of declarations with one text of the goods in all their lines
# Procedures of imports: IM 40, IM4 of ASYCUDA, and the codes of the Union's declaration (4000, 5100), with details of three digits.
KILOGRAM, LEAST_IN_KILOGRAMS = "KGM", 6  # lines in it from which equal amounts are no chance
CLEARLY_WHOLE = 0.5  # by which more pieces than weights are whole
_IMPORTS = re.compile(r"(?:IM|ИМ|ІМ)[ -]?\d\d?|(?:4\d|5[13]|6[138]|7[18])\d\d(?: ?\d{3})?", re.IGNORECASE)
_FOR_HOME_USE = re.compile(r"\D+4|4\d")


def with_nameless(columns: Columns, assignment: Assignment) -> Assignment:
    """The assignment with the number of the declaration, the value and, of imports, the firms; a table may have no column."""
    if not columns.profiles:
        return assignment
    under_way = RowColumns(columns, dict(assignment.mapping), dict(assignment.confidence))
    found = told_by(shipped_tables(), columns.read_as, columns.profiles, relations_of(columns)).together
    _declaration(under_way, found)
    find_office(under_way)
    find_parties(under_way)  # again, since it is known where declarations begin, and what the quantities are
    _quantity_and_net(under_way)
    _net_beside_quantity(under_way, found)
    find_amounts(under_way)
    _goods(under_way, found)
    if _are_imports(under_way):
        _firms(under_way, found)
    _other_seller(under_way, found)
    addresses_told(under_way, found)
    _departure(under_way, found)
    value_beside_one_at_home(under_way)
    _value_at_official_rates(under_way, found)
    value_left(under_way, found, LEAST_BY_VALUES)
    _value_with_costs(under_way, found)
    _value_at_home(under_way, found)
    _declarant(under_way, found)
    return replace(assignment, mapping=under_way.mapping, confidence=under_way.confidence)


def _declaration(columns: RowColumns, told: Told) -> None:
    """Numbers that change where the lines begin again, and only there; without numbers of lines the only ones whose rows follow
    each other and have one date."""
    if columns.sure("declaration"):
        return
    begin = starts(columns)
    found = [
        place
        for place in told_as(columns, told, "declaration", RATHER if begin else LIKELY)
        if (changes_with(columns, place, begin) if begin else are_of_one_day(columns, place))
    ]
    if len(found) == 1:
        columns.decide("declaration", found[0], FOUND)


def _quantity_and_net(columns: RowColumns) -> None:
    """The amount beside the unit that is in kilograms what another is in all lines, which is the net weight; where both stand beside
    it, pieces are whole."""
    if not columns.sure("unit") or columns.sure("quantity") or columns.sure("net_kg"):
        return
    unit, amounts = columns.place("unit"), list(untaken_amounts(columns))
    units = [unit_code(cell) for cell in columns.cells(unit)]
    in_kilograms = [at for at, code in enumerate(units) if code == KILOGRAM]
    if len(in_kilograms) < LEAST_IN_KILOGRAMS:
        return

    def others_whole(place: int) -> float:
        others = [columns.numbers(place)[at] for at, code in enumerate(units) if code != KILOGRAM]
        return sum(amount is not None and amount.is_integer() for amount in others) / max(1, len(others))

    found = [
        (quantity, net)
        for quantity in {unit - 1, unit + 1} & set(amounts)
        for net in amounts
        if net != quantity
        and all(columns.numbers(net)[at] == columns.numbers(quantity)[at] for at in in_kilograms)
        and len({columns.numbers(net)[at] for at in in_kilograms}) > 1
        and (abs(net - unit) > 1 or others_whole(quantity) > others_whole(net) + CLEARLY_WHOLE)
    ]
    if len(found) == 1:
        columns.decide("quantity", found[0][0], FOUND)
        columns.decide("net_kg", found[0][1], FOUND)


def _net_beside_quantity(columns: RowColumns, told: Told) -> None:
    """Where the quantity is known, the only amount that is the same in all lines in kilograms and that the model takes for the net
    weight."""
    if not (columns.sure("unit") and columns.sure("quantity")) or columns.sure("net_kg"):
        return
    units = [unit_code(cell) for cell in columns.cells(columns.place("unit"))]
    in_kilograms = [at for at, code in enumerate(units) if code == KILOGRAM]
    quantities = columns.numbers(columns.place("quantity"))
    found = [
        place
        for place in told_as(columns, told, "net_kg", RATHER)
        if place in untaken_amounts(columns)
        and all(columns.numbers(place)[at] == quantities[at] for at in in_kilograms)
        and len({quantities[at] for at in in_kilograms}) > 1
        and columns.numbers(place) != quantities
    ]
    if len(in_kilograms) >= LEAST_IN_KILOGRAMS and len(found) == 1:
        columns.decide("net_kg", found[0], FOUND)


def _goods(columns: RowColumns, told: Told) -> None:
    """The only texts that the model takes for the description, or else the only ones of several words that differ between the
    lines of declarations and that it does not take for something else."""
    if columns.sure("description") or not columns.sure("hs"):
        return
    begin = starts(columns)
    several = several_lines(begin, len(columns.rows))
    of_lines = [
        place
        for place in columns.left()
        if len(several) >= LEAST_RUNS
        and are_phrases(columns.profile(place))
        and constant_within(columns.cells(place), begin) <= FEW_ALIKE
        and (told.probability[place] < LIKELY or told.likeliest[place] == "description")
    ]
    for found in (told_as(columns, told, "description", LIKELY), of_lines):
        if len(found) == 1:
            columns.decide("description", found[0], FOUND)
            return


def _firms(columns: RowColumns, told: Told) -> None:
    """The importer, its tax numbers beside its names, and the exporter."""
    pairs = [
        (number, name)
        for name in told_as(columns, told, "importer", RATHER)
        for number in (name - 1, name + 1)
        if number in columns.left()
        and like_tax_numbers(columns, number)
        and are_names(columns, name)
        and one_to_one(columns, number, name)
    ]
    if len(pairs) != 1 or columns.sure("importer") or columns.sure("importer_code"):
        return
    number, name = pairs[0]
    columns.decide("importer_code", number, FOUND)
    columns.decide("importer", name, FOUND)


def _other_seller(columns: RowColumns, told: Told) -> None:
    """Beside a known importer the only names that the model takes for the exporter's."""
    if not columns.sure("importer") or columns.sure("exporter"):
        return
    importer = columns.place("importer")
    others = [
        place
        for place in told_as(columns, told, "exporter", RATHER)
        if are_names(columns, place) and not one_to_one(columns, place, importer)
    ]
    if len(others) == 1:
        columns.decide("exporter", others[0], FOUND)


def _departure(columns: RowColumns, told: Told) -> None:
    """Of imports the only countries that are one for each exporter, or for each declaration, beside those of origin, which are
    not."""
    begin = starts(columns)
    if not (columns.sure("importer") and columns.sure("origin")) or columns.sure("departure"):
        return
    countries = [place for place in columns.left() if columns.profile(place).country >= MOSTLY]
    if len(countries) != 1:
        return
    country = countries[0]
    if is_country_of_exporter(columns, country) or (
        begin
        and shares_left(told, "departure", ["origin"])[country] >= RATHER
        and constant_within(columns.cells(country), begin) >= NEARLY_ALL
        and constant_within(columns.cells(columns.place("origin")), begin) < MOSTLY
    ):
        columns.decide("departure", country, FOUND)


def _value_at_official_rates(columns: RowColumns, told: Told) -> None:
    """The only amount beside the currencies that another one is at home, at the official rates of the day, and that is none at home
    itself."""
    if columns.sure("value") or columns.sure("value_usd") or not columns.sure("currency"):
        return
    amounts = [place for place in untaken_amounts(columns) if told.likeliest[place] in MONEY]
    pairs = [
        (value, home)
        for value, home in itertools.permutations(amounts, 2)
        if abs(value - columns.place("currency")) == 1
        and is_at_official_rates(columns, value, home)
        and not is_at_official_rates(columns, home, value)
    ]
    if len(pairs) == 1:
        columns.decide("value", pairs[0][0], FOUND)


def _value_with_costs(columns: RowColumns, told: Told) -> None:
    """In a table of one currency the value is what with freight and insurance beside it makes up the amount that follows them, which
    is the customs value."""
    if columns.sure("value") or columns.sure("customs_value") or columns.currencies is not None:
        return
    amounts = list(untaken_amounts(columns))
    found = [
        four
        for four in zip(amounts, amounts[1:], amounts[2:], amounts[3:], strict=False)
        if {told.likeliest[place] for place in four[1:3]} == {"~freight", "~insurance"}
        and _add_up(columns, four)
    ]
    if len(found) == 1:
        value, *_, with_costs = found[0]
        columns.decide("value", value, FOUND)
        columns.decide("customs_value", with_costs, FOUND)


def _add_up(columns: RowColumns, places: Sequence[int]) -> bool:
    """Whether in nearly all rows the last of four amounts is the sum of the others, of which the first is more than half."""
    rows = [
        (value, value + freight + insurance, total)
        for value, freight, insurance, total in zip(*map(columns.numbers, places), strict=True)
        if value and freight is not None and insurance is not None and total
    ]
    fits = sum(abs(total - added) <= ROUNDED and value > total / 2 for value, added, total in rows)
    return len(rows) >= LEAST_ROWS and fits >= NEARLY_ALL * len(rows)


def _declarant(columns: RowColumns, told: Told) -> None:
    """The only names, one for each declaration, that the model takes for the declarant's."""
    begin = starts(columns)
    found = [
        place
        for place in told_as(columns, told, "declarant", LIKELY)
        if are_names(columns, place) and begin and constant_within(columns.cells(place), begin) >= NEARLY_ALL
    ]
    if len(found) == 1 and not columns.sure("declarant"):
        columns.decide("declarant", found[0], FOUND)


def _value_at_home(columns: RowColumns, told: Told) -> None:
    """The customs value: the only amount that is the value, and some freight, at the rates that a column states; or that the model
    takes for it, at those of each currency."""
    if not columns.sure("value") or columns.sure("customs_value"):
        return
    value = columns.place("value")
    rates = rates_of_exchange(columns)
    found = [p for p in untaken_amounts(columns) if is_at_stated_rate(columns, value, p, rates)] or [
        p
        for p in untaken_amounts(columns)
        if told.likeliest[p] == "customs_value"
        and told.probability[p] >= RATHER
        and is_at_home(columns, value, p)
    ]
    if len(found) == 1:
        columns.decide("customs_value", found[0], FOUND)


def _are_imports(columns: RowColumns) -> bool:
    """Whether a column holds procedures of imports and no others, or the goods are made abroad: those that a country sells are
    mostly its own."""
    if any(_are_procedures(columns.cells(place)) for place in columns.left()):
        return True
    return _are_made_abroad(columns)


def _are_made_abroad(columns: RowColumns) -> bool:
    """Whether the goods are made in several countries, most in none of them and hardly any in that of tax numbers."""
    if not columns.sure("origin"):
        return False
    origin = columns.place("origin")
    countries = Counter(code for cell in columns.cells(origin) if (code := alpha3(cell)))
    most = max(countries.values(), default=0)
    if len(countries) < LEAST_COUNTRIES or most > MADE_IN_ONE * countries.total():
        return False
    homes = {home_of(columns, place) for place in columns.left() if like_tax_numbers(columns, place)}
    return all(share_of(columns, origin, home) <= AT_HOME for home in homes - {""})


def _are_procedures(cells: Sequence[str]) -> bool:
    stated = [cell for cell in cells if cell]
    kinds = set(stated)
    return (
        len(stated) >= MOSTLY * len(cells)
        and 2 <= len(kinds) <= MOST_PROCEDURES
        and sum(_IMPORTS.fullmatch(cell) is not None for cell in stated) >= NEARLY_ALL * len(stated)
        and any(_FOR_HOME_USE.match(cell) for cell in kinds)
    )
