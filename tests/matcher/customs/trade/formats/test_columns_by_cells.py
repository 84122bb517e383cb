"""Columns that no header names are told by their cells, and headers and cells in two languages by either."""

from __future__ import annotations

import pytest

from matcher.customs.trade.formats import words
from matcher.customs.trade.formats.digits import ascii_digits
from matcher.customs.trade.formats.facts import Stated
from matcher.customs.trade.formats.goods_codes import code_in
from matcher.customs.trade.formats.registry import statistics_layout

ROWS = [
    ["wohin", "Wann", "Posten", "womit", "Wert (USD)"],
    ["Ausfuhr", "2022", "8525", "China", "10"],
    ["Ausfuhr", "2022", "8525", "Kenia", "20"],
    ["Einfuhr", "2022", "8525", "China", "30"],
    ["Einfuhr", "2023", "6307", "China", "40"],
]


def test_columns_without_a_known_header_are_told_by_their_cells() -> None:
    layout = statistics_layout(ROWS, None)
    assert layout
    reader = layout.open(ROWS, "a.csv", Stated(reporter="DEU"), None)
    facts = [fact for row, cells in enumerate(ROWS[1:], 2) for fact in reader.read(row, cells)]
    assert [(f.flow, f.start // 12, f.hs, f.partner, f.value) for f in facts] == [
        ("export", 2022, "8525", "CHN", 10.0),
        ("export", 2022, "8525", "KEN", 20.0),
        ("import", 2022, "8525", "CHN", 30.0),
        ("import", 2023, "6307", "CHN", 40.0),
    ]


@pytest.mark.parametrize("column", [1, 2, 3])
def test_a_column_with_other_cells_is_none(column: int) -> None:
    rows = [list(row) for row in ROWS]
    for row in rows[1:]:
        row[column] = f"{row[column]}x"
    assert statistics_layout(rows, None) is None


@pytest.mark.parametrize(
    ("header", "kind"),
    [("ქვეყანა / Country", "partner"), ("年\nYear", "year"), ("Land | Country", "partner")],
)
def test_a_header_in_two_languages_is_what_a_part_of_it_is(header: str, kind: str) -> None:
    assert kind in words.column_kinds(header)


def test_a_header_of_two_things_is_neither() -> None:
    assert words.column_kinds("Country / Month") == {}


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("აშშ / USA", "USA"),
        ("სულ / Total", words.WORLD),
        ("中国\nChina", "CHN"),
        ("Serbia / Montenegro", "Serbia / Montenegro"),
        ("Китай / Japan", "Китай / Japan"),
    ],
)
def test_a_country_in_two_scripts(cell: str, code: str) -> None:
    assert words.country(cell) == code


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("[15119020] Palm oil", "15119020"),
        ("(8703) Cars", "8703"),
        ("(1000 USD)", None),
        ("[01] Januari", None),
    ],
)
def test_a_code_in_brackets(cell: str, code: str | None) -> None:
    assert code_in(cell) == code


def test_digits_of_other_scripts() -> None:
    assert ascii_digits(["২০২২-২৩", "۱۴۰۲", "५२०१०० a", "²"]) == ["2022-23", "1402", "520100 a", "²"]
