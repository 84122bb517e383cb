"""Codes of goods as tables of statistics print them."""

from __future__ import annotations

import pytest

from matcher.customs.trade.formats.goods_codes import code_in, goods_code, printed_whole


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
    assert goods_code("850132000") == "0850132000"
    assert goods_code("850132000", whole=True) == "850132000"


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
