"""Sums of trade: figures as published, and "no data" where there are none."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.case.errors import UsageProblem
from matcher.customs.ingest.store import import_file
from matcher.customs.trade.entries import undated_lines
from matcher.customs.trade.flows import NO_DATA, against, flows
from matcher.customs.trade.question import Question
from matcher.customs.trade.unfold import unfold
from tests.support.customs_files import WriteCsv

GACC = (
    "数据年月",
    "商品编码",
    "商品名称",
    "贸易伙伴编码",
    "贸易伙伴名称",
    "第一数量",
    "第一计量单位",
    "美元",
)


def gacc(write_csv: WriteCsv, rows: list[tuple[str, str, str, str]], name: str = "gacc exports.csv") -> Path:
    cells = [(month, hs, "货", "1", partner, "1,000", "个", value) for month, hs, partner, value in rows]
    return write_csv(cells, name=name, header=GACC, encoding="gb18030")


def test_stated_ratios_of_case_aurora(db: Database, aurora: Path) -> None:
    import_file(db, aurora / "flows" / "gacc_exports_2022_2023.csv")
    drones = {r["period"]: r for r in against(db, Question(codes=(("8806",),)), "Russia", "Ukraine")}
    assert (drones["2023"]["times"], drones["2023"]["rows_a"], drones["2023"]["rows_b"]) == (
        "30.0 times",
        48,
        48,
    )
    ceramics = {(r["to"], r["period"]): r["change"] for r in flows(db, Question(codes=(("6909", "6914"),)))}
    assert ceramics["RUS", "2023"] == "+69.0 %"
    assert ceramics["UKR", "2023"] == "-61.0 %"
    assert ceramics["RUS", "2022"] == NO_DATA


def test_no_data_is_never_zero(db: Database, write_csv: WriteCsv) -> None:
    import_file(
        db, gacc(write_csv, [("202201", "880622", "乌克兰", "100"), ("202301", "880622", "俄罗斯", "5,000")])
    )
    (now,) = [r for r in against(db, Question(), "RU", "UA") if r["period"] == "2023"]
    assert (now["value_a"], now["value_b"], now["times"], now["rows_b"]) == (5000, None, NO_DATA, 0)
    assert {r["change"] for r in flows(db, Question())} == {NO_DATA}


def test_a_part_of_a_year_is_compared_with_the_same_part(db: Database, write_csv: WriteCsv) -> None:
    rows = [(f"2022{month:02d}", "880622", "俄罗斯", "100") for month in range(1, 13)]
    rows += [(f"2023{month:02d}", "880622", "俄罗斯", "150") for month in range(1, 7)]
    import_file(db, gacc(write_csv, rows))
    (now,) = [r for r in flows(db, Question()) if r["period"] == "2023"]
    assert (now["change"], now["compared_months"], now["previous_value_usd"]) == ("+50.0 %", 6, 600)


def test_an_overlapping_export_does_not_add_up_twice(db: Database, write_csv: WriteCsv) -> None:
    import_file(db, gacc(write_csv, [("202201", "880622", "俄罗斯", "100")]))
    (table,) = import_file(
        db,
        gacc(
            write_csv,
            [("202201", "880622", "俄罗斯", "100"), ("202202", "880622", "俄罗斯", "50")],
            "later exports.csv",
        ),
    ).tables
    assert table.known == 1
    assert [r["value_usd"] for r in flows(db, Question())] == [150]


def test_comtrade(db: Database, write_csv: WriteCsv) -> None:
    header = (
        "refPeriodId",
        "period",
        "reporterISO",
        "flowCode",
        "partnerISO",
        "cmdCode",
        "qty",
        "qtyUnitAbbr",
        "netWgt",
        "primaryValue",
    )
    rows = [("20230101", "202301", "CHN", "X", "RUS", "8806", "10", "u", "5", "1000.5")]
    import_file(db, write_csv(rows, header=header))
    (found,) = flows(db, Question())
    assert (found["from"], found["to"], found["flow"], found["value_usd"], found["period"]) == (
        "CHN",
        "RUS",
        "export",
        1000.5,
        "2023",
    )


def test_statistics_rows_that_cannot_be_read_are_rejects(db: Database, write_csv: WriteCsv) -> None:
    (table,) = import_file(
        db,
        gacc(
            write_csv,
            [
                ("202213", "880622", "俄罗斯", "1"),
                ("202201", "88x", "俄罗斯", "1"),
                ("202201", "8806", "俄罗斯", "n"),
            ],
        ),
    ).tables
    assert (table.lines, table.rejects, table.rows_in) == (0, 3, 4)


LINES_HEADER = (
    "IMP_DATE",
    "HS_CODE",
    "PRODUCT_DESCRIPTION",
    "ORIGIN_COUNTRY",
    "DESTINATION_COUNTRY",
    "QUANTITY",
    "UNIT",
    "TOTAL_VALUE_USD",
)


def test_words_in_place_of_a_code_are_no_code(db: Database, write_csv: WriteCsv) -> None:
    rows = [
        ("2023-01-05", code, "ШЛЕМ", "КИТАЙ", "РОССИЯ", "10", "ШТ", "100")
        for code in ("НЕ УКАЗАН", "", "6506108000")
    ]
    import_file(db, write_csv(rows, header=LINES_HEADER))
    found = [(row["hs"], row["rows"]) for row in flows(db, Question(source="lines"))]
    assert found == [("", 2), ("6506", 1)]


def test_sums_of_customs_lines(db: Database, write_csv: WriteCsv) -> None:
    rows = [
        ("2023-01-05", "6506108000", "ШЛЕМ", "КИТАЙ", "РОССИЯ", "10", "ШТ", "100"),
        ("2023-01-09", "6506108000", "ШЛЕМ", "CHINA", "RUSSIA", "5", "PIECE", "50"),
    ]
    import_file(db, write_csv(rows, header=LINES_HEADER))
    (found,) = flows(db, Question(source="lines", period="month"))
    assert (
        found["from"],
        found["to"],
        found["period"],
        found["value_usd"],
        found["quantity"],
        found["rows"],
    ) == (*("CHN", "RUS", "2023-01", 150, 15, 2),)


def test_an_unknown_country_is_named(db: Database) -> None:
    with pytest.raises(UsageProblem, match="Atlantis"):
        list(against(db, Question(), "Atlantis", "Ukraine"))


def test_sums_agree_with_a_plain_count_of_the_file(db: Database, aurora: Path) -> None:
    path = aurora / "flows" / "gacc_exports_2022_2023.csv"
    import_file(db, path)
    with path.open(encoding="gb18030", newline="") as handle:
        total = sum(int(r["美元"].replace(",", "")) for r in csv.DictReader(handle))
    assert sum(r["value_usd"] for r in flows(db, Question(period="month"))) == total


def test_units_of_one_kind_are_added_up(db: Database, write_csv: WriteCsv) -> None:
    rows = [
        ("2023-03-01", "6506108000", "ШЛЕМ А", "China", "Russia", "20", "ШТ", "10"),
        ("2023-03-02", "6506108000", "ШЛЕМ Б", "China", "Russia", "40", "ТЫС. ШТ", "10"),
        ("2023-03-03", "6506108000", "ШЛЕМ В", "China", "Russia", "1", "дюжина", "10"),
    ]
    import_file(db, write_csv(rows, header=LINES_HEADER))
    (found,) = flows(db, Question("lines"))
    assert (found["quantity"], found["unit"], found["rows"]) == (40_032, "pieces", 3)


def test_weights_and_pieces_are_not_added_up(db: Database, write_csv: WriteCsv) -> None:
    rows = [
        ("2023-03-01", "6506108000", "ШЛЕМ А", "China", "Russia", "20", "ШТ", "10"),
        ("2023-03-02", "6506108000", "ШЛЕМ Б", "China", "Russia", "40", "КГ", "10"),
    ]
    import_file(db, write_csv(rows, header=LINES_HEADER))
    (found,) = flows(db, Question("lines"))
    assert (found["quantity"], found["unit"]) == (None, None)


def test_sums_of_lines_unfold_to_their_lines(db: Database, write_csv: WriteCsv) -> None:
    rows = [
        ("2023-03-01", "6506108000", "ШЛЕМ А", "China", "Russia", "20", "ШТ", "10"),
        ("2023-04-02", "6506108000", "ШЛЕМ Б", "China", "Russia", "40", "ШТ", "30"),
        ("2023-04-02", "8542310000", "СХЕМА", "China", "Kazakhstan", "40", "ШТ", "70"),
        ("", "6506108000", "ШЛЕМ В", "China", "Russia", "1", "ШТ", "500"),
    ]
    import_file(db, write_csv(rows, header=LINES_HEADER))
    question = Question("lines", codes=(("6506",),), countries=("RU",))
    (total,) = flows(db, question)
    behind = list(unfold(db, question))
    assert [(row["file"], row["row"], row["value"]) for row in behind] == [
        ("lines.csv", 2, 10),
        ("lines.csv", 3, 30),
    ]
    assert total["value_usd"] == sum(row["value"] or 0 for row in behind)
    assert undated_lines(db, question) == 1
