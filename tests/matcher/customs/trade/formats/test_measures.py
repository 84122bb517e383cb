"""What headers say of money: scales in many words, dollars of many countries, and words that nobody knows."""

from __future__ import annotations

import pytest

from matcher.customs.trade.formats.texts.measures import currency_of, measure, money_of


@pytest.mark.parametrize(
    ("header", "scale", "currency"),
    [
        ("M€", 1_000_000, "EUR"), ("T€", 1000, "EUR"), ("TEUR", 1000, "EUR"), ("£m", 1_000_000, "GBP"), ("EUR bn", 1_000_000_000, "EUR"),
        ("MMUS$", 1_000_000, "USD"), ("10^3 USD", 1000, "USD"), ("10³ US$", 1000, "USD"), ("US$ '000", 1000, "USD"),
        ("R$ milhões", 1_000_000, "BRL"), ("S$ million", 1_000_000, "SGD"), ("NT$1,000", 1000, "TWD"), ("Canadian $", None, "CAD"),
        ("Érték (millió Ft)", 1_000_000, "HUF"), ("USD, tūkst.", 1000, "USD"), ("Mld. Kč", 1_000_000_000, "CZK"),
        ("Trị giá (triệu USD)", 1_000_000, "USD"), ("Rs Cr", 10_000_000, "rupee"), ("value in millions of US dollars", 1_000_000, "USD"),
    ],
)  # fmt: skip
def test_scale_and_currency(header: str, scale: float | None, currency: str) -> None:
    said = measure(header)
    assert (said.scale, said.currency, said.unsure) == (scale, currency, "")


@pytest.mark.parametrize(
    ("header", "word"),
    [
        ("Value, mil. USD", "mil"), ("US$ mil", "mil"), ("Hodnota (mil)", "mil"), ("MUS$", "m"), ("Value, xyz USD", "xyz"),
        ("Barbadian dollars", "barbadian"), ("兆美元", "兆"),
    ],
)  # fmt: skip
def test_a_word_beside_a_currency_that_is_not_known_is_named(header: str, word: str) -> None:
    assert repr(word) in measure(header).unsure


@pytest.mark.parametrize(
    "header",
    ["Statistical value in euro", "Import 2022 Wert (CHF)", "Imports of Georgia by countries, USD", "Wartość w zł", "Stoimost, dol. USA"],
)  # fmt: skip
def test_a_currency_alone_counts_whole_units(header: str) -> None:
    said = measure(header)
    assert (said.scale, said.unsure) == (None, "")
    assert said.currency


def test_a_price_is_no_amount_of_trade() -> None:
    assert measure("USD/kg").price
    assert measure("USD per tonne").price
    assert not measure("Value (USD) / Quantity").price


def test_a_name_that_several_countries_use_is_that_of_the_publisher() -> None:
    assert currency_of("rupee", "PAK") == "PKR"
    assert currency_of("rupee", "GEO") is None
    assert currency_of("dollar", "GEO") == "USD"
    assert currency_of("dollar", "CAN") is None  # its own dollar or that of the United States
    assert money_of(("dollar", None), ("CAD", 1000.0), "CAN") == ("CAD", 1000.0)
    assert money_of(("EUR", None), ("USD", 1000.0), None) == ("EUR", None)


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("Değer (ABD $)", "USD"),
        ("ABD$", "USD"),
        ("thousand HK $", "HKD"),
        ("FOB $", "dollar"),
        ("MN $", "dollar"),
    ],
)
def test_a_sign_of_dollars_may_stand_apart_from_the_letters_of_its_country(text: str, currency: str) -> None:
    assert measure(text).currency == currency


@pytest.mark.parametrize(
    ("text", "scale", "unsure"),
    [
        ("Statistik dəyər, min ABŞ dolları", 1000.0, False),
        ("Dəyər, min. manat", 1000.0, False),
        ("Value, min USD", None, True),
        ("Valor aduaneiro em R$ mil", 1000.0, False),
        ("Valor, mil dólares", 1000.0, False),
        ("Valor FOB, US$ mil", None, True),
    ],
)
def test_words_of_two_meanings_are_clear_beside_names_of_one_language(
    text: str, scale: float | None, unsure: bool
) -> None:
    found = measure(text)
    assert (found.scale, bool(found.unsure)) == (scale, unsure)
