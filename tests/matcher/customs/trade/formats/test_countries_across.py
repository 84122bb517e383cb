"""Tables with a column for each country, imported as people get them."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from matcher.customs.trade.flows import flows
from matcher.customs.trade.formats.tables.signs import why_statistics
from matcher.customs.trade.formats.texts.facts import Refused
from matcher.customs.trade.question import Question
from tests.support.trade_tables import put, shown


def test_partners_in_columns_a_year_in_each_row(db: Database, tmp_path: Path) -> None:
    note = put(db, tmp_path, """
Exports of Kenya by country of destination
Thousand USD

Year,HS code,Description,China,Japan,Viet Nam,Total
2022,850132,Motors,10.5,-,4,14.5
2022,901310,Sights,1,2,3,6
Total 2022,,,11.5,2,7,20.5
2023,850132,Motors,20,5,,25
Total 2023,,,20,5,0,25
""")  # fmt: skip
    assert "its columns are of countries: China, Japan, Viet Nam" in note
    assert shown(db, "8501") == {
        ("export", "KEN", "CHN", "2022"): 10_500, ("export", "KEN", "VNM", "2022"): 4_000,
        ("export", "KEN", "CHN", "2023"): 20_000, ("export", "KEN", "JPN", "2023"): 5_000,
    }  # fmt: skip


def test_countries_below_years(db: Database, tmp_path: Path) -> None:
    put(db, tmp_path, """
Импорт Республики Казахстан, тыс. долл. США
Код ТН ВЭД,Наименование,2021,,2022,
,,Китай,Польша,Китай,Польша
8501,Двигатели,10,20,30,40
9013,Прицелы,1,2,3,4
""")  # fmt: skip
    assert shown(db, "9013") == {
        ("import", "CHN", "KAZ", "2021"): 1_000, ("import", "POL", "KAZ", "2021"): 2_000,
        ("import", "CHN", "KAZ", "2022"): 3_000, ("import", "POL", "KAZ", "2022"): 4_000,
    }  # fmt: skip


def test_values_and_weights_below_each_country(db: Database, tmp_path: Path) -> None:
    put(db, tmp_path, """
Imports of Georgia 2023
HS code,Goods,Armenia,,Poland,
,,kg,USD,kg,USD
8501,Motors,5,100,6,200
9013,Sights,7,300,8,400
""")  # fmt: skip
    rows = flows(db, Question(codes=(("8501",),)))
    assert {(r["from"], r["value"], r["quantity"], r["unit"]) for r in rows} == {
        ("ARM", 100, 5, "kg"),
        ("POL", 200, 6, "kg"),
    }


def test_reporters_in_columns_where_the_title_names_the_partner(db: Database, tmp_path: Path) -> None:
    put(db, tmp_path, """
Exports to Armenia, thousand EUR
HS code,Goods,2022 Germany,2022 Italy,2023 Germany,2023 Italy
8501,Motors,1,2,3,4
9013,Sights,5,6,7,8
""")  # fmt: skip
    assert shown(db, "8501") == {
        ("export", "DEU", "ARM", "2022"): 1_000, ("export", "ITA", "ARM", "2022"): 2_000,
        ("export", "DEU", "ARM", "2023"): 3_000, ("export", "ITA", "ARM", "2023"): 4_000,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("titles", "header", "said"),
    [
        ("Exports, thousand USD", "Year,HS code,China,Japan", "state the country with --reporter"),
        ("Exports of Kenya", "Year,HS code,China,Japan", "currency"),
        ("Trade of Kenya, USD", "Year,HS code,China,Japan", "--flow"),
    ],
)
def test_what_is_not_said_is_asked(db: Database, tmp_path: Path, titles: str, header: str, said: str) -> None:
    text = f"{titles}\n{header}\n2022,850132,10,20\n2023,850132,30,40\n"
    with pytest.raises(Refused, match=said):
        put(db, tmp_path, text)


def test_two_columns_of_one_country_are_not_guessed_at(db: Database, tmp_path: Path) -> None:
    text = "Exports of Kenya, USD\nYear,HS code,China,China,Japan\n2022,850132,10,20,1\n2023,850132,30,40,2\n"
    with pytest.raises(Refused):
        put(db, tmp_path, text)


def test_columns_of_countries_are_a_sign_of_statistics() -> None:
    rows = [["Goods", "HS", "China", "Japan", "Poland"], ["Motors", "8501", "1", "2", "3"], ["Sights", "9013", "4", "5", "6"]]  # fmt: skip
    assert why_statistics(rows, None) == "its columns are of countries: 'China', 'Japan'"
