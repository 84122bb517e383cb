"""HS codes, the priority list, units, and cells that mean nothing."""

from __future__ import annotations

import pytest

from matcher.customs.values.cells import day, is_nothing, number
from matcher.customs.values.countries import alpha3
from matcher.customs.values.hs_codes import (
    headings,
    hs_code,
    hs_list,
    is_of_parts,
    priority_tier,
    stated_code,
    usual_digits,
)
from matcher.customs.values.personal_data import is_person, redact
from matcher.customs.values.units import unit_code


@pytest.mark.parametrize(
    ("cell", "hs6", "problem"),
    [
        ("6506108000", "650610", None),
        ("0303891060", "030389", None),
        ("8806.22", "880622", None),
        ("8803", None, None),  # a heading of earlier editions
        ("84", None, None),
        ("303891060", "030389", "lost its leading zero"),
        ("9999999999", None, "does not exist"),
        ("7700000000", None, "does not exist"),
        ("392321000000000", None, "has 15 digits"),
    ],
)
def test_hs_codes(cell: str, hs6: str | None, problem: str | None) -> None:
    code = hs_code(cell)
    assert code is not None
    assert (code.verbatim, code.hs6) == (cell, hs6)
    assert problem is None if code.problem is None else problem is not None and problem in code.problem


def test_a_digit_less_than_the_other_codes_of_the_column_is_a_lost_zero() -> None:
    column = ["901211000", "8419810000", "2931490000", "603110000"]
    assert usual_digits(column) == 10
    code = hs_code("901211000", usual_digits(column))
    assert code is not None
    assert (code.hs6, code.problem) == ("090121", "HS code 901211000 has lost its leading zero")


@pytest.mark.parametrize(
    ("column", "digits"),
    [
        (["9012110", "9024000", "7031019"], 8),  # no country has seven digits
        (["901211000", "603110000", "703101900", "8419810000"], 10),  # most of a grocer's have lost theirs
        (["90121100", "841981000", "848210900"], 9),  # Japan and Moldova have nine
        (["90121", "841981", "848210"], 6),
    ],
)
def test_codes_that_are_possible_with_a_zero_only_have_lost_it(column: list[str], digits: int) -> None:
    assert usual_digits(column) == digits


@pytest.mark.parametrize(
    "column",
    [
        ["8419810", "8482109", "9012110"],
        ["901211000", "848210900", "84137021"],
        ["3047196", "3047210", "3047255", "3048001"],  # numbers of papers, one after the other
    ],
)
def test_shorter_codes_that_are_none_with_a_zero_have_lost_nothing(column: list[str]) -> None:
    assert usual_digits(column) is None


@pytest.mark.parametrize(
    "column", [["90121100", "84198100"], ["901211", "8419810"], ["901211000", "603110000"], []]
)
def test_codes_of_one_length_or_without_a_usual_one_have_lost_nothing(column: list[str]) -> None:
    assert usual_digits(column) is None


@pytest.mark.parametrize("cell", ["НЕ УКАЗАН", "", "8", "84A2", "N/A"])
def test_what_is_no_code(cell: str) -> None:
    assert hs_code(cell) is None


def test_the_shipped_list_is_hs_2022() -> None:
    assert len(hs_list()) > 6900
    assert sum(len(code) == 6 for code in hs_list()) > 5600
    assert {"8806", "8549", "6506"} <= headings()


def test_tiers_of_the_common_high_priority_list() -> None:
    assert priority_tier("8542310000") == "1"
    assert priority_tier("650610") is None
    assert priority_tier(None) is None


@pytest.mark.parametrize(
    ("unit", "code"),
    [
        *(
            ("ШТ", "H87"),
            ("шт.", "H87"),
            ("PIECE", "H87"),
            ("PCS", "H87"),
            ("件", "H87"),
            ("cái", "H87"),
            ("ТЫС.ШТ", "T3"),
        ),
        *(
            ("КГ", "KGM"),
            ("KILOGRAM", "KGM"),
            ("千克", "KGM"),
            ("М2", "MTK"),
            ("кв. м", "MTK"),
            ("CUBIC METRE", "MTQ"),
            ("М3", "MTQ"),
        ),
        *(
            ("PAIR", "PR"),
            ("пар", "PR"),
            ("ҷуфт", "PR"),
            ("дона", "H87"),
            ("м.мур.", "MTK"),
            ("компл.", "SET"),
            ("л", "LTR"),
            ("KGM", "KGM"),
            ("ЧТО-ТО", None),
            ("", None),
        ),
    ],
)
def test_units_of_every_language(unit: str, code: str | None) -> None:
    assert unit_code(unit) == code


