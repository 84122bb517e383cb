"""Headers and cells in two languages, codes in brackets, digits of other scripts."""

from __future__ import annotations

import pytest

from matcher.customs.trade.formats.tables.signs import why_statistics
from matcher.customs.trade.formats.texts import words
from matcher.customs.trade.formats.texts.digits import ascii_digits
from matcher.customs.trade.formats.texts.goods_codes import code_in
from matcher.customs.trade.formats.texts.parties import parties_in


@pytest.mark.parametrize(
    ("header", "kind"),
    [("ქვეყანა / Country", "partner"), ("年\nYear", "year")],
)
def test_a_header_in_two_languages_is_what_a_part_of_it_is(header: str, kind: str) -> None:
    assert kind in words.column_kinds(header)


def test_a_header_of_two_things_is_neither() -> None:
    assert words.column_kinds("Country / Month") == {}
    assert words.column_kinds("Товар / страна") == {}


@pytest.mark.parametrize("header", ["2022 / страна", "Country / 2022"])
def test_a_number_beside_a_word_is_no_second_language(header: str) -> None:
    assert words.column_kinds(header) == {}


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("აშშ / USA", "USA"),
        ("სულ / Total", words.WORLD),
        ("中国\nChina", "CHN"),
        ("Serbia / Montenegro", "Serbia / Montenegro"),
        ("Китай / Japan", "Китай / Japan"),
    ],
)
def test_a_country_in_two_scripts(cell: str, code: str) -> None:
    assert words.country(cell) == code


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("[15119020] Palm oil", "15119020"),
        ("(8703) Cars", "8703"),
        ("(1000 USD)", None),
        ("[01] Januari", None),
    ],
)
def test_a_code_in_brackets(cell: str, code: str | None) -> None:
    assert code_in(cell) == code


def test_digits_of_other_scripts() -> None:
    assert ascii_digits(["২০২২-২৩", "۱۴۰۲", "५२०१०० a", "²"]) == ["2022-23", "1402", "520100 a", "²"]


def test_a_table_with_digits_of_another_script_shows_that_it_is_one_of_statistics() -> None:
    rows = [["দেশ", "পণ্য", "২০২২", "২০২৩"], ["ভারত", "তুলা", "১,০০৪", "১,৩০৭"], ["চীন", "তুলা", "৭৭৯", "২,৫৭৯"]]
    assert (why_statistics(rows, None) or "").startswith("its columns are of periods")


@pytest.mark.parametrize(
    "title",
    [
        "(Miles de US$ FOB)",
        "in millions of US$",
        "Milhões de US$",
        "Miles de dólares de Estados Unidos",
        "Thousands of US dollars",
    ],
)
def test_dollars_of_the_united_states_are_not_their_statistics(title: str) -> None:
    assert parties_in(title, None).reporters == set()


def test_a_sign_of_dollars_may_stand_apart_from_its_country() -> None:
    assert parties_in("Miles de US $", None).reporters == set()
    assert parties_in("in millions of Hong Kong $", None).reporters == set()


def test_a_country_behind_a_currency_and_other_words_reports() -> None:
    assert parties_in("Value, million euro: imports of Georgia", None).reporters == {"GEO"}
