"""What the figures of one file say of each other."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from matcher.customs.ingest.store import import_file
from matcher.customs.trade.flows import flows
from matcher.customs.trade.formats.texts.facts import Refused, Stated
from matcher.customs.trade.question import Question

COMEXT = "DECLARANT_ISO,PARTNER_ISO,PRODUCT_NC,FLOW,STAT_REGIME,PERIOD,VALUE_IN_EUROS\n"


def put(db: Database, tmp_path: Path, text: str, stated: Stated | None = None) -> str:
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    return import_file(db, path, stated=stated or Stated()).tables[0].note


def test_a_part_greater_than_its_total_stops_the_import(db: Database, tmp_path: Path) -> None:
    rows = "DE,CN,85013200,1,1,202252,900000\nDE,CN,85013200,1,4,202252,500000\n"
    with pytest.raises(Refused, match=r"row 2 \(900,000\) is greater than that of row 3 \(500,000\)"):
        put(db, tmp_path, COMEXT + rows)
    assert db.execute("SELECT count(*) FROM customs_statistics").fetchone()[0] == 0


def test_a_partner_greater_than_the_world_stops_the_import(db: Database, tmp_path: Path) -> None:
    head = "period,reporterISO,flowDesc,partnerISO,cmdCode,primaryValue\n"
    with pytest.raises(Refused, match="is greater than that of row"):
        put(db, tmp_path, head + "2023,CHN,Export,W00,8806,1001\n2023,CHN,Export,RUS,8806,3003\n")


def test_rounded_parts_may_exceed_their_total_by_the_last_digit(db: Database, tmp_path: Path) -> None:
    put(db, tmp_path, COMEXT + "DE,CN,85013200,1,1,202252,2000\nDE,CN,85013200,1,4,202252,1000\n")
    assert [r["value"] for r in flows(db, Question(codes=(("8501",),)))] == [1000]


def test_a_division_that_is_the_sum_of_all_others_is_their_total(db: Database, tmp_path: Path) -> None:
    head = "Период;Направление;Страна;Код ТН ВЭД;Область;Стоимость, долл. США\n"
    rows = "".join(
        f"2021;Импорт;Китай;{code};{place};{value}\n"
        for code, a, b in (("8501320000", 700, 50), ("9013100000", 31, 9))
        for place, value in (("Всюду", a + b), ("Тула", a), ("Пермь", b))
    )
    note = put(db, tmp_path, head + rows, Stated(reporter="RUS"))
    assert "'Всюду' taken for the total" in note
    assert [r["value"] for r in flows(db, Question(codes=(("8501",),)))] == [750]


def test_the_publishers_own_country_is_the_total_of_its_regions(db: Database, tmp_path: Path) -> None:
    head = "Период;Направление;Страна;Код ТН ВЭД;Область;Стоимость, долл. США\n"
    rows = "".join(
        f"2021;Импорт;Китай;8501320000;{place};{value}\n"
        for place, value in (("Российская Федерация", 750), ("Тула", 700))
    )
    put(db, tmp_path, head + rows, Stated(reporter="RUS"))
    assert [r["value"] for r in flows(db, Question())] == [750]


def _exports(partners: dict[str, list[int]], codes: list[str]) -> str:
    head = "Trade of Kenya\nperiod,flow,country,hs code,value USD\n"
    return head + "".join(
        f"2023,Export,{partner},{code},{value}\n"
        for partner, values in partners.items()
        for code, value in zip(codes, values, strict=True)
    )


def test_a_partner_that_is_the_sum_of_all_others_is_the_world(db: Database, tmp_path: Path) -> None:
    text = _exports({"Kila nchi": [30, 70], "China": [10, 20], "Japan": [20, 50]}, ["850131", "901310"])
    assert "'Kila nchi' taken for all countries together" in put(db, tmp_path, text)
    found = flows(db, Question(codes=(("8501",),)))
    assert {(row["to"], row["value"]) for row in found} == {("CHN", 10), ("JPN", 20)}


def test_an_unknown_country_that_is_not_the_sum_everywhere_is_a_country(db: Database, tmp_path: Path) -> None:
    text = _exports(
        {"Freedonia": [31, 7, 4], "China": [10, 20, 1], "Japan": [20, 50, 3]}, ["850131", "901310", "880620"]
    )
    assert "taken for" not in put(db, tmp_path, text)
    assert {row["to"] for row in flows(db, Question(codes=(("8501",),)))} == {"CHN", "JPN", "Freedonia"}


def test_the_total_of_a_list_of_the_largest_stops_the_import(db: Database, tmp_path: Path) -> None:
    codes = ["850131", "901310", "880620", "650610", "621010"]
    text = _exports({"Kila nchi": [99] * 5, "China": [10] * 5, "Japan": [20] * 5}, codes)
    with pytest.raises(Refused, match="'Kila nchi' is no country that is known"):
        put(db, tmp_path, text)


def test_an_unknown_partner_that_stands_beside_the_world_is_not_the_world(
    db: Database, tmp_path: Path
) -> None:
    codes = ["850131", "901310", "880620"]
    partners = {"Freedonia": [30, 70, 4], "China": [10, 20, 1], "Japan": [20, 50, 3]}
    note = put(db, tmp_path, _exports(partners, codes) + "2023,Export,World,850131,60\n")
    assert "taken for" not in note.replace("taken to be", "")
    assert sorted(row[0] for row in db.execute("SELECT DISTINCT partner FROM customs_statistics")) == [
        "CHN",
        "Freedonia",
        "JPN",
        "World",
    ]