def test_a_unit_by_its_okei_number() -> None:
    assert unit_code(None, "796") == "H87"
    assert unit_code("", "166") == "KGM"


@pytest.mark.parametrize(
    ("cell", "decimal", "value"),
    [
        *(
            ("2548,94", None, 2548.94),
            ("1 444 162,10", None, 1444162.1),
            ("1,234,567", None, 1234567),
            ("1.234,50", None, 1234.5),
        ),
        *(
            ("1,234", ".", 1234),
            ("1,234", ",", 1.234),
            ("1.234", ",", 1234),
            ("(5)", None, -5),
            ("7-", None, -7),
            ("$ 12.50", None, 12.5),
        ),
        *(
            ("СМ.ДОП", None, None),
            ("12 шт", None, None),
            ("", None, None),
            ("1,2,3.4.5", None, None),
            ("1e3", None, 1000),
        ),
    ],
)
def test_numbers(cell: str, decimal: str | None, value: float | None) -> None:
    assert number(cell, decimal) == value


@pytest.mark.parametrize(
    ("cell", "iso"),
    [
        *(
            ("09.01.2023", "2023-01-09"),
            ("2023-01-09 00:00:00", "2023-01-09"),
            ("20230109", "2023-01-09"),
            ("202301", "2023-01"),
        ),
        *(
            ("2023年3月14日", "2023-03-14"),
            ("14 марта 2023 г.", "2023-03-14"),
            ("Oct-2025", "2025-10"),
            ("Mar-07-2023", "2023-03-07"),
            ("Mar.7.2023", "2023-03-07"),
            ("Feb-30-2023", None),
            ("31/12/23", "2023-12-31"),
        ),
        *(
            ("12/31/2023", "2023-12-31"),
            ("44935", "2023-01-09"),
            ("31.02.2023", None),
            ("00.00.0000", None),
            ("N/A", None),
            ("5", None),
        ),
    ],
)
def test_dates(cell: str, iso: str | None) -> None:
    assert day(cell) == iso


@pytest.mark.parametrize(
    "cell", ["", " ", "NULL", "ОТСУТСТВУЕТ", "отсутствует.", '"НЕТ"', "Б/Н", "N/A", "-", "无"]
)
def test_nothing(cell: str) -> None:
    assert is_nothing(cell)


@pytest.mark.parametrize("cell", ["0", "НЕТТО", "NULLABLE", "ООО НЕТ"])
def test_something(cell: str) -> None:
    assert not is_nothing(cell)


def test_countries() -> None:
    assert {alpha3(name) for name in ("РОССИЯ", "Russia", "俄罗斯", "RU", "rus")} == {"RUS"}
    assert alpha3("Atlantis") is None


def test_personal_fields_are_left_out() -> None:
    rows = [
        {
            "importer": "ИП ЕМЕЛИН-ПЕЧКИН Е.Е.",
            "importer_code": "995545652912",
            "exporter": "RED WREN CO., LTD",
            "hs": "6506",
        },
        {"importer": 'ООО "КИТЕЖ СЕРВИС"', "importer_code": "9900332241", "exporter": None, "hs": "6506"},
    ]
    sole, firm = redact(rows)
    assert (sole["importer"], sole["importer_code"], sole["exporter"]) == (
        "[redacted]",
        "[redacted]",
        "RED WREN CO., LTD",
    )
    assert firm == rows[1]
    assert not is_person("ИПОТЕЧНЫЙ БАНК")


def test_codes_of_thirteen_digits_are_those_of_a_tariff_and_its_inspection() -> None:
    code = hs_code("8413702190101")
    assert code is not None
    assert (code.hs6, code.problem) == ("841370", None)
    assert usual_digits(["8413702190101", "303131000999", "8482109000999"]) == 13
    lost = hs_code("303131000999", usual=13)
    assert lost is not None
    assert lost.hs6 == "030313"


@pytest.mark.parametrize(
    ("cell", "stated"),
    [
        ("84818090/3", "84818090"),
        ("8481809000/3", "8481809000"),
        ("8481/80", "8481/80"),
        ("8481.80.90", "8481.80.90"),
    ],
)
def test_a_check_digit_behind_a_stroke_is_no_part_of_the_code(cell: str, stated: str) -> None:
    assert stated_code(cell) == stated
    code = hs_code(cell)
    assert code is not None
    assert (code.hs6, code.problem) == ("848180", None)


def test_subheadings_of_parts_are_told_by_their_wording() -> None:
    parts = ("841391", "846693", "848790", "870899", "845190")
    goods = ("841370", "840734", "848210", "841510", "", "999999")
    assert all(map(is_of_parts, parts))
    assert not any(map(is_of_parts, goods))
