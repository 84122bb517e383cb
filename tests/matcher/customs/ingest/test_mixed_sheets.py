"""Sheets of one workbook under one header: read as one kind, or not at all."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from sqlite_utils import Database

from crawler.case.errors import UsageProblem
from matcher.customs.ingest.store import import_file

HEADER = ["HS code", "Description", "Country", "Value, USD"]
GOODS = {"850131": "Electric motor", "901310": "Telescopic sight", "880622": "Drone", "853120": "Panel"}


def workbook(path: Path, **sheets: list[list[str]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def of_statistics(flow: str) -> list[list[str]]:
    rows = [
        [code, text, country, f"{n * 10 + at}"]
        for n, (code, text) in enumerate(GOODS.items(), 1)
        for at, country in enumerate(("China", "Japan", "Turkey"))
    ]
    return [[f"{flow} of Georgia, 2023"], HEADER, *rows]


def of_declarations() -> list[list[str]]:
    """The same header over goods described each in its own words."""
    rows = [
        [code, f"{text} model {n}{at} for pumps", "China", f"{n * 10 + at}"]
        for n, (code, text) in enumerate(GOODS.items(), 1)
        for at in range(5)
    ]
    return [HEADER, *rows]


def test_sheets_of_one_kind_are_imported(db: Database, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", Imports=of_statistics("Imports"), Exports=of_statistics("Exports"))
    assert [table.kind for table in import_file(db, path).tables] == ["statistics", "statistics"]


def test_one_header_over_statistics_and_declarations_stops_the_import(db: Database, tmp_path: Path) -> None:
    path = workbook(tmp_path / "b.xlsx", Imports=of_statistics("Imports"), Other=of_declarations())
    with pytest.raises(UsageProblem, match=r"b\.xlsx#Other: it has the header of b\.xlsx, which was read"):
        import_file(db, path)
    assert db.execute("SELECT count(*) FROM customs_files").fetchone()[0] == 0


def test_another_header_is_another_table(db: Database, tmp_path: Path) -> None:
    lines = of_declarations()
    lines[0] = ["Code", "Goods", "Origin", "Value, USD"]
    path = workbook(tmp_path / "c.xlsx", Imports=of_statistics("Imports"), Lines=lines)
    assert [table.kind for table in import_file(db, path).tables] == ["statistics", "declarations"]
