"""Codes by scheme: one sign from an item's code, or of the catalog's make-up and not listed, is another model."""

from __future__ import annotations

from matcher.attributes.taxonomy import shipped
from matcher.candidates.codes.code_schemes import (
    CodeSchemes,
    code_tokens,
    joined_tokens,
    one_sign_apart,
    shape,
    suffixed_tokens,
)
from matcher.records.documents import GoodsDocument, ItemDocument


def catalog(*codes: str) -> CodeSchemes:
    return CodeSchemes(
        [ItemDocument(f"i-{c}", "s", (c,), (), (), None, "", "", "", shipped()) for c in codes]
    )


def goods(text: str) -> GoodsDocument:
    return GoodsDocument("g", text, "", "", "", "", {}, "", (), (), (), "", "", None, shipped())


def test_the_shape_is_what_a_code_begins_with_and_its_runs() -> None:
    assert shape("QVX120B") == ("QVX", "A93A")


def test_a_code_one_sign_away_is_near() -> None:
    schemes = catalog("QVX-120", "QVX-250")
    assert schemes.near(code_tokens(goods("ПРИБОР QVX-130, ЧЕРНЫЙ"))) == {0: "QVX130"}
    assert schemes.near(code_tokens(goods("QVX-210-5 UNIT"))) == {}


def test_a_code_of_the_scheme_that_is_not_listed_is_another_model() -> None:
    schemes = catalog("QVX-120", "QVX-250")
    assert schemes.unlisted(code_tokens(goods("UNIT QVX-385"))) == ("QVX385",)
    assert schemes.unlisted(code_tokens(goods("UNIT QVX-250"))) == ()
    assert schemes.unlisted(code_tokens(goods("UNIT RRT-385"))) == ()


def test_a_code_of_the_scheme_may_begin_with_a_number() -> None:
    schemes = catalog("22220 QW33K", "22222 QW33K")
    assert schemes.unlisted(code_tokens(goods("ПОДШИПНИК РОЛИКОВЫЙ 22218 QW33K 1 ПАЛЛЕТ"))) == ("22218QW33K",)
    assert schemes.unlisted(code_tokens(goods("ПОДШИПНИК РОЛИКОВЫЙ 22222 QW33K"))) == ()
    assert "3850M3" not in code_tokens(goods("AXIAL FAN, AIRFLOW 3850 M3/H"))


def test_a_decimal_comma_does_not_end_a_code_that_goes_on() -> None:
    schemes = catalog("QVX-210-1,6-A", "QVX-210-2,5-A")
    assert schemes.unlisted(code_tokens(goods("ДАТЧИК QVX-210-6,0-A, 5 ШТ"))) == ("QVX21060A",)
    assert schemes.unlisted(code_tokens(goods("ДАТЧИК QVX-210-2,5-A"))) == ()
    assert "QVX2106" in code_tokens(goods("ДАТЧИК QVX-210-6,5 ШТ"))


def test_a_code_that_goes_on_where_a_listed_one_ends_is_another_model() -> None:
    schemes = catalog("70.702.003", "QVX-120")
    assert schemes.extended(joined_tokens(goods("ПЕЧЬ 70.702.003.29"))) == ("7070200329",)
    assert schemes.extended(joined_tokens(goods("ПЕЧЬ 70.702.003, 29 ШТ"))) == ()


def test_a_code_with_blanks_and_a_letter_behind_its_digits_is_one() -> None:
    assert catalog("SZV 56C", "SZV 56B").unlisted(code_tokens(goods("КЛЮЧ SZV 96B, 20 ШТ"))) == ("SZV96B",)


def test_a_word_behind_a_code_may_be_a_sign_off() -> None:
    schemes = catalog("ZA 5S-12 PLUS", "ELL 13B Mk II")
    assert schemes.near(suffixed_tokens(goods("ПРИБОР ZA 5S-12 TLUS, НА СТЕНУ"))) == {0: "ZA5S12TLUS"}
    assert schemes.near(suffixed_tokens(goods("ELL 13B Mk IP бұрауыш"))) == {1: "ELL13BMKIP"}
    assert one_sign_apart("PLUT", "PLUS")
    assert not one_sign_apart("PLUS", "PLUS")


def test_measures_are_no_codes() -> None:
    assert code_tokens(goods("КАБЕЛЬ 220V, 50Hz, 12mm")) == ()


def test_the_end_of_a_word_and_a_number_are_no_code() -> None:
    assert code_tokens(goods("ВИТРАТА ПОВІТРЯ 65 КОМПРЕСОР")) == code_tokens(goods("KESME ÇAPI 12")) == ()
    assert code_tokens(goods("型号QVX 120")) == ("QVX120",)


def test_codes_of_digits_are_near_where_they_are_stated_as_codes_or_parted() -> None:
    schemes = catalog("8272.1", "9116.3300", "52701")
    assert schemes.near(code_tokens(goods("ДРОН, АРТ. 8672.1"))) == {0: "86721"}
    assert schemes.near(code_tokens(goods("ДРОН, ВЕС 8672.1 КГ, 52702 ШТ"))) == {}
    stated = GoodsDocument("g", "ДРОН", "", "", "52702", "", {}, "", (), (), (), "", "", None, shipped())
    assert schemes.near(code_tokens(stated)) == {2: "52702"}
