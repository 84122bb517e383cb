"""The words, signs and numbers of names, and what two wordings have in common."""

from __future__ import annotations

import pytest

from matcher.similarity.shared_words import Rarity, Wording, Wordings, identifiers_of, opening, words_of

RARITY = Rarity([["drone", "motor"], ["drone", "frame"], ["motor", "mount"]])


def common(item: str, goods: str) -> dict[str, float]:
    """What two names have in common."""
    return Wordings(Wording(item, item, RARITY), Wording(goods, goods, RARITY)).common._asdict()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Motor V7, version 7.0", ("motor", "7")),
        ("Mark VII", ("mark", "7")),
        ("ШЛЕМ Ёж", ("шлем", "еж")),
        ("", ()),
    ],
)
def test_words_in_their_normal_form(text: str, words: tuple[str, ...]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("KX-TG9343T phone", ("KXTG9343T",)),
        ("500gb 12x50 640мм", ()),
        ("article 123456, lot 12345", ("123456",)),
        ("A1", ()),
        ("ПОЗ.1: АГРЕГАТ; НАПРЯЖЕНИЕ-48ВОЛЬТ, ЦВЕТОВ-12; GH-4821", ("GH4821",)),
    ],
)
def test_signs_are_no_measures(text: str, signs: tuple[str, ...]) -> None:
    assert identifiers_of(text) == signs


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("1-ШЛЕМ ЗАЩИТНЫЙ; ЧЕРНЫЙ", "ШЛЕМ ЗАЩИТНЫЙ"),
        ("24. HIGH CUT HELMET", "HIGH CUT HELMET"),
        ("2-WAY RADIO", "2-WAY RADIO"),
        ("10х5х3 ВИНТЫ", "10х5х3 ВИНТЫ"),
        ("12.5 КГ ТКАНИ", "12.5 КГ ТКАНИ"),
        ("", ""),
    ],
)
def test_the_goods_number_is_no_word_of_its_opening(text: str, begins: str) -> None:
    assert opening(text) == begins


def test_rare_words_say_more() -> None:
    assert common("drone kestrel", "kestrel")["alike"] > common("drone kestrel", "drone")["alike"]
    assert (
        common("drone kestrel", "drone")["rarest_item_word_missing"]
        > common("drone kestrel", "kestrel")["rarest_item_word_missing"]
    )


def test_cut_and_joined_words_are_found_in_part() -> None:
    whole, cut, none = (common("printshop upgrade", text)["name_found"] for text in (
        "print shop upgrade", "print shop upg", "print",
    ))  # fmt: skip
    assert 1.0 == whole > cut > none


def test_signs_that_differ_and_how_nearly() -> None:
    assert common("motor KV1950", "motor KV-1950")["sign"] == 0.6
    other = common("motor KV1950", "motor KV1750")
    assert (other["identifiers_differ"], other["sign"]) == (True, 0.0)
    assert other["near"] == pytest.approx(3 / 6)


def test_numbers_in_common_and_alone() -> None:
    found = common("motor 2207 5", "motor 2207 9")
    assert (found["item_numbers_missing"], found["goods_numbers_missing"]) == (1, 1)
    assert found["numbers_common"] > 0


def test_words_that_a_text_lacks_the_rarest_first() -> None:
    text = Wording("frame", "frame", RARITY)
    names = Wording("drone kestrel 7 frame", "", RARITY).name
    assert text.missing_from(names) == ["kestrel", "7", "drone"]
