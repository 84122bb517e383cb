"""Importing: every row of a file is a line, a reject, blank or a header, and nothing is done twice."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.case.errors import Box31Error, UsageProblem
from matcher.customs.ingest.file_listing import files, rejects
from matcher.customs.ingest.store import import_file
from tests.support.customs_files import HEADER, WriteCsv, row

# What malformed.csv lists although it is no reject: nothing is in these rows, or it is the header again.
NO_LINE_AT_ALL = ("all fields empty", "blank row", "header row repeated in the middle")


def dump(db: Database) -> list[tuple[object, ...]]:
    """Everything the case knows of customs, but the moment of import."""
    tables = ("goods", "customs_lines", "customs_rejects", "customs_known")
    return [row for table in tables for row in db.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()]


def test_the_three_files_of_case_aurora_come_in_whole(db: Database, aurora: Path) -> None:
    import_file(db, aurora / "customs")
    with (aurora / "malformed.csv").open(encoding="utf-8", newline="") as handle:
        malformed = {(r["file"], int(r["row"])): r["problem"] for r in csv.DictReader(handle)}
    listed = {(r["file"], r["row"]) for r in rejects(db)}
    assert listed == {key for key, problem in malformed.items() if problem not in NO_LINE_AT_ALL}
    lines = set(
        db.execute(
            "SELECT f.name, l.row FROM customs_lines l JOIN customs_files f USING (file_id)"
        ).fetchall()
    )
    expected = {
        "ru_imports_2023.csv": (2, 1302),
        "kz_imports_2023.csv": (2, 802),
        "ru_imports_vendor.xlsx": (7, 907),
    }
    for name, (first, last) in expected.items():
        whole = {(name, number) for number in range(first, last)} - set(malformed)
        assert whole <= lines, sorted(whole - lines)[:5]
    for file in files(db):
        assert file["rows_in"] == file["headers"] + file["lines"] + file["rejects"] + file["blank"]


def test_fields_land_where_a_person_would_put_them(db: Database, aurora: Path) -> None:
    import_file(db, aurora / "customs" / "ru_imports_2023.csv")
    line = next(db.query("SELECT * FROM customs_lines WHERE row = 2"))
    assert (line["declaration"], line["line_no"], line["date"]) == (
        "10999020/090123/3000029",
        "1",
        "2023-01-09",
    )
    assert (line["hs"], line["hs6"], line["quantity"], line["unit_code"]) == (
        "8413702100",
        "841370",
        280,
        "H87",
    )
    assert line["importer"] == 'ООО "ИВАН-ЦАРЕВИЧ ИНЖИНИРИНГ"'
    assert (line["origin"], line["departure"], line["destination"]) == ("ТУРЦИЯ", "КИТАЙ", "РОССИЯ")
    assert (line["value"], line["currency"], line["value_usd"]) == (131141.4, "CNY", 18477.74)


def test_a_translated_column_is_never_the_description(db: Database, aurora: Path) -> None:
    import_file(db, aurora / "customs" / "ru_imports_vendor.xlsx")
    line = next(db.query("SELECT description, translation FROM customs_lines WHERE row = 7"))
    assert line["description"].startswith("КРАН ШАРОВОЙ")
    assert line["translation"].startswith("BRASS BALL VALVE")


def test_codes_and_numbers_of_declarations_stay_text(db: Database, write_csv: WriteCsv) -> None:
    import_file(
        db,
        write_csv(
            [row(1, HS_CODE="0640699000", DECLARATION_NUMBER="00012345678901234567", ITEM_NUMBER="01")]
        ),
    )
    assert db.execute("SELECT hs, declaration, line_no FROM customs_lines").fetchone() == (
        *("0640699000", "00012345678901234567", "01"),
    )


def test_the_same_file_twice_changes_nothing(db: Database, write_csv: WriteCsv) -> None:
    path = write_csv([row(n) for n in range(5)])
    import_file(db, path)
    before = dump(db)
    again = import_file(db, path)
    assert [table.state for table in again.tables] == ["already"]
    assert dump(db) == before


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"PRODUCT_DESCRIPTION": ""}, "no description"),
        ({"PRODUCT_DESCRIPTION": "NULL"}, "no description"),
    ],
)
def test_a_row_without_a_description_is_listed_with_its_reason(
    db: Database, write_csv: WriteCsv, changed: dict[str, str], reason: str
) -> None:
    import_file(db, write_csv([row(1), row(2, **changed), row(3)]))
    (reject,) = rejects(db)
    assert (reject["file"], reject["row"], reject["reason"], reject["kept"]) == ("lines.csv", 3, reason, "no")
    assert reject["raw"] == row(2, **changed)
    assert db["customs_lines"].count == 2


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"QUANTITY": "СМ.ДОП"}, "quantity is not a number: СМ.ДОП"),
        ({"QUANTITY": "1e999"}, "quantity is not a number: 1e999"),
        ({"QUANTITY": "-5"}, "quantity is negative: -5"),
        ({"IMP_DATE": "31.02.2023"}, "date is none that exists: 31.02.2023"),
        ({"IMP_DATE": "00.00.0000"}, "date is none that exists: 00.00.0000"),
    ],
)
def test_a_field_that_cannot_be_read_is_a_doubt_on_a_line_that_is_kept(
    db: Database, write_csv: WriteCsv, changed: dict[str, str], reason: str
) -> None:
    import_file(db, write_csv([row(1), row(2, **changed), row(3)]))
    (doubt,) = rejects(db)
    assert (doubt["row"], doubt["reason"], doubt["kept"]) == (3, reason, "yes")
    assert db["customs_lines"].count == 3


@pytest.mark.parametrize(
    ("cell", "unit", "value", "code"),
    [
        ("120 дана (шт)", "", 120, "H87"),
        ("1,5 тыс. шт", "", 1500, "H87"),
        ("PCS 40", "", 40, "H87"),
        ("12 шт.", "ШТ", 12, "H87"),
        ("3 тыс", "ПАР", 3000, "PR"),
    ],
)
def test_quantities_with_unit_and_scale_in_the_cell_are_read(
    db: Database, write_csv: WriteCsv, cell: str, unit: str, value: float, code: str
) -> None:
    import_file(db, write_csv([row(1), row(2), row(3, QUANTITY=cell, UNIT=unit)]))
    assert list(rejects(db)) == []
    got = db.execute("SELECT quantity, unit_code FROM customs_lines WHERE row = 4").fetchone()
    assert got == (value, code)


@pytest.mark.parametrize("code", ["9999999999", "392321000000000", "НЕ УКАЗАН"])
def test_an_impossible_code_is_kept_verbatim_and_said_to_be_so(
    db: Database, write_csv: WriteCsv, code: str
) -> None:
    import_file(db, write_csv([row(1, HS_CODE=code), row(2), row(3), row(4)]))
    assert db.execute("SELECT hs, hs6 FROM customs_lines WHERE row = 2").fetchone() == (code, None)
    (doubt,) = rejects(db)
    assert (doubt["row"], doubt["kept"]) == (2, "yes")
    assert code in doubt["reason"]


def test_blank_rows_repeated_headers_and_totals_are_told_apart(db: Database, write_csv: WriteCsv) -> None:
    total = ["TOTAL", *[""] * (len(HEADER) - 2), "99"]
    path = write_csv([row(1), [""] * len(HEADER), list(HEADER), row(2), total])
    (table,) = import_file(db, path).tables
    assert (table.rows_in, table.headers, table.lines, table.rejects, table.blank) == (6, 2, 2, 1, 1)
    assert [r["reason"] for r in rejects(db)] == ["a total, not a line"]


def test_a_quote_that_is_never_closed_does_not_swallow_the_file(db: Database, tmp_path: Path) -> None:
    lines = [";".join(HEADER), *(";".join(row(n)) for n in range(400))]
    lines[5] = lines[5].replace("ШЛЕМ", '"ШЛЕМ')
    path = tmp_path / "quote.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    (table,) = import_file(db, path).tables
    assert (table.lines, table.rejects, table.rows_in) == (400, 0, 401)
    assert db.execute("SELECT description FROM customs_lines WHERE row = 6").fetchone() == (
        '"ШЛЕМ ЗАЩИТНЫЙ 4',
    )


@pytest.mark.parametrize("apart", [1, 7, 70])
def test_two_stray_quotes_do_not_swallow_the_lines_between_them(
    db: Database, tmp_path: Path, apart: int
) -> None:
    lines = [";".join(HEADER), *(";".join(row(n)) for n in range(200))]
    for n in (20, 20 + apart):
        lines[n] = lines[n].replace("ШЛЕМ", '"ШЛЕМ')
    path = tmp_path / "quotes.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    (table,) = import_file(db, path).tables
    assert (table.lines, table.rejects, table.rows_in) == (200, 0, 201)


def test_stray_quotes_in_a_table_of_two_columns_hide_no_line_without_a_word(
    db: Database, tmp_path: Path
) -> None:
    texts = [f'"ШЛЕМ {n}' if n in (10, 50) else f"ШЛЕМ {n}" for n in range(100)]
    for name, header, cell in (
        ("codes", "description,hs_code", "6506108000"),
        ("names", "description,importer", "ООО А"),
    ):
        content = "\n".join([header, *(f"{text},{cell}" for text in texts)])
        (tmp_path / f"{name}.csv").write_text(content, encoding="utf-8")
    (codes,) = import_file(db, tmp_path / "codes.csv", yes=True).tables
    assert (codes.lines, codes.rejects, codes.rows_in) == (100, 0, 101)
    (names,) = import_file(
        db, tmp_path / "names.csv", yes=True
    ).tables  # nothing tells that the quotes are letters
    assert (names.lines, names.doubtful) == (60, 1)
    assert "goes on over 40 more lines of the file" in next(iter(rejects(db)))["reason"]


def test_a_cell_of_many_lines_with_delimiters_in_it_stays_one(db: Database, write_csv: WriteCsv) -> None:
    text = "ШЛЕМ, " + ",".join("абвгдежзийк") + "\nЦВЕТ, " + ",".join("абвгдежзийк") + "\nКОНЕЦ"
    (table,) = import_file(
        db, write_csv([row(n) for n in range(30)] + [row(31, PRODUCT_DESCRIPTION=text)])
    ).tables
    assert (table.lines, table.rejects) == (31, 0)


def test_shifted_values_are_said_to_be_shifted(db: Database, write_csv: WriteCsv) -> None:
    shifted = row(2)
    shifted = [*shifted[:3], "", *shifted[3:-1]]
    import_file(db, write_csv([row(1), shifted, row(3), row(4)]))
    (reject,) = rejects(db)
    assert "one column to the right" in reject["reason"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("binary.csv", bytes(range(256)) * 20, "binary data"),
        ("fake.xlsx", b"a,b\n1,2\n", "not an XLSX workbook"),
        ("broken.xlsx", b"PK\x03\x04 and no more", "damaged"),
        ("empty.csv", b"", "empty"),
        ("words.csv", "о чём-то другом\nсовсем\n".encode(), "no customs table"),
        ("zip.csv", b"PK\x03\x04 a zip called csv", "give it the ending"),
    ],
)
def test_a_file_that_is_none_gives_one_clear_line_and_changes_nothing(
    db: Database, tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Box31Error, match=words) as problem:
        import_file(db, path)
    assert "\n" not in problem.value.message
    assert name in problem.value.message
    assert db["customs_files"].count == 0


def test_a_missing_file_is_wrong_use(db: Database, tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="no such file"):
        import_file(db, tmp_path / "none.csv")


def test_lines_of_one_normal_text_and_names_are_one_goods(db: Database, write_csv: WriteCsv) -> None:
    texts = (
        "ФАНЕРА КЛЕЕНАЯ, 9 ММ",
        "фанера  клееная 9 мм",
        "ФАHЕРА КЛЕЕНАЯ; 9 ММ",
        "ФАНЕ_[=1=] РА КЛЕЕНАЯ, 9 ММ",
    )
    rows = [row(n, PRODUCT_DESCRIPTION=text, QUANTITY=str(n)) for n, text in enumerate(texts, 1)]
    rows.append(row(9, PRODUCT_DESCRIPTION=texts[0], MANUFACTURER="ДРУГОЙ ЗАВОД"))
    import_file(db, write_csv(rows))
    assert sorted(db.execute("SELECT lines, quantity FROM goods_sums").fetchall()) == [(1, 10.0), (4, 10.0)]
    assert db.execute("SELECT text FROM goods WHERE maker IS NULL").fetchall() == [(texts[0],)]


def test_raw_cells_are_kept_verbatim(db: Database, write_csv: WriteCsv) -> None:
    cells = row(1, PRODUCT_DESCRIPTION='  ШЛЕМ "Ч",\n2 строки ')
    import_file(db, write_csv([cells]))
    (raw,) = db.execute("SELECT raw FROM customs_lines").fetchone()
    assert json.loads(raw) == cells
    assert db.execute("SELECT description FROM customs_lines").fetchone() == (cells[4],)


def test_bytes_of_another_encoding_make_a_reject_not_a_wrong_word(db: Database, tmp_path: Path) -> None:
    good = [",".join(HEADER), *(",".join(row(n)) for n in range(50))]
    content = (
        "\n".join(good).encode()
        + b"\n"
        + ",".join(row(99)).replace("ШЛЕМ", "XX").encode().replace(b"XX", b"\xff\xfe")
    )
    path = tmp_path / "mixed.csv"
    path.write_bytes(content)
    (table,) = import_file(db, path).tables
    assert table.rows_in == table.headers + table.lines + table.rejects + table.blank == 52


def test_a_bad_file_in_a_folder_does_not_stop_the_others(
    db: Database, write_csv: WriteCsv, tmp_path: Path
) -> None:
    folder = tmp_path / "leak"
    folder.mkdir()
    write_csv([row(1)]).rename(folder / "a.csv")
    (folder / "b.csv").write_bytes(bytes(range(256)) * 20)
    write_csv([row(2)]).rename(folder / "c.csv")
    tables = import_file(db, folder).tables
    assert [(table.name, table.state) for table in tables] == [
        ("a.csv", "imported"),
        ("b.csv", "failed"),
        ("c.csv", "imported"),
    ]


@pytest.mark.parametrize(
    ("header", "cell", "note"),
    [
        (("PRODUCT_DESCRIPTION", "DATE", "QUANTITY"), None, "no column was found for the HS code"),
        (("PRODUCT_DESCRIPTION", "DATE", "QUANTITY", "HS_CODE"), "", "the HS code is empty in all 5 lines"),
        (("PRODUCT_DESCRIPTION", "DATE", "QUANTITY", "HS_CODE"), "6506108000", ""),
    ],
)
def test_a_file_without_hs_codes_is_imported_and_says_so(
    db: Database, write_csv: WriteCsv, header: tuple[str, ...], cell: str | None, note: str
) -> None:
    more = () if cell is None else (cell,)
    rows = [(f"ШЛЕМ ЗАЩИТНЫЙ СТРОИТЕЛЬНЫЙ {n}", f"2023-04-0{n}", f"{n}0", *more) for n in range(1, 6)]
    (table,) = import_file(db, write_csv(rows, header=header)).tables
    assert (table.state, table.lines) == ("imported", 5)
    assert (note in table.note) if note else ("HS code" not in table.note)


def test_names_of_countries_that_no_list_has_are_named(db: Database, write_csv: WriteCsv) -> None:
    header = ("Description of goods", "HS code", "Date", "Quantity", "Country of origin")
    countries = (
        "CHINA",
        "CHINA",
        "400 - ABD",
        "Zembla",
        "Zembla",
        "-",
        "Turkiye",
        "Viet Nam",
        "Ruritania",
        "CN",
    ) * 2
    rows = [
        (f"SAFETY HELMET {n}", "65061080", f"2023-04-{n + 1:02d}", f"{n + 2}0", country)
        for n, country in enumerate(countries)
    ]
    (table,) = import_file(db, write_csv(rows, header=header)).tables
    assert 'origin: no known country in 6 lines ("Zembla", "Ruritania")' in table.note


def test_names_of_currencies_that_no_list_has_are_named(db: Database, write_csv: WriteCsv) -> None:
    header = ("Description of goods", "HS code", "Date", "Quantity", "Invoice value", "Currency")
    currencies = ("USD", "Zembla crowns", "EUR", "Zembla crowns", "", "US dollars") * 3
    rows = [
        (f"SAFETY HELMET {n}", "65061080", f"2023-04-{n + 1:02d}", f"{n + 2}0", f"{n}00.50", currency)
        for n, currency in enumerate(currencies)
    ]
    (table,) = import_file(db, write_csv(rows, header=header)).tables
    assert 'no known currency in 6 lines ("Zembla crowns")' in table.note


def test_codes_that_have_lost_their_zero_are_named(db: Database, write_csv: WriteCsv) -> None:
    codes = ("65061080", "8051000", "84137021", "39269097") * 4
    rows = [(f"GOODS OF KIND {n}", code, f"2023-04-{n + 1:02d}", f"{n + 2}0") for n, code in enumerate(codes)]
    header = ("Description of goods", "HS code", "Date", "Quantity")
    (table,) = import_file(db, write_csv(rows, header=header)).tables
    assert "4 lines whose HS code has lost its leading zero" in table.note
    assert "first in row 3: 8051000 is read as 08051000" in table.note
