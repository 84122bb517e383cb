"""Items that a record names together are no rivals: each by its whole code, series with members, one product in two languages."""

from __future__ import annotations

import pytest

from matcher.attributes.taxonomy import shipped
from matcher.candidates.codes.model_codes import CodeIndex
from matcher.match.kinship import Kinship
from matcher.records.documents import GoodsDocument, ItemDocument, Page
from matcher.similarity.competitors import margins, nearest


def goods(text: str) -> GoodsDocument:
    return GoodsDocument("g", text, "", "", "", "", {}, "", (), (), (), "", "", None, shipped())


def item(name: str, *codes: str, site: str = "mill", language: str = "en") -> ItemDocument:
    return ItemDocument(
        f"i-{name}", site, codes, (), (Page(language, name, "", "", {}),), None, "", "", "", shipped()
    )


ITEMS = [
    item("Grinder", "QX-20"),
    item("Polisher", "QX-35B"),
    item("Шлифмашина", "QX-20", language="ru"),
    item("Cell 60", "VN-60", "LiQ4"),
    item("Cell 90", "VN-90", "LiQ4"),
    item("Saw", "TRV-8", site="other"),
    item("Drill bit", "KD 300 S"),
    item("Drill bit, long", "KD 300 SL"),
]
GRINDER, POLISHER, RUSSIAN, CELL, CELL_90, SAW, BIT, LONG_BIT = range(8)


def kin(text: str) -> set[tuple[int, int]]:
    """The pairs of items that are no rivals in a description."""
    codes = CodeIndex(ITEMS)
    named, numbers = codes.find(goods(text)), range(len(ITEMS))
    found = Kinship(ITEMS, codes.series).among(numbers, named)
    return {(one, other) for one, kin in found.items() for other in kin if one < other}


@pytest.mark.parametrize(
    "text",
    [
        "GRINDERS QX-20 (40 PCS), QX-35B (10 PCS)",
        "шлифмашина QX20 и полировальная машина QX 35-B",
        "máy mài qx-20 và QX35B, mới 100%",
        "研磨机QX-20；抛光机QX-35B",
        "ДИСКИ ДЛЯ СТАНКОВ QX-20 №9, QX-35B №11",  # one may be that of what they are for: both are then
    ],
)
def test_goods_that_are_named_each_by_its_whole_code_are_no_rivals(text: str) -> None:
    assert kin(text) >= {(GRINDER, POLISHER), (POLISHER, RUSSIAN)}


@pytest.mark.parametrize(
    "text",
    [
        "свёрла KD 300S -12 ШТ, KD 300SL -30 ШТ",
        "mũi khoan KD-300S và KD-300SL, mới 100%",
    ],
)
def test_codes_of_a_list_of_which_one_begins_as_the_other_are_no_rivals(text: str) -> None:
    assert kin(text) == {(BIT, LONG_BIT)}


def test_pages_of_one_product_in_two_languages_are_no_rivals() -> None:
    assert kin("grinder QX-20") == {(GRINDER, RUSSIAN)}


@pytest.mark.parametrize(
    "text",
    [
        "grinder QX-35B, compatible with QX-20",  # what it fits is not its own
        "cells VN-90 LiQ4",  # what both have tells nothing
        "drill bit KD 300 S, model KD 300 SL",  # the longer code says which
        "polisher QX-35B for grinders QX-20",  # far from each other
        "polisher QX-35B and saw TRV-8",  # of two makers: one may be met by chance
    ],
)
def test_what_is_not_named_as_goods_of_its_own_stays_a_rival(text: str) -> None:
    assert not kin(text) - {(GRINDER, RUSSIAN)}


def test_a_size_is_no_rival_of_the_page_of_all_sizes_but_one_of_another_size() -> None:
    items = [item("Vastra R2"), item("Vastra R2 10 mm"), item("Vastra R2 12 mm")]
    codes = CodeIndex(items)
    kinship = Kinship(items, codes.series)
    assert kinship.among(range(3), codes.find(goods("rope VASTRA R2 12MM"))) == {
        0: frozenset((2,)),
        2: frozenset((0,)),
    }
    assert not kinship.among(range(3), codes.find(goods("rope VASTRA R2")))


def test_a_lead_is_one_over_rivals_alone() -> None:
    values, names = [0.9, 0.6, 0.2], ["a", "b", "c"]
    assert margins(values) == pytest.approx([0.3, -0.3, -0.7])
    beside = {0: frozenset((1,)), 1: frozenset((0,))}
    assert margins(values, beside) == pytest.approx([0.7, 0.4, -0.7])
    assert nearest(values, names, beside) == ["c", "c", "a"]
    assert margins([0.9, 0.6], beside) == [0.0, 0.0]
    assert nearest([0.9, 0.6], names[:2], beside) == ["", ""]
