"""The index over all makers' names finds what a search for each maker finds."""

from __future__ import annotations

import random

from matcher.attributes.taxonomy import shipped
from matcher.candidates.makers.maker_index import MakerIndex
from matcher.candidates.makers.maker_mentions import MakerNames
from matcher.records.documents import GoodsDocument
from matcher.text.transliteration import name_key

SYLLABLES = ("ka", "ro", "ven", "tal", "mi", "du", "shen", "sor", "bel", "fa", "lin", "qui", "3m", "ж")


def keys(count: int, seed: int) -> list[str]:
    choice = random.Random(seed)
    return ["".join(choice.choices(SYLLABLES, k=choice.randint(2, 5))) for _ in range(count)]


def misspelt(key: str, choice: random.Random) -> str:
    """`key` with up to two letters lost, changed, swapped or put in."""
    letters = list(key)
    for _ in range(choice.randint(0, 2)):
        at = choice.randrange(max(1, len(letters) - 1))
        letters[at : at + choice.randint(0, 2)] = choice.choice(
            ["", "e", "t9", "".join(letters[at : at + 2][::-1])]
        )
    return "".join(letters)


def test_what_is_ruled_out_by_counting_letters_is_not_near() -> None:
    known = keys(300, 1)
    makers = [MakerNames(frozenset({key}), frozenset()) for key in known]
    index = MakerIndex(makers)
    choice = random.Random(2)
    found = 0
    for key in [misspelt(choice.choice(known), choice) for _ in range(300)] + keys(100, 3):
        expected = [number for number, names in enumerate(makers) if names.find(key)]
        assert sorted(index.find(key)) == expected, key
        found += bool(expected)
    assert found > 100


def test_a_maker_that_the_goods_are_said_not_to_be_of_is_not_named() -> None:
    index = MakerIndex([MakerNames(frozenset({name_key("Orlex")}), frozenset())])

    def names(text: str) -> bool:
        record = GoodsDocument("g", text, "", "", "", "", {}, "", (), (), (), "", "", None, shipped())
        return bool(index.maker_mentions(record).named)

    assert names("Ribbon cutter ORLEX VX-40")
    assert not names("Ribbon cutter QT-7, not ORLEX brand")
    assert not names("ЛЕНТОРЕЗ QT-7, АНАЛОГ ОРЛЕКС VX-40")
    assert names("Ribbon cutter not for resale, ORLEX")


def test_a_maker_whose_goods_these_are_only_like_is_denied_unless_it_is_named_elsewhere() -> None:
    index = MakerIndex([MakerNames(frozenset({name_key("Orlex")}), frozenset())])

    def denies(text: str, trademark: str = "") -> bool:
        record = GoodsDocument("g", text, "", trademark, "", "", {}, "", (), (), (), "", "", None, shipped())
        return index.maker_mentions(record).of(0, 0).denied

    assert denies("Dao cat giay tuong duong ORLEX")
    assert denies("Ribbon cutter, same as ORLEX")
    assert not denies("Ribbon cutter ORLEX, same as QT-7")
    assert not denies("Ribbon cutter, same as ORLEX", trademark="ORLEX")
