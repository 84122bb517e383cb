"""HTML pages whose tables are customs data."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.case.errors import Box31Error, UsageProblem
from matcher.customs.ingest.store import import_file
from matcher.sheets.reader import open_table

HEADER = (
    "Номер ДТ",
    "Дата",
    "Код товара",
    "Описание товара",
    "Отправитель",
    "Страна происхождения",
    "Вес нетто, кг",
)
ROWS = (
    ("10013160/120324/0000001", "12.03.2024", "8483409000", "Редуктор червячный РЧ-40 для конвейера", "ANADOLU LTD", "TR", "120,5"),
    ("10013160/120324/0000002", "12.03.2024", "8501521000", "Электродвигатель асинхронный 4 кВт", "SIGMA GMBH", "DE", "48"),
    ("10013160/130324/0000007", "13.03.2024", "8482109000", "Подшипник шариковый 6204-2RS", "NINGBO CO LTD", "CN", "15,25"),
)  # fmt: skip


def page(head: str = "") -> str:
    """A report as a program writes it: a title above, cells that are not closed, a total below."""
    cells = "".join(f"<tr>{''.join(f'<td>{cell}' for cell in row)}\n" for row in ROWS)
    named = "".join(f"<th>{name}</th>" for name in HEADER)
    return (
        f"<html><head>{head}<title>report</title><style>td {{ color: red }}</style></head><body><h3>Выгрузка за март</h3>"
        f"<table border=1><tr>{named}</tr>{cells}<tr><td colspan=6>Итого<td>183,75</table><script>run()</script></body></html>"
    )


def rows(path: Path) -> list[list[str]]:
    (table,) = open_table(path).tables
    return [row for block in table.blocks() for row in block.records]


@pytest.mark.parametrize(
    ("encoding", "named"), [("cp1251", "windows-1251"), ("utf-8", "utf-8"), ("koi8-r", "koi8-r")]
)
@pytest.mark.parametrize("name", ["report.xls", "report.html", "report.csv"])
def test_a_report_saved_as_a_page_is_imported(
    db: Database, tmp_path: Path, name: str, encoding: str, named: str
) -> None:
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={named}">'
    (tmp_path / name).write_bytes(page(head).encode(encoding))
    (table,) = import_file(db, tmp_path / name).tables
    assert (table.lines, table.rejects) == (3, 1)
    lines = [
        tuple(line.values())
        for line in db.query("SELECT row, hs, description, origin, net_kg FROM customs_lines")
    ]
    assert lines == [
        (3 + n, row[2], row[3], row[5], float(row[6].replace(",", "."))) for n, row in enumerate(ROWS)
    ]
    assert [row["row"] for row in db.query("SELECT row FROM customs_rejects")] == [6]  # the total


def test_an_encoding_that_is_given_is_used(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(page('<meta charset="windows-1252">').encode("cp1251"))
    (table,) = open_table(tmp_path / "a.html", encoding="cp1251").tables
    assert next(iter(table.blocks())).records[0] == ["Выгрузка за март"]


def test_an_encoding_that_the_bytes_are_not_of_is_not_believed(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(page('<meta charset="utf-8">').encode("cp1251"))
    assert rows(tmp_path / "a.html")[0] == ["Выгрузка за март"]


def test_cells_that_span_rows_and_columns(tmp_path: Path) -> None:
    (tmp_path / "a.htm").write_text(
        "<table><tr><th rowspan=2>No<th colspan=2>Weight<th rowspan=2>Goods"
        "<tr><th>gross<th>net"
        "<tr><td rowspan=3>24RU1234567<td>5<td>4<td>pump<br>of  steel"
        "<tr><td rowspan=2>9<td>8<td>valve"
        "<tr><td>7<td>tap"
        "<tr></table>",
        encoding="utf-8",
    )
    assert rows(tmp_path / "a.htm") == [
        ["No", "Weight", "", "Goods"],
        ["", "gross", "net", ""],
        ["24RU1234567", "5", "4", "pump\nof steel"],
        ["24RU1234567", "9", "8", "valve"],
        ["24RU1234567", "", "7", "tap"],  # a weight of several lines is not that of each
        [],
    ]


def test_tables_for_looks_are_not_rows_and_all_tables_are_one_sheet(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        "<body>Report<br>of May<table><tr><td>menu<td><table><caption>Lines</caption><tr><td>a<td>b<tr><td>c<td>d</table>"
        "<select><option>1<option>2</select></table><p>between</p><table><td>e<td>f</table>",
        encoding="utf-8",
    )
    assert rows(tmp_path / "a.html") == [
        ["Report"], ["of May"], ["Lines"], ["a", "b"], ["c", "d"], ["menu"], ["between"], ["e", "f"]
    ]  # fmt: skip


def test_heads_end_and_tables_in_cells_are_text(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        "<table><thead><tr><th rowspan=2>A<th>B<th>C</thead><tbody><tr><td>1<td>x<td>1 234\n 567,00"
        "<tr><td>5<td>Tile<td><table><tr><td>2<td>box</table></table>",
        encoding="utf-8",
    )
    assert rows(tmp_path / "a.html") == [["A", "B", "C"], ["1", "x", "1 234 567,00"], ["5", "Tile", "2 box"]]


@pytest.mark.parametrize(
    ("named", "encoding"),
    [
        ("iso-8859-1", "utf-8"),
        ("iso-8859-1", "utf-8-sig"),
        ("iso-8859-1", "cp1252"),
        ("hex", "cp1251"),
        ("zlib", "utf-8"),
        ("idna", "utf-8"),
    ],
)
def test_what_a_page_says_of_its_encoding_is_taken_as_browsers_do(
    tmp_path: Path, named: str, encoding: str
) -> None:
    goods = "Насос" if encoding != "cp1252" else "Pumpe – 5 €"
    page_ = f'<html><meta charset="{named}"><table><tr><td>1<td>{goods} '
    (tmp_path / "a.html").write_bytes((page_ + "для воды и пара" * (encoding == "cp1251")).encode(encoding))
    assert rows(tmp_path / "a.html")[0][1].startswith(goods)


def test_a_table_of_data_inside_one_for_looks_keeps_its_columns(tmp_path: Path) -> None:
    data = "<table><tr><td>HS<td>Goods<tr><td>841370<td>Pump</table>"
    (tmp_path / "a.html").write_text(
        f"<table><tr><td>Import report<td>Date: 1.1.2024</tr><tr><td colspan=2>{data}</td></tr></table>",
        encoding="utf-8",
    )
    assert rows(tmp_path / "a.html")[1:] == [["HS", "Goods"], ["841370", "Pump"]]
    (tmp_path / "b.html").write_text(
        "<table><tr><td>A<td>B</tr><table><tr><td>841381<td>Valve</table>", encoding="utf-8"
    )
    assert rows(tmp_path / "b.html") == [["A", "B"], ["841381", "Valve"]]


def test_a_page_in_iso_2022_jp(tmp_path: Path) -> None:
    page_ = '<html><meta charset="iso-2022-jp"><table><tr><td>品名<td>ポンプ</table>'
    (tmp_path / "a.html").write_bytes(page_.encode("iso-2022-jp"))
    assert rows(tmp_path / "a.html") == [["品名", "ポンプ"]]


@pytest.mark.parametrize(
    "content",
    [
        *("MIME-Version: 1.0\nx", "ID;PWXL;N;E\nC;Y1", "{\\rtf1 x}", "<data><a>1</a></data>"),
        "<!---->" * 500 + "x",
    ],
)
def test_other_things_that_programs_call_xls_are_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.xls").write_text(content, encoding="utf-8")
    with pytest.raises(UsageProblem, match="not an XLS workbook"):
        open_table(tmp_path / "a.xls")


def test_xml_is_no_page_though_its_elements_are_called_so(tmp_path: Path) -> None:
    line = "<Row><HS>{0}</HS><Goods>Pump {0}</Goods><Net>{0}</Net></Row>"
    (tmp_path / "a.xls").write_text(
        f'<?xml version="1.0"?><Table>{line.format(841370)}{line.format(841371)}</Table>', encoding="utf-8"
    )
    assert rows(tmp_path / "a.xls") == [
        ["841370", "Pump 841370", "841370"],
        ["841371", "Pump 841371", "841371"],
    ]


@pytest.mark.parametrize(
    "start",
    [
        '<?xml version="1.0"?>\n<!DOCTYPE html>\n<html xmlns="x">',
        "<!-- saved -->\n<html>",
        "<style>td {}</style>",
    ],
)
def test_pages_begin_in_several_ways(tmp_path: Path, start: str) -> None:
    (tmp_path / "a.xls").write_text(
        start + '<table><tr><td class="a">1</td><td class="b">tile</td></tr></table>', encoding="utf-8"
    )
    assert rows(tmp_path / "a.xls") == [["1", "tile"]]


@pytest.mark.parametrize(
    "content",
    [
        "<table><tr>" + "<td colspan=999>x" * 60 + "</table>",
        "<table>" + "<tr><td colspan=1000 rowspan=65000>x" * 40 + "</table>",
    ],
)
def test_a_page_that_would_fill_the_memory_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.html").write_text(content, encoding="utf-8")
    with pytest.raises((UsageProblem, Box31Error), match=r"not a table|bomb"):
        rows(tmp_path / "a.html")
