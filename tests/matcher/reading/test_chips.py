"""Chips: what a text states, in the reader's words, each linked to the words it was read from."""

from __future__ import annotations

import pytest

from matcher.attributes.taxonomy import shipped
from matcher.reading.chips import goods_chips, text_chips
from matcher.reading.model import Chip

LINE = "БРОНЕЖИЛЕТ ИЗ АРАМИДА, КЛАСС ЗАЩИТЫ NIJ IIIA, ЦВЕТ ОЛИВА, ВЕС 2,2 КГ: ИЗГОТОВИТЕЛЬ: 恒盾; МОДЕЛЬ: HD-BV205; КОЛ-ВО: 500 ШТ"


def words(chips: list[Chip]) -> list[str]:
    return [chip.words for chip in chips]


def test_a_line_is_read_in_english() -> None:
    assert words(goods_chips(LINE, {}, shipped(), "en")) == [
        *("armour vest", "aramid", "NIJ IIIA", "olive", "weight 2.2 kg", "500 pcs"),
        *("maker HengDun (from 恒盾)", "model HD-BV205"),
    ]


def test_a_line_is_read_in_german_and_chinese() -> None:
    german = words(goods_chips(LINE, {}, shipped(), "de"))
    assert german[:2] == ["Schutzweste", "Aramid"]
    assert "500 Stück" in german
    assert words(goods_chips(LINE, {}, shipped(), "zh"))[-2:] == ["制造商 恒盾", "型号 HD-BV205"]


def test_each_chip_is_linked_to_its_words() -> None:
    for chip in goods_chips(LINE, {}, shipped(), "en"):
        assert chip.spans
        assert chip.said == " … ".join(LINE[start:end] for start, end in chip.spans)


def test_what_a_column_says_has_no_place_in_the_text() -> None:
    chips = goods_chips("ТКАНЬ", {"maker": "ООО Ткач"}, shipped(), "en")
    assert [(chip.words, chip.spans) for chip in chips if chip.about == "maker"] == [
        ("maker OOO Tkach (from ООО Ткач)", ())
    ]


def test_spans_count_the_marks_of_continued_sheets() -> None:
    text = "НАСОС ИЗ НЕРЖАВЕЮ_[=1=] ЩЕЙ СТАЛИ 12 КГ"
    for chip in text_chips(text, shipped(), "en"):
        assert all(text[start:end].strip() for start, end in chip.spans)
    steel = next(chip for chip in text_chips(text, shipped(), "en") if chip.words == "steel")
    assert any("СТАЛИ" in text[start:end] or "НЕРЖАВЕЮ" in text[start:end] for start, end in steel.spans)


@pytest.mark.parametrize(
    ("text", "shown", "hidden"),
    [
        ("黄铜法兰", None, "yellow"),
        ("黄色背包", "yellow", None),
        ("точка росы -40 °C", "-40 °C", "40 °C"),
        ("ТРАНСФОРМАТОР 630 КВА", "630 kVA", "504 kW"),
        ("МАКСИМАЛЬНАЯ ТЕМПЕРАТУРА-125ГРАД. С", "temperature 125 °C", "temperature -125 °C"),
        ("реле 16 А", "rele 16 A", "rele 16"),
        ("привод 4х2", "4 × 2", "2 × 4 mm"),
        ("пластина 250х300 мм", "250 × 300 mm", None),
        ("кабель без разъема", None, "connector"),
        ("чехол для шлема", "helmet cover", "helmet"),
    ],
)
def test_doubtful_readings(text: str, shown: str | None, hidden: str | None) -> None:
    found = words(text_chips(text, shipped(), "en"))
    assert shown is None or shown in found
    assert hidden is None or hidden not in found
