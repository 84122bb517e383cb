"""The mark and the model among the elements of Chinese declarations."""

from __future__ import annotations

import pytest

from matcher.customs.goods.parse import parse_goods
from tests.support.growth import filled, grows_linearly


@pytest.mark.parametrize(
    ("text", "mark", "model"),
    [
        ("离心水泵; 1|0|灌溉用|ORLEX牌|QX-20", "ORLEX", ("QX-20",)),
        ("离心水泵|1|0|灌溉用|流量20m3/h|ORLEX|QX 20B", "ORLEX", ("QX 20B",)),
        ("离心水泵; 0|0|灌溉用|1.5KW 7.16N.m 2900rpm|维尔托牌|QX-20", "维尔托", ("QX-20",)),
        ("离心水泵; 4|0|灌溉用;VELTRO牌;QX-20", "VELTRO", ("QX-20",)),
        ("离心水泵; VELTRO牌; 农用", "VELTRO", ()),
        ("离心水泵, 农用, ORLEX GROUP 牌", "ORLEX GROUP", ()),
        ("ORLEX牌离心水泵, 农用", "ORLEX", ()),
        ("离心水泵; 0|0|灌溉用|ORLEX|QX-20", None, ("QX-20",)),
        ("离心水泵; 1|0|接口RS485|RS485|380V|IP66", None, ()),
        ("不锈钢铭牌, 广告牌, 无牌; 1|0|用于机床", None, ()),
        ("防护盾牌; 聚碳酸酯, 长盾牌", None, ()),
        ("木制纸牌; 儿童玩具", None, ()),
        ("离心水泵; 0|3|无品牌|无型号", None, ()),
        ("离心水泵, 380V|QX-20", None, ()),
    ],
)
def test_mark_and_model_stand_without_labels(text: str, mark: str | None, model: tuple[str, ...]) -> None:
    parsed = parse_goods(text, attributes=False)
    assert (parsed.trademark, parsed.model) == (mark, model)


def test_a_label_wins() -> None:
    parsed = parse_goods("离心水泵; 1|0|品牌:VELTRO|ORLEX牌|型号:QX-20|AB-77", attributes=False)
    assert (parsed.trademark, parsed.model) == ("VELTRO", ("QX-20",))


@pytest.mark.parametrize(
    ("begun", "piece"),
    [
        ("1|0|", "a1|"),
        ("1|0|", "a "),
        ("", "牌"),
        ("", "维牌"),
        ("1|0|", "a1 "),
        ("", "1|0|"),
        ("", "a "),
        ("", "ab-"),
    ],
)
def test_a_hostile_text_is_read_in_linear_time(begun: str, piece: str) -> None:
    assert grows_linearly(lambda size: parse_goods(begun + filled(piece, size), attributes=False), 4_000)
