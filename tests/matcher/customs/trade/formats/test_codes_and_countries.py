"""Tables with codes of goods and countries in one column, imported as people get them."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from matcher.customs.trade.flows import flows
from matcher.customs.trade.formats.texts.facts import Refused
from matcher.customs.trade.question import Question
from tests.support.trade_tables import put, shown


def test_countries_below_their_code(db: Database, tmp_path: Path) -> None:
    note = put(db, tmp_path, """
"Exports of Kenya, thousand USD"
HS / country,2022,2023
8501 Motors,30,40
China,10,15
Japan,20,25
9013 Sights,7,
Poland,7,-
Total,37,40
""")  # fmt: skip
    assert "'HS / country' has countries below their code" in note
    assert shown(db, "8501") == {
        ("export", "KEN", "CHN", "2022"): 10_000, ("export", "KEN", "CHN", "2023"): 15_000,
        ("export", "KEN", "JPN", "2022"): 20_000, ("export", "KEN", "JPN", "2023"): 25_000,
    }  # fmt: skip
    assert shown(db, "9013") == {("export", "KEN", "POL", "2022"): 7_000}


def test_codes_below_their_country_in_a_pivot(db: Database, tmp_path: Path) -> None:
    put(db, tmp_path, """
Imports of Croatia in EUR
Row Labels,2021,2022,Grand Total
Austria,30,50,80
85013200,10,20,30
90131000,20,30,50
Poland,5,6,11
85013200,5,6,11
Grand Total,35,56,91
""")  # fmt: skip
    assert shown(db, "8501") == {
        ("import", "AUT", "HRV", "2021"): 10, ("import", "AUT", "HRV", "2022"): 20,
        ("import", "POL", "HRV", "2021"): 5, ("import", "POL", "HRV", "2022"): 6,
    }  # fmt: skip


def test_rows_below_a_name_that_is_neither_stop_the_import(db: Database, tmp_path: Path) -> None:
    with pytest.raises(
        Refused, match="'Utopia' is neither a code of goods nor a country that is known, and whether row 6"
    ):
        put(db, tmp_path, """
"Imports of Croatia, EUR"
Row Labels,2021,2022
Austria,30,50
85013200,30,50
Utopia,20,30
90131000,20,30
Poland,5,6
85013200,5,6
""")  # fmt: skip


def test_a_name_that_is_neither_with_nothing_below_it_is_a_reject(db: Database, tmp_path: Path) -> None:
    put(db, tmp_path, """
"Exports of Kenya, USD"
HS / country,2022,2023
8501 Motors,30,40
China,10,15
Japan,19,23
Utopia,1,2
9013 Sights,7,8
Poland,7,8
Peru,0,0
""")  # fmt: skip
    ((row, reason),) = db.execute("SELECT row, reason FROM customs_rejects").fetchall()
    assert (row, reason) == (6, "neither a code nor a country: Utopia")
    assert shown(db, "9013")[("export", "KEN", "POL", "2023")] == 8


def test_what_the_figures_are_is_asked(db: Database, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="currency"):
        put(db, tmp_path, "Exports of Kenya\nHS / country,2022,2023\n8501 Motors,3,4\nChina,1,2\nJapan,2,2\n")


def test_parts_greater_than_their_total_stop_the_import(db: Database, tmp_path: Path) -> None:
    """Countries above their codes are read as such; a table that mixes both ways is none."""
    with pytest.raises(Refused, match="greater than"):
        put(db, tmp_path, """
"Exports of Kenya, USD"
HS / country,2022,2023
8501 Motors,3,4
China,10,20
Japan,2,2
9013 Sights,1,1
Peru,1,1
""")  # fmt: skip


def test_rows_of_a_query_above_a_pivot_are_no_headings(db: Database, tmp_path: Path) -> None:
    put(db, tmp_path, """
Customs of South Africa - trade data in Rand
TradeType,Imports
CalendarYear,2024

Sum of CustomsValue,Column Labels
Row Labels,202401,202402,Grand Total
87032290,30,50,80
China,10,20,30
Germany,20,30,50
87042181,7,,7
Japan,7,,7
Grand Total,37,50,87
""")  # fmt: skip
    rows = flows(db, Question(codes=(("8703",),), period="month"))
    assert {(r["from"], r["period"], r["value"]) for r in rows} == {
        ("CHN", "2024-01", 10), ("CHN", "2024-02", 20), ("DEU", "2024-01", 20), ("DEU", "2024-02", 30),
    }  # fmt: skip


def test_a_code_beside_a_label_above_the_table_and_notes_below_it(db: Database, tmp_path: Path) -> None:
    put(db, tmp_path, """
Reporter,Poland,
Product,020714 - Frozen cuts of fowls,
Flow,EXPORT,
Indicators,VALUE_IN_EUROS,

TIME,2021,2022
PARTNER (Labels),,
CANADA,10,20
UNITED STATES,:,30

Special value,,
:,not available,
""")  # fmt: skip
    assert shown(db, "0207") == {
        ("export", "POL", "CAN", "2021"): 10, ("export", "POL", "CAN", "2022"): 20, ("export", "POL", "USA", "2022"): 30
    }  # fmt: skip
