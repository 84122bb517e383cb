"""Columns as real files have them: totals, taxes, customs values, several dates and counts of rows beside the line's own."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from sqlite_utils import Database

from matcher.customs.ingest.store import import_file
from matcher.customs.layout.header_fields import without_prefix
from matcher.customs.layout.recognition.recognise import Layout, recognise
from matcher.text.plain_words import plain

RATES = {"USD": 36.6, "EUR": 39.5, "CNY": 5.1}
GOODS = {
    "8413708100": "насос центробежный для воды",
    "8481808100": "кран шаровой латунный",
    "8501310000": "двигатель постоянного тока",
    "6506108000": "шлем защитный из пластмассы",
    "8482101000": "подшипник шариковый",
}
Cells = dict[str, str]


def lines(count: int = 60) -> list[Cells]:
    """Cells of declarations of one to four lines, by what they are; amounts belong together as in a real file."""
    rng = random.Random(4)
    out: list[Cells] = []
    while len(out) < count:
        number, currency = len(out), rng.choice(list(RATES))
        mine = []
        for line in range(1, rng.randint(2, 5)):
            code = rng.choice(list(GOODS))
            quantity, price = rng.randint(2, 900), round(rng.uniform(1, 60), 2)
            net = round(quantity * rng.uniform(0.4, 9), 3)
            value = round(quantity * price, 2)
            mine.append(
                {
                    "declaration": f"UA{100000 + number}",
                    "declared": f"2023-{1 + number % 12:02}-{1 + number % 27:02}",
                    "released": f"2023-{1 + number % 12:02}-{2 + number % 27:02}",
                    "line": str(line),
                    "job": str(rng.randint(10_000, 99_999)),
                    "importer": f"ТОВ Ромашка {number % 7}",
                    "hs": code,
                    "chapter": code[:2],
                    "goods": f"{GOODS[code]}, артикул К-{rng.randint(100, 999)}, новый",
                    "heading": f"{GOODS[code]}",
                    "quantity": str(quantity),
                    "price": f"{price:.2f}",
                    "unit": "шт",
                    "net": f"{net:.3f}",
                    "gross": f"{net * rng.uniform(1.02, 1.2):.3f}",
                    "value": f"{value:.2f}",
                    "currency": currency,
                    "home": f"{value * RATES[currency] * rng.uniform(1.0, 1.04):.2f}",
                    "tax": f"{value * rng.choice((0.05, 0.1, 0.2)):.2f}",
                }
            )
        total, gross = sum(float(c["value"]) for c in mine), sum(float(c["gross"]) for c in mine)
        out += [cells | {"total": f"{total:.2f}", "all gross": f"{gross:.3f}"} for cells in mine]
    return [cells | {"row": str(n)} for n, cells in enumerate(out, 1)]


COMMON = {
    "declaration": "Номер декларації", "declared": "Дата декларації", "line": "№ товару", "importer": "Одержувач", "hs": "Код УКТЗЕД",
    "goods": "Опис товару", "quantity": "Кількість", "unit": "Од. виміру", "net": "Вага нетто, кг", "currency": "Валюта",
}  # fmt: skip


def read(columns: dict[str, str]) -> tuple[Layout, Callable[[str], str | None]]:
    """The layout of a table with these columns (what they are -> header), and what the column of a field is."""
    kinds = list(columns)
    layout = recognise([list(columns.values()), *([row[kind] for kind in kinds] for row in lines())])
    return layout, lambda field: kinds[layout.mapping[field][0]] if field in layout.mapping else None


def asked(layout: Layout) -> set[str]:
    return {question.field for question in layout.questions}


def test_a_customs_value_in_the_money_of_the_country_is_not_the_value() -> None:
    _, field = read(COMMON | {"home": "Митна вартість, грн", "value": "Фактурна вартість у валюті контракту"})
    assert (field("value"), field("customs_value")) == ("value", "home")


def test_an_amount_in_one_currency_is_told_by_its_rates_where_headers_do_not_tell() -> None:
    _, field = read(COMMON | {"home": "Вартість товару", "value": "Вартість контракту"})
    assert field("value") == "value"


@pytest.mark.parametrize(
    ("other", "header"), [("total", "Сума рахунку"), ("tax", "Вартість зобов'язань"), ("price", "Ціна")]
)
def test_totals_taxes_and_prices_are_not_the_value(other: str, header: str) -> None:
    _, field = read(COMMON | {other: header, "value": "Вартість товару за рахунком"})
    assert field("value") == "value"


def test_a_total_without_another_amount_beside_it_stays_unread_and_is_named() -> None:
    layout, field = read(COMMON | {"total": "Вартість"})
    assert field("value") is None
    assert [candidate.header for candidate in layout.unread] == ["Вартість"]
    _, field = read(COMMON | {"all gross": "Вага брутто, кг"})
    assert field("gross_kg") is None


def test_the_date_is_that_of_the_declaration_and_not_of_its_release() -> None:
    columns = {kind: header for kind, header in COMMON.items() if kind != "declared"}
    _, field = read({"released": "Дата випуску", "declared": "Дата оформлення"} | columns)
    assert field("date") == "declared"
    layout, _ = read({"released": "Дата випуску", "declared": "Дата перша"} | columns)
    assert "date" in asked(layout), "two dates, and no header speaks of the declaration"


def test_numbers_that_begin_again_are_those_of_lines_whatever_another_column_is_called() -> None:
    columns = {kind: header for kind, header in COMMON.items() if kind != "line"}
    _, field = read({"job": "Порядковий номер"} | columns | {"line": "Zq1x"})
    assert field("line_no") == "line"
    _, field = read({"job": "Порядковий номер"} | columns | {"line": "Вид товару"})
    assert field("line_no") == "line"


def test_messrs_before_the_names_of_firms_is_no_unit() -> None:
    header = ["HS code", "Goods description", "Importer Name", "Qty", "UoM"]
    rows = [
        [
            "8413702100",
            f"PUMP {n}",
            f"M/S {('QUELL', 'FOXGLOVE', 'RED WREN')[n % 3]} STORES",
            str(n + 2),
            "PCS",
        ]
        for n in range(24)
    ]
    layout = recognise([header, *rows])
    assert layout.header_of("importer") == ["Importer Name"]
    assert layout.header_of("unit") == ["UoM"]


def test_numbers_of_rows_are_no_numbers_of_lines() -> None:
    columns = {kind: header for kind, header in COMMON.items() if kind != "line"}
    _, field = read({"row": "№ п/п"} | columns)
    assert field("line_no") is None
    _, field = read({"row": "№ п/п"} | COMMON)
    assert field("line_no") == "line"


def test_the_text_of_a_heading_is_not_the_description_of_the_goods() -> None:
    columns = {kind: header for kind, header in COMMON.items() if kind != "goods"}
    _, field = read({"heading": "Найменування товару", "goods": "Відомості"} | columns)
    assert field("description") == "goods"
    assert field("hs_description") in (None, "heading")


def test_a_chapter_is_no_code_where_the_whole_code_stands_beside_it() -> None:
    columns = {kind: header for kind, header in COMMON.items() if kind != "hs"}
    _, field = read({"chapter": "Код товару", "hs": "Код товару УКТЗЕД"} | columns)
    assert field("hs") == "hs"


def test_a_first_word_that_most_headers_have_says_nothing() -> None:
    headers = ["SAD_HS", "SAD_DESC", "SAD_QTY", "SAD_NET", "SAD_DATE", "SAD_UNIT", "Note"]
    assert without_prefix(headers) == ["HS", "DESC", "QTY", "NET", "DATE", "UNIT", "Note"]
    assert without_prefix(headers[:4]) == headers[:4]


def test_turkish_capitals_are_read_as_their_small_letters() -> None:
    assert plain("TESCİL TARİHİ") == plain(plain("TESCİL TARİHİ")) == plain("Tescil Tarihi")


def test_a_narrow_sheet_without_codes_and_amounts_is_set_aside(db: Database, tmp_path: Path) -> None:
    data = [list(COMMON.values()), *([row[kind] for kind in COMMON] for row in lines())]
    legend = [["Column", "Meaning"], *([name, f"see box {n}"] for n, name in enumerate(COMMON.values()))]
    with xlsxwriter.Workbook(tmp_path / "book.xlsx") as book:
        for rows in (data, legend):
            sheet = book.add_worksheet()
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    tables = import_file(db, tmp_path / "book.xlsx").tables
    assert [table.state for table in tables] == ["imported", "skipped"]
    assert db["customs_lines"].count == len(data) - 1


def table_with(**changed: tuple[str, Callable[[int, Cells], str]]) -> Layout:
    """The layout of the common columns, some of them under another header and with other cells."""
    columns = COMMON | {kind: header for kind, (header, _) in changed.items()}
    rows = []
    for n, cells in enumerate(lines()):
        given = dict(cells) | {kind: make(n, cells) for kind, (_, make) in changed.items()}
        rows.append([given[kind] for kind in columns])
    return recognise([list(columns.values()), *rows])


def test_a_long_text_under_models_describes_goods_that_another_column_names() -> None:
    layout = table_with(
        goods=("Стисла назва вантажу", lambda n, cells: ("Шолом", "Насос", "Клапан")[n % 3]),
        text=(
            "Модель",
            lambda n, cells: (
                f"{('Шолом', 'Насос', 'Клапан')[n % 3]} захисний, новий, у картонних коробках, партія {n}-{n * 7}"
            ),
        ),
    )
    assert layout.header_of("description") == ["Модель"]
    assert not layout.questions


def test_a_free_text_under_a_word_that_nobody_knows_is_the_description() -> None:
    layout = table_with(
        goods=("Qwzx", lambda n, cells: f"захисний пластиковий виріб новий, партія {n}-{n * 7}")
    )
    assert layout.header_of("description") == ["Qwzx"]
    assert not layout.questions


def test_an_earlier_code_of_the_goods_is_not_theirs() -> None:
    layout = table_with(
        former=("Попередній код", lambda n, cells: f"{(841370, 848180, 650610)[n % 3]}0000"),
        hs=("Код", lambda n, cells: f"{(848210, 841430, 640391)[n % 3]}0000"),
    )
    assert layout.header_of("hs") == ["Код"]
    assert not layout.questions


def test_a_firm_whose_form_is_the_code_of_a_country_is_no_country() -> None:
    layout = table_with(
        importer=(
            "Importeur",
            lambda n, cells: ("STERNTALER AG", "WALDFEE AG")[int(cells["declaration"][2:]) % 2],
        )
    )
    assert layout.header_of("importer") == ["Importeur"]
