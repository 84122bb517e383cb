"""Tables of every format and encoding, and archives that are refused."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.case.errors import Box31Error, UsageProblem
from matcher.customs.ingest.store import import_file
from matcher.sheets.reader import open_table
from matcher.sheets.text.encodings import delimiter_of, misread_as
from tests.support.customs_files import HEADER, WriteCsv, row

ROWS = [
    row(n, PRODUCT_DESCRIPTION=f"ТЕПЛОВИЗИОННЫЙ ПРИБОР ДЛЯ ОХОТЫ И НАБЛЮДЕНИЯ НОМЕР {n}")
    for n in range(1, 40)
]


def read(path: Path) -> list[list[str]]:
    (table,) = open_table(path).tables
    return [cells for block in table.blocks() for cells in table.rows(block)]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1251", "koi8-u", "cp866"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_russian_text_in_every_encoding_and_delimiter(
    write_csv: WriteCsv, encoding: str, delimiter: str
) -> None:
    path = write_csv(ROWS, encoding=encoding, delimiter=delimiter)
    assert read(path) == [list(HEADER), *ROWS]


def test_lower_case_koi8_is_not_taken_for_windows_1251(write_csv: WriteCsv) -> None:
    rows = [[cell.lower() for cell in cells] for cells in ROWS]
    assert read(write_csv(rows, encoding="koi8-u"))[1:] == rows


def test_ukrainian_in_windows_1251(write_csv: WriteCsv) -> None:
    rows = [row(n, PRODUCT_DESCRIPTION=f"Пристрій тепловізійний їжак, ґатунок {n}") for n in range(30)]
    assert read(write_csv(rows, encoding="cp1251"))[1:] == rows


def test_chinese_in_gb18030(write_csv: WriteCsv) -> None:
    rows = [
        row(n, PRODUCT_DESCRIPTION=f"防弹头盔 ㎡ {n}", IMPORTER_NAME="莫斯科公司", UNIT="个")
        for n in range(30)
    ]
    assert read(write_csv(rows, encoding="gb18030"))[1:] == rows


def test_spanish_in_windows_1252(write_csv: WriteCsv) -> None:
    rows = [
        row(n, PRODUCT_DESCRIPTION=f"Máquina de coser niña {n}", IMPORTER_NAME="Compañía", UNIT="u")
        for n in range(30)
    ]
    assert read(write_csv(rows, encoding="cp1252"))[1:] == rows


def test_records_with_line_breaks_count_once(write_csv: WriteCsv) -> None:
    rows = [row(1, PRODUCT_DESCRIPTION="ШЛЕМ,\nВТОРАЯ СТРОКА\r\nТРЕТЬЯ"), row(2)]
    assert read(write_csv(rows)) == [list(HEADER), *rows]


def test_a_quote_within_an_unquoted_cell_is_a_letter(tmp_path: Path) -> None:
    path = tmp_path / "inch.csv"
    path.write_text(
        'HS_CODE;PRODUCT_DESCRIPTION;QUANTITY\n8517130000;СМАРТФОН 6,1" 256ГБ;5\n8517130000;ЕЩЕ;6\n',
        encoding="utf-8",
    )
    assert read(path)[1:] == [["8517130000", 'СМАРТФОН 6,1" 256ГБ', "5"], ["8517130000", "ЕЩЕ", "6"]]


@pytest.mark.parametrize("sign", ["\t", ";", ","])
def test_quotes_of_a_name_that_goes_on_behind_them_are_letters(tmp_path: Path, sign: str) -> None:
    path = tmp_path / "names.csv"
    quoted = f'"8517130000"{sign}"ООО ""Ромашка"" {sign} Ко"{sign}"5"'
    lines = [f'851713000{n}{sign}"Алтын Дән" ЖШС{sign}{n}' for n in range(5)]
    path.write_text(
        "\n".join((f"HS_CODE{sign}IMPORTER_NAME{sign}QUANTITY", *lines, quoted)) + "\n", encoding="utf-8"
    )
    assert read(path)[1:] == [
        *([f"851713000{n}", '"Алтын Дән" ЖШС', str(n)] for n in range(5)),
        ["8517130000", f'ООО "Ромашка" {sign} Ко', "5"],
    ]


def test_workbook_with_titles_above_and_several_sheets(db: Database, tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Import of goods 2023"])
    sheet.append([])
    sheet.merge_cells("A1:D1")
    sheet.append(list(HEADER))
    for cells in ROWS[:5]:
        sheet.append(cells)
    second = book.create_sheet("More")
    second.append(list(HEADER))
    second.append(ROWS[7])
    book.create_sheet("Notes").append(["nothing of interest"])
    path = tmp_path / "book.xlsx"
    book.save(path)
    tables = import_file(db, path).tables
    assert [(t.name, t.state, t.lines, t.headers, t.blank) for t in tables] == [
        ("book.xlsx", "imported", 5, 2, 1),
        ("book.xlsx#More", "imported", 1, 1, 0),
        ("book.xlsx#Notes", "skipped", 0, 0, 0),
    ]
    assert db.execute("SELECT min(row) FROM customs_lines WHERE description LIKE '%НОМЕР 1'").fetchone() == (
        4,
    )


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_workbooks_of_each_kind_whose_first_rows_are_empty(db: Database, ending: str) -> None:
    path = Path(__file__).with_name(f"saved_by_libreoffice.{ending}")
    tables = import_file(db, path).tables
    assert [(t.name, t.rows_in, t.lines, t.headers, t.blank, t.rejects) for t in tables] == [
        (path.name, 9, 5, 1, 3, 0),
        (f"{path.name}#More", 2, 1, 1, 0, 0),
    ]
    lines = db.execute(
        "SELECT row, hs, date, quantity, value_usd, description FROM customs_lines ORDER BY row DESC"
    ).fetchall()
    assert lines[:5] == [
        (4 + n, "0306171000", f"2023-05-0{n}", 12.0, 10.5, f"ТЕПЛОВИЗИОННЫЙ ПРИБОР НОМЕР {n}")
        for n in (5, 4, 3, 2, 1)
    ]


def test_numbers_and_dates_of_a_workbook_are_what_a_person_sees(db: Database, tmp_path: Path) -> None:
    from datetime import date

    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(list(HEADER))
    for n in range(3):
        cells: list[object] = list(row(n))
        cells[2], cells[7], cells[9] = date(2023, 5, 9), 12, 10.5
        sheet.append(cells)
    path = tmp_path / "typed.xlsx"
    book.save(path)
    import_file(db, path)
    assert db.execute("SELECT DISTINCT date, quantity, value_usd FROM customs_lines").fetchall() == [
        ("2023-05-09", 12.0, 10.5)
    ]


def test_json_lines(db: Database, tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    records = [dict(zip(HEADER, cells, strict=True)) for cells in ROWS]
    path.write_text(
        "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records) + "not json\n", encoding="utf-8"
    )
    (table,) = import_file(db, path).tables
    assert (table.lines, table.rejects, table.headers, table.rows_in) == (len(ROWS), 1, 0, len(ROWS) + 1)


@pytest.mark.parametrize("suffix", [".jsonl", ".json"])
def test_objects_inside_records_are_columns(db: Database, tmp_path: Path, suffix: str) -> None:
    """Programs of customs agents write {"importer": {"name": ...}, "item": {"description": ..., "origin": {...}}}."""
    path = tmp_path / f"entries{suffix}"
    records = [
        {
            "entry": {"number": f"23-{n // 3:05}", "date": f"2023-05-{n % 28 + 1:02}"},
            "importer": {"name": f"ACME TRADING {n % 4} LTD", "address": {"city": "QUERETARO", "street": "5 DE MAYO 7"}},
            "item": {"sequence": n % 3 + 1, "hsCode": "6506101000", "description": f"Safety helmet, shell {n}", "tags": []},
        }
        for n in range(30)
    ]  # fmt: skip
    text = json.dumps(records) if suffix == ".json" else "\n".join(map(json.dumps, records)) + "\n"
    path.write_text(text, encoding="utf-8")
    import_file(db, path)
    found = db.execute(
        "SELECT description, hs, date, importer FROM customs_lines WHERE line_no = 2"
    ).fetchall()
    assert found[0] == ("Safety helmet, shell 1", "6506101000", "2023-05-02", "ACME TRADING 1 LTD")
    assert len(found) == 10


@pytest.mark.parametrize("suffix", [".jsonl", ".json"])
def test_goods_inside_declarations_are_rows(db: Database, tmp_path: Path, suffix: str) -> None:
    """A declaration with an array of its goods; its documents are another array, which has fewer objects."""
    path = tmp_path / f"entries{suffix}"
    records = [
        {
            "mrn": f"23DE{n:014}",
            "acceptanceDate": f"2023-05-{n % 28 + 1:02}",
            "importer": {"name": f"ACME TRADING {n % 4} GMBH"},
            "documents": [{"type": "N380", "number": f"INV-{n}"}],
            "goodsItems": [
                {"itemNumber": k + 1, "commodity": {"hsCode": "6506101000", "description": f"Safety helmet, shell {n}-{k}"}}
                for k in range(n % 3 + 1)
            ],
        }
        for n in range(30)
    ]  # fmt: skip
    text = json.dumps(records) if suffix == ".json" else "\n".join(map(json.dumps, records)) + "\n"
    path.write_text(text, encoding="utf-8")
    (table,) = import_file(db, path).tables
    assert (table.lines, table.rejects) == (60, 0)
    found = db.execute(
        "SELECT row, declaration, line_no, description, hs, importer FROM customs_lines WHERE description LIKE '%shell 2-%'"
    ).fetchall()
    assert found == [
        (
            row,
            "23DE00000000000002",
            str(number),
            f"Safety helmet, shell 2-{number - 1}",
            "6506101000",
            "ACME TRADING 2 GMBH",
        )
        for row, number in ((4, 1), (5, 2), (6, 3))
    ]


def test_parquet(db: Database, tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow", reason="pyarrow is optional")
    from pyarrow import parquet

    columns = {name: [cells[i] for cells in ROWS] for i, name in enumerate(HEADER)}
    parquet.write_table(pyarrow.table(columns), tmp_path / "lines.parquet")
    (table,) = import_file(db, tmp_path / "lines.parquet").tables
    assert (table.lines, table.rejects, table.rows_in) == (len(ROWS), 0, len(ROWS))


def test_packed_files_and_folders(db: Database, write_csv: WriteCsv, tmp_path: Path) -> None:
    folder = tmp_path / "vendor"
    folder.mkdir()
    plain = write_csv(ROWS[:3], name="a.csv")
    with gzip.open(folder / "b.csv.gz", "wb") as out:
        out.write(write_csv(ROWS[3:5], name="b.csv").read_bytes())
    with zipfile.ZipFile(folder / "c.zip", "w") as archive:
        archive.write(write_csv(ROWS[5:9], name="c.csv"), "inner/c.csv")
        archive.writestr("readme.md", "no table")
    (folder / "a.csv").write_bytes(plain.read_bytes())
    tables = import_file(db, folder).tables
    assert [(t.name, t.state, t.lines) for t in tables] == [
        ("a.csv", "imported", 3),
        ("b.csv.gz", "imported", 2),
        ("c.zip/inner/c.csv", "imported", 4),
        ("c.zip", "skipped", 0),
    ]
    assert tables[-1].note == "1 of other kinds were left aside: readme.md"


def test_bombs_are_refused_before_they_unpack(db: Database, tmp_path: Path) -> None:
    zeros = b"0" * (64 << 20)
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", zeros)
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", zeros)
    with gzip.open(tmp_path / "bomb.csv.gz", "wb") as out:
        out.write(zeros)
    for name in ("bomb.zip", "bomb.xlsx", "bomb.csv.gz"):
        with pytest.raises(Box31Error, match="bomb"):
            import_file(db, tmp_path / name)
    assert db["customs_files"].count == 0


def test_a_bomb_or_a_damaged_member_does_not_stop_the_files_beside_it(
    db: Database, write_csv: WriteCsv, tmp_path: Path
) -> None:
    folder = tmp_path / "leak"
    folder.mkdir()
    (folder / "a.csv.gz").write_bytes(gzip.compress(b"0" * (64 << 20)))
    good = write_csv(ROWS[:3])
    with zipfile.ZipFile(folder / "b.zip", "w") as archive:
        archive.writestr("1.csv", "spoilt" * 100)
        archive.write(good, "2.csv")
    damaged = (folder / "b.zip").read_bytes().replace(b"spoilt", b"SPOILT", 3)
    (folder / "b.zip").write_bytes(damaged)
    write_csv(ROWS[3:5]).rename(folder / "c.csv")
    tables = import_file(db, folder).tables
    assert [(t.name, t.state, t.lines) for t in tables] == [
        ("a.csv.gz", "failed", 0),
        ("b.zip/1.csv", "failed", 0),
        ("b.zip/2.csv", "imported", 3),
        ("c.csv", "imported", 2),
    ]
    assert "bomb" in tables[0].note
    assert "1.csv: cannot be unpacked" in tables[1].note


def test_archives_that_are_not_opened_count_as_failed(
    db: Database, write_csv: WriteCsv, tmp_path: Path
) -> None:
    folder = tmp_path / "leak"
    folder.mkdir()
    write_csv(ROWS[:3]).rename(folder / "a.csv")
    (folder / "b.rar").write_bytes(b"Rar!")
    with zipfile.ZipFile(folder / "c.zip", "w") as archive:
        archive.writestr("inner.zip", b"PK")
        archive.write(write_csv(ROWS[3:5]), "c.csv")
    tables = import_file(db, folder).tables
    assert [(t.name, t.state) for t in tables] == [
        ("a.csv", "imported"),
        ("c.zip/c.csv", "imported"),
        ("c.zip/inner.zip", "failed"),
        ("b.rar", "failed"),
    ]
    assert "unpack it yourself" in tables[-1].note


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"%PDF-1.7 ...", "a PDF"),
        ("a.pdf.txt", b"%PDF-1.7 ...", "a PDF"),
        ("a.xls", b"<html><p>Prices on request</p></html>", "web page without a table"),
        ("a.xls", "\ufeff<!DOCTYPE HTML>".encode("utf-16-le"), "web page without a table"),
        ("a.xlsx", b"<html><table><tr><td>HS_CODE</td></tr></table></html>", "not an XLSX workbook"),
        ("a.xml", b"<settings><a>1</a><b>2</b></settings>", "XML without records that repeat"),
        ("a.xml", b"<goods><item></goods>", "not well-formed XML"),
    ],
)
def test_what_is_no_table_is_named(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UsageProblem, match=said):
        open_table(tmp_path / name)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "utf-16"])
def test_text_that_a_program_called_xls_is_read(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "report.xls").write_bytes("Код\tОписание\r\n8413702100\tНасос\r\n".encode(encoding))
    assert read(tmp_path / "report.xls") == [["Код", "Описание"], ["8413702100", "Насос"]]


@pytest.mark.parametrize("wrong", ["cp1251", "cp1252", "latin-1", "cp866"])
def test_text_that_was_spoilt_before_is_told_and_replaces_nothing(
    db: Database, write_csv: WriteCsv, tmp_path: Path, wrong: str
) -> None:
    import_file(db, write_csv([row(1)], name="good.csv"))
    text = write_csv([row(1)], name="good2.csv").read_bytes().decode(wrong, errors="replace")
    spoilt = tmp_path / "spoilt.csv"
    spoilt.write_text(text, encoding="utf-8")
    (table,) = import_file(db, spoilt).tables
    assert "looks like UTF-8 that was read as" in table.note
    assert (table.lines, table.replaced) == (1, 0)
    rightly = "ШЛЕМ ЗАЩИТНЫЙ; МАСКА 上海防护头盔有限公司 Máquina de coser niña ñandú"
    assert misread_as(rightly) is None


def test_a_member_path_cannot_leave_the_archive(db: Database, write_csv: WriteCsv, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "slip.zip", "w") as archive:
        archive.write(write_csv(ROWS[:3]), "../../slipped.csv")
    import_file(db, tmp_path / "slip.zip")
    assert not (tmp_path.parent / "slipped.csv").exists()
    assert not (tmp_path / "slipped.csv").exists()


def test_esadout_declarations(db: Database, tmp_path: Path) -> None:
    goods = "".join(
        f"""<ESADout_CUGoods><GoodsNumeric>{n}</GoodsNumeric><GoodsDescription>{"Г" * 250}</GoodsDescription>
        <GoodsDescription>КОНЕЦ {n}</GoodsDescription><GoodsTNVEDCode>8419891000</GoodsTNVEDCode>
        <OriginCountryCode>CN</OriginCountryCode><InvoicedCost>100.5</InvoicedCost>
        <GoodsGroupDescription><Manufacturer>RED WREN CO., LTD.</Manufacturer><TradeMark>REDWREN</TradeMark>
        <GoodsModel>RW-{n}</GoodsModel></GoodsGroupDescription></ESADout_CUGoods>"""
        for n in (1, 2)
    )
    path = tmp_path / "dt.xml"
    path.write_text(
        f"""<?xml version="1.0"?><e:ESADout_CU xmlns:e="urn:customs.ru">
        <DeclarationNumber>10005030/040123/3000837</DeclarationNumber>
        <RegistrationDate>2023-01-04</RegistrationDate>
        <Consignee><OrganizationName>ООО ПОЛУЧАТЕЛЬ</OrganizationName></Consignee>
        {goods}</e:ESADout_CU>""",
        encoding="utf-8",
    )
    (table,) = import_file(db, path).tables
    assert (table.lines, table.rejects) == (2, 0)
    line = next(db.query("SELECT * FROM customs_lines WHERE row = 1"))
    assert line["description"] == "Г" * 250 + "КОНЕЦ 1"
    assert (line["hs"], line["declaration"], line["importer"], line["model"], line["trademark"]) == (
        *("8419891000", "10005030/040123/3000837", "ООО ПОЛУЧАТЕЛЬ", "RW-1", "REDWREN"),
    )


def test_xml_entities_are_not_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET", encoding="utf-8")
    path = tmp_path / "evil.xml"
    path.write_text(
        f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]><a><ESADout_CUGoods>'
        "<GoodsTNVEDCode>8419891000</GoodsTNVEDCode>"
        "<GoodsDescription>&x;</GoodsDescription></ESADout_CUGoods></a>",
        encoding="utf-8",
    )
    try:
        (table,) = open_table(path).tables
    except UsageProblem:
        return
    assert "SECRET" not in str([table.rows(block) for block in table.blocks()])


def test_delimiter_is_the_one_that_splits_most_lines_alike() -> None:
    assert delimiter_of("a;b;c\n1,5;2;3\n1,7;2;3\n") == ";"
    assert delimiter_of("one column\nof words, here\n") == ","


@pytest.mark.parametrize("sign", ["^", "~", "¦", "\x1f"])
def test_a_rare_sign_parts_cells_where_nearly_every_line_has_as_many(sign: str) -> None:
    lines = [
        ("no", "goods", "maker", "weight"),
        *((f"{n}", "fan, 12 V", "OWL CO., LTD", "1,5") for n in range(9)),
    ]
    assert delimiter_of("\n".join(sign.join(line) for line in lines)) == sign
    assert delimiter_of(f"no,goods\n1,pump {sign}\n2,fan {sign}3{sign}\n") == ","


def test_a_large_sheet_is_read_a_row_at_a_time_with_the_same_result(aurora: Path) -> None:
    from matcher.sheets.tables.blocks import cell_text
    from matcher.sheets.workbooks.large_sheets import sheet_rows

    path = aurora / "customs" / "ru_imports_vendor.xlsx"
    streamed = [
        [cell_text(value) for value in cells]
        for cells in sheet_rows(path, path.name, "xl/worksheets/sheet1.xml")
    ]
    loaded = read(path)
    assert len(streamed) == len(loaded)
    for ours, theirs in zip(streamed, loaded, strict=True):
        assert [*ours, *[""] * (len(theirs) - len(ours))] == theirs


def test_large_sheets_are_found_by_name(aurora: Path) -> None:
    from matcher.sheets.workbooks.large_sheets import streamed_sheets

    path = aurora / "customs" / "ru_imports_vendor.xlsx"
    assert streamed_sheets(path, above=1000) == {"Russia Import Full": "xl/worksheets/sheet1.xml"}
    assert streamed_sheets(path) == {}
    assert streamed_sheets(path, {"xl/worksheets/sheet1.xml"})
