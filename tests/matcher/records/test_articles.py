"""Descriptions that list several articles."""

from __future__ import annotations

import pytest

from matcher.attributes.taxonomy import shipped
from matcher.records.articles import articles
from matcher.records.documents import GoodsDocument


def goods(text: str, model: str = "", **parsed: object) -> GoodsDocument:
    return GoodsDocument(
        "g-1", text, "", "", model, "", parsed, "", ("848180",), (), (), "", "", None, shipped()
    )


def test_each_article_is_where_it_was_with_the_codes_that_it_names() -> None:
    text = "1) клапан обратный QV 20, ПВДФ - 5 шт; 2) насос мембранный TX-40, 90 л/мин"
    valve, pump = articles(goods(text, model="QV 20", article=["TX-40"]))
    assert (valve.clean.index("клапан"), pump.clean.index("насос")) == (
        text.index("клапан"),
        text.index("насос"),
    )
    assert "насос" not in valve.clean
    assert "клапан" not in pump.clean
    assert (valve.codes, pump.codes) == (("QV 20",), ("TX-40",))


def test_models_of_a_numbered_list_are_what_stands_before_it() -> None:
    text = "1. Насосы погружные центробежные: 1) мод. TX-40 3кВт; 2) мод. TX-55 4кВт, 2 шт., в ящиках"
    first, second = articles(goods(text))
    assert all("Насосы погружные" in one.clean for one in (first, second))
    assert "TX-55" not in first.clean
    assert "TX-40" not in second.clean
    assert second.clean.index("TX-55") == text.index("TX-55")


def test_articles_that_say_what_they_are_stand_alone() -> None:
    text = "Товары для сада: 1) насос погружной TX-40, 3 шт; 2) клапан обратный QV-20"
    assert all("сада" not in one.clean for one in articles(goods(text)))


def test_each_entry_of_a_list_by_counts_keeps_the_words_before_and_behind_the_list() -> None:
    text = "насосы погружные: арт. TX-40 чугун - 300 шт, арт. TX-55 нерж. - 20 шт, с кабелем 10 м"
    whole, first, second = articles(goods(text, article=["TX-40", "TX-55"]))
    assert whole.text == text
    assert first.codes == ("TX-40",)
    assert second.codes == ("TX-55",)
    assert "TX-40" not in second.clean
    assert all("насосы погружные" in one.clean and "с кабелем 10 м" in one.clean for one in (first, second))
    assert second.clean.index("TX-55") == text.index("TX-55")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Máy mài góc TX-40 (20 cái), TX-55B (6 chiếc), mới 100%", "Máy mài góc"),
        ("Winkelschleifer TX-40 20 Stück, TX-55B 6 Stk, neu", "Winkelschleifer"),
        ("szlifierki kątowe TX-40 20 szt., TX-55B 6 szt., nowe", "szlifierki"),
        ("amoladoras TX-40 20 piezas, TX-55B 6 uds, nuevas", "amoladoras"),
        ("насосы TX-40 -10ШТ, TX-55B - 5 ШТ", "насосы"),
    ],
)
def test_counts_make_a_list_in_other_languages_too(text: str, words: str) -> None:
    _, first, second = articles(goods(text))
    assert words in first.clean
    assert words in second.clean
    assert ("TX-40" in first.clean, "TX-55B" in first.clean) == (True, False)
    assert ("TX-40" in second.clean, "TX-55B" in second.clean) == (False, True)


def test_the_number_of_the_next_article_is_none_of_this_one() -> None:
    first, second = articles(goods("1. Saw blade QX-7 40 pcs; 2. Saw blade TX-40 20 pcs"))
    assert first.clean.split()[-1] == "pcs;"
    assert second.clean.split()[0] == "Saw"


@pytest.mark.parametrize(
    "text",
    [
        "1) клапан обратный QV 20, 5 шт; 2) 40 мест",
        "1. Клапан обратный, DN 20, PN 1.6. Всего 2 шт",
        "клапан обратный (1), насос мембранный",
        "клапан обратный QV-20, 12 шт в коробке, всего 500 шт",
        "PUMP TX-40, 90 L/MIN, 10 SETS - 10 SETS",
        "PLATE NIJ 0101.06 LEVEL 3) ceramic, 2) steel",
        "",
    ],
)
def test_descriptions_of_one_article(text: str) -> None:
    assert articles(goods(text)) == ()


@pytest.mark.parametrize(
    "packing",
    ["1.МЕСТ-3, ПОДДОН-3 2.БЕЗ УПАК", "1. 5 boxes on pallets 2. without packaging", "1.КОРОБКИ, МЕШКИ 2.КОНТЕЙНЕР 1 ШТ"],
)  # fmt: skip
def test_numbered_points_that_say_how_goods_are_packed_are_no_articles(packing: str) -> None:
    assert articles(goods(f"насос погружной TX-40, 90 л/мин {packing}")) == ()
