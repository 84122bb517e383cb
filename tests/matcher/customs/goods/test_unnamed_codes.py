"""Codes that no word announces, which Vietnamese declarations have behind the goods' name."""

from __future__ import annotations

import pytest

from matcher.customs.goods.parse import parse_goods
from tests.support.growth import filled, grows_linearly


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


@pytest.mark.parametrize(("begun", "piece"), [("1", "m"), ("1", "kg"), ("", "1x"), ("", "1-")])
def test_a_hostile_word_is_read_in_linear_time(begun: str, piece: str) -> None:
    def parse(size: int) -> None:
        parse_goods(f"Máy nén khí {begun}{filled(piece, size)}z, mới 100%", attributes=False)

    assert grows_linearly(parse, 4_500)


def test_a_word_of_units_as_long_as_a_code_is_read_in_linear_time() -> None:
    def parse(size: int) -> None:
        parse_goods(f"Máy nén khí 1{'m' * min(size, 30)}z, mới 100%", attributes=False)

    assert grows_linearly(parse, 8)


def test_the_importers_own_code_before_the_description_is_no_model() -> None:
    assert parse_goods("NPL21#&Bơm nước chạy điện, mới 100%#&CN").model == ()
    assert parse_goods("NPL21#&Bơm nước QX40B chạy điện, mới 100%").model == ("QX40B",)
