"""Rows and headers within a table: what changes the figures below them is understood or refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from matcher.customs.trade.formats.texts.facts import Refused
from tests.support.trade_tables import put, shown

HEAD = "Imports of Georgia, thousand USD\n\nHS code;Country;2021;2022\n"
ROWS = "8501;China;10;20\n8501;Japan;30;40\n8502;China;5;6\n8502;Japan;7;8\n"


@pytest.mark.parametrize(
    "row",
    [
        "Note: values above 1 million USD are confidential", "Quantity (tons)", "In percent of the total", "1 EUR = 1.08 USD",
        "Exports of the same goods by the countries to which they went, in the order of the nomenclature",
    ],
)  # fmt: skip
def test_figures_below_a_row_that_may_change_them_are_refused(db: Database, tmp_path: Path, row: str) -> None:
    with pytest.raises(Refused, match=r"row"):
        put(db, tmp_path, f"{HEAD}{ROWS}{row}\n8503;China;1;2\n8503;Japan;3;4")


def test_a_note_below_all_figures_changes_nothing(db: Database, tmp_path: Path) -> None:
    put(
        db,
        tmp_path,
        f"{HEAD}{ROWS}Note: exports above 1 million USD are published by another office than imports are",
    )
    assert shown(db, "8501")["import", "CHN", "GEO", "2022"] == 20_000


def test_a_row_with_a_unit_alone_changes_the_scale(db: Database, tmp_path: Path) -> None:
    note = put(db, tmp_path, f"{HEAD}{ROWS}million USD\n8503;China;1;2\n8503;Japan;3;4")
    assert shown(db, "8503")["import", "JPN", "GEO", "2022"] == 4_000_000
    assert "million USD" in note


@pytest.mark.parametrize("row", ["Exports", "II. Exports", "Exports of Georgia"])
def test_a_row_with_a_direction_changes_it(db: Database, tmp_path: Path, row: str) -> None:
    put(db, tmp_path, f"{HEAD}{ROWS}{row}\n8501;China;1;2\n8501;Japan;3;4")
    assert shown(db, "8501")["export", "GEO", "JPN", "2022"] == 4000


def test_a_header_with_its_columns_in_another_order_is_refused(db: Database, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="second header"):
        put(db, tmp_path, f"{HEAD}{ROWS}Country;HS code;2022;2021\nChina;8503;1;2\nJapan;8503;3;4")


def test_a_header_for_other_years_is_read(db: Database, tmp_path: Path) -> None:
    put(db, tmp_path, f"{HEAD}{ROWS}HS code;Country;2023;2024\n8501;China;1;2\n8501;Japan;3;4")
    assert shown(db, "8501")["import", "JPN", "GEO", "2024"] == 4000


def test_a_header_that_is_repeated_in_two_rows_changes_nothing(db: Database, tmp_path: Path) -> None:
    head = "HS code;Country;January-May 2024;;January-May 2023;\n;;tonnes;thousand USD;tonnes;thousand USD\n"
    rows = "8501;China;1;10;2;20\n8501;Japan;3;30;4;40\n8502;China;1;2;3;4\n8502;Japan;5;6;7;8\n"
    again = rows.replace("10", "11").replace("30", "31")
    put(
        db,
        tmp_path,
        f"Exports of Georgia by goods\n{head}{rows}Imports of Georgia of some goods by the countries they came from\n{head}{again}",
    )
    assert shown(db, "8501", "month")["export", "GEO", "JPN", "2024-01/2024-05"] == 30_000
    assert shown(db, "8501", "month")["import", "JPN", "GEO", "2024-01/2024-05"] == 31_000


def test_each_row_says_what_it_counts(db: Database, tmp_path: Path) -> None:
    put(db, tmp_path, """
Imports of Georgia

HS code,Country,Measure,2021,2022
8501,China,Value (thousand USD),10,20
8501,China,Net weight (tonnes),3,4
8501,Japan,Value (thousand USD),30,40
8501,Japan,Net weight (tonnes),5,6
""")  # fmt: skip
    assert shown(db, "8501")["import", "JPN", "GEO", "2022"] == 40_000


def test_units_in_the_rows_say_which_are_values(db: Database, tmp_path: Path) -> None:
    put(db, tmp_path, """
Imports of Georgia

HS code,Country,Unit,2021,2022
8501,China,million USD,10,20
8501,China,tonnes,3,4
8501,Japan,million USD,30,40
8501,Japan,tonnes,5,6
""")  # fmt: skip
    assert shown(db, "8501")["import", "CHN", "GEO", "2021"] == 10_000_000


def test_years_and_codes_stand_once_above_the_rows_they_belong_to(db: Database, tmp_path: Path) -> None:
    put(db, tmp_path, """
Foreign trade of Georgia

Year;HS code;Country;Imports, USD;Exports, USD
2021;8501;China;10;11
;;Japan;20;21
;8502;China;30;31
;;Japan;40;41
2022;8501;China;50;51
;;Japan;60;61
;8502;China;70;71
;;Japan;80;81
""")  # fmt: skip
    assert shown(db, "8502")["export", "GEO", "JPN", "2022"] == 81
    assert shown(db, "8501")["import", "JPN", "GEO", "2021"] == 20
