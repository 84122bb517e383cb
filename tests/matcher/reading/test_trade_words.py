"""The shipped words of trade: what a reader without any dictionary is told of a declared text."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

import pytest

from matcher.attributes.taxonomy import shipped
from matcher.reading.reader import Reader
from matcher.reading.text_language import text_language
from matcher.reading.trade_words import FILES, LANGUAGES, abbreviations, trade_words
from matcher.text.word_files import word_file


@dataclass(frozen=True)
class Goods:
    text: str
    maker: str = ""
    trademark: str = ""
    model: str = ""
    article: str = ""


def read(text: str, language: str = "en") -> dict[str, str]:
    """Words of a text and what their glosses say."""
    return {gloss.said: gloss.words for gloss in Reader(shipped(), language).goods(Goods(text)).glosses}


@pytest.mark.parametrize(
    ("text", "said", "words"),
    [
        ("Задвижка чугунная фланцевая", "чугунная", "cast iron"),
        ("Втулка из латуни литой", "латуни", "brass"),
        ("ГАЙКА НЕРЖ. М8", "НЕРЖ", "stainless"),
        ("Опора ж/б для линии", "ж/б", "concrete"),
        ("Манометр из алюм. сплава", "алюм", "aluminium"),
        ("Ложка з нержавіючої сталі", "нержавіючої сталі", "stainless steel"),
        ("Шойын қазан, ас үйге арналған", "Шойын", "cast iron"),
        ("黄铜球阀", "黄铜", "brass"),
        ("黄铜球阀", "球阀", "ball valve"),
        ("钢化玻璃面板", "钢化玻璃", "tempered glass; toughened glass"),
        ("pirinç küresel vana", "küresel vana", "ball valve"),
        ("Жгут кровоостанавливающий тактический", "тактический", "tactical"),
        ("Подшипник, увеличенный зазор", "увеличенный зазор", "increased clearance"),
        ("ВЕРСТАТ П’ЯТИОСЬОВИЙ", "П’ЯТИОСЬОВИЙ", "five-axis"),
        ("Жең ұзын, зәйтүн түсті", "зәйтүн түсті", "olive"),
        ("单模光纤跳线", "单模光纤", "single-mode fibre"),
        ("上海中大型电机", "上海", "Shanghai"),
        ("датчик давления, г. Шэньчжэнь", "датчик давления", "pressure sensor"),
        ("BENZİNLİ MOTOR, ipli çalıştırma", "ipli çalıştırma", "recoil start"),
        (
            "Ложка эмалированная. ИЗГ. GREAT EASTERN KITCHEN WARE MANUFACTURING CO LTD",
            "эмалированная",
            "enamel",
        ),
    ],
)
def test_words_of_trade_are_glossed_without_a_dictionary(text: str, said: str, words: str) -> None:
    assert read(text)[said].startswith(words)


def test_a_reader_of_another_language_gets_his_words_and_english_where_there_are_none() -> None:
    assert read("黄铜球阀", "ru") == {"黄铜": "латунь", "球阀": "шаровой кран"}
    assert read("黄铜球阀", "de") == {"黄铜": "Messing", "球阀": "ball valve"}


def test_a_cut_word_that_several_words_begin_with_is_left_out() -> None:
    assert "элек" not in read("Лампа элек. белая")


def test_what_a_value_says_already_is_not_glossed_again() -> None:
    reading = Reader(shipped(), "en").goods(Goods("Корпус из алюминия"))
    assert [chip.words for chip in reading.chips if chip.about == "value"] == ["aluminium"]
    assert "алюминия" not in {gloss.said for gloss in reading.glosses}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("水龙头 XIANGHE SANITARY WARE MANUFACTURING CO., LTD", "zh"),
        ("ЛОЖКА; GREAT EASTERN KITCHEN WARE CO., LTD", "ru"),
        ("pompa, plastik kapak", "tr"),
        ("Pumpe aus Stahl, Kunststoff", "de"),
        ("steel pump with plastic cover", "en"),
        ("motor with file and film", "en"),
        ("ТАРІЛКА ПЛАСТИКОВА", "uk"),
        ("М’ЯЧ ГУМОВИЙ", "uk"),
        ("Гайка. Тауар саны 5, мыс, қола", "kk"),
    ],
)
def test_the_language_of_a_text_beside_foreign_names(text: str, language: str) -> None:
    assert text_language(text) == language


def test_each_line_has_english_and_each_abbreviation_is_read() -> None:
    for name in FILES:
        for line in word_file("matcher.reading", name):
            places = line.split("|")
            assert places[0].strip(), line
            assert len(places) <= len(LANGUAGES), line
    for trade in trade_words("en"):
        for short, full in abbreviations(trade.source).items():
            assert trade.look_up(full) or any(trade.look_up(word) for word in full.split()), (short, full)
        assert list(islice(trade.words(), 100)), trade.source
