"""Data files of offices that use codes of their own for countries and units."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlite_utils import Database

from matcher.customs.trade.flows import flows
from matcher.customs.trade.formats.texts.facts import Refused
from matcher.customs.trade.question import Question
from tests.support.trade_tables import put, shown

COMEXSTAT = """"CO_ANO";"CO_MES";"CO_NCM";"CO_UNID";"CO_PAIS";"SG_UF_NCM";"CO_VIA";"CO_URF";"QT_ESTAT";"KG_LIQUIDO";"VL_FOB"
"2023";"02";"85013100";"11";"160";"SP";"01";"0817800";5;70;1000
"2023";"02";"85013100";"11";"160";"SP";"04";"0817800";1;20;300
"2023";"02";"85013100";"11";"160";"SP";"04";"0817600";2;30;500
"2023";"03";"85013100";"11";"990";"RJ";"01";"0817800";1;9;99
"2023";"02";"64039990";"13";"249";"RS";"01";"0817800";50;40;7000
"""
WITH_FREIGHT = "\n".join(
    line + (';"VL_FRETE";"VL_SEGURO"' if line.endswith('"VL_FOB"') else ";7;8")
    for line in COMEXSTAT.strip().splitlines()
)


@pytest.mark.parametrize(
    ("name", "text", "sides"),
    [("EXP_2023.csv", COMEXSTAT, ("BRA", "CHN")), ("2023.csv", WITH_FREIGHT, ("CHN", "BRA"))],
)
def test_the_data_files_of_comex_stat(
    db: Database, tmp_path: Path, name: str, text: str, sides: tuple[str, str]
) -> None:
    put(db, tmp_path, text, name)
    rows = list(flows(db, Question(codes=(("8501",), ("6403",)), period="month")))
    found = {(r["from"], r["to"], r["period"]): (r["value_usd"], r["quantity"], r["unit"]) for r in rows}
    assert found[(*sides, "2023-02")] == (1800, 8, "pieces")
    assert {"Planes and ships provisions", "USA"} <= {r["from"] for r in rows} | {r["to"] for r in rows}
    assert {r["unit"] for r in rows} == {"pieces", "pairs"}


def test_a_data_file_of_comex_stat_whose_direction_nothing_says_is_asked_about(
    db: Database, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match="--flow"):
        put(db, tmp_path, COMEXSTAT, "2023.csv")


def test_northern_ireland_beside_great_britain(db: Database, tmp_path: Path) -> None:
    put(db, tmp_path, """
REPORTER,PARTNER,TRADE_TYPE,PRODUCT_NC,FLOW,STAT_PROCEDURE,PERIOD,VALUE_EUR,QUANTITY_KG
AT,GB,E,85013100,1,1,202305,100,1
AT,XI,I,85013100,1,1,202305,70,1
""")  # fmt: skip
    assert set(shown(db, "8501", by="month").values()) == {100, 70}


def test_a_group_below_all_countries_of_which_it_is_a_part_is_no_country(
    db: Database, tmp_path: Path
) -> None:
    put(db, tmp_path, """
"Exports of Switzerland, CHF"
HS code,Partner,2022,2023
85013100,Total,60,70
85013100,davon EU (27),30,40
85013100,Germany,30,40
85013100,of which: China,30,30
""")  # fmt: skip
    assert {to for _, _, to, _ in shown(db, "8501")} == {"DEU", "CHN"}


def test_records_of_the_uktradeinfo_interface(db: Database, tmp_path: Path) -> None:
    def record(flow: int, code: str, country: str, value: float) -> dict[str, object]:
        return {
            "MonthId": 202303, "FlowTypeId": flow, "SuppressionIndex": 0, "CommodityId": int(code), "CountryId": 5, "PortId": None,
            "Value": value, "NetMass": 10.0, "SuppUnit": 2.0, "Country": {"CountryCodeAlpha": country, "Area1": "EU"},
            "Commodity": {"Cn8Code": code, "Hs2Code": code[:2], "Hs6Code": code[:6]},
        }  # fmt: skip

    rows = [record(1, "85013100", "IT", 100), record(2, "85013100", "IT", 7), record(3, "85013100", "CN", 50),
            record(4, "02071410", "CN", 9), record(4, "85013100", "US", 60), record(3, "90131000", "US", 80)]  # fmt: skip
    put(db, tmp_path, json.dumps({"value": rows}), "OTS.json")
    assert shown(db, "8501", by="month") == {
        ("import", "ITA", "GBR", "2023-03"): 100, ("export", "GBR", "ITA", "2023-03"): 7,
        ("import", "CHN", "GBR", "2023-03"): 50, ("export", "GBR", "USA", "2023-03"): 60,
    }  # fmt: skip
    assert shown(db, "0207", by="month") == {("export", "GBR", "CHN", "2023-03"): 9}


def test_codes_of_countries_of_an_unknown_publisher_stop_the_import(db: Database, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="'Partner code' are codes of its publisher's own"):
        put(db, tmp_path, """
Trade of Kenya
period,flow,Partner code,hs code,value USD
2023,Export,112,850131,10
2023,Export,720,901310,20
2023,Import,720,880620,30
""")  # fmt: skip


def test_the_national_files_of_french_customs(db: Database, tmp_path: Path) -> None:
    rows = [f"{flow};{month};2023;271112;C27A;85013100;{place};{value};{value // 10};7"
            for flow, of_flow in (("I", 1), ("E", 1000)) for month in ("05", "06") for place, value in (("CN", 50 * of_flow), ("US", 90 * of_flow))]  # fmt: skip
    put(db, tmp_path, "\n".join(["FLUX;MOIS;ANNEE;CPF6;A129;NC8;CODE_PAYS;VALEUR;MASSE;USUP", *rows]))
    assert shown(db, "8501")["export", "FRA", "USA", "2023"] == 180_000
    found = flows(db, Question(codes=(("8501",),), period="year"))
    assert {(r["from"], r["to"], r["currency"], r["quantity"], r["unit"]) for r in found if r["flow"] == "import"} == {
        ("CHN", "FRA", "EUR", 10, "kg"), ("USA", "FRA", "EUR", 18, "kg")
    }  # fmt: skip


def test_the_files_of_the_south_african_revenue_service(db: Database, tmp_path: Path) -> None:
    rows = [f"{flow},CTN,Cape Town,{origin},{destination},85013100,NO,202305,4,{value}"
            for flow, origin, destination, value in (("Imports", "China", "South Africa", 50), ("Imports", "Japan", "South Africa", 60),
                                                     ("Exports", "South Africa", "Kenya", 9), ("Exports", "China", "Kenya", 2))]  # fmt: skip
    header = "TradeType,DistrictOfficeCode,DistrictOfficeName,CountryOfOriginName,CountryOfDestinationName,Tariff,StatisticalUnit,YearMonth,StatisticalQuantity,CustomsValue"
    put(db, tmp_path, "\n".join([header, *rows]))
    assert shown(db, "8501", by="month") == {
        ("import", "CHN", "ZAF", "2023-05"): 50, ("import", "JPN", "ZAF", "2023-05"): 60, ("export", "ZAF", "KEN", "2023-05"): 11,
    }  # fmt: skip
    assert {r["currency"] for r in flows(db, Question(codes=(("8501",),), period="year"))} == {"ZAR"}
