"""Both sides of a trade, and transit countries: figures against hand-made ones, refusals where a side is silent."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlite_utils import Database

from crawler.case.case import Case
from matcher.commands.cli import box31
from matcher.customs.ingest.store import import_file
from matcher.customs.trade.mirror import mirror
from matcher.customs.trade.question import Question
from matcher.customs.trade.transit import via
from tests.support.customs_files import WriteCsv

COMTRADE = (
    *("refPeriodId", "period", "reporterISO", "flowCode", "partnerISO", "cmdCode", "qty", "qtyUnitAbbr"),
    *("netWgt", "primaryValue"),
)
Row = tuple[str, str, str, str, str, str]  # period, reporter, flow, partner, code, value


def comtrade(write_csv: WriteCsv, rows: list[Row], name: str = "comtrade.csv") -> Path:
    return write_csv(
        [(p if len(p) == 4 else f"{p}01", p, who, flow, other, code, "10", "u", "5", value)
         for p, who, flow, other, code, value in rows], name=name, header=COMTRADE,
    )  # fmt: skip


def months(year: int, who: str, flow: str, other: str, value: str, count: int = 12) -> list[Row]:
    return [(f"{year}{month:02d}", who, flow, other, "880622", value) for month in range(1, count + 1)]


def test_both_sides_stand_in_one_row(db: Database, write_csv: WriteCsv) -> None:
    rows = months(2023, "CHN", "X", "KAZ", "1000") + months(2023, "KAZ", "M", "CHN", "1100")
    import_file(db, comtrade(write_csv, rows))
    (found,) = mirror(db, Question())
    assert (found["from"], found["to"], found["period"], found["months"]) == ("CHN", "KAZ", "2023", 12)
    assert (found["export_usd"], found["import_usd"], found["ratio"]) == (12_000, 13_200, 1.1)
    assert (found["export_valuation"], found["import_valuation"]) == ("FOB", "CIF")
    assert (found["export_quantity"], found["import_quantity"], found["quantity_ratio"]) == (120, 120, 1)
    assert (found["export_rows"], found["import_rows"], found["note"]) == (12, 12, None)


def test_domestic_exports_stand_for_exports_where_there_are_no_others(
    db: Database, write_csv: WriteCsv
) -> None:
    rows = months(2023, "CHN", "DX", "KAZ", "700") + months(2023, "KAZ", "M", "CHN", "1400")
    import_file(db, comtrade(write_csv, rows))
    (found,) = mirror(db, Question())
    assert (found["export_usd"], found["import_usd"], found["ratio"]) == (8_400, 16_800, 2)
    assert found["note"] == (
        "the import is more than the export with freight and insurance; the exports are domestic exports, without re-exports"
    )
    import_file(db, comtrade(write_csv, months(2023, "CHN", "X", "KAZ", "1000"), name="whole.csv"))
    (found,) = mirror(db, Question())
    assert (found["export_usd"], found["ratio"], found["note"]) == (
        12_000,
        1.4,
        "the import is more than the export with freight and insurance",
    )


def test_only_months_that_both_publish_are_compared(db: Database, write_csv: WriteCsv) -> None:
    rows = months(2023, "CHN", "X", "KAZ", "1000") + months(2023, "KAZ", "M", "CHN", "3000", count=6)
    import_file(db, comtrade(write_csv, rows))
    (found,) = mirror(db, Question())
    assert (found["months"], found["export_usd"], found["import_usd"], found["ratio"]) == (6, 6000, 18_000, 3)
    assert found["note"] == "the import is more than the export with freight and insurance"


def test_a_month_without_a_row_in_published_months_is_compared(db: Database, write_csv: WriteCsv) -> None:
    """The importer publishes every month; in March it has other goods only, so March counts, with nothing in it."""
    imports = [row for row in months(2023, "KAZ", "M", "CHN", "1000") if row[0] != "202303"]
    imports.append(("202303", "KAZ", "M", "TUR", "880622", "5"))
    import_file(db, comtrade(write_csv, months(2023, "CHN", "X", "KAZ", "1000") + imports))
    (found,) = [row for row in mirror(db, Question()) if row["from"] == "CHN"]
    assert (found["months"], found["import_usd"], found["note"]) == (
        12,
        11_000,
        "the import is less than the export",
    )


def test_a_year_is_compared_with_its_months_only_if_all_are_there(db: Database, write_csv: WriteCsv) -> None:
    year: list[Row] = [("2023", "KAZ", "M", "CHN", "880622", "12000")]
    import_file(db, comtrade(write_csv, months(2023, "CHN", "X", "KAZ", "1000") + year))
    for period in ("year", "month"):
        (found,) = mirror(db, Question(period=period))
        assert (found["period"], found["months"], found["ratio"]) == ("2023", 12, 1)
    part = months(2022, "CHN", "X", "KAZ", "1000", count=11)
    import_file(db, comtrade(write_csv, [*part, ("2022", "KAZ", "M", "CHN", "880622", "12000")], "b.csv"))
    (found,) = [row for row in mirror(db, Question()) if row["period"] == "2022"]
    assert (found["ratio"], found["note"]) == (None, "no month that both sides publish whole")


def test_a_silent_side_is_named_and_gives_no_ratio(db: Database, write_csv: WriteCsv) -> None:
    import_file(db, comtrade(write_csv, months(2023, "CHN", "X", "RUS", "1000")))
    (found,) = mirror(db, Question())
    assert (found["export_usd"], found["import_usd"], found["ratio"], found["times"]) == (
        12_000,
        None,
        None,
        "no data",
    )
    assert found["note"] == "no published imports of RUS of this period in the case"


def test_an_importer_that_may_publish_fob_says_so(db: Database, write_csv: WriteCsv) -> None:
    rows = months(2023, "CHN", "X", "USA", "1000") + months(2023, "USA", "M", "CHN", "990")
    import_file(db, comtrade(write_csv, rows))
    (found,) = mirror(db, Question())
    assert (found["import_valuation"], found["note"]) == ("FOB or CIF", None)


def test_world_and_its_partners_are_not_added_up(db: Database, write_csv: WriteCsv) -> None:
    rows = months(2023, "CHN", "X", "KAZ", "1000") + months(2023, "CHN", "X", "W00", "5000")
    rows += months(2023, "KAZ", "M", "CHN", "1000") + months(2023, "KAZ", "M", "W00", "9000")
    import_file(db, comtrade(write_csv, rows))
    (found,) = mirror(db, Question())
    assert (found["export_usd"], found["import_usd"]) == (12_000, 12_000)


def test_shares_of_transit_countries_before_and_after(db: Database, write_csv: WriteCsv) -> None:
    rows = months(2021, "CHN", "X", "KAZ", "10") + months(2021, "CHN", "X", "DEU", "90")
    rows += months(2022, "CHN", "X", "KAZ", "50") + months(2022, "CHN", "X", "DEU", "50")
    import_file(db, comtrade(write_csv, rows))
    found = via(db, Question(codes=(("8806",),)), "2022-01")
    (row,) = found.rows
    assert (row["country"], row["via"], row["share_before"], row["share_after"]) == (
        "CHN",
        "KAZ",
        "10.0 %",
        "50.0 %",
    )
    assert (row["value_after"], row["of_after"], row["change_points"]) == (600, 1200, 40)
    assert (row["months_before"], row["months_after"], row["rows_after"]) == (12, 12, 12)
    assert found.notes == []


def test_the_published_total_is_the_whole_of_a_share(db: Database, write_csv: WriteCsv) -> None:
    rows = months(2021, "CHN", "X", "KAZ", "10") + months(2021, "CHN", "X", "W00", "1000")
    rows += months(2022, "CHN", "X", "KAZ", "50") + months(2022, "CHN", "X", "W00", "1000")
    import_file(db, comtrade(write_csv, rows))
    (row,) = via(db, Question(), "2022-01").rows
    assert (row["share_before"], row["share_after"], row["of_after"]) == ("1.0 %", "5.0 %", 12_000)


def test_a_year_over_the_month_is_left_out_and_counted(db: Database, write_csv: WriteCsv) -> None:
    rows: list[Row] = [(str(year), "CHN", "X", "KAZ", "880622", "7") for year in (2021, 2022, 2023)]
    import_file(db, comtrade(write_csv, rows))
    found = via(db, Question(), "2022-03")
    assert found.notes == ["1 row of periods that reach over 2022-03 left out"]
    assert (found.rows[0]["value_before"], found.rows[0]["value_after"]) == (7, 7)
    gone = via(db, Question(), "2021-01").rows[0]
    assert (gone["share_before"], gone["change_points"]) == ("no data", None)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--mirror --share RU", "give --share or --mirror"),
        ("--mirror --flow export", "leave out --flow"),
        ("--via 2022", "give the month"),
        ("--via 2022-03 --chart x.svg", "--chart does not draw --via"),
    ],
)
def test_questions_that_do_not_fit_are_refused(case: Case, words: str, said: str) -> None:
    done = CliRunner().invoke(box31, ["-C", str(case.root), "flows", *words.split()])
    assert said in str(done.exception)


def test_the_command_says_the_valuation_and_unfolds(case: Case, db: Database, write_csv: WriteCsv) -> None:
    rows = months(2023, "CHN", "X", "KAZ", "1000") + months(2023, "KAZ", "M", "CHN", "1100")
    import_file(db, comtrade(write_csv, rows))
    done = CliRunner().invoke(box31, ["-C", str(case.root), "flows", "--mirror", "--json"])
    assert json.loads(done.stdout)["times"] == "1.10 times"
    assert "CIF: with freight" in done.stderr
    behind = CliRunner().invoke(box31, ["-C", str(case.root), "flows", "--mirror", "--rows", "--json"])
    assert sum(json.loads(line)["value"] for line in behind.stdout.splitlines()) == 12_000 + 13_200


def test_a_code_is_said_not_to_exist_in_the_years_asked_for(
    case: Case, db: Database, write_csv: WriteCsv
) -> None:
    import_file(db, comtrade(write_csv, months(2023, "CHN", "X", "KAZ", "1000")))
    here = ["-C", str(case.root), "flows", "--hs", "8806"]
    assert "does not exist" not in CliRunner().invoke(box31, here).stderr
    earlier = CliRunner().invoke(box31, [*here, "--from", "2020"])
    assert "8806 (unmanned aircraft) does not exist before HS 2022" in earlier.stderr
    both = CliRunner().invoke(box31, [*here, "--hs", "8802", "--from", "2020"])
    assert "from HS 2022 on, part of 8802 is in 8806" in both.stderr
