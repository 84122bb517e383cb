"""Parts of years that one sheet of a workbook states for the tables of the others."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlite_utils import Database

from matcher.customs.ingest.store import import_file
from matcher.customs.trade.formats.texts.facts import Refused
from tests.support.trade_tables import shown

TABLE = [
    ["Flow", "HS code", "Country", "2024 - Value US$", "2023 - Value US$"],
    ["Export", "85258900", "China", 300, 200],
    ["Export", "85258900", "India", 50, 40],
    ["Export", "90131000", "China", 7, 5],
    ["Export", "90131000", "India", 6, 9],
]


def put(db: Database, tmp_path: Path, parameters: list[tuple[str, str]]) -> None:
    book = Workbook()
    for row in [["Exports of Uruguay"], [], *TABLE]:
        book.active.append(row)
    aside = book.create_sheet("Query")
    for pair in parameters:
        aside.append(pair)
    path = tmp_path / "query.xlsx"
    book.save(path)
    import_file(db, path)


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("Período", "Janeiro/2024 a Setembro/2024 e Janeiro/2023 a Setembro/2023"),
        ("Période", "janvier-septembre 2023; janvier-septembre 2024"),
        ("Chosen", "January 2023 through September 2023, January 2024 through September 2024"),
        ("Период:", "2023-01 по 2023-09 и 2024-01 по 2024-09"),
    ],
)
def test_columns_of_years_are_of_the_months_that_a_sheet_of_parameters_states(
    db: Database, tmp_path: Path, label: str, text: str
) -> None:
    put(db, tmp_path, [("Query", "General"), (label, text), ("Extracted", "12/10/2024")])
    assert shown(db, "8525", by="month") == {
        ("export", "URY", "CHN", "2024-01/2024-09"): 300, ("export", "URY", "CHN", "2023-01/2023-09"): 200,
        ("export", "URY", "IND", "2024-01/2024-09"): 50, ("export", "URY", "IND", "2023-01/2023-09"): 40,
    }  # fmt: skip


@pytest.mark.parametrize("text", ["January-September 2024, January-June 2023", "until September 2024"])
def test_months_that_are_not_of_all_years_stop_the_import(db: Database, tmp_path: Path, text: str) -> None:
    with pytest.raises(Refused):
        put(db, tmp_path, [("Period", text)])


@pytest.mark.parametrize(
    ("label", "text"), [("Updated", "November 2024"), ("Period", "2023, 2024"), ("Unit", "US$")]
)
def test_what_is_no_part_of_a_year_changes_nothing(
    db: Database, tmp_path: Path, label: str, text: str
) -> None:
    put(db, tmp_path, [(label, text)])
    assert shown(db, "9013")[("export", "URY", "CHN", "2024")] == 7
