"""The head of a description is what names the goods, without makers, codes, purpose and numbering."""

from __future__ import annotations

import pytest

from matcher.similarity.phrases import head_of, uses_of


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("1-ЗАДВИЖКА КЛИНОВАЯ QV-20, ЛАТУННЫЙ КОРПУС; Изготовитель: X", "задвижка клиновая"),
        ("GATE VALVE FOR WATER SUPPLY, BRASS BODY", "gate valve"),
        ("QV-20; gate valve; brass body", "gate valve"),
        ("500 CARTONS GATE VALVE, MODEL NO. QV-20", "cartons gate valve"),
        ("sulama hattı için sürgülü vana, model X1", "sürgülü vana"),
        ("", ""),
    ],
)
def test_head(text: str, head: str) -> None:
    assert head_of(text) == head


def test_names_of_makers_are_left_out() -> None:
    assert head_of("KASTORIX gate valve QV-20", frozenset({"kastorix"})) == "gate valve"


@pytest.mark.parametrize(
    ("text", "use"),
    [
        ("HAND WHEEL FOR GATE VALVE, MODEL NO. QV-20", "gate valve"),
        ("МАХОВИК, ПРИМЕНЯЕТСЯ ДЛЯ ЗАДВИЖЕК КЛИНОВЫХ, QV-20", "задвижек клиновых"),
        ("sürgülü vana için el çarkı", "sürgülü vana"),
        ("闸阀用手轮|QV-20", "闸阀"),
        ("GATE VALVE, BRASS BODY", ""),
        ("TRAY QV-3 FOR USE WITH GATE VALVE QV-20", "gate valve"),
        ("МАХОВИК ДЛЯ РАБОТЫ С ЗАДВИЖКОЙ QV-20", "задвижкой"),
        ("НАБОР КОЛЕЦ (РЕЗИНА, СТАЛЬ, ЛАТУНЬ) ДЛЯ ЗАДВИЖЕК QV-20", "задвижек"),
        ("Tay quay của van cổng QV-20", "van cổng"),
        ("Túi đựng van cổng QV-20", "van cổng"),
        ("Handrad für Absperrschieber QV-20", "absperrschieber"),
    ],
)
def test_what_goods_are_for_is_told_apart_from_what_they_are(text: str, use: str) -> None:
    assert uses_of(text) == ((use,) if use else ())


def test_the_code_of_what_goods_are_for_is_no_word_of_it() -> None:
    assert uses_of("КОЛЕСО НЕПРИВОДНОЕ ДЛЯ БАЛКИ QV 250 БЕЗ БУКСЫ") == ("балки",)
    assert uses_of("LID FOR BALANCE QV 20 i, STEEL") == ("balance",)


def test_each_for_says_a_use_of_its_own() -> None:
    assert uses_of("FOR RETAIL SALE HAND WHEEL FOR GATE VALVE")[-1] == "gate valve"
    assert uses_of("маховик для задвижек клиновых для бытовых нужд") == ("задвижек клиновых", "бытовых нужд")
