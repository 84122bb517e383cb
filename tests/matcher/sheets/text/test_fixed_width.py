"""Texts whose columns are told by their places in the line, with a ruled line or without."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from matcher.customs.ingest.store import import_file
from matcher.sheets.reader import open_table
from matcher.sheets.text.fixed_width import FixedColumns, fixed_columns

NAMES = ("OFFICE", "ENTRY", "HS CODE", "GOODS DESCRIPTION", "QUANTITY", "VALUE", "CUR")
WIDTHS = (6, 8, 10, 24, 9, 12, 3)
LINES = [
    (
        "QV01",
        f"C{n // 2 + 4100}",
        ("8413702100", "8481808190", "8501520000")[n % 3],
        f"{('PUMP CENTRIFUGAL', 'VALVE BRASS', 'MOTOR THREE PHASE')[n % 3]} {n + 11}",
        f"{n * 7 + 3}",
        f"{n * 90 + 41}.{n + 10}",
        ("EUR", "USD")[n % 2],
    )
    for n in range(24)
]
RIGHT = {4, 5}  # columns of amounts


def printed(cells: tuple[str, ...], gap: int) -> str:
    return (
        (" " * gap)
        .join(
            cell.rjust(width) if place in RIGHT else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(cells, WIDTHS, strict=True))
        )
        .rstrip()
    )


def report(gap: int, ruled: bool) -> str:
    rule = printed(tuple("-" * width for width in WIDTHS), gap)
    head = [printed(NAMES, gap), *([rule] if ruled else [])]
    body = [printed(line, gap) for line in LINES]
    title = "STATEMENT OF ENTRIES OF THE OFFICE OF QUELLHAVEN BY ARTICLE    PAGE 1"
    return "\n".join((title, *head, *body[:12], "\f" + title, *head, *body[12:], "", "LINES IN ALL: 24", ""))


@pytest.mark.parametrize(("gap", "ruled"), [(2, True), (1, True), (3, False)])
def test_a_print_file_is_read_by_the_places_of_its_columns(
    db: Database, tmp_path: Path, gap: int, ruled: bool
) -> None:
    path = tmp_path / "report.txt"
    path.write_text(report(gap, ruled), encoding="utf-8")
    (table,) = import_file(db, path).tables
    assert table.lines == 24
    found = db.execute(
        "SELECT declaration, hs, description, quantity, value, currency FROM customs_lines ORDER BY row"
    ).fetchall()
    assert found == [(*line[1:4], float(line[4]), float(line[5]), line[6]) for line in LINES]


def test_amounts_with_decimal_commas_part_no_cells() -> None:
    sample = report(3, ruled=False).replace(".", ",")
    columns = fixed_columns(sample, ",")
    assert columns is not None
    assert columns.cells(printed(LINES[5], 3)) == list(LINES[5])


def test_names_of_goods_with_commas_part_no_cells_and_names_of_columns_may_be_wider_than_their_cells() -> (
    None
):
    goods = ("PUMP, CENTRIFUGAL", "VALVE, BRASS", "MOTOR, THREE PHASE")
    body = [printed((*line[:3], goods[n % 3], *line[4:]), 3) for n, line in enumerate(LINES)]
    names = printed(("OFFICE", "ENTRY", "HS CODE", "GOODS", "", "", "CUR"), 3)
    amounts = "   VALUE DECLARED"
    end = len(body[5]) - len("   EUR")
    head = names[: end - len(amounts)] + amounts + names[end:]
    columns = fixed_columns("\n".join((head, *body)).replace(".", ","), ",")
    assert columns is not None
    assert columns.cells(body[5]) == [*LINES[5][:3], goods[5 % 3], *LINES[5][4:]]
    assert columns.cells(head) == ["OFFICE", "ENTRY", "HS CODE", "GOODS", "", "VALUE DECLARED", "CUR"]


def test_wide_characters_take_two_places() -> None:
    names = ("離心泵 QV-7", "球閥", "三相電動機 4 kW")
    rows = [f"{n:<4}{name}{' ' * (22 - 2 * wide - ascii_)}{n * 3 + 1:>6}" for n in range(12)
            for name in [names[n % 3]]
            for wide in [sum(not c.isascii() for c in name)]
            for ascii_ in [len(name) - wide]]  # fmt: skip
    sample = "\n".join(("--  --------------------  ------", *rows))
    columns = fixed_columns(sample, ",")
    assert columns == FixedColumns((0, 4, 26), wide=True)
    assert columns.cells(rows[5]) == ["5", names[2], "16"]


def test_a_line_that_columns_cut_through_is_one_cell_and_a_ruled_line_none() -> None:
    columns = FixedColumns((0, 8, 16))
    assert columns.cells("TOTAL ARTICLES: 28") == ["TOTAL ARTICLES: 28"]
    assert columns.cells("----- ----- -----") == columns.cells("=====") == []


@pytest.mark.parametrize(
    "row",
    [
        "QV01  , C41 , 8413702100 , PUMP {n}   , 12",
        "QV01;C41;8413702100;PUMP    BIG  {n};12,5",
        "| QV01  | C41  | 8413702100  | PUMP {n}  |",
        "QV01\tC41\t8413702100\tPUMP   {n}",
    ],
)
def test_cells_that_a_delimiter_parts_are_not_read_by_their_places(tmp_path: Path, row: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text("\n".join(row.format(n=n) for n in range(20)), encoding="utf-8")
    (table,) = open_table(path).tables
    assert max(map(len, table.head(5))) >= 4


def test_a_number_that_fills_its_column_ends_it_with_one_blank_behind() -> None:
    head = "ENTRY     GOODS DESCRIPTION      POS HS CODE       QUANTITY UNIT  CUR"
    goods = ("PUMP CENTRIFUGAL", "VALVE OF BRASS", "MOTOR THREE PHASE")
    lines = [
        f"C{4100 + n}     {goods[n % 3]:<20}{n % 4 + 1:>6} 8413{n % 7}021   {n * 37.5 + 3:>11.2f} {('KG', 'PCS')[n % 2]:<6}EUR"
        for n in range(24)
    ]
    columns = fixed_columns("\n".join((head, *lines)), ",")
    assert columns is not None
    assert columns.cells(head) == ["ENTRY", "GOODS DESCRIPTION", "POS", "HS CODE", "QUANTITY", "UNIT", "CUR"]
    assert columns.cells(lines[1]) == ["C4101", "VALVE OF BRASS", "2", "84131021", "40.50", "PCS", "EUR"]


def test_columns_that_one_blank_parts_in_every_row_are_told_by_the_ends_of_their_names() -> None:
    title = "DIRECCION DE ADUANAS - SISTEMA MARA" + " " * 24 + "LISTADO DE DESPACHOS"
    head = f"{'DESPACHO':<9} ADU {'RUC':<10} {'PROVEEDOR':<20} IT {'NCM':<14} {'DESCRIPCION':<24} ORG PRC{'KILO NETO':>14} INC"
    goods = (
        ("8413.70.90.100", "BOMBA DE AGUA"),
        ("8482.10.10.000", "RODAMIENTO DE BOLAS"),
        ("4011.20.90.200", "NEUMATICO NUEVO"),
    )
    lines = [
        f"2402{4100 + n}I {n % 40:03} {80104726 + n}-{n % 9} {('NORVIK AS', 'TELMAR DO SUL LTDA')[n % 2]:<20} "
        f"{n % 3 + 1:>2} {goods[n % 3][0]} {goods[n % 3][1]:<24} {('CN', 'BR')[n % 2]:<3} {('CN', 'AR')[n % 2]:<3}"
        f"{n * 37.5 + 3:>14.2f} FOB"
        for n in range(30)
    ]
    columns = fixed_columns("\n".join((title, head, "-" * len(head), *lines)), ",")
    assert columns is not None
    named = [
        "DESPACHO",
        "ADU",
        "RUC",
        "PROVEEDOR",
        "IT",
        "NCM",
        "DESCRIPCION",
        "ORG",
        "PRC",
        "KILO NETO",
        "INC",
    ]
    assert columns.cells(head) == named
    row = [
        "24024101I",
        "001",
        "80104727-1",
        "TELMAR DO SUL LTDA",
        "2",
        "8482.10.10.000",
        "RODAMIENTO DE BOLAS",
        "BR",
        "AR",
        "40.50",
        "FOB",
    ]
    assert columns.cells(lines[1]) == row


def test_words_in_sentences_are_no_columns() -> None:
    assert fixed_columns("\n".join(f"A sentence of {n}  words, or of more." for n in range(30)), ",") is None
    assert fixed_columns("", ",") is None


def test_a_title_of_several_parts_names_no_columns() -> None:
    title = "DECLARATIONS LIST   PRINTED 31.12.2024   PAGE 1"
    head = f"NUMBER    DAY      P  CODE      {'GOODS':<18} {'QUANTITY':>9}  UNT  {'NET':>9}  {'GROSS':>9}"
    goods = ("PUMP CENTRIFUGAL", "VALVE OF BRASS", "MOTOR THREE PHASE")
    lines = [
        f"C{41000 + n}    202403{n % 20 + 10} {n % 3}  8413{n % 7}021  {goods[n % 3]:<18} {n * 37.5 + 3:>9.2f}  KGM  {n * 30.5 + 2:>9.2f}"
        f"  {n * 35.5 + 3:>9.2f}"
        for n in range(24)
    ]
    columns = fixed_columns("\n".join((title, "", head, *lines)), ",")
    assert columns is not None
    assert columns.cells(head) == ["NUMBER", "DAY", "P", "CODE", "GOODS", "QUANTITY", "UNT", "NET", "GROSS"]
    assert columns.cells(title) == [title]


def test_a_list_in_bars_below_a_title_is_parted_at_its_bars(tmp_path: Path) -> None:
    rows = ["|".join(["", *(cell.ljust(width) for cell, width in zip(line, WIDTHS, strict=True)), ""]) for line in (NAMES, *LINES)]  # fmt: skip
    assert fixed_columns("\n".join(rows), "|") is None
    path = tmp_path / "list.txt"
    path.write_text("\n".join(["04.11.2024      LIST OF ENTRIES      PAGE 1", *rows]), encoding="utf-8")
    (table,) = open_table(path, path.name, None).tables
    assert [cell.strip() for cell in table.head(3)[-1][1:-1]] == list(LINES[0])
