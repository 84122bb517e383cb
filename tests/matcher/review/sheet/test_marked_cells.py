"""Cells of a workbook: shared words stand out, the text is the same, no row is clipped that could be higher."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from matcher.review.decisions import review_database
from matcher.review.sheet.columns import ExportOptions
from matcher.review.sheet.export import export_sheet
from matcher.review.sheet.workbook_writer import LINE_POINTS, MOST_POINTS, marked_cells, needed_points
from tests.support.review_case import make_case


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    case = make_case(tmp_path_factory.mktemp("marked") / "case", 34, hostile=True, items=17)
    path = case.root / "sheet.xlsx"
    db = review_database(case)
    with db.conn:
        db.execute("UPDATE goods SET text = '<r><t>HD-205</t></r> & _x0041_ article 2,5 кг'")
        db.execute("UPDATE item_versions SET name = 'Article =HD-205', specs = '{\"Weight\": \"2.5 kg <\"}'")
    with case.lock():
        export_sheet(case, db, path, format="xlsx", options=ExportOptions())
    return path


def test_rich_cells_hold_the_text_of_the_case(sheet: Path) -> None:
    plain = openpyxl.load_workbook(sheet)["Review"]
    rich = openpyxl.load_workbook(sheet, rich_text=True)["Review"]
    by_other_reader = CalamineWorkbook.from_path(str(sheet)).get_sheet_by_name("Review").to_python()
    marked = 0
    for row in range(2, plain.max_row + 1):
        for place in range(1, plain.max_column + 1):
            value, cell = plain.cell(row, place).value, rich.cell(row, place).value
            if isinstance(cell, str) or cell is None or isinstance(cell, int | float):
                continue
            marked += 1
            read = str(by_other_reader[row - 1][place - 1])
            assert read == str(cell)
            assert read.replace("_x0041_", "_x005F_x0041_") == value
    texts = {row[3] for row in by_other_reader[1:]}
    assert texts == {"<r><t>HD-205</t></r> & _x0041_ article 2,5 кг"}
    assert marked >= 34 * 3, "codes that both sides name stand out"


def test_no_scraped_text_is_markup(sheet: Path) -> None:
    with zipfile.ZipFile(sheet) as packed:
        content = packed.read("xl/worksheets/sheet1.xml").decode("utf-8")
    assert "<script" not in content
    assert "<f>" not in content


def test_what_agrees_is_marked_on_both_sides() -> None:
    cells = {
        "customs_text": "ЖИЛЕТ HD-205, 2,5 КГ",
        "item_name": "Vest HD-205",
        "item_description": "",
        "item_specs": "Weight: 2.5 kg",
    }
    marked = marked_cells(cells)
    assert {s.text for s in marked["customs_text"] if s.kind} == {"HD-205", "2,5 КГ"}
    assert {s.text for s in marked["item_specs"] if s.kind} == {"2.5 kg"}
    assert "item_description" not in marked


def test_a_row_is_as_high_as_its_longest_cell_needs() -> None:
    assert needed_points({"customs_text": "x" * 510}) >= 10 * LINE_POINTS
    assert needed_points({"customs_text": "防" * 510}) >= 20 * LINE_POINTS, "wide letters take two places"
    assert needed_points({"customs_text": "x" * 32_000}) == MOST_POINTS
