"""What of the rules' reading is in doubt: where they and the learnt model together are not sure, and where nonetheless the
rules know better."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from matcher.customs.layout.assignment import Assignment
from matcher.customs.layout.columns import Columns
from matcher.customs.layout.field_evidence import LEAST_SEEN
from matcher.customs.layout.header_concepts import STRONG
from matcher.customs.layout.header_fields import numbered_part
from matcher.customs.layout.learnt.column_model import OTHER
from matcher.customs.layout.learnt.table_model import Told
from matcher.customs.layout.questions import LIKELY
from matcher.customs.layout.rows.amount_columns import MONEY

# What the rules are sure of is in doubt where rules and model together are less sure than this. At first sight of six lists,
# each weighed by what the others taught, 50 of 60 wrong columns were, and 6 of 4,120 right ones.
BELIEVED = 0.8
NO_FIELD = 0.8  # of the model, from which it speaks against a known spelling ("value" over unit prices) and what rows prove
OTHERWISE = 0.7  # of either model, from which it speaks against a date that the rules found
# Proved by names that it goes with, which the model does not compare
BY_NAMES = frozenset(("exporter_code", "importer_address", "exporter_address"))
EARLIER = "~earlier_date"
OTHER_DAYS = frozenset((EARLIER, "~later_date"))

# A second quantity or unit, a kind of packages, a heading of the HS, the code of another tariff or the tariff's own text, where
# no other column is the first, the whole code or the goods' own, is the only one there is.
SECONDS = {
    "quantity": {"~second_quantity"},
    "unit": {"~second_unit", "~package_kind"},
    "hs": {"~heading", "~another_hs"},
    "description": {"hs_description"},
}

# Tax numbers of ten digits look like HS codes; whose names stand on goods looks like ports, firms, kinds of goods.
NUMBERS_OF_FIRMS = frozenset(("importer_code", "exporter_code", "declarant_code"))
NAMES_ON_GOODS, NOTHING_MUCH = frozenset(("maker", "trademark")), 0.5

# Fields whose headers lie near each other in meaning: only words tell them apart. In 702 files that neither rules nor
# model had seen, words were right of firms and their addresses in 13 of 16 columns; of their numbers in 6 of 18, of final receivers
# in 4 of 13, of countries in 8 of 33: there the model decides. A seller is an exporter or another firm.
SIDES = frozenset(("importer", "exporter", "buyer", "seller"))  # a partner abroad may be either
OPPOSITES = (
    {"importer", "exporter"},
    {"exporter", "~other_firm"},
    {"importer_address", "exporter_address"},
    {"gross_kg", "net_kg"},
)


def doubted(
    single: Mapping[str, int],
    together: Mapping[str, float],
    told: Told,
    columns: Columns,
    assignment: Assignment,
) -> dict[str, float]:
    """The confidence of each field: that of the rules, or of both `together` where these do not believe it.

    `single`: field -> its column, of those that the rules read from one column."""
    confidence = dict(assignment.confidence)
    for name, both in together.items():
        place = single[name]
        if name == "date" and (day := _another_day(place, columns, told)):
            if day == EARLIER or "date" not in columns.readings[place].evidence:
                confidence[name] = min(confidence[name], LIKELY)
            continue
        # one column for value and value_usd: to the model it is one field
        shared = list(single.values()).count(place) > 1
        if (
            both >= BELIEVED
            or shared
            or (name in assignment.proved and not (_is_another(name, place, told) and name not in BY_NAMES))
            or columns.profiles[place].seen < LEAST_SEEN
        ):
            continue
        if not _rules_know_better(name, single, columns, told):
            confidence[name] = round(min(confidence[name], both), 3)
    return confidence


def _another_day(place: int, columns: Columns, told: Told) -> str:
    """The day that the model takes the only column of days for: of the contract, of the release; "" for that of the declaration.

    Goods are released or loaded within days of the declaration, so that such a day stands for it; contracts may be years old.
    """
    other = told.likeliest[place]
    sure = told.probability[place] >= OTHERWISE and "date" not in columns.readings[place].sure
    return other if sure and other in OTHER_DAYS else ""


def _is_another(name: str, place: int, told: Told) -> bool:
    """Whether the model is so sure of another matter that it speaks against what rows prove and headers say: an amount goes
    with quantity and price in any currency, the tariff's own text with the HS code.

    In the files of OPPOSITES the rows were right in 1 of 47 such columns."""
    other = told.likeliest[place]
    return (
        other != name and not {name, other} <= {"value", "value_usd"} and told.probability[place] >= NO_FIELD
    )


def _rules_know_better(name: str, single: Mapping[str, int], columns: Columns, told: Told) -> bool:
    """Whether the rules see what meanings do not tell: a known spelling, opposites named in full, numbered columns, a
    description in English beside the original, a quantity beside its unit or plainly named, a second one where there is no first.

    `single`: field -> its column, of those that the rules read from one column."""
    place = single[name]
    reading, likeliest = columns.readings[place], told.likeliest[place]
    plainly = reading.strength.get(name, 0.0) >= STRONG
    units = (single[unit] for unit in ("unit", "unit_number") if unit in single)
    another = _is_another(name, place, told) and likeliest not in SECONDS.get(name, ())
    if plainly and likeliest == name:
        return True
    if plainly and _is_no_other(name, place, single, told):
        return True
    if name == "quantity" and plainly and not another and any(abs(unit - place) == 1 for unit in units):
        return True
    unsure = (
        name == "quantity" and plainly and told.probability[place] < NO_FIELD
    )  # a word for "number" in many languages
    if (unsure or likeliest in SECONDS.get(name, ())) and not _has_first(name, place, columns, told):
        return True
    no_field = likeliest.startswith(OTHER) and told.probability[place] >= NO_FIELD
    if _is_another_value(name, place, columns, told):
        return False
    if (name in reading.sure and not no_field) or (name == "description" and likeliest == "translation"):
        return True
    if name != likeliest and any({name, likeliest} <= group for group in OPPOSITES) and plainly:
        if _is_named_elsewhere(likeliest, single, place, columns):
            return True
        return bool(reading.about & SIDES) or not {name, likeliest} <= SIDES
    part = numbered_part(columns.headers[place])
    return (
        part is not None
        and not another
        and any(
            (other := numbered_part(header)) and other[0] == part[0] and other != part
            for header in columns.headers
        )
    )


def _is_no_other(name: str, place: int, single: Mapping[str, int], told: Told) -> bool:
    """Whether what the model takes the column for says nothing: a firm's number for the HS code, which another column more surely is,
    or names of makers and trademarks for nothing much."""
    if name in NUMBERS_OF_FIRMS and told.likeliest[place] == "hs":
        other = single.get("hs", place)
        return other != place and told.fields["hs"][other] > told.fields["hs"][place]
    return name in NAMES_ON_GOODS and told.probability[place] < NOTHING_MUCH


def _is_named_elsewhere(name: str, single: Mapping[str, int], place: int, columns: Columns) -> bool:
    """Whether the header of another column names the field outright: beside "exporter" a partner is the importer."""
    other = single.get(name, place)
    return other != place and name in columns.readings[other].about


def _is_another_value(name: str, place: int, columns: Columns, told: Told) -> bool:
    """Whether the model is sure of another value in the column and of this one in another column: "CIF" is what is paid, and
    what is dutiable in the money of the country."""
    return (
        {name, told.likeliest[place]} <= MONEY
        and _is_another(name, place, told)
        and any(
            other != place and told.likeliest[other] == name and columns.can_be(name, other)
            for other in np.flatnonzero(told.fields[name] >= NO_FIELD).tolist()
        )
    )


def _has_first(name: str, second: int, columns: Columns, told: Told) -> bool:
    """Whether a column beside the `second` one may be the field, by its header's words or by the model, and is not surely another."""
    return any(
        place != second
        and (name in reading.evidence or told.fields[name][place] >= OTHERWISE)
        and not (told.likeliest[place].startswith(OTHER) and told.probability[place] >= OTHERWISE)
        for place, reading in enumerate(columns.believed)
    )
