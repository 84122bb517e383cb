"""Goods that bear a code of what they are about."""

from __future__ import annotations

import pytest

from matcher.candidates.usage.about_goods import is_about, names_about
from tests.support.growth import filled, grows_linearly

CODE = "VX-40"


@pytest.mark.parametrize(
    "text",
    [
        "Цветные рекламные буклеты на ленторезы VX-40",
        "ТОВАР N 2: УПАКОВКА КАРТОННАЯ ПУСТАЯ ОТ ЛЕНТОРЕЗА VX-40",
        "ТОВАР НОВЫЙ. НАКЛЕЙКИ ВИНИЛОВЫЕ VX-40",
        "(C.NO 3) PRINTED COLOUR CATALOGUES OF RIBBON CUTTERS VX-40",
        "User manuals VX-40, 20 pcs",
        "Wooden pallets, used, ex VX-40",
        "PT02#&Khuôn ép nhựa dùng làm vỏ máy cắt VX-40",
        "Tem nhãn dán máy cắt VX-40, mới 100%",
        "Spritzgussform für Gehäuse VX-40",
        "Folletos de cortadoras VX-40",
        "Boş kutu, VX-40 baskılı",
        "OLUKLU MUKAVVA KUTU VX-40 BASKILI",
        "Гофрокороба под ленторез VX-40",
        "刀片模具，VX-40",
        "VX-40型剪带机用包装箱",
        "Ribbon cutter VX-40 user manual",
    ],
)
def test_printed_matter_packing_and_moulds_are_about_what_has_the_code(text: str) -> None:
    start = text.index(CODE)
    assert is_about(text, start, start + len(CODE))


@pytest.mark.parametrize(
    "text",
    [
        "Ленторез, упаковка картонная, VX-40",
        "Ленторез VX-40 с инструкцией, каталоги отдельно",
        "Ribbon cutter VX-40, user manual included",
        "LABEL CUTTER VX-40",
        "Software controlled cutter VX-40",
        "MANUAL CUTTER VX-40",
        "Etikettenschneider VX-40",
        "Ленторез для этикеток VX-40",
        "Máy in nhãn dán VX-40",
        "Mold release agent VX-40",
        "Коробка скоростей VX-40",
        "Ящик инструментальный VX-40",
        "剪带机VX-40，纸箱包装",
    ],
)
def test_goods_in_packing_or_with_a_manual_are_not(text: str) -> None:
    start = text.index(CODE)
    assert not is_about(text, start, start + len(CODE))


def test_an_item_may_be_called_so_itself() -> None:
    assert names_about("Label printers and labels")
    assert names_about("Пресс-формы для литья")
    assert not names_about("Ribbon cutter")


@pytest.mark.parametrize("size", [9, 25_000])
@pytest.mark.parametrize("piece", ["каталог ", " ", "а", "ая ", "x:", "("])
def test_a_hostile_description_is_read_in_linear_time(piece: str, size: int) -> None:
    assert grows_linearly(lambda n: is_about(filled(piece, n), n - 5, n), size)
