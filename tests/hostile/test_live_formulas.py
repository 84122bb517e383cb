"""LibreOffice opens our CSV with comma, semicolon, tab and all of them as delimiters: no cell is a live formula."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell import Cell

from crawler.case.csv_output import write_for_machines, write_for_people
from tests.support.libreoffice import NOT_INSTALLED, SOFFICE, evaluating, saved_again

pytestmark = pytest.mark.skipif(SOFFICE is None, reason=NOT_INSTALLED)
FORMULAS = (
    "=1+1",
    '=HYPERLINK("http://x.example","y")',
    "@SUM(1)",
    "+1+2",
    "-3-4*2",
    "\uff1d1+1",
    "=cmd|' /C calc'!A0",
)
WRAPPED = (
    "{}",
    " {}",
    "\t{}",
    '"{}',
    '"{}"',
    "size;{}",
    "size; {}",
    'size;"{}"',
    "a\t{}\tb",
    "a|{}|b",
    "a\n{}\nb",
    "x;'{}",
)
DELIMITERS = {"comma": "44", "semicolon": "59", "tab": "9", "all": "44/59/9/124"}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("csv")
    texts = [wrapped.format(formula) for formula in FORMULAS for wrapped in WRAPPED]
    rows = [[number, text, "plain", text + ";z", text] for number, text in enumerate(texts)]
    for name, write in (("machines", write_for_machines), ("people", write_for_people)):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
            assert write(out, ["n", "a", "b", "c", "d"], rows) == len(texts)
    return folder


def cells_of(file: Path, profile: Path, delimiter: str, out: Path) -> list[Cell]:
    """The cells that LibreOffice makes of a CSV."""
    saved_again([file], "xlsx", out, profile, evaluating(DELIMITERS[delimiter]))
    book = openpyxl.load_workbook(out / f"{file.stem}.xlsx")
    return [cell for sheet in book for row in sheet for cell in row if cell.value is not None]


@pytest.mark.parametrize("delimiter", DELIMITERS)
@pytest.mark.parametrize("writer", ["machines", "people"])
def test_no_formula_is_live(files: Path, tmp_path: Path, writer: str, delimiter: str) -> None:
    cells = cells_of(files / f"{writer}.csv", files / "profile", delimiter, tmp_path)
    assert len(cells) > 100
    assert [cell.value for cell in cells if cell.data_type == "f"] == []


def test_without_the_writers_they_would_be_live(files: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain.csv"
    plain.write_text("x,size;=1+1;y\n=2+2,b\n", encoding="utf-8")
    for delimiter in ("comma", "semicolon"):
        cells = cells_of(plain, files / "profile", delimiter, tmp_path / delimiter)
        assert [cell.value for cell in cells if cell.data_type == "f"]
