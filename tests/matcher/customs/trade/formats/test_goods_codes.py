"""Codes of goods as tables of statistics print them."""

from __future__ import annotations

import pytest

from matcher.customs.trade.formats.texts.goods_codes import code_in, goods_code, printed_whole
from matcher.customs.trade.formats.texts.several_codes import names_several


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("8501320000 Electric motors", "8501320000"),
        ("WA85013200 Motoren", "85013200"),
        ("'85013200", "85013200"),
        ("85.01", "8501"),
        ("85章 电机", "85"),
        ("TOTAL", "TOTAL"),
        ("Section XVI", None),
        ("第十六类", None),
    ],
)
def test_the_code_that_a_cell_is_or_begins_with(cell: str, code: str | None) -> None:
    assert code_in(cell) == code


def test_a_lost_zero_is_put_back_unless_codes_are_printed_whole() -> None:
    assert goods_code("10121", 6) == "010121"
    assert goods_code("409000000") == "0409000000"
    assert goods_code("409000000", whole=True) == "409000000"


@pytest.mark.parametrize(
    ("cells", "reporter", "whole"),
    [
        (["850132000", "901310000"], None, True),  # nine digits, and their headings are in the HS as printed
        (["850132000"], "JPN", True),
        (["85013200006", "09011100"], "TWN", True),
        (["90121000", "0901210000"], None, False),  # eight and ten: nothing is odd
        (["101210000", "101290000"], "KAZ", False),  # chapter 01 without its zero: there is no heading 1012
        (["901210", "850132"], None, False),
    ],
)
def test_codes_of_an_odd_number_of_digits(cells: list[str], reporter: str | None, whole: bool) -> None:
    assert printed_whole(cells, reporter) is whole


@pytest.mark.parametrize(
    "cell",
    [
        *("84 - 85", "84-85", "8501–8503", "84 to 85", "84 y 85", "8501-03", "8501 до 8503"),
        *("8507; 8508", "8507, 8508", "8507/8508", "8507 8508", "8507\n8508"),
        *("8501-8503 Motors", "8507, 8508 Batteries", "84-85 Machinery", "2009,2202"),
        *("8503 ex", "ex 8503", "ex8503", "из 8703", "частично 8703", "8703 (частично)", "8501 excl. 850110"),
    ],
)
def test_ranges_lists_and_parts_are_no_code(cell: str) -> None:
    assert names_several(cell)
    assert (code_in(cell), goods_code(cell)) == (None, None)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("8471300100 Laptops", "8471300100"),
        ("8542.32 - Memories", "854232"),
        ("84 - Nuclear reactors", "84"),
        ("85-87 kW motors", "85"),
        ("850132 - 75 kW", "850132"),
        ("8471 Laptops of 10, 12 inch", "8471"),
        ("8503 Ex-proof motors", "8503"),
        ("8507 80 00", "85078000"),
        ("8471-30-00", "84713000"),  # its parts were lost
        ("18 COCOA", "18"),
    ],
)
def test_what_stands_behind_a_code_is_its_name(cell: str, code: str) -> None:
    assert code_in(cell) == code
    assert goods_code(cell) in (None, code)


@pytest.mark.parametrize(
    ("printed", "code"),
    [("100630990", "100630990"), ("101210000", "0101210000"), ("409000000", "0409000000"), ("503", "0503")],
)
def test_a_zero_is_put_back_where_the_heading_is_one_of_the_hs(printed: str, code: str) -> None:
    assert goods_code(printed) == code
