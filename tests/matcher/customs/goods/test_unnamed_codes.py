"""Codes that no word announces, which Vietnamese declarations have behind the goods' name."""

from __future__ import annotations

import time

import pytest

from matcher.customs.goods.parse import parse_goods


@pytest.mark.parametrize(
    ("text", "model"),
    [
        ("Ắc quy lưu trữ 2.56kWh, mới 100%", ()),
        ("Bộ bù công suất phản kháng 50kVAr, mới 100%", ()),
        ("Cờ lê lực 350Nm, mới 100%", ()),
        ("Rơ le trung gian 24VDC, mới 100%", ()),
        ("Ắc quy lưu trữ QXB-48 2.56kWh, mới 100%", ("QXB-48",)),
        ("Ắc quy lưu trữ 48KX100, mới 100%", ("48KX100",)),
    ],
)
def test_a_number_with_its_unit_is_no_code(text: str, model: tuple[str, ...]) -> None:
    assert parse_goods(text).model == model


def test_a_measure_in_a_list_behind_a_code_is_no_other_code() -> None:
    assert parse_goods("Máy nén khí, mã QXB-48, 12 kV, mới 100%").model == ("QXB-48",)
    assert parse_goods("Máy nén khí, mã QXB-48, QXB-60, mới 100%").model == ("QXB-48", "QXB-60")


@pytest.mark.parametrize(
    "word", ["1" + "m" * 60 + "z", "1" + "kg" * 20_000 + "z", "1x" * 20_000 + "z", "1-" * 20_000 + "z"]
)
def test_a_hostile_word_takes_no_time(word: str) -> None:
    began = time.perf_counter()
    parse_goods(f"Máy nén khí {word}, mới 100%", attributes=False)
    assert time.perf_counter() - began < 1


def test_the_importers_own_code_before_the_description_is_no_model() -> None:
    assert parse_goods("NPL21#&Bơm nước chạy điện, mới 100%#&CN").model == ()
    assert parse_goods("NPL21#&Bơm nước QX40B chạy điện, mới 100%").model == ("QX40B",)
