"""Tables with a column of origins and one of destinations."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.case.errors import UsageProblem
from matcher.customs.trade.formats.texts.facts import Refused, Stated
from matcher.customs.values.currencies import stated_code
from tests.support.trade_tables import put, shown

ROWS = """
TradeType,CountryOfOrigin,CountryOfOriginName,CountryOfDestination,CountryOfDestinationName,Tariff,YearMonth,CustomsValue
Imports,CN,China,ZA,South Africa,85013100,202303,1000
Imports,DE,Germany,ZA,South Africa,85013100,202303,200
Imports,CN,China,ZA,South Africa,90131000,202303,70
Exports,ZA,South Africa,BW,Botswana,85013100,202303,90
Exports,ZA,South Africa,NA,Namibia,85013100,202303,60
Exports,CN,China,NA,Namibia,85013100,202303,61
"""
STATED = Stated(reporter="ZAF", currency="ZAR", scale=1)
IMPORTS = {("import", "CHN", "ZAF", "2023-03"): 1000, ("import", "DEU", "ZAF", "2023-03"): 200}


def test_the_partner_of_each_row_is_its_end_abroad(db: Database, tmp_path: Path) -> None:
    put(db, tmp_path, ROWS, stated=STATED)
    exports = {("export", "ZAF", "BWA", "2023-03"): 90, ("export", "ZAF", "NAM", "2023-03"): 60 + 61}
    assert shown(db, "8501", by="month") == IMPORTS | exports


def test_rows_that_are_shorter_or_longer_than_the_header(db: Database, tmp_path: Path) -> None:
    put(db, tmp_path, """
HS code,Period,Value USD,Flow,Country of origin,Country of destination,Unit,Quantity
850131,2023,100,Import,China,Kenya
850131,2023,20,Export,Kenya,Uganda,kg,5,
901310,2023,30,Import,Japan,Kenya,kg,6,,
""", stated=Stated(reporter="KEN"))  # fmt: skip
    assert shown(db, "8501") == {("import", "CHN", "KEN", "2023"): 100, ("export", "KEN", "UGA", "2023"): 20}


def test_directions_in_codes_beside_both_ends_are_not_understood(db: Database, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="import exports and imports apart"):
        put(db, tmp_path, """
Flow,HS code,Period,Country of origin,Country of destination,Value USD
1,850131,2023,China,Kenya,100
2,850131,2023,Kenya,Uganda,20
1,901310,2023,Japan,Kenya,30
""", stated=Stated(reporter="KEN"))  # fmt: skip


def test_headings_of_periods_beside_both_ends(db: Database, tmp_path: Path) -> None:
    put(db, tmp_path, """
"Trade of Kenya, KES"
Flow,HS code,Country of origin,Country of destination,2022,2023
Import,85013100,China,Kenya,10,20
Import,85013100,Japan,Kenya,30,40
Export,85013100,Kenya,Uganda,5,6
""")  # fmt: skip
    assert shown(db, "8501") == {
        ("import", "CHN", "KEN", "2022"): 10, ("import", "CHN", "KEN", "2023"): 20,
        ("import", "JPN", "KEN", "2022"): 30, ("import", "JPN", "KEN", "2023"): 40,
        ("export", "KEN", "UGA", "2022"): 5, ("export", "KEN", "UGA", "2023"): 6,
    }  # fmt: skip


def test_the_direction_of_all_rows_says_which_end_is_the_partner(db: Database, tmp_path: Path) -> None:
    lines = [line.split(",", 1) for line in ROWS.strip().splitlines()]
    rows = "\n".join(rest for first, rest in lines if first != "Exports")
    with pytest.raises(Refused, match="--flow"):
        put(db, tmp_path, rows, stated=STATED)
    stated = Stated(reporter="ZAF", currency="ZAR", scale=1, flow="import")
    put(db, tmp_path, rows, "again.csv", stated=stated)
    assert shown(db, "8501", by="month") == IMPORTS


def test_a_currency_is_stated_by_its_code() -> None:
    assert stated_code("zar") == "ZAR"
    with pytest.raises(UsageProblem, match="no currency has this code"):
        stated_code("QQQ")
