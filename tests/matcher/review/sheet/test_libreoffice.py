"""LibreOffice opens and saves our sheets again: decisions arrive, texts are whole or marked, nothing came alive."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from crawler.case.case import Case
from crawler.case.csv_output import people_cell, showable
from matcher.review.decisions import review_database
from matcher.review.sheet.export import export_sheet
from matcher.review.sheet.importing import import_sheets
from tests.support.libreoffice import NOT_INSTALLED, SOFFICE, saved_again
from tests.support.review_case import make_case
from tests.support.spreadsheets import as_text, read_csv

pytestmark = pytest.mark.skipif(SOFFICE is None, reason=NOT_INSTALLED)
WORDS = ("accept", "reject", "unsure", "", "да", "1")
MEANINGS = ("accept", "reject", "unsure", None, "accept", "accept")


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("profile")


def resaved(profile: Path, path: Path, target: str, suffix: str, *words: str) -> Path:
    """The file as LibreOffice saves it again."""
    out = path.parent / f"{path.stem}-{target}"
    saved_again([path], suffix, out, profile, *words)
    (saved,) = out.iterdir()
    return saved


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return make_case(tmp_path / "case", 32, hostile=True, items=16)


def filled_workbook(case: Case, path: Path) -> dict[str, str]:
    """An exported workbook with decisions in it, as openpyxl saves it; gives the decisions by pair."""
    export_sheet(case, review_database(case), path, format="xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book["Review"]
    column = {cell.value: cell.column for cell in sheet[1]}
    truth = {}
    for row in range(2, sheet.max_row + 1):
        word, meaning = WORDS[row % len(WORDS)], MEANINGS[row % len(WORDS)]
        sheet.cell(row, 1).value = int(word) if word == "1" else word or None
        sheet.cell(row, 3).value = "Анна"
        if meaning:
            truth[str(sheet.cell(row, column["pair_id"]).value)] = meaning
    book.save(path)
    return truth


def decisions(case: Case) -> dict[str, str]:
    return dict(review_database(case).execute("SELECT pair_id, decision FROM decisions").fetchall())


@pytest.mark.parametrize(
    ("target", "suffix"),
    [("xlsx", "xlsx"), ("ods", "ods"), ("csv", "csv:Text - txt - csv (StarCalc):59,34,UTF-16,1")],
)
def test_a_workbook_saved_by_libreoffice(
    case: Case, profile: Path, tmp_path: Path, target: str, suffix: str
) -> None:
    truth = filled_workbook(case, tmp_path / "sheet.xlsx")
    back = resaved(profile, tmp_path / "sheet.xlsx", target, suffix)
    result = import_sheets(case, review_database(case), [back])
    assert result.findings == []
    assert decisions(case) == truth
    if target == "xlsx":
        book = openpyxl.load_workbook(back)
        assert not [cell for row in book["Review"] for cell in row if cell.data_type == "f"]
        shown = {row[0].value: row for row in book["Review"]}
        assert "decision" in shown


def test_a_csv_opened_and_saved_by_libreoffice(case: Case, profile: Path, tmp_path: Path) -> None:
    """The default import of a CSV turns what it can into numbers, dates and formulas; ours leave it nothing to turn."""
    rows = read_csv(export_sheet(case, review_database(case)).kept)
    column = {name: place for place, name in enumerate(rows[0])}
    truth = {}
    for number, row in enumerate(rows[1:]):
        row[0], row[2] = WORDS[number % len(WORDS)], "Анна"
        if meaning := MEANINGS[number % len(WORDS)]:
            truth[row[column["pair_id"]]] = meaning
    path = tmp_path / "sheet.csv"
    path.write_bytes(as_text(rows, ",", "utf-8-sig"))
    back = resaved(profile, path, "xlsx", "xlsx", "--infilter=CSV:44,34,76,1,,1033,false,true")
    sheet = openpyxl.load_workbook(back).active
    assert sheet is not None
    assert not [cell for row in sheet for cell in row if cell.data_type == "f"]
    texts = dict(
        review_database(case)
        .execute("SELECT p.pair_id, g.text FROM pairs p JOIN goods g ON g.goods_id = p.goods_id")
        .fetchall()
    )
    for row in sheet.iter_rows(min_row=2, values_only=True):
        pair, text, hs = (row[column[name]] for name in ("pair_id", "customs_text", "hs"))
        assert text in (people_cell(texts[str(pair)]), showable(texts[str(pair)])), pair
        assert hs in ("'0640699000", "0640699000")
    result = import_sheets(case, review_database(case), [back])
    assert result.findings == []
    assert decisions(case) == truth
