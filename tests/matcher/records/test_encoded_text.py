import pytest

from matcher.attributes.taxonomy import shipped
from matcher.records.documents import GoodsDocument
from tests.support.growth import filled, grows_linearly


def encoded_of(text: str) -> str:
    """What the encoder is given of a record with this description."""
    return GoodsDocument("g-1", text, "", "", "", "", {}, "", (), (), (), "", "", None, shipped()).encoded


@pytest.mark.parametrize(
    ("text", "encoded"),
    [
        (
            "ТЕЛЕСКОП ЛЮБИТЕЛЬСКИЙ, ТОЛЩИНА 26,5 ММ. ИЗГОТОВИТЕЛЬ: NINGBO ORLA CO., LTD; ТОВ.ЗНАК: ОТСУТСТВУЕТ;"
            " МОДЕЛЬ: ОТСУТСТВУЕТ; АРТИКУЛ: НЕ УКАЗАН; КОЛ-ВО: 845 ШТ",
            "ТЕЛЕСКОП ЛЮБИТЕЛЬСКИЙ, ТОЛЩИНА 26,5 ММ. КОЛ-ВО: 845 ШТ",
        ),
        ("ENGINE OIL PUMP; BRAND: NONE; MODEL: OP-31", "ENGINE OIL PUMP; MODEL: OP-31"),
        ("水泵; 品牌: 无; 流量 20 m3/h", "水泵; 流量 20 m3/h"),
        ("VALVE, STEEL; DN 50: PN 16", "VALVE, STEEL; DN 50: PN 16"),
    ],
    ids=["tail of a Russian declaration", "English", "Chinese", "no label"],
)
def test_labels_that_state_nothing_and_names_are_not_encoded(text: str, encoded: str) -> None:
    assert encoded_of(text) == encoded


def test_a_text_of_labels_alone_is_encoded_whole() -> None:
    assert encoded_of("МОДЕЛЬ: ОТСУТСТВУЕТ") == "МОДЕЛЬ: ОТСУТСТВУЕТ"


@pytest.mark.parametrize("part", ["модель: ", ", ", "a;", " . ;", "   "])
def test_time_grows_with_the_length(part: str) -> None:
    assert grows_linearly(lambda size: encoded_of(filled(part, size)), 20_000)
