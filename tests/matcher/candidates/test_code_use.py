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
        ("Drone battery VX-6S", "Аккумулятор для дрона VX-6S", "VX-6S", "unclear"),
    ],
)
def test_a_code_after_for_is_that_of_what_the_goods_fit_or_unclear(
    name: str, text: str, code: str, use: str
) -> None:
    page = Page("en", name, "", "", {})
    item = ItemDocument("i-1", "site", (name.split(" ", 1)[1],), (), (page,), None, "", "", "", shipped())
    start = text.index(code)
    assert use_of(text, start, start + len(code), called(item)) == use
