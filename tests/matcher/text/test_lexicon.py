"""Which words a pattern of stems names: endings, adjectives, compounds."""

from __future__ import annotations

import pytest

from matcher.text.lexicon import Lexicon, Mention
from matcher.text.scopes import Words

NOUNS = Lexicon(
    {"coat": "coat~", "screw": "винт~", "cable": "кабел", "bearing": "подшипник", "knife": "刀", "sensor": "датчик"},
    nouns=True,
)  # fmt: skip


def found(lexicon: Lexicon, text: str) -> list[tuple[str, str]]:
    return [(mention.label, mention.scope) for mention in mentions(lexicon, text)]


def mentions(lexicon: Lexicon, text: str) -> list[Mention]:
    return lexicon.find(Words(text))


@pytest.mark.parametrize("text", ["coat", "coats", "rain-coat", "винты", "винтов", "винтами", "винттер"])
def test_an_ending_of_case_or_number_may_follow_a_noun(text: str) -> None:
    assert len(found(NOUNS, text)) == 1


@pytest.mark.parametrize("text", ["coated", "coating", "винтовка", "винтаж"])
def test_another_word_that_begins_alike_is_not_the_noun(text: str) -> None:
    assert not found(NOUNS, text)


def test_without_the_mark_a_stem_is_any_beginning() -> None:
    assert found(Lexicon({"coat": "coat"}), "coated") == [("coat", "")]


@pytest.mark.parametrize("text", ["кабельный наконечник", "кабельна арматура", "наконечника кабельного"])
def test_an_adjective_says_what_the_goods_are_for(text: str) -> None:
    assert found(NOUNS, text) == [("cable", "for")]
    assert found(Lexicon({"cable": "кабел"}), text) == [("cable", "")]


@pytest.mark.parametrize("text", ["кабель", "кабели силовые", "кабеля"])
def test_a_noun_is_the_goods(text: str) -> None:
    assert found(NOUNS, text) == [("cable", "")]


def test_the_last_part_of_a_compound_names_the_goods() -> None:
    text = "роликоподшипники конические"
    (mention,) = mentions(NOUNS, text)
    assert (mention.label, text[mention.start : mention.end]) == ("bearing", "подшипники")
    assert not found(NOUNS, "приемопередатчик")


@pytest.mark.parametrize(("text", "scope"), [("战术刀", ""), ("刀带护套", ""), ("刀库", "for")])
def test_one_chinese_character_inside_a_longer_word_is_not_the_goods(text: str, scope: str) -> None:
    assert found(NOUNS, text) == [("knife", scope)]
