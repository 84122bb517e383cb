"""Words and numbers of a code that was found are on its page, however they are spelt; those of other named goods count nothing."""

from __future__ import annotations

import pytest

from matcher.attributes.taxonomy import shipped
from matcher.candidates.codes.model_codes import CodeIndex
from matcher.match.kinship import Kinship
from matcher.match.spelling import spelt_for
from matcher.records.documents import GoodsDocument, ItemDocument, Page
from matcher.similarity.shared_words import CommonWords, WordIndex


def goods(text: str, model: str = "") -> GoodsDocument:
    return GoodsDocument("g", text, "", "", model, "", {}, "", (), (), (), "", "", None, shipped())


def item(name: str, code: str) -> ItemDocument:
    page = Page("en", name, "", f"{name} {code}", {})
    return ItemDocument(f"i-{code}", "mill", (code,), (), (page,), None, "", "", "", shipped())


ITEMS = [item("Grinder", "QDM-2040"), item("Polisher", "QXP77"), item("Drill", "Tarvo 31.5 B")]


def common(record: GoodsDocument, number: int) -> CommonWords:
    codes, words = CodeIndex(ITEMS), WordIndex(ITEMS, [record])
    spelt = spelt_for(record, number, codes.find(record), Kinship(ITEMS, codes.series))
    mine = words.of_goods(record) if spelt is None else words.of_goods(spelt.goods, spelt.signs)
    return words.nearest(mine, number).common


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("grinder QDM2040", 0),
        ("grinder QDM/20-40", 0),
        ("grinder КДМ-2040", 0),
        ("grinder QDМ 2040", 0),  # a Cyrillic М
        ("polisher QXP 77", 1),
        ("drill TARVO-31.5B", 2),
        ("drill tarvo 31,5B", 2),
    ],
)
def test_the_words_of_a_code_in_another_spelling_are_found(text: str, number: int) -> None:
    found = common(goods(text), number)
    assert found.rarest_goods_word_missing == found.rarest_item_word_missing == 0
    assert found.goods_numbers_missing == found.item_numbers_missing == 0
    assert not found.identifiers_differ


def test_a_stated_model_is_spelt_alike() -> None:
    assert common(goods("grinder", model="QDM2040"), 0).rarest_goods_word_missing == 0


def test_a_code_that_was_one_sign_stays_a_sign_in_common() -> None:
    assert common(goods("drill TARVO315B"), 2).sign > 0


@pytest.mark.parametrize("number", [0, 1])
def test_codes_of_other_goods_of_the_line_are_no_words_that_the_page_lacks(number: int) -> None:
    found = common(goods("grinder QDM-2040, polisher QXP77"), number)
    assert found.goods_numbers_missing == 0
    assert found.goods_identifiers == 1


def test_a_serial_number_and_an_invoice_are_no_words_that_the_page_lacks() -> None:
    found = common(goods("grinder QDM2040 SR NO KT551204 AS PER INV NO 20755", "QDM2040 SR NO KT551204"), 0)
    assert found.goods_identifiers == 1
    assert found.goods_numbers_missing == 0


def test_another_code_that_the_catalog_does_not_have_still_counts() -> None:
    assert common(goods("grinder QDM2040 ZZ9917"), 0).rarest_goods_word_missing > 0


def test_a_record_without_the_code_is_compared_as_it_is() -> None:
    codes = CodeIndex(ITEMS)
    record = goods("accessories for grinder QDM2040, no code of a polisher")
    hits, kinship = codes.find(record), Kinship(ITEMS, codes.series)
    assert all(spelt_for(record, number, hits, kinship) is None for number in range(len(ITEMS)))
