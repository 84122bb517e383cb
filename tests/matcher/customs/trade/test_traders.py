"""Firms that are new after a date, or declare other goods since."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from sqlite_utils import Database

from crawler.case.case import Case
from crawler.case.errors import UsageProblem
from matcher.commands.cli import box31
from matcher.customs.ingest.store import import_file
from matcher.customs.trade.question import Question
from matcher.customs.trade.traders import Trader, Traders
from matcher.customs.trade.traders import traders as find
from matcher.customs.trade.transit import via
from matcher.parties.parties import firm_ids
from tests.support.customs_files import WriteCsv

HEADER = (
    *(
        "DECLARATION_NO",
        "LINE_NO",
        "IMP_DATE",
        "HS_CODE",
        "PRODUCT_DESCRIPTION",
        "IMPORTER_NAME",
        "SUPPLIER_NAME",
    ),
    *("ORIGIN_COUNTRY", "DESTINATION_COUNTRY", "TOTAL_VALUE_USD"),
)


def traders(db: Database, since: str, codes: tuple[str, ...] = ()) -> Traders:
    return find(db, since, firm_ids(db), codes)


Declared = tuple[str, str, str, str, str]  # date, code, importer, exporter, destination


def declare(db: Database, write_csv: WriteCsv, lines: list[Declared]) -> None:
    rows = [
        (f"10999010/010123/{n:07}", "1", date, hs, f"ТОВАР {n}", importer, exporter, "CN", to, "100")
        for n, (date, hs, importer, exporter, to) in enumerate(lines)
    ]
    import_file(db, write_csv(rows, header=HEADER))


def of(found: list[Trader]) -> list[tuple[str, str, str]]:
    return [(trader.role, trader.name, trader.what) for trader in found]


OLD: list[Declared] = [
    ("2021-05-01", "6506101000", "ООО СТАРЫЙ", "RED WREN CO., LTD", "RU"),
    ("2022-01-31", "6506101000", "ООО СТАРЫЙ", "RED WREN CO., LTD", "RU"),
]


def test_of_lines_of_one_day_the_first_in_the_case_is_named(db: Database, write_csv: WriteCsv) -> None:
    same: list[Declared] = [("2022-06-01", "8542310000", "ООО НОВЫЙ", "RED WREN CO., LTD", "RU")] * 3
    declare(db, write_csv, OLD * 3 + same * 2)
    (trader,) = [t for t in traders(db, "2022-03").found if t.what == "new"]
    assert trader.first_line == "lines.csv:8"


def test_a_new_importer_is_named_with_its_first_line(db: Database, write_csv: WriteCsv) -> None:
    new: list[Declared] = [
        ("2022-06-01", "8542310000", "ООО НОВЫЙ", "Red Wren Co Ltd", "RU"),
        ("2022-03-02", "8542310000", "ООО НОВЫЙ", "RED WREN CO., LTD", "RU"),
        ("2022-03-05", "6506101000", "ООО СТАРЫЙ", "RED WREN CO., LTD", "RU"),
    ]
    declare(db, write_csv, OLD + new)
    found = traders(db, "2022-03").found
    (trader,) = [t for t in found if t.what == "new"]
    assert (trader.role, trader.name, trader.first_date) == ("importer", "ООО НОВЫЙ", "2022-03-02")
    assert (trader.first_line, trader.lines_since, trader.value_usd, trader.valued) == (
        "lines.csv:5",
        2,
        200,
        2,
    )
    assert (trader.headings_before, trader.headings_since) == ("", "8542")


def test_another_spelling_or_script_is_no_new_firm(db: Database, write_csv: WriteCsv) -> None:
    new: list[Declared] = [("2022-06-01", "6506101000", "Старый, ООО", "РЕД ВРЕН КО., ЛТД", "RU")]
    declare(db, write_csv, OLD + new)
    assert traders(db, "2022-03").found == []


def test_a_firm_whose_goods_changed_is_named(db: Database, write_csv: WriteCsv) -> None:
    new: list[Declared] = [
        ("2022-06-01", "8542310000", "ООО СТАРЫЙ", "RED WREN CO., LTD", "RU"),
        ("2022-06-02", "8542310000", "ООО СТАРЫЙ", "RED WREN CO., LTD", "RU"),
        ("2022-06-03", "6506101000", "ООО СТАРЫЙ", "RED WREN CO., LTD", "RU"),
    ]
    declare(db, write_csv, OLD + new)
    found = traders(db, "2022-03").found
    assert of(found) == [
        ("importer", "ООО СТАРЫЙ", "other goods"),
        ("exporter", "RED WREN CO., LTD", "other goods"),
    ]
    assert (found[0].headings_before, found[0].headings_since) == ("6506", "8542, 6506")
    assert of(traders(db, "2022-03", ("6506",)).found) == []


def test_a_country_whose_file_begins_later_is_not_judged(db: Database, write_csv: WriteCsv) -> None:
    new: list[Declared] = [("2022-06-01", "8542310000", "ТОО ЖАҢА", "SNOW OTTER INC", "KZ")]
    declare(db, write_csv, OLD + new)
    found = traders(db, "2022-03")
    assert found.found == []
    assert found.notes == ["not judged, since no line there is older: KZ"]


def test_without_older_lines_nothing_is_new(db: Database, write_csv: WriteCsv) -> None:
    declare(db, write_csv, OLD)
    with pytest.raises(UsageProblem, match="no line with such a code is older"):
        traders(db, "2020")


def test_a_month_in_which_the_day_falls_is_not_judged(db: Database, write_csv: WriteCsv) -> None:
    declare(db, write_csv, [*OLD, ("2022-03", "6506101000", "ООО МЕСЯЦ", "RED WREN CO., LTD", "RU")])
    found = traders(db, "2022-03-15")
    assert (found.found, found.notes) == ([], ["not judged, since 2022-03-15 falls in their period: 1 line"])
    assert of(traders(db, "2022-03").found) == [("importer", "ООО МЕСЯЦ", "new")]


def test_lines_without_a_date_are_counted_of_the_codes_asked_for(db: Database, write_csv: WriteCsv) -> None:
    undated: list[Declared] = [("", "8542310000", "ООО БЕЗ ДАТЫ", "RED WREN CO., LTD", "RU")]
    declare(db, write_csv, [*OLD, *undated])
    assert traders(db, "2022-03").notes == ["not judged, without a date: 1 line"]
    assert traders(db, "2022-03", ("6506",)).notes == []


def test_the_command_leaves_out_persons(case: Case, db: Database, write_csv: WriteCsv) -> None:
    declare(db, write_csv, [*OLD, ("2022-04-02", "6506101000", "ИП ИВАНОВ И.И.", "RED WREN CO., LTD", "RU")])
    command = ["-C", str(case.root), "customs", "traders", "--since", "2022-03", "--json"]
    assert json.loads(CliRunner().invoke(box31, command).stdout)["name"] == "ИП ИВАНОВ И.И."
    assert json.loads(CliRunner().invoke(box31, [*command, "--redact"]).stdout)["name"] == "[redacted]"
    wrong = CliRunner().invoke(box31, [*command[:-2], "March", "--json"])
    assert "give a year, month or day" in str(wrong.exception)


def test_a_firm_that_traded_before_under_another_spelling_is_not_new(
    db: Database, write_csv: WriteCsv
) -> None:
    old: list[Declared] = [("2021-05-01", "8542310000", 'ООО "СИЛУАН-ЭКИП"', "Red Wren Co Ltd", "RU")]
    new: list[Declared] = [
        ("2022-06-01", "8542310000", "SILUAN-EKIP LLC", "RED WREN CO., LTD", "RU"),
        ("2022-07-01", "6506101000", "Общество с ограниченной ответственностью Силуан-Экип", "RED WREN CO., LTD", "RU"),
        ("2022-08-01", "6506101000", "SILUAN-EKIP LLC", "RED WREN CO., LTD", "RU"),
    ]  # fmt: skip
    declare(db, write_csv, old + new)
    (trader,) = [t for t in traders(db, "2022-03").found if t.role == "importer"]
    assert trader.what == "other goods"
    assert trader.spellings.count(";") == 2
    assert trader.lines_before == 1


def test_importers_through_a_transit_country_are_counted_by_firm(db: Database, write_csv: WriteCsv) -> None:
    lines = [
        ("2021-05-01", 'ООО "СИЛУАН-ЭКИП"'),
        ("2022-06-01", "SILUAN-EKIP LLC"),
        ("2022-07-01", "ООО ЖАР-ПТИЦА ТРЕЙД"),
    ]
    rows = [
        (
            f"10999010/010123/{n:07}",
            "1",
            day,
            "8542310000",
            "ТОВАР",
            firm,
            "RED WREN CO., LTD",
            "KZ",
            "RU",
            "100",
        )
        for n, (day, firm) in enumerate(lines)
    ]
    import_file(db, write_csv(rows, header=HEADER))
    (row,) = via(db, Question("lines"), "2022-03", firm_ids(db)).rows
    assert (row["importers_before"], row["importers_after"], row["importers_new"]) == (1, 2, 1)
    assert via(db, Question("lines"), "2022-03").rows[0]["importers_new"] is None
