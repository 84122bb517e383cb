"""Hostile cells, hostile files: no live formula leaves, no bomb comes in."""

from __future__ import annotations

import csv
import io
import os
import re
import struct
import zipfile
import zlib
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from crawler.case.case import Case
from crawler.case.csv_output import CELL_CHARACTERS, people_cell, showable, utf16_units, without_guard
from matcher.commands.cli import box31
from matcher.review.decisions import review_database
from matcher.review.sheet.columns import ExportOptions
from matcher.review.sheet.export import export_sheet
from matcher.review.sheet.importing import import_sheets
from matcher.review.sheet.reading import returned_file
from tests.support.review_case import HOSTILE, make_case
from tests.support.spreadsheets import as_ods, as_xlsx, read_csv


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return make_case(tmp_path / "case", 40, hostile=True, items=20)


def texts(case: Case) -> dict[str, str]:
    return dict(
        review_database(case)
        .execute("SELECT p.pair_id, g.text FROM pairs p JOIN goods g ON g.goods_id = p.goods_id")
        .fetchall()
    )


def test_no_cell_of_a_csv_is_a_formula_and_texts_survive(case: Case, tmp_path: Path) -> None:
    rows = read_csv(export_sheet(case, review_database(case)).kept)
    truth = texts(case)
    pair, text = rows[0].index("pair_id"), rows[0].index("customs_text")
    for row in rows[1:]:
        for cell in row:
            assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")), cell
            assert len(cell) <= 32_767
        assert without_guard(row[text]) == showable(truth[row[pair]])
    digits = [row[text] for row in rows if "12345678901234567890" in row[text] or "0640699000" in row[text]]
    assert set(digits) == {"'12345678901234567890", "'0640699000"}


def test_no_cell_of_a_workbook_is_a_formula_and_texts_survive(case: Case, tmp_path: Path) -> None:
    path = export_sheet(case, review_database(case), tmp_path / "s.xlsx", format="xlsx").path
    book = openpyxl.load_workbook(path)
    assert not [cell for sheet in book for row in sheet for cell in row if cell.data_type == "f"]
    with zipfile.ZipFile(path) as archive:
        markup = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in markup.split(b"</sheetData>")[0]
    truth = texts(case)
    with returned_file(path.read_bytes()) as file:
        assert file.tables
        _, records = file.tables[0]
        (_, header), *rows = records()
    shown = {row[header.index("pair_id")]: row[header.index("customs_text")] for _, row in rows}
    assert shown == {pair: showable(text) for pair, text in truth.items()}


def test_a_workbook_has_drop_down_frozen_header_filter_protection_and_instructions(
    case: Case, tmp_path: Path
) -> None:
    path = export_sheet(case, review_database(case), tmp_path / "s.xlsx", format="xlsx").path
    book = openpyxl.load_workbook(path)
    sheet = book["Review"]
    header = [cell.value for cell in sheet[1]]
    assert header[:3] == ["decision", "note", "reviewer"]
    assert header[-3:] == ["pair_id", "row_signature", "export_id"]
    assert sheet.freeze_panes == "D2"
    assert sheet.auto_filter.ref.startswith("A1:")
    (rule,) = sheet.data_validations.dataValidation
    assert (rule.type, rule.formula1) == ("list", '"accept,reject,unsure,only"')
    assert str(rule.sqref) == "A2:A41"
    assert sheet.protection.sheet
    assert sheet.column_dimensions["A"].width
    unlocked = re.compile(r'<protection locked="0"\s*/>')
    with zipfile.ZipFile(path) as archive:
        assert unlocked.search(archive.read("xl/styles.xml").decode())
        links = archive.read("xl/worksheets/_rels/sheet1.xml.rels").decode()
    assert "javascript:" not in links
    assert "http://www.hengdun.example/products/0.html" in links
    how = "\n".join(str(cell.value) for row in book["How to decide"] for cell in row if cell.value)
    assert "accept" in how
    assert "отклонить" in how


def test_a_blind_sheet_tells_no_confidence_neither_by_a_column_nor_by_its_order(case: Case) -> None:
    export = export_sheet(case, review_database(case), options=ExportOptions(blind=True))
    rows = read_csv(export.kept)
    assert not {"confidence", "earlier_decisions"} & {*rows[0]}
    db = review_database(case)
    by_confidence = [pair for (pair,) in db.execute("SELECT pair_id FROM pairs ORDER BY confidence DESC")]
    assert [row[rows[0].index("pair_id")] for row in rows[1:]] != by_confidence
    assert {row[rows[0].index("why")] for row in rows[1:]} == {"to be decided"}


def test_long_cells_are_cut_visibly_as_spreadsheets_count() -> None:
    for text in ("x" * 40_000, "😀" * 20_000):
        cell = people_cell(text)
        assert utf16_units(cell) <= CELL_CHARACTERS + 1
        assert cell.endswith(f"[…cut: {len(text)} characters; whole text in the case]")
    assert showable("x" * 32_000) == "x" * 32_000


@pytest.mark.parametrize("text", [*HOSTILE, "'=quoted", "plain", "", "'", "''=x"])
def test_the_guard_of_csv_cells_can_be_taken_off(text: str) -> None:
    assert without_guard(people_cell(text)) == showable(text)


