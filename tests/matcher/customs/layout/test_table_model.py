"""What the other columns of a table say of a column."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.customs.layout.columns import columns_of
from matcher.customs.layout.learnt.column_model import HEADER
from matcher.customs.layout.learnt.table_model import (
    LEAST_LOG,
    log_probabilities,
    related_columns,
    shipped_tables,
    surroundings,
)
from matcher.customs.layout.recognition.learnt_columns import features
from matcher.customs.layout.rows.column_relations import relations_of

GOODS = (
    "ball bearing 6204",
    "drinking water pump",
    "ballistic helmet, aramid",
    "camera module with lens",
    "cotton bag",
    "steel bolt M8",
)
FIRMS = (
    "Kitezh LLC",
    "Stonefern LLC",
    "Alder Trade LLC",
    "Red Wren Co., Ltd",
    "Hengdun Co., Ltd",
    "Osprey Ltd",
)


def test_what_stands_around_a_column_are_its_neighbours_and_the_likeliest_other() -> None:
    shares = np.array([[0.9, 0.1], [0.2, 0.8], [0.5, 0.5]])
    around = surroundings(shares)
    assert around.shape == (3, 8)
    left, right, further, elsewhere = np.split(around, 4, axis=1)
    assert left.tolist() == [[0, 0], [0.9, 0.1], [0.2, 0.8]]
    assert right.tolist() == [[0.2, 0.8], [0.5, 0.5], [0, 0]]
    assert further.tolist() == [[0.25, 0.25], [0, 0], [0.45, 0.05]]
    assert elsewhere.tolist() == [[0.5, 0.8], [0.9, 0.5], [0.9, 0.8]]
    assert not surroundings(shares[:1]).any(), "a column alone has nothing around it"


def test_what_a_column_is_related_to_are_the_likeliest_of_the_columns_with_that_relation() -> None:
    shares = np.array([[0.9, 0.1], [0.2, 0.8], [0.5, 0.5]])
    relations = np.zeros((2, 3, 3), dtype=bool)
    relations[1, 0, 1] = relations[1, 0, 2] = True
    related = related_columns(shares, relations).reshape(3, 2, 3)
    assert related[0, 1].tolist() == [1.0, 0.5, 0.8]
    assert not related[0, 0].any()
    assert not related[1:].any()


def test_log_probabilities_add_up_and_have_a_floor() -> None:
    logs = log_probabilities(np.array([[1.0, 2.0, 3.0], [0.0, 0.0, 900.0]]))
    assert np.exp(logs[0]).sum() == pytest.approx(1)
    assert logs.min() == LEAST_LOG


def likely(headers: dict[str, str], header: str, field: str) -> float:
    """How likely a column is a field, in a table with these headers: kind of column -> header."""
    made = {
        "goods": GOODS,
        "hs": ("848210", "841370"),
        "firm": FIRMS,
        "home": FIRMS[::-1],
    }
    rows = [[made[kind][n % len(made[kind])] for kind in headers] for n in range(24)]
    columns = columns_of(list(headers.values()), rows)
    told = shipped_tables().told(features(columns.read_as, columns.profiles), relations_of(columns))
    return float(told.together.fields[field][list(headers.values()).index(header)])


def test_the_same_header_is_another_field_beside_another_column() -> None:
    goods = {"hs": "HS code", "goods": "Goods", "firm": "Company"}
    beside = {role: goods | {"home": role} for role in ("Importer", "Exporter")}
    for field, other in (("importer", "Exporter"), ("exporter", "Importer")):
        assert likely(beside[other], "Company", field) > likely(beside[field.capitalize()], "Company", field)


def test_what_the_header_says_is_told_from_what_the_values_say() -> None:
    columns = columns_of(["Goods", "HS code"], [[good, "848210"] for good in GOODS * 4])
    rows = features(columns.read_as, columns.profiles)
    bare = rows.copy()
    bare[:, :HEADER] = 0.0
    relations = relations_of(columns)
    told, without = (shipped_tables().told(each, relations) for each in (rows, bare))
    assert np.allclose(told.by_values.fields["description"], without.alone.fields["description"])
    assert told.alone.fields["description"][0] > told.by_values.fields["description"][0]
