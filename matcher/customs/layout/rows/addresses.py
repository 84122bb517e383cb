"""Columns of addresses: texts that go with the names of one party, whose header names it or that stand behind its columns."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.customs.layout.learnt.table_model import Told
from matcher.customs.layout.rows.party_columns import (
    FOUND,
    PARTIES,
    TOGETHER,
    give_to_exporter,
    only_the_importers,
)
from matcher.customs.layout.rows.row_columns import RowColumns
from matcher.customs.layout.rows.row_relations import goes_with
from matcher.customs.layout.rows.told_columns import RATHER_SURELY, told_as

# What the model takes towns for, which are all that many files say of where a firm is
TOWNS = frozenset(("~city", "~port", "importer_address", "exporter_address"))
LIKE_ADDRESSES = 0.6  # share of texts with words of addresses
MOST_FIRMS = 0.3  # share of firms' names, and of countries, among towns


def find_addresses(columns: RowColumns) -> None:
    """Addresses by their words or their header, each party's own."""
    _not_the_importers(columns)
    for name, field in _without_address(columns):
        found = [
            place
            for place in columns.free(field)
            if (columns.profile(place).address >= LIKE_ADDRESSES or "address" in columns.about(place))
            and _goes_with_names(columns, place, name)
            and _is_of(columns, place, name)
        ]
        if len(found) == 1:
            columns.decide(field, found[0], FOUND)
            if not _goes_with_names(columns, found[0], _other(name)):
                columns.proved.add(field)


def _not_the_importers(columns: RowColumns) -> None:
    """What is called an address alone is not the importer's where it stands between the exporter's columns and others, and goes with
    the exporter's names."""
    place = only_the_importers(columns, "address")
    if (
        place is not None
        and columns.columns.readings[place].about == {"address"}
        and _party_before(columns, place) == "exporter"
        and place + 1 not in columns.places("importer", "importer_code")
        and _goes_with_names(columns, place, "exporter")
    ):
        give_to_exporter(columns, "address")


def addresses_told(columns: RowColumns, told: Told) -> None:
    """The only texts that the model takes for a party's address, one for each of its names; else the only towns that are its own."""
    for name, field in _without_address(columns):
        likely = [
            place
            for place in columns.left()
            if columns.columns.can_be(field, place)
            and len(set(columns.cells(place)) - {""}) > 1
            and _goes_with_names(columns, place, name)
        ]
        surely = [place for place in told_as(columns, told, field, RATHER_SURELY) if place in likely]
        towns = [
            place for place in likely if _are_towns(columns, told, place) and _is_of(columns, place, name)
        ]
        for found in (surely, towns):
            if len(found) == 1:
                columns.decide(field, found[0], FOUND)
                break


def _without_address(columns: RowColumns) -> Iterator[tuple[str, str]]:
    """Each known party without a known address, and the field of its address."""
    for name in PARTIES:
        if columns.sure(name) and not columns.sure(f"{name}_address"):
            yield name, f"{name}_address"


def _other(name: str) -> str:
    return PARTIES[PARTIES.index(name) - 1]


def _goes_with_names(columns: RowColumns, place: int, name: str) -> bool:
    """Whether each of a party's names has one value of a column."""
    return name in columns.mapping and (
        goes_with(columns.cells(columns.place(name)), columns.cells(place)) >= TOGETHER
    )


def _is_of(columns: RowColumns, place: int, name: str) -> bool:
    """Whether a column that goes with a party's names is the party's: by its header, by what goes with the other party's names, else
    by the columns that it stands behind."""
    named = [party for party in PARTIES if party in columns.columns.readings[place].about]
    if len(named) == 1:
        return named == [name]
    return not _goes_with_names(columns, place, _other(name)) or _party_before(columns, place) == name


def _party_before(columns: RowColumns, place: int) -> str:
    """The party whose name or number stands right before a column; empty where it is neither's."""
    before = [
        name for name in PARTIES for field in (name, f"{name}_code")
        if columns.sure(field) and columns.place(field) == place - 1
    ]  # fmt: skip
    return before[0] if before else ""


def _are_towns(columns: RowColumns, told: Told, place: int) -> bool:
    """Whether a column holds towns to the model, whose header names a party or which stand right behind one's columns."""
    seen = columns.profile(place)
    return (
        told.likeliest[place] in TOWNS
        and max(seen.firm, seen.country) <= MOST_FIRMS
        and (
            bool(columns.columns.readings[place].about & set(PARTIES))
            or (told.likeliest[place] != "~port" and bool(_party_before(columns, place)))
        )
    )
