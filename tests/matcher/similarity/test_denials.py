"""A denial is of a property of the goods, not of a name, a purpose or a number."""

from __future__ import annotations

import pytest

from matcher.similarity.denials import denials


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("ЗАДВИЖКА БЕЗ МАХОВИКА, НЕ ДЛЯ ВОЕННОГО НАЗНАЧЕНИЯ", ("маховика",)),
        ("ЗАДВИЖКА, НЕ ДЛЯ ПРОДАЖИ, НЕ МЕНЕЕ 5 ЛЕТ, НЕ БЫВШАЯ В УПОТРЕБЛЕНИИ, Б/У НЕТ", ()),
        ("GATE VALVE, NO. OF BOLTS 8, INV NO 3377, WITHOUT BRAND", ()),
        ("GATE VALVE WITHOUT HAND WHEEL, NO MODEL", ("hand wheel",)),
        ("闸阀|不带手轮|无品牌|无型号", ("手轮",)),
        ("无线对讲机|无刷电机", ()),
        ("NON RETURN GATE VALVE OF BRASS QX80", ()),
        ("GATE VALVE, NON-RISING STEM DN50", ("rising",)),
        ("NON RECHARGEABLE LITHIUM CELL QX80, NON WOVEN POUCH", ("rechargeable", "woven")),
    ],
)
def test_a_denial_is_of_a_property_not_of_a_name_a_purpose_or_a_number(
    text: str, denied: tuple[str, ...]
) -> None:
    assert denials(text) == denied