def bomb(size: int) -> bytes:
    """A workbook whose one sheet unpacks to `size` bytes of blanks."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(as_xlsx([["pair_id", "decision"]]))) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for member in source.infolist():
            data = source.read(member)
            if member.filename == "xl/worksheets/sheet1.xml":
                data = data.replace(b"<sheetData>", b"<sheetData>" + b" " * size)
            target.writestr(member.filename, data)
    return out.getvalue()


def refused(case: Case, tmp_path: Path, name: str, data: bytes) -> str:
    path = tmp_path / name
    path.write_bytes(data)
    before = [*review_database(case).conn.iterdump()]
    done = CliRunner().invoke(box31, ["-C", str(case.root), "review", "import", str(path)])
    assert done.exit_code == 3
    assert [*review_database(case).conn.iterdump()] == before
    lines = [line for line in done.output.splitlines() if line.strip()]
    assert len(lines) == 1, done.output
    assert lines[0].startswith(f"{name}: ")
    return lines[0]


def test_a_zip_bomb_is_refused(case: Case, tmp_path: Path) -> None:
    data = bomb(128 * 1024**2)
    assert len(data) < 1_000_000
    assert "refused as a bomb" in refused(case, tmp_path, "bomb.xlsx", data)


def test_a_zip_that_lies_about_its_sizes_is_measured_as_it_unpacks(case: Case, tmp_path: Path) -> None:
    data = bytearray(bomb(128 * 1024**2))
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(b"xl/worksheets/sheet1.xml"))
    struct.pack_into("<I", data, at + 24, 1000)  # the directory's uncompressed size
    assert "cannot be unpacked" in refused(case, tmp_path, "liar.xlsx", bytes(data))


def test_a_cell_far_from_the_table_takes_no_memory_and_no_decision(case: Case, tmp_path: Path) -> None:
    rows = read_csv(export_sheet(case, review_database(case)).kept)
    rows[1][0], rows[1][2] = "accept", "Ann"
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "sparse.xlsx") as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate(rows):
            sheet.write_row(number, 0, cells)
        sheet.write_string(1_048_575, 16_383, "far")
    result = import_sheets(case, review_database(case), [tmp_path / "sparse.xlsx"])
    assert (result.new, result.problems) == (1, [])


def test_an_ods_that_repeats_a_cell_without_end_is_refused(case: Case, tmp_path: Path) -> None:
    whole = as_ods([["pair_id", "decision"], ["p-1", "accept"]])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as source, zipfile.ZipFile(out, "w") as target:
        for member in source.infolist():
            data = source.read(member)
            if member.filename == "content.xml":
                data = data.replace(
                    b"<table:table-row>", b'<table:table-row table:number-rows-repeated="1000000">'
                ).replace(b"<table:table-cell ", b'<table:table-cell table:number-columns-repeated="16000" ')
            target.writestr(member.filename, data)
    assert "not a workbook that can be read" in refused(case, tmp_path, "endless.ods", out.getvalue())


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.csv", b"", "is empty"),
        ("blank.csv", b" \n \n", "is empty"),
        ("other.csv", b"a,b\n1,2\n", "no column pair_id"),
        ("photo.csv", bytes(range(256)) * 40, "no column pair_id"),
        ("words.xlsx", b"this is no workbook", "no column pair_id"),
        ("broken.xlsx", b"PK\x03\x04 and then nothing", "damaged or no archive"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "not a workbook that can be read"),
        ("twice.csv", b"pair_id,decision,decision\np-1,accept,reject\n", "two columns are called decision"),
        ("undecided.csv", b"pair_id,verdict\np-1,accept\n", "no column decision"),
        ("other.xlsx", as_xlsx([["a", "b"], ["1", "2"]]), "no column pair_id"),
        ("cut.gz", zlib.compress(b"pair_id"), "no column pair_id"),
    ],
)
def test_what_is_no_sheet_is_one_clear_line(
    case: Case, tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    assert said in refused(case, tmp_path, name, data)


@pytest.mark.parametrize("name", ["pipe.csv", "/dev/zero", "."])
def test_a_pipe_a_device_or_a_folder_is_named_and_not_read(case: Case, tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    result = import_sheets(case, review_database(case), [tmp_path / name])
    assert [(finding.kind, finding.message) for finding in result.findings] == [
        ("unreadable", "is not a file; save the sheet to one")
    ]


def test_a_bad_file_does_not_stop_a_good_one(case: Case, tmp_path: Path) -> None:
    rows = read_csv(export_sheet(case, review_database(case)).kept)
    rows[1][0], rows[1][2] = "accept", "Ann"
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    with good.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows(rows)
    bad.write_bytes(b"\x00\x01\x02")
    result = import_sheets(case, review_database(case), [bad, good])
    assert result.new == 1
    assert [finding.file for finding in result.problems] == ["bad.csv"]


def test_other_cases_files_are_named_by_row(case: Case, tmp_path: Path) -> None:
    other = make_case(tmp_path / "other", 40, hostile=True, items=20)
    rows = read_csv(export_sheet(other, review_database(other)).kept)
    rows[3][0], rows[3][2] = "accept", "Ann"
    path = tmp_path / "other.csv"
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows(rows)
    result = import_sheets(case, review_database(case), [path])
    assert result.new == 0
    assert {(finding.kind, finding.row) for finding in result.findings} == {
        ("other case", 2),
        ("other case", 4),
    }
