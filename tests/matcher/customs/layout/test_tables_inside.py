"""Sheets, headers and rows around the lines: boxes as headers, legends, changes of order, totals, decimal signs."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from sqlite_utils import Database

from matcher.customs.ingest.store import import_file
from matcher.customs.layout.recognition.recognise import recognise
from matcher.customs.values.countries import alpha3
from tests.support.customs_files import WriteCsv

LINES = [
    [
        f"10702070/0{n % 9 + 1}0323/{n:07d}",
        "6506108000",
        f"ШЛЕМ ЗАЩИТНЫЙ ПЛАСТИКОВЫЙ ДЛЯ РАБОТ НА ВЫСОТЕ, ПАРТИЯ {n}",
        str(n * 7),
        "шт",
        f"{n * 3}.25",
    ]
    for n in range(1, 41)
]
NAMES = ["Номер ДТ", "Код ТН ВЭД", "Наименование товара", "Количество", "Ед. изм.", "Вес нетто"]


def book(path: Path, sheets: dict[str, list[list[str]]]) -> Path:
    with xlsxwriter.Workbook(path) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for number, cells in enumerate(rows):
                sheet.write_row(number, 0, cells)
    return path


@pytest.mark.parametrize("first", [True, False])
def test_a_legend_beside_the_lines_is_set_aside_by_name(db: Database, tmp_path: Path, first: bool) -> None:
    legend = [["Column", "Meaning"], *([name, f"графа {n}"] for n, name in enumerate(NAMES))]
    pivot = [["Row labels", "Count of lines"], ["ООО КИТЕЖ", "17"], ["АО БУЯН", "23"], ["Grand total", "40"]]
    sheets = {"Lines": [NAMES, *LINES], "Legend": legend, "Pivot": pivot}
    if first:
        sheets = {name: sheets[name] for name in ("Legend", "Lines", "Pivot")}
    tables = import_file(db, book(tmp_path / "book.xlsx", sheets)).tables
    assert sorted(table.state for table in tables) == ["imported", "skipped", "skipped"]
    assert sum(table.lines for table in tables) == len(LINES)
    assert all(table.note for table in tables if table.state == "skipped")


def test_a_wide_sheet_that_is_not_sure_holds_the_workbook_back(db: Database, tmp_path: Path) -> None:
    unsure = [
        ["Za", "Zb", "Zc", "Zd"],
        *([f"ТЕКСТ ПЕРВЫЙ {n}", f"ТЕКСТ ВТОРОЙ {n}", "6506108000", "5"] for n in range(9)),
    ]
    sheets = {"Lines": [NAMES, *LINES], "Other": unsure}
    tables = import_file(db, book(tmp_path / "book.xlsx", sheets)).tables
    assert [table.state for table in tables] == ["held", "asked"]
    assert db["customs_lines"].count == 0


def test_a_narrow_sheet_that_asks_after_its_first_lines_holds_the_workbook_back(
    db: Database, tmp_path: Path
) -> None:
    helmets = [f"КАСКА ЗАЩИТНАЯ СТРОИТЕЛЬНАЯ {n}" for n in range(1, 30)]
    narrow = [
        ["Наименование товара", "Код ТН ВЭД", "Количество"],
        *([text, "6506108000", "5"] for text in helmets),
        ["Код ТН ВЭД", "Количество", "Наименование товара"],
        *([text, f"ШЛЕМ ЗАЩИТНЫЙ ДЛЯ СТРОИТЕЛЕЙ {n}", "5"] for n, text in enumerate(helmets)),
    ]
    sheets = {"Lines": [NAMES, *LINES], "Other": narrow}
    tables = import_file(db, book(tmp_path / "book.xlsx", sheets)).tables
    assert [table.state for table in tables] == ["held", "asked"]
    assert "a second header in row 31" in tables[1].note
    assert db["customs_lines"].count == db["customs_files"].count == 0


def test_numbers_of_boxes_are_a_header() -> None:
    layout = recognise([["А", "33", "31", "41", "41/1", "38"], *LINES])
    assert layout.header_row == 1
    assert {name: layout.header_of(name)[0] for name in layout.mapping} == {
        "declaration": "А", "hs": "33", "description": "31", "quantity": "41", "unit": "41/1", "net_kg": "38",
    }  # fmt: skip


def test_a_change_of_order_half_way_does_not_decide_the_first_half(db: Database, write_csv: WriteCsv) -> None:
    order = [2, 5, 0, 4, 1, 3]
    names = ["Zq1", "Zq2", "Zq3", "Zq4", "Zq5", "Zq6"]
    (table,) = import_file(
        db, write_csv([*LINES, *([line[at] for at in order] for line in LINES)], header=names)
    ).tables
    assert (table.lines, table.rejects, table.doubtful) == (80, 0, 40)
    assert db.execute(
        "SELECT count(*) FROM customs_lines WHERE description LIKE 'ШЛЕМ%' AND hs = '6506108000'"
    ).fetchone() == (80,)


@pytest.mark.parametrize("more", [0, 2])
def test_a_second_header_after_a_few_lines_is_neither_joined_with_the_line_above_nor_taken_for_the_only_one(
    db: Database, write_csv: WriteCsv, more: int
) -> None:
    """`more`: columns that only the second table has."""
    order = [5, 2, 0, 4, 1, 3]
    second = [*([NAMES[at] for at in order]), *["Страна происхождения", "Валюта"][:more]]
    extra = ["Сербия", "EUR"][:more]
    without_unit = [*LINES[8][:4], "", LINES[8][5]]
    rows = [*LINES[:8], without_unit, second, *([*(line[at] for at in order), *extra] for line in LINES[9:])]
    width = len(second)
    padded = [row + [""] * (width - len(row)) for row in rows]
    (table,) = import_file(db, write_csv(padded, header=NAMES + [""] * (width - len(NAMES)))).tables
    assert (table.lines, table.rejects, table.headers) == (40, 0, 2)
    assert db.execute(
        "SELECT count(*) FROM customs_lines WHERE description LIKE 'ШЛЕМ%' AND net_kg LIKE '%.25'"
    ).fetchone() == (40,)


@pytest.mark.parametrize("above", [1, 2, 8])
def test_lines_above_a_header_are_not_lost(db: Database, write_csv: WriteCsv, above: int) -> None:
    """One or two may be examples; more are a part of the file whose header is lost."""
    order = [5, 2, 0, 4, 1, 3]
    first = [[line[at] for at in order] for line in LINES[1 : above + 1]]
    (table,) = import_file(
        db, write_csv([*first, NAMES, *LINES[9:]], header=[LINES[0][at] for at in order]), yes=True
    ).tables
    lost = 2 if above == 1 else 0
    assert table.lines + table.rejects == len(LINES[9:]) + above + 1 - lost


def test_a_summary_above_the_header_is_none_of_its_lines() -> None:
    summary = [
        ["Период", "01.01.2024"],
        ["Строк", "40", "Сумма", "1 234 567,89"],
        ["Курс", "90,5", "на", "01.02.2024"],
    ]
    assert recognise([*summary, NAMES, *LINES]).header_row == 4


def test_hints_in_brackets_under_the_header_and_sums_below_are_no_lines(
    db: Database, write_csv: WriteCsv
) -> None:
    hints = ["", "(10 знаков)", "(текст)", "", "", "(кг)"]
    total = ["", "", "Сума", "1234", "", "99.5"]
    (table,) = import_file(db, write_csv([hints, *LINES, total], header=NAMES)).tables
    assert (table.lines, table.headers, table.rejects) == (40, 2, 1)


def test_a_point_between_thousands_is_none_where_the_other_columns_have_decimal_commas(
    db: Database, write_csv: WriteCsv
) -> None:
    names = ["HS code", "Description", "Quantity", "Value"]
    rows = [["6506108000", f"PROTECTIVE HELMET {n}", f"{n}.766", f"{n}.344,08"] for n in range(1, 9)]
    import_file(db, write_csv(rows, header=names, delimiter=";"))
    assert db.execute("SELECT quantity, value FROM customs_lines ORDER BY row LIMIT 1").fetchone() == (
        1766,
        1344.08,
    )


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("U.A.E.", "ARE"), ("PR CHINA", "CHN"), ("Корея (Респ.)", "KOR"), ("越南社会主义共和国", "VNM"), ("Республика Сербия", "SRB"),
        ("Republic of China", None), ("Republic of the Congo", "COG"), ("Korea, Democratic People's Republic of", "PRK"), ("Republic", None),
    ],
)  # fmt: skip
def test_countries_with_their_form_of_state(name: str, code: str | None) -> None:
    assert alpha3(name) == code
