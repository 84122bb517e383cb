"""Currencies in words of the languages that customs files are written in."""

from __future__ import annotations

from importlib.metadata import version

import pytest
from sqlite_utils import Database

from matcher.customs.ingest.line_listing import LineFilter, line_sums
from matcher.customs.ingest.store import import_file
from matcher.customs.values.cells import number
from matcher.customs.values.currencies import (
    currency_beside,
    currency_code,
    currency_names,
    is_currency_name,
    name_key,
)
from matcher.text.word_files import word_file
from tests.support.customs_files import WriteCsv
from tests.support.pinned import pinned
from tools.currency_names import currency_names as those_of_cldr


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        *(
            ("470 - IENE", "JPY"),
            ("IUAN RENMINBI/CHINA", "CNY"),
            ("DOLAR/CINGAPURA", "SGD"),
            ("RANDE/AFRICA SUL", "ZAR"),
        ),
        *(("DOLAR DOS ESTADOS UNIDOS", "USD"), ("NOVA LIRA/TURQUIA", "TRY"), ("ЮАНЬ ЖЭНЬМИНЬБИ", "CNY")),
        ("Won coreano", "KRW"),
    ],
)
def test_currencies_as_offices_of_brazil_and_others_call_them(stated: str, code: str) -> None:
    assert currency_code(stated) == code


@pytest.mark.parametrize(
    ("stated", "code"),
    [("İSV. FRANGI", "CHF"), ("İNG. STERLİNİ", "GBP"), ("İSVEÇ KR.", "SEK"), ("svic. frank", "CHF")],
)
def test_cut_names_without_their_accents_are_known(stated: str, code: str | None) -> None:
    assert currency_code(stated) == code


@pytest.mark.parametrize(
    ("code", "names"),
    [
        (
            "USD",
            [
                "usd",
                "840",
                "US$",
                "долл. США",
                "ДОЛЛАРЫ США",
                "доларів США",
                "美元",
                "US-Dollar",
                "ABD doları",
                "DOLAR DOS EUA",
                "DÓLARES DE EE.UU.",
                "dolar estadounidense",
                "220 - DÓLAR DOS EUA",
                "DOL",
            ],
        ),
        ("EUR", ["Euro", "欧元", "歐元", "ЕВРО", "євро", "ユーロ", "978", "EURO/COM.EUROPEIA"]),
        ("CNY", ["RMB", "人民币", "китайский юань", "156"]),
        ("AMD", ["051", "драм"]),
    ],
)
def test_a_currency_has_one_code_in_every_language(code: str, names: list[str]) -> None:
    assert {currency_code(name) for name in names} == {code}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("kanadyjski dolar", "CAD"),
        ("крона шведская", "SEK"),
        ("в долларах Гонконга", None),
        ("доллары Гонконга", "HKD"),
        ("pounds sterling", "GBP"),
        ("EUR (euro)", "EUR"),
        ("ليره تركيه", "TRY"),
        ("دلار كانادا", "CAD"),
        ("الجنيه المصري", "EGP"),
        ("韓元", "KRW"),
        ("یوان", "CNY"),
        ("crown", None),
        ("danish", None),
        ("dollars or euros", None),
    ],
)
def test_a_currency_is_known_by_the_words_of_its_names_in_any_order_and_spelling(
    name: str, code: str | None
) -> None:
    assert currency_code(name) == code


def test_codes_of_countries_and_other_words_are_no_names_of_currencies() -> None:
    assert not any(map(is_currency_name, ("FR", "MN", "RS", "156", "kg", "", "ШТ")))


def test_the_names_are_those_of_the_library() -> None:
    if version("babel") != pinned("babel"):
        pytest.skip("another Babel, which has another release of CLDR")
    ours = currency_names()
    assert all(ours[name] == code or name in _ours() for name, code in those_of_cldr().items())


def _ours() -> set[str]:
    words = word_file("matcher.customs.values", "currencies.yaml").values()
    return {name_key(str(name)) for names in words for name in names}


def test_values_in_currencies_that_chinese_files_name_in_words_are_converted(
    db: Database, write_csv: WriteCsv
) -> None:
    rows = [
        ["8413702100", f"离心泵 型号QV-{n}", "2023-04-06", "100", "欧元" if n % 2 else "美元"]
        for n in range(1, 10)
    ]
    import_file(db, write_csv(rows, header=("商品编码", "商品名称", "申报日期", "总价", "币制")))
    sums = line_sums(db, LineFilter())
    assert (sums.lines_converted, round(sums.converted_usd, 2)) == (5, 545.75)


@pytest.mark.parametrize(
    ("cell", "amount", "code"),
    [
        ("EUR 3,671.50", 3671.5, "EUR"),
        ("USD12,345.60", 12345.6, "USD"),
        ("38.292,00 USD", 38292.0, "USD"),
        ("1 234,50 руб.", 1234.5, "RUB"),
        ("US$ 5", 5.0, "USD"),
        ("3671.5", 3671.5, None),
        ("TOP 500", None, "TOP"),
        ("MODUSD 5", None, None),
        ("12 шт", None, None),
        ("usd", None, None),
    ],
)
def test_a_currency_beside_an_amount(cell: str, amount: float | None, code: str | None) -> None:
    assert number(cell) == amount
    assert currency_beside(cell) == code


def test_values_with_their_currency_in_the_cell_are_converted(db: Database, write_csv: WriteCsv) -> None:
    rows = [
        [
            f"{n}",
            "8413702100",
            f"Centrifugal pump QV-{n}",
            "2023-04-06",
            f"{'EUR' if n % 2 else 'USD'} 1,{n}00.00",
        ]
        for n in range(1, 10)
    ]
    import_file(db, write_csv(rows, header=("No", "HS code", "Goods", "Declaration date", "Invoice value")))
    found = [row[0] for row in db.execute("SELECT currency FROM customs_lines ORDER BY row")]
    assert found == ["EUR" if n % 2 else "USD" for n in range(1, 10)]
    assert line_sums(db, LineFilter()).lines_converted == 5


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("ам.доллар", "USD"), ("щ.д.", "USD"), ('דולר ארה"ב', "USD"), ("AQSh doll.", "USD"), ("австр. доллар", "AUD"), ("кан.долл.", "CAD"),
        ("швейц. фр.", "CHF"), ("злотый", "PLN"), ("Злотий", "PLN"), ("форинт", "HUF"), ("иен", "JPY"), ("чеш. крон", "CZK"), ("р. к.", None), ("k.d.", None),
    ],
)  # fmt: skip
def test_names_of_currencies_cut_short_are_known_where_they_are_one_currencys(
    cell: str, code: str | None
) -> None:
    assert currency_code(cell) == code
