"""Columns of whole files as they teach the model: each is a field of the importer or no field."""

from __future__ import annotations

from matcher.customs.layout.columns import columns_of
from tools.labelled_columns import UNKNOWN, _by_truth


def test_what_a_truth_names_beside_the_fields_teaches_no_field() -> None:
    headers = ["Goods", "Box 44", "Seal", "Lot"]
    columns = columns_of(headers, [[f"pump {n}", f"N935 {n}", f"S{n}", f"{n}"] for n in range(20)])
    truth = {"fields": {"description": "Goods", "permits": "Box 44", "seals": "Seal"}}
    labels = [column.label for column in _by_truth(columns, truth)]
    assert labels == ["description", "~licence", UNKNOWN, UNKNOWN]
