"""Cells of a sheet that are merged downwards: said of each row, but for amounts and headers."""

from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter
from sqlite_utils import Database

from matcher.customs.ingest.store import import_file
from matcher.sheets.reader import open_table
from matcher.sheets.workbooks.merged_cells import filled_down
from matcher.sheets.workbooks.merged_in_ods import merged_in_ods

NAMES = ["Entry", "Date", "Importer", "HS code", "Goods description", "Quantity", "Gross weight", "Value"]
GOODS = [("8413702100", "PUMP QUELL"), ("8481808190", "VALVE OF BRASS"), ("8501520000", "MOTOR, THREE-PHASE")]


@pytest.mark.parametrize("left", [0, 2])
def test_lines_of_a_declaration_have_its_number_date_and_importer_but_not_its_weight(
    db: Database, tmp_path: Path, left: int
) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Entries")
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        sheet.write_row(1, left, NAMES)
        for n in range(12):
            top = 2 + 3 * n
            of_declaration = (f"QV/{n + 4100}", datetime(2024, 3, n + 1), ("ACME LTD", "FOXGLOVE LLC")[n % 2])
            for place, value in enumerate(of_declaration):
                sheet.merge_range(
                    top, left + place, top + 2, left + place, value, day if place == 1 else None
                )
            sheet.merge_range(top, left + 6, top + 2, left + 6, 90.5 + n)
            for line, (code, text) in enumerate(GOODS):
                sheet.write_row(top + line, left + 3, [code, f"{text} {n}", n * 3 + line + 1])
                sheet.write_number(top + line, left + 7, n * 40 + line + 0.25)
    (table,) = import_file(db, path).tables
    assert (table.lines, table.rejects) == (36, 0)
    found = "SELECT declaration, date, importer, gross_kg FROM customs_lines ORDER BY row LIMIT 4"
    assert db.execute(found).fetchall() == [
        ("QV/4100", "2024-03-01", "ACME LTD", 90.5),
        *[("QV/4100", "2024-03-01", "ACME LTD", None)] * 2,
        ("QV/4101", "2024-03-02", "FOXGLOVE LLC", 91.5),
    ]


def test_empty_cells_merged_in_the_margin_say_nothing_of_the_last_column(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 1, ["HS code", "Goods description", "Maker"])
        for row, goods in enumerate(GOODS, 1):
            sheet.write_row(row, 1, goods)
        sheet.write_string(1, 3, "ACME LTD")
        sheet.merge_range(1, 0, 3, 0, "")
    (table,) = open_table(path).tables
    assert [row[2] for row in table.head(4)] == ["Maker", "ACME LTD", "", ""]


@pytest.mark.parametrize("groups", [True, False])
def test_a_header_of_merged_cells_is_read_as_before(tmp_path: Path, groups: bool) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Entries")
        for place, name in enumerate(NAMES[:6]):
            sheet.merge_range(0, place, 1, place, name)
        if groups:
            sheet.merge_range(0, 6, 0, 7, "Weight")
        else:
            sheet.write_string(0, 6, "Weight")
        sheet.write_row(1, 6, ["gross", "net"])
        for n in range(9):
            sheet.write_row(
                n + 2, 0, [f"QV/{n}", f"{n + 1}.03.2024", "ACME LTD", *GOODS[n % 3], n, 9 + n, 8 + n]
            )
    from matcher.customs.layout.recognition.recognise import recognise

    layout = recognise(open_table(path).tables[0].head(20))
    assert layout.header_row == 2
    assert layout.header_of("description") == ["Goods description"]
    assert layout.header_of("net_kg") == ["Weight net" if groups else "net"]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("QV/4100", True), ("12.03.2024", True), ("2024-03-12", True), ("7707083893", True), (7707083893, True), (datetime(2024, 3, 1), True),
        (1201327.66, False), (12, False), ("1 201,50", False), ("$ 1,201.50", False), ("417", False), ("120 kg", False), ("EUR 1 200,50", False),
        ("R 1817", False), ("25 pcs.", False), ("QV4100", True), ("12 March 2024", True), ("10702070/090323/0266908", True),
        ("1" + " " * 200_000 + "abcdefgh", True), (True, False), ("", False), (None, False),
    ],
)  # fmt: skip
def test_what_is_said_of_each_row(cell: object, said: bool) -> None:
    rows: list[list[object]] = [[cell, "a"], ["", "b"], ["", ""]]
    assert [row[0] for row in filled_down(rows, [((0, 0), (2, 0))])] == [cell, cell if said else "", ""]


TABLES = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="{tables}" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 office:version="1.2"><office:body><office:spreadsheet><table:table table:name="Notes"><table:table-row>{note}</table:table-row>
</table:table><table:table table:name="Entries">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"""


def ods_cell(text: str, down: int = 1) -> str:
    return f'<table:table-cell table:number-rows-spanned="{down}" office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


def ods(path: Path, rows: list[str]) -> Path:
    """An OpenDocument workbook, as LibreOffice writes merged and repeated cells."""
    content = ODS.format(
        tables=TABLES,
        note=ods_cell("EXPORTS"),
        rows="".join(f"<table:table-row>{r}</table:table-row>" for r in rows),
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return path


def test_cells_of_an_opendocument_sheet_that_are_merged_downwards_are_said_of_each_row(
    tmp_path: Path,
) -> None:
    covered = '<table:covered-table-cell table:number-columns-repeated="2"/>'
    rows = ["".join(map(ods_cell, ("Entry", "Importer", "HS code", "Goods description")))]
    for n in range(3):
        first, *others = ["".join(map(ods_cell, goods)) for goods in GOODS]
        rows.append(ods_cell(f"QV/{n + 4100}", 3) + ods_cell("ACME LTD", 3) + first)
        rows += [covered + other for other in others]
    path = ods(tmp_path / "book.ods", rows)
    assert merged_in_ods(path)["Entries"][:2] == [((1, 0), (3, 0)), ((1, 1), (3, 1))]
    _, sheet = open_table(path).tables
    read = sheet.head(20)
    assert [row[:2] for row in read[1:4]] == [["QV/4100", "ACME LTD"]] * 3
    assert [row[0] for row in read[4:]] == ["QV/4101"] * 3 + ["QV/4102"] * 3


def test_another_zip_and_a_damaged_sheet_have_no_merged_cells(tmp_path: Path) -> None:
    outside = f'<a xmlns:table="{TABLES}"><table:table-row/></a>'
    for name, content in (
        ("other.ods", None),
        ("cut.ods", "<office:document-content><table"),
        ("row.ods", outside),
    ):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr("mimetype" if content is None else "content.xml", content or "text")
        assert merged_in_ods(tmp_path / name) == {}
