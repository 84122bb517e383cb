"""Addresses, also towns alone, are the party's whose names they go with, by their header or by where they stand."""

from __future__ import annotations

import random

import numpy as np
import pytest

from matcher.customs.layout.assignment import Assignment
from matcher.customs.layout.columns import columns_of
from matcher.customs.layout.learnt.table_model import Told
from matcher.customs.layout.rows.addresses import addresses_told, find_addresses
from matcher.customs.layout.rows.parties import find_parties, parties_of_known
from matcher.customs.layout.rows.row_columns import RowColumns

# Exporter, its number and its town, importer, and the importer's town: each exporter has one importer.
SOLD = [
    ("Stonefern LLC", "480179622", "NIS", "Quiet River GmbH", "ULM"),
    ("Kitezh LLC", "513580678", "BAR", "Grey Otter AG", "BONN"),
    ("Red Wren Co", "390117455", "KOTOR", "Owl & Sons Ltd", "YORK"),
]
RNG = random.Random(3)
ROWS = [list(RNG.choice(SOLD)) for _ in range(40)]


def under_way(
    headers: list[str], known: dict[str, int], order: tuple[int, ...] = (0, 1, 2, 3, 4)
) -> RowColumns:
    """The rows under these headers, of which some columns are surely these fields."""
    columns = columns_of(headers, [[row[place] for place in order] for row in ROWS])
    return RowColumns(columns, {name: (at,) for name, at in known.items()}, dict.fromkeys(known, 0.97))


def told_of(count: int, **likeliest: tuple[int, float]) -> Told:
    """What a model says of columns: class (town, port or a field) -> column and share."""
    names, shares = ["~other"] * count, np.zeros(count)
    for name, (place, share) in likeliest.items():
        names[place] = {"city": "~city", "port": "~port"}.get(name, name)
        shares[place] = share
    return Told({}, tuple(names), shares)


@pytest.mark.parametrize(
    ("header", "field"), [("Exporter address", "exporter_address"), ("Address of buyer", "importer_address")]
)
def test_towns_whose_header_names_the_party_are_its_address_though_they_go_with_both(
    header: str, field: str
) -> None:
    place = 2 if field == "exporter_address" else 4
    headers = ["Exporter", "Number", "Zq2", "Importer", "Zq4"]
    headers[place] = header
    columns = under_way(headers, {"exporter": 0, "importer": 3})
    find_addresses(columns)
    assert {name: at for name, at in columns.mapping.items() if name.endswith("address")} == {field: (place,)}


@pytest.mark.parametrize(("order", "field"), [((0, 1, 2, 4, 3), "exporter"), ((0, 1, 3, 2, 4), "importer")])
def test_what_is_called_an_address_alone_is_of_the_party_that_it_stands_behind(
    order: tuple[int, ...], field: str
) -> None:
    headers = [("Exporter", "Number", "Address", "Importer", "Zq4")[place] for place in order]
    known = {
        "exporter": 0,
        "exporter_code": 1,
        "importer": order.index(3),
        "importer_address": order.index(2),
    }
    columns = under_way(headers, known, order)
    find_addresses(columns)
    assert columns.mapping[f"{field}_address"] == (order.index(2),)


@pytest.mark.parametrize(
    ("header", "told", "share", "found"),
    [
        ("Exporter town", "port", 0.4, True),
        ("Importer town", "city", 0.9, False),
        ("Zq2", "city", 0.5, True),
        ("Zq2", "port", 0.9, False),
        ("Zq2", "trademark", 0.9, False),
    ],
)
def test_towns_to_the_model_are_the_address_of_the_party_that_their_header_names_or_that_they_stand_behind(
    header: str, told: str, share: float, found: bool
) -> None:
    columns = under_way(
        ["Exporter", "Number", header, "Importer", "Zq4"], {"exporter": 0, "exporter_code": 1, "importer": 3}
    )
    addresses_told(columns, told_of(5, **{told: (2, share)}))
    assert ("exporter_address" in columns.mapping) == found


@pytest.mark.parametrize(("share", "found"), [(0.9, True), (0.6, False)])
def test_texts_away_from_the_names_that_the_model_surely_takes_for_addresses_are_such(
    share: float, found: bool
) -> None:
    columns = under_way(["Zq0", "Zq1", "Zq2"], {"exporter": 0}, order=(0, 3, 2))
    addresses_told(columns, told_of(3, exporter_address=(2, share)))
    assert ("exporter_address" in columns.mapping) == found


@pytest.mark.parametrize(("number_at", "field"), [(1, "exporter_code"), (2, "importer_code")])
def test_a_number_right_behind_the_exporter_and_not_before_the_importer_is_the_exporters(
    number_at: int, field: str
) -> None:
    order = (0, 1, 2, 3) if number_at == 1 else (0, 2, 1, 3)
    headers = ["Exporter", "Zq1", "Zq2", "Importer"]
    headers[number_at] = "Tax number"
    rows = [[row[place] for place in order] for row in ROWS]
    known: dict[str, tuple[int, ...]] = {"exporter": (0,), "importer": (3,), "importer_code": (number_at,)}
    columns = RowColumns(columns_of(headers, rows), known, dict.fromkeys(known, 0.97))
    find_parties(columns)
    assert columns.mapping[field] == (number_at,)


def test_addresses_that_words_left_in_doubt_are_found_when_the_names_are_known() -> None:
    columns = columns_of(["Exporter", "Number", "Exporter address", "Importer", "Zq4"], ROWS)
    known: dict[str, tuple[int, ...]] = {"exporter": (0,), "importer": (3,), "exporter_address": (2,)}
    doubtful = Assignment(known, {"exporter": 0.97, "importer": 0.97, "exporter_address": 0.6})
    assert parties_of_known(columns, doubtful).confidence["exporter_address"] > 0.9
