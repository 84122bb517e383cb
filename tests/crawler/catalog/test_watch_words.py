"""Watch words are found in the forms their language gives them, and not in words that only look alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.case.case import Case
from crawler.case.errors import UsageProblem
from crawler.catalog.watch_words import WatchList, built_in_words, watch_list


@pytest.mark.parametrize(
    ("word", "text", "language"),
    [
        ("customer", "Customers from abroad", "en"),
        ("customer", "the CUSTOMER’S plant", "en"),
        ("delivery", "three deliveries before July", "en"),
        ("order", "ordered 12,000 vests", "en"),
        ("visit", "Visitors came", None),
        ("trade fair", "at two trade fairs in May", "en"),
        ("russia*", "a Russian delegation", "en"),
        ("заказ", "крупного заказа", "ru"),
        ("заказ", "ЗАКАЗОВ", None),
        ("выставка", "на международной выставке", "ru"),
        ("покупатель", "с покупателями", "ru"),
        ("партнёр", "наш партнер", "ru"),
        ("росси*", "российские клиенты", "ru"),
        ("министерство обороны", "Министерства обороны", "ru"),
        ("замовлення", "нових замовлень", "uk"),
        ("росі*", "до Росії", "uk"),
        ("俄罗斯", "来自俄罗斯的客户", "zh"),
        ("客户", "来自俄罗斯的客\n户", "zh"),
        ("订单", "签订12,000件防弹衣订单。", "zh"),
        ("kunde", "unsere Kunden", "de"),
        ("sipariş", "yeni siparişler", "tr"),
        ("export", "ＥＸＰＯＲＴ", None),
    ],
)
def test_a_word_is_found_in_its_forms(word: str, text: str, language: str | None) -> None:
    assert WatchList([word]).found(text, language) == (word,)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("customer", "customs clearance and custom colours"),
        ("order", "the border"),
        ("росси*", "россыпь"),
        ("visit", "a revisited design"),
        ("trade fair", "fair trade"),
        ("заказ", "заказник"),
        ("expo", "exponential"),
        ("客户", "旅客 户外"),
    ],
)
def test_words_that_only_look_alike_are_not_found(word: str, text: str) -> None:
    assert WatchList([word]).found(text) == ()


def test_the_built_in_list_reads_the_languages_it_is_made_for() -> None:
    words = WatchList(built_in_words())
    assert words.found("2023年3月14日，来自莫斯科的客户参观并签订了订单") == ("客户", "订单", "莫斯科")
    assert "выставка" in words.found("Мы участвовали в выставке в Москве")
    assert "москв*" in words.found("Мы участвовали в выставке в Москве")
    assert "росі*" in words.found("Компанія постачає товари до Росії")
    assert words.found("A new colour of our bicycle helmet is in stock") == ()
    assert words.found(None) == ()
    assert words.found("") == ()


def test_a_case_adds_words_or_brings_its_own(tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case", contact="desk@newsroom.example")
    toml = case.root / "box31.toml"
    before = toml.read_text(encoding="utf-8")
    assert watch_list(case).words == built_in_words()
    toml.write_text(before + '\nmore = ["SILUAN-EKIP"]\n', encoding="utf-8")
    assert watch_list(Case.open(case.root)).found("consignee Siluan-Ekip") == ("SILUAN-EKIP",)
    toml.write_text(before + '\nwords = ["pump"]\n', encoding="utf-8")
    assert watch_list(Case.open(case.root)).words == ("pump",)
    toml.write_text(before + '\nwords = "pump"\n', encoding="utf-8")
    with pytest.raises(UsageProblem, match=r"watch\.words"):
        Case.open(case.root)
