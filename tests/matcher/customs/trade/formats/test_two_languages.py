"""Headers and cells in two languages, codes in brackets, digits of other scripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from matcher.customs.trade.formats.tables.signs import why_statistics
from matcher.customs.trade.formats.texts import words
from matcher.customs.trade.formats.texts.digits import ascii_digits
from matcher.customs.trade.formats.texts.goods_codes import code_in
from matcher.customs.trade.formats.texts.parties import parties_in
from matcher.customs.trade.formats.texts.two_languages import latin_half, sign_between
from tests.support.trade_tables import put, shown


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("ქვეყანა / Country", "partner"),
        ("年\nYear", "year"),
        ("国家/地区 Country / territory", "partner"),
        ("国家／地区\nCountry / territory", "partner"),
    ],
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
        ("中国内地 Mainland of China", "CHN"),
        ("所有国家/地区 All countries/territories", words.WORLD),
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


QUARTERS_IN_TWO_LANGUAGES = """
الصادرات حسب البند والدولة / Exports of Jordan by HS code and country
القيمة (ألف دينار) / Value (Thousand JOD)
رمز النظام المنسق / HS Code,الوصف / Description,الدولة / Country,الربع الأول ٢٠٢٣ / Q1 2023,الربع الثاني ٢٠٢٣ / Q2 2023
85131000,مصابيح / Lamps,الإجمالي / Total,٣٠٫٥,40
85131000,مصابيح / Lamps,الصين / China,10.5,15
85131000,مصابيح / Lamps,الهند / India,20,25
65061000,خوذات / Helmets,الإجمالي / Total,7,9
65061000,خوذات / Helmets,الهند / India,7,9
"""


def test_a_table_whose_cells_are_in_two_languages(db: Database, tmp_path: Path) -> None:
    put(db, tmp_path, QUARTERS_IN_TWO_LANGUAGES.replace("٣٠٫٥", "30.5"))
    assert shown(db, "8513", by="month") == {
        ("export", "JOR", "CHN", "2023-01/2023-03"): 10_500, ("export", "JOR", "CHN", "2023-04/2023-06"): 15_000,
        ("export", "JOR", "IND", "2023-01/2023-03"): 20_000, ("export", "JOR", "IND", "2023-04/2023-06"): 25_000,
    }  # fmt: skip


def test_a_table_in_two_languages_that_is_not_understood_is_none_of_declarations() -> None:
    rows = [line.split(",") for line in QUARTERS_IN_TWO_LANGUAGES.strip().splitlines()]
    assert (why_statistics(rows, None) or "").startswith("its columns are of periods")


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("Китай / China", "China"),
        ("Китай / Japan", "Китай / Japan"),
        ("Стоимость (тыс.) / Value", "Стоимость (тыс.) / Value"),
        ("Стоимость (тыс.) / Value (thousand)", "Value (thousand)"),
        ("Экспорт 2023 / Trade 2023", "Экспорт 2023 / Trade 2023"),
        ("2023 г. / Year", "2023 г. / Year"),
    ],
)
def test_what_one_language_alone_says_is_kept(cell: str, kept: str) -> None:
    assert latin_half(cell, " / ") == kept


def test_a_table_in_one_language_is_read_as_it_is() -> None:
    assert (
        sign_between([["Китай / China", "Индия", "Япония", "Франция"], ["код", "товар", "кг", "доллар"]])
        is None
    )
