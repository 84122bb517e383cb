"""Makers named across scripts, whole or inside a longer Chinese name."""

from __future__ import annotations

import pytest

from matcher.attributes.taxonomy import shipped
from matcher.candidates.makers.maker_mentions import (
    LEAST_HAN_KEY,
    MakerNames,
    han_windows,
    is_own_part,
    maker_names,
    sound_of,
)
from matcher.records.documents import ItemDocument, Page
from matcher.text.transliteration import name_key, sound


def maker(*brands: str) -> MakerNames:
    return MakerNames(frozenset(map(name_key, brands)), frozenset())


def test_a_latin_brand_is_found_inside_a_chinese_firms_name() -> None:
    name = "宜兴石龟新材料有限公司"
    assert maker("SHIGUI").find(name) == (2, 4)
    assert maker("XINCAILIAO").find(name) == (4, 7)


def test_a_few_characters_must_be_the_brand_exactly() -> None:
    assert maker("SHIGUO").find("宜兴石龟新材料有限公司") is None
    assert maker("LIU").find("宜兴六新材料有限公司") is None


def test_short_keys_of_a_few_characters_are_left_out() -> None:
    assert all(len(key) >= LEAST_HAN_KEY for key, _, _ in han_windows("阿姨有限公司"))


def test_a_text_without_chinese_has_no_such_windows() -> None:
    assert han_windows("STONE TURTLE ARMOR CO") == han_windows("КАМЕННАЯ ЧЕРЕПАХА") == ()


def test_words_of_latin_letters_and_digits_sound_as_in_a_name() -> None:
    words = ("Khaan", "BOOX", "1005", "11", "x50", "SHCHUKA")
    assert [sound_of(word) for word in words] == [name_key(word) for word in words]
    assert sound("1005") == "105"


def test_a_firms_own_words_name_it_and_general_words_do_not() -> None:
    page = Page("en", "Stool", "", "", {})
    names = {
        "Ningbo Orvi Sek Furniture Technology Co., Ltd": "profile",
        "Furniture Technology Co., Ltd": "profile",
    }
    item = ItemDocument("i-1", "mill", (), (), (page,), None, "", "", "", shipped(), maker_names=names)
    known = maker_names([item])["i-1"]
    assert known.find("stool, maker ORVI SEK") == (13, 21)
    assert known.find("табурет ОРВИСЕК") == (8, 15)
    assert known.find("furniture technology of Ningbo") is None


@pytest.mark.parametrize(
    ("mark", "firm", "own"),
    [
        ("岚维克", "宁波岚维克喷涂设备有限公司", True),
        ("岚维克牌", "宁波岚维克喷涂设备有限公司", True),
        ("恒盾", "广东省佛山市恒盾装备有限公司", True),
        ("恒盾甲", "永康恒盾甲装备有限公司", True),  # a place that is not known
        ("喷涂", "宁波岚维克喷涂设备有限公司", False),
        ("宁波", "宁波岚维克喷涂设备有限公司", False),
        ("维克", "宁波岚维克喷涂设备有限公司", False),
    ],
)
def test_a_chinese_mark_is_what_the_firms_name_has_behind_its_place(mark: str, firm: str, own: bool) -> None:
    assert is_own_part(mark, firm) == own
