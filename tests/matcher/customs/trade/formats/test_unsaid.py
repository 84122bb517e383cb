"""What stands around a table: whose it is, and titles by which its figures are no trade."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from matcher.customs.trade.formats.texts.facts import Refused
from tests.support.trade_tables import put, shown

ROWS = "8501,China,10,20\n8501,Japan,30,40\n8502,China,5,6\n8502,Japan,7,8"


@pytest.mark.parametrize(
    "title", ["Net exports of Georgia, USD", "Transit through Georgia: exports, USD", "Growth of exports of Georgia, USD", "Сальдо торговли Грузии, экспорт, USD"]
)  # fmt: skip
def test_titles_of_balances_transit_and_growth_are_refused(db: Database, tmp_path: Path, title: str) -> None:
    with pytest.raises(Refused, match="no exports or imports"):
        put(db, tmp_path, f'"{title}"\n\nHS code,Country,2021,2022\n{ROWS}')


def test_the_publisher_is_the_country_of_the_national_currency(db: Database, tmp_path: Path) -> None:
    note = put(
        db, tmp_path, f'"Imports by code and country, thousand HUF"\n\nHS code,Country,2021,2022\n{ROWS}'
    )
    assert "HUN by the currency" in note
    assert shown(db, "8501")["import", "JPN", "HUN", "2022"] == 40_000


@pytest.mark.parametrize(("office", "country"), [("Statistisk sentralbyrå", "NOR"), ("กรมศุลกากร", "THA"), ("Kenya National Bureau of Statistics", "KEN")])  # fmt: skip
def test_the_publisher_is_the_country_of_the_office(
    db: Database, tmp_path: Path, office: str, country: str
) -> None:
    put(db, tmp_path, f'{office}\n"Imports, thousand USD"\n\nHS code,Country,2021,2022\n{ROWS}')
    assert shown(db, "8501")["import", "CHN", country, "2021"] == 10_000


def test_provisional_and_revised_figures_are_not_added_up(db: Database, tmp_path: Path) -> None:
    rows = "\n".join(f"2023,8501,{place},{status},{value}" for place in ("China", "Japan", "Peru") for status, value in (("Provisional", 10), ("Revised", 11)))  # fmt: skip
    with pytest.raises(Refused, match="several"):
        put(db, tmp_path, f'Imports of Georgia\nYear,HS code,Country,Status,"Imports, USD"\n{rows}')


def test_the_finest_of_several_columns_of_codes_is_read(db: Database, tmp_path: Path) -> None:
    rows = "\n".join(f"2023,January,85,8501,850131,85013100,{place},{value}" for place, value in (("China", 10), ("Japan", 20), ("Peru", 30)))  # fmt: skip
    put(db, tmp_path, f'Imports of Georgia\nYear,Month,HS2,HS4,HS6,CN8,Country,"Imports, USD"\n{rows}')
    assert shown(db, "85013100")["import", "JPN", "GEO", "2023"] == 20


def test_re_exports_in_any_language_are_no_exports(db: Database, tmp_path: Path) -> None:
    rows = "\n".join(f"2023,8501,{place},{flow},{value}" for place in ("China", "Japan") for flow, value in (("出口", 10), ("復出口", 1)))  # fmt: skip
    put(db, tmp_path, f'Trade of Georgia\nYear,HS code,Country,Flow,"Value, USD"\n{rows}')
    found = shown(db, "8501")
    assert found["export", "GEO", "JPN", "2023"] == 10
    assert found["re-export", "GEO", "JPN", "2023"] == 1


def test_the_publisher_is_the_country_whose_trade_the_name_of_the_file_says_it_is_of(
    db: Database, tmp_path: Path
) -> None:
    text = f'"Imports, thousand USD"\n\nHS code,Country,2021,2022\n{ROWS}'
    for name in ("Georgia.csv", "imports_from_Georgia.csv", "trade of Georgia with Armenia.csv"):
        with pytest.raises(Refused, match="--reporter"):
            put(db, tmp_path, text, name)
    assert "GEO by its file's name" in put(db, tmp_path, text, "Foreign_trade_of_Georgia_2022.csv")
    assert shown(db, "8501")["import", "CHN", "GEO", "2021"] == 10_000
