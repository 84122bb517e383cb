"""The reviewer's letters in every encoding a spreadsheet writes, also where nothing but they tell it."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.case.case import Case
from matcher.review.decisions import review_database
from matcher.review.sheet.export import export_sheet
from matcher.review.sheet.importing import import_sheets
from tests.support.copies import copy_case
from tests.support.review_case import make_case
from tests.support.spreadsheets import Rows, as_text, read_csv

OWN = ("pair_id", "decision", "row_signature", "reviewer", "note")


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("encodings")
    case = make_case(folder / "case", 12)
    export_sheet(case, review_database(case), folder / "sheet.csv")
    return folder


def imported(exported: Path, tmp_path: Path, data: bytes) -> tuple[list[tuple[str, str]], list[str]]:
    case = Case.open(copy_case(exported / "case", tmp_path / "case"))
    (tmp_path / "back.csv").write_bytes(data)
    db = review_database(case)
    result = import_sheets(case, db, [tmp_path / "back.csv"])
    return db.execute("SELECT reviewer, note FROM decisions").fetchall(), [f.kind for f in result.findings]


def written(exported: Path, reviewer: str, note: str, *, whole: bool) -> Rows:
    rows = read_csv(exported / "sheet.csv")
    column = {name: place for place, name in enumerate(rows[0])}
    rows[1][column["decision"]], rows[1][column["reviewer"]], rows[1][column["note"]] = (
        "accept",
        reviewer,
        note,
    )
    return rows if whole else [[row[column[name]] for name in OWN] for row in rows]


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize(
    ("reviewer", "note", "encoding"),
    [
        ("Иван", "неясно", "windows-1251"),
        ("Иван", "неясно", "koi8-r"),
        ("Иван", "неясно", "cp866"),
        ("Иван", "неясно", "gb18030"),
        ("Іван ЇЖАК", "є", "windows-1251"),
        ("王芳", "重量不同", "gb18030"),
        ("王芳", "重量不同", "big5"),
        ("José", "même", "windows-1252"),
        ("Анна", "", "windows-1251"),
    ],
)
def test_names_and_notes_arrive(
    exported: Path, tmp_path: Path, reviewer: str, note: str, encoding: str, whole: bool
) -> None:
    data = as_text(written(exported, reviewer, note, whole=whole), ";", encoding)
    decisions, kinds = imported(exported, tmp_path, b"sep=;\r\n" + data)
    assert decisions == [(reviewer, note)]
    # Without the evidence columns a few letters may be two things: then that is said as well.
    assert kinds == [] if whole else set(kinds) <= {"encoding"}


def test_where_the_letters_may_be_two_things_it_is_said(exported: Path, tmp_path: Path) -> None:
    data = as_text(written(exported, "李", "", whole=False), ",", "gb18030")
    decisions, kinds = imported(exported, tmp_path, data)
    assert len(decisions) == 1
    assert kinds == ["encoding"]
