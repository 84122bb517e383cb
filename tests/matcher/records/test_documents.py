"""A cell that says that there is no maker or mark is no name, with a slip of the pen or in another language."""

from __future__ import annotations

import pytest

from matcher.records.nothing_stated import is_nothing


@pytest.mark.parametrize(
    "text",
    [
        "ОТССУТСТВУЕТ",
        "ОТСУТСТВУЕT",
        "немає даних",
        "Unbrandd",
        "NEW",
        "无型号",
        "көрсетілмеген",
        "yok",
        " - ",
    ],
)
def test_nothing_is_named(text: str) -> None:
    assert is_nothing(text)


@pytest.mark.parametrize("text", ["KASTORIX", "Отсупов", "NEWTON", "Невада", "Nobel", "无锡轴承"])
def test_a_name_is_named(text: str) -> None:
    assert not is_nothing(text)
