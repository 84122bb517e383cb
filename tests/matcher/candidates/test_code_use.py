"""Whether a code is the goods' own or that of what they are for."""

from __future__ import annotations

import pytest

from matcher.attributes.taxonomy import shipped
from matcher.candidates.code_use import called, use_of
from matcher.records.documents import ItemDocument, Page


@pytest.mark.parametrize(
    ("name", "text", "code", "use"),
    [
        ("Ribbon Cutter VX-40", "Spare blade for ribbon cutter VX-40", "VX-40", "fits"),
        ("Ribbon Cutter VX-40", "BLADE 40 MM SUITABLE FOR VX 40", "VX 40", "fits"),
        ("播种机 VX-40", "диск высевающий к сеялке VX-40", "VX-40", "fits"),
        ("储能电源 VX600", "适用于VX600储能电源的收纳包", "VX600", "fits"),
        ("储能电源 VX600", "VX600储能电源用收纳包", "VX600", "unclear"),
        ("储能电源 VX600", "VX600家用储能电源", "VX600", ""),
        ("Turnike VX 2", "VX 2 TURNİKE İÇİN KILIF", "VX 2", "unclear"),
        ("Fryer VX-8", "ТЭН ДЛЯ ФРИТЮРНИЦЫ VX-8", "VX-8", "unclear"),
        ("Pump VX-50", "Pump for dirty water VX-50", "VX-50", "unclear"),
        ("Pump VX-50", "Pump for civil use, model VX-50", "VX-50", ""),
        ("Lamp VX-20", "СВЕТИЛЬНИК 6500 К VX-20", "VX-20", ""),
        ("Lamp VX-20", "Светильник VX-20 для склада", "VX-20", ""),
        ("Ribbon Cutter VX-40", "BLADES FOR RIBBON CUTTERS VX-20, VX-40, 3 PCS", "VX-40", "fits"),
        ("Ribbon Cutter VX-40", "Нож для ленторезов VX-20 и VX-40", "VX-40", "unclear"),
        ("Ribbon Cutter VX-40", "Ribbon cutters VX-20, VX-40", "VX-40", ""),
        ("Ribbon Cutter VX-40", "ribbon cutters, other than VX-40", "VX-40", "none"),
        ("Ribbon Cutter VX-40", "ЛЕНТОРЕЗ, АНАЛОГ VX-40", "VX-40", "none"),
        ("Ribbon Cutter VX-40", "BLADES NOT FOR ORLEX VX-40", "VX-40", "none"),
        ("Ribbon Cutter VX-40", "ніж до ленторіза (не VX-40)", "VX-40", "none"),
        ("Ribbon Cutter VX-40", "ЛЕНТОРЕЗ НЕ ДЛЯ ВОЕННОГО ПРИМЕНЕНИЯ, VX-40", "VX-40", ""),
        ("Ribbon Cutter VX-40", "ЛЕНТОРЕЗ НЕ НОВЫЙ VX-40", "VX-40", ""),
        ("Ribbon Cutter Orlo 12x4 VX-40", "CASE FOR RIBBON CUTTER ORLO 12X4 ART. VX-40", "VX-40", "unclear"),
        ("ORLEX-40 Ribbon Cutter", "ORLEX-B BLADE FOR RIBBON CUTTER ORLEX-40", "ORLEX-40", "fits"),
        ("Ribbon Cutter VX-40", "BLADE FOR USE IN VX-40", "VX-40", "fits"),
        ("Ribbon Cutter VX-40", "Нож для установки на VX-40", "VX-40", "fits"),
        ("Ribbon Cutter VX-40", "RIBBON CUTTER EQUIV. VX-40", "VX-40", "none"),
        ("Ribbon Cutter VX-40", "cutter QT-7 similar to Orlex VX-40", "VX-40", "none"),
        ("Ribbon Cutter VX-40", "Máy cắt QT-7, không phải VX-40", "VX-40", "none"),
        ("Ribbon Cutter VX-40", "Ленторез QT-7, не является моделью VX-40", "VX-40", "none"),
        ("Ribbon Cutter VX-40", "Ленторез не является оружием, VX-40", "VX-40", ""),
        ("Ribbon Cutter VX-40", "Lưỡi dao (phụ kiện máy VX-40)", "VX-40", "fits"),
        ("Ribbon Cutter VX-40", "Kesici QT-7, VX-40 muadili", "VX-40", "none"),
        ("Ribbon Cutter VX-40", "Lame pour coupeuse VX-40", "VX-40", "unclear"),
        ("Ribbon Cutter VX-40", "QT-7型裁带机，非VX-40", "VX-40", "none"),
        ("Ленторез универсальный VX-40", "Вал приводной лентореза VX-40", "VX-40", "fits"),
        ("Ленторез универсальный VX-40", "РЕМКОМПЛЕКТ (КОЛЬЦА, ВТУЛКА) ЛЕНТОРЕЗА VX-40", "VX-40", "fits"),
        ("Ленторез универсальный VX-40", "КОМПЛЕКТ НОЖЕВОЙ (ВЕРХ, НИЗ) ЛЕНТОРЕЗА VX-40", "VX-40", "fits"),
        ("Коробка скоростей VX-40", "Вал первичный коробки скоростей VX-40", "VX-40", "fits"),
        ("Коробка скоростей VX-40", "Коробки скоростей VX-40", "VX-40", ""),
        ("Ribbon Cutter VX-40", "Нож ленточный, заменяет VX-40", "VX-40", "none"),
        ("Ribbon Cutter VX-40", "Dao thay thế VX-40 (tương đương)", "VX-40", "none"),
        ("Ленторез универсальный VX-40", "КОМПЛЕКТ ЛЕНТОРЕЗА VX-40", "VX-40", ""),
        ("Ленторез универсальный VX-40", "Электрический ленторез VX-40", "VX-40", ""),
        ("Ленторез универсальный VX-40", "Ленторезы электрические VX-40", "VX-40", ""),
        ("Ленторез универсальный VX-40", "Ленторез левого вращения VX-40", "VX-40", ""),
        ("Вал приводной лентореза VX-40", "Вал приводной лентореза VX-40", "VX-40", ""),
        ("Ribbon Cutter VX-40", "Seal kit of ribbon cutter VX-40", "VX-40", "fits"),
        ("Ribbon Cutter VX-40", "Ribbon cutter of type VX-40", "VX-40", ""),
        ("Ribbon Cutter VX-40", "Скло захисне до ленторіза VX-40, запчастина", "VX-40", "unclear"),
        ("Ribbon Cutter VX-40", "Нож ORLEX 60 для ленторезов типа VX-40", "VX-40", "unclear"),
        ("Ribbon Cutter VX-40", "Ribbon cutter QT-7 (not Orlex VX-40)", "VX-40", "none"),
        ("Ribbon Cutter VX-40", "Bandschneider QT-7 (kein Orlex VX-40)", "VX-40", "none"),
        ("Ribbon Cutter VX-40", "Ribbon cutter QT-7, replacement of VX-40", "VX-40", "none"),
        ("Ribbon Cutter VX-40", "РЕПЛИКА VX-40 ДЛЯ ВЫСТАВОК", "VX-40", "none"),
        ("Ribbon Cutter VX-40", "Kesici QT-7, VX-40 taklidi", "VX-40", "none"),
        ("Ribbon Cutter VX-40", "передавач аналоговий VX-40", "VX-40", ""),
        ("Ribbon Cutter VX-40", "ANALOG RIBBON CUTTER VX-40", "VX-40", ""),
        ("Visor VX-40", "Каска ORLEX; К НЕЙ ЩИТОК VX-40", "VX-40", ""),
        ("Ribbon Cutter VX-40", "Смазка, применяется в ленторезах VX-40", "VX-40", "fits"),
        ("Ribbon Cutter VX-40", "Dao cắt của máy xén giấy VX-40", "VX-40", "unclear"),
        ("Ribbon Cutter VX-40", "Máy cắt của hãng Orlex VX-40", "VX-40", ""),
        ("Ribbon Cutter VX-40 with blade", "BLADE COMPATIBLE WITH VX-40", "VX-40", "fits"),
        ("Ribbon Cutter VX-40", "ЛЕНТОРЕЗ QT-7, НЕ ORLEX VX-40", "VX-40", "none"),
        ("Ribbon Cutter VX-40", "ЛЕНТОРЕЗ НЕ ОРЛЕКС VX-40", "VX-40", "none"),
        ("Ribbon Cutter VX-40", "裁带机，不是ORLEX VX-40，QT-7", "VX-40", "none"),
        ("Ribbon Cutter VX-40", "可替代ORLEX VX-40的裁带机QT-7", "VX-40", "none"),
        ("Ribbon Cutter VX-40", "Ribbon cutter not foldable Orlex VX-40", "VX-40", ""),
        ("Ribbon Cutter VX-40", "НОЖ 40 ММ, СОВМЕСТИМ С ЛЕНТОРЕЗОМ ORLEX VX-40", "VX-40", "fits"),
        ("Ribbon Cutter VX-40", "ніж, сумісний з VX-40", "VX-40", "fits"),
        ("Ribbon Cutter VX-40", "Lame compatible avec VX-40", "VX-40", "fits"),
        ("Ribbon Cutter VX-40", "Messer passend für Orlex VX-40", "VX-40", "fits"),
        ("Ribbon Cutter VX-40", "刀片，兼容ORLEX VX-40", "VX-40", "fits"),
        ("Ribbon Cutter VX-40", "BLADE, SPARE OF VX-40", "VX-40", "fits"),
        ("Ribbon Cutter VX-40", "RIBBON CUTTER VX-40 WITH SPARES OF STEEL", "VX-40", ""),
        ("Ribbon Cutter VX-40", "ЧАСТИ ЛЕНТОРЕЗА VX-40: НОЖИ", "VX-40", "fits"),
        ("Ribbon Cutter VX-40", "ЛЕНТОРЕЗ VX-40, ДЕТАЛИ УПАКОВАНЫ", "VX-40", ""),
        ("Drone battery VX-6S", "Аккумулятор для дрона VX-6S", "VX-6S", "unclear"),
    ],
)
def test_a_code_after_for_is_that_of_what_the_goods_fit_or_unclear(
    name: str, text: str, code: str, use: str
) -> None:
    page = Page("en", name, "", "", {})
    item = ItemDocument("i-1", "site", (code,), ("Orlex",), (page,), None, "", "", "", shipped())
    start = text.index(code)
    assert use_of(text, start, start + len(code), called(item)) == use
