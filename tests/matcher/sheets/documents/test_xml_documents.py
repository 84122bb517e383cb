"""XML that is no declaration of a known kind: records that repeat, and workbooks saved as XML."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.case.errors import UsageProblem
from matcher.customs.ingest.store import import_file
from matcher.sheets.reader import open_table

Rows = list[list[str]]


def table_of(path: Path) -> tuple[list[str] | None, Rows]:
    (table,) = open_table(path).tables
    return table.header, [row for block in table.blocks() for row in block.records]


def test_records_are_rows(db: Database, tmp_path: Path) -> None:
    items = "".join(
        f"<Товар><НомерДТ>10013160/12032{n}/000000{n}</НомерДТ><КодТНВЭД>848340900{n}</КодТНВЭД>"
        f"<НаименованиеТовара>Редуктор червячный РЧ-{n}0</НаименованиеТовара><МассаНетто>{n}.5</МассаНетто></Товар>"
        for n in range(1, 6)
    )
    (tmp_path / "goods.xml").write_text(
        f'<?xml version="1.0"?><Выписка дата="x">{items}</Выписка>', encoding="utf-8"
    )
    (table,) = import_file(db, tmp_path / "goods.xml").tables
    assert table.lines == 5
    lines = [
        tuple(line.values()) for line in db.query("SELECT row, hs, description, net_kg FROM customs_lines")
    ]
    assert lines[1] == (2, "8483409002", "Редуктор червячный РЧ-20", 2.5)


def test_goods_inside_declarations_are_rows_with_what_is_said_around_them(tmp_path: Path) -> None:
    def goods(n: int) -> str:
        papers = "".join(f"<Doc><Kind>0{k}</Kind><No>{k}</No><Day>1</Day></Doc>" for k in range(5))
        return (
            f'<Item no="{n}"><Code>84834{n}</Code><Text>gear {n}</Text><Weight unit="kg">{n}</Weight>'
            f"<Origin><Name>CHINA</Name></Origin><Mark>A</Mark><Mark>B</Mark><Docs>{papers}</Docs></Item>"
        )

    (tmp_path / "d.xml").write_text(
        '<e:List xmlns:e="urn:x">'
        + "".join(
            f"<e:Decl><Head><Number>D{d}</Number><Consignee><Name>OOO {d}</Name></Consignee></Head>"
            f"<Items>{''.join(goods(n) for n in range(1, d + 1))}</Items></e:Decl>"
            for d in (1, 2, 3)
        )
        + "</e:List>",
        encoding="utf-8",
    )
    header, rows = table_of(tmp_path / "d.xml")
    assert header == [
        "Head.Number", "Head.Consignee.Name", "no", "Code", "Text", "Weight", "Weight.unit", "Origin.Name", "Mark"
    ]  # fmt: skip
    assert rows[0] == ["D1", "OOO 1", "1", "848341", "gear 1", "1", "kg", "CHINA", "A; B"]
    assert [row[:3] for row in rows] == [
        [f"D{d}", f"OOO {d}", str(n)] for d in (1, 2, 3) for n in range(1, d + 1)
    ]


def test_one_declaration_gives_its_goods(tmp_path: Path) -> None:
    (tmp_path / "d.xml").write_text(
        "<Decl><Number>D1</Number><G><C>1</C><T>a</T><W>5</W><Q>1</Q></G><G><C>2</C><T>b</T><W>6</W></G></Decl>",
        encoding="utf-8",
    )
    assert table_of(tmp_path / "d.xml") == (
        ["Number", "C", "T", "W", "Q"],
        [["D1", "1", "a", "5", "1"], ["D1", "2", "b", "6", ""]],
    )


def test_records_of_attributes(tmp_path: Path) -> None:
    (tmp_path / "d.xml").write_text(
        '<rowset><z:row xmlns:z="urn:z" hs="848340" text="gear" kg="5"/><z:row xmlns:z="urn:z" hs="848210" text="bearing"/></rowset>',
        encoding="utf-8",
    )
    assert table_of(tmp_path / "d.xml") == (
        ["hs", "text", "kg"],
        [["848340", "gear", "5"], ["848210", "bearing", ""]],
    )


WORKBOOK = """<?xml version="1.0"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
 <Worksheet ss:Name="Goods"><Table>
  <Row><Cell ss:MergeAcross="2"><Data ss:Type="String">Import of May</Data></Cell></Row>
  <Row ss:Index="3"><Cell><Data ss:Type="String">Declaration No</Data></Cell><Cell><Data ss:Type="String">Date</Data></Cell>
   <Cell><Data ss:Type="String">HS code</Data></Cell><Cell><Data ss:Type="String">Description of goods</Data></Cell>
   <Cell ss:Index="6"><Data ss:Type="String">Net weight, kg</Data></Cell></Row>
  <Row><Cell ss:MergeDown="1"><Data ss:Type="String">24AB000000012</Data></Cell>
   <Cell><Data ss:Type="DateTime">2024-05-06T00:00:00.000</Data></Cell><Cell><Data ss:Type="String">84834090</Data></Cell>
   <Cell><Data ss:Type="String">Worm gear <B>RG-40</B></Data></Cell><Cell ss:Index="6"><Data ss:Type="Number">120.5</Data></Cell></Row>
  <Row><Cell ss:Index="2"><Data ss:Type="DateTime">2024-05-07T10:30:00.000</Data></Cell>
   <Cell><Data ss:Type="String">84821010</Data></Cell><Cell><Data ss:Type="String">Ball bearing 6204</Data></Cell>
   <Cell ss:Index="6"><Data ss:Type="Number">15</Data></Cell></Row>
 </Table></Worksheet>
 <Worksheet ss:Name="Notes"><Table><Row><Cell><Data ss:Type="String">made by hand</Data></Cell></Row></Table></Worksheet>
</Workbook>"""


@pytest.mark.parametrize(
    ("name", "encoding"), [("a.xls", "utf-8"), ("a.xml", "utf-8-sig"), ("b.xls", "utf-16")]
)
def test_a_workbook_saved_as_xml(db: Database, tmp_path: Path, name: str, encoding: str) -> None:
    (tmp_path / name).write_bytes(WORKBOOK.encode(encoding))
    goods, notes = open_table(tmp_path / name).tables
    assert (goods.part, notes.part) == ("Goods", "Notes")
    rows = [row for block in goods.blocks() for row in block.records]
    assert rows == [
        ["Import of May", "", ""],
        [],
        ["Declaration No", "Date", "HS code", "Description of goods", "", "Net weight, kg"],
        ["24AB000000012", "2024-05-06", "84834090", "Worm gear RG-40", "", "120.5"],
        ["24AB000000012", "2024-05-07 10:30:00", "84821010", "Ball bearing 6204", "", "15"],
    ]
    assert [row for block in notes.blocks() for row in block.records] == [["made by hand"]]
    table, aside = import_file(db, tmp_path / name).tables
    assert (table.lines, aside.lines) == (2, 0)
    lines = [
        tuple(line.values())
        for line in db.query("SELECT row, hs, date, net_kg FROM customs_lines ORDER BY row")
    ]
    assert lines == [(4, "84834090", "2024-05-06", 120.5), (5, "84821010", "2024-05-07", 15.0)]


def test_a_broken_workbook_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_text(WORKBOOK[:900], encoding="utf-8")
    with pytest.raises(UsageProblem, match=r"a\.xls: not well-formed XML"):
        open_table(tmp_path / "a.xls")


def test_a_comment_of_a_cell_is_not_its_value_and_merges_reach_cells_that_are_left_out(
    tmp_path: Path,
) -> None:
    cell = '<Cell{}><Data ss:Type="String">{}</Data></Cell>'
    comment = '<Comment ss:Author="A"><ss:Data xmlns="http://www.w3.org/TR/REC-html40"><B>A:</B> was 90</ss:Data></Comment>'
    rows = (
        f'<Row>{cell.format("", "Brick")}<Cell><Data ss:Type="Number">100</Data>{comment}</Cell>{cell.format(" ss:MergeDown=" + chr(34) + "1" + chr(34), "ORLO LTD")}</Row>'
        f"<Row>{cell.format('', 'Sand')}{cell.format('', '7')}</Row>"
    )
    start = WORKBOOK.partition("<Table>")[0]
    (tmp_path / "a.xls").write_text(f"{start}<Table>{rows}</Table></Worksheet></Workbook>", encoding="utf-8")
    (table,) = open_table(tmp_path / "a.xls").tables
    assert [row for block in table.blocks() for row in block.records] == [
        ["Brick", "100", "ORLO LTD"],
        ["Sand", "7", "ORLO LTD"],
    ]
    gap = f'<Row>{cell.format(" ss:MergeDown=" + chr(34) + "1" + chr(34), "KNOX LTD")}</Row><Row ss:Index="5">{cell.format(" ss:Index=" + chr(34) + "2" + chr(34), "Sand")}</Row>'
    (tmp_path / "c.xls").write_text(f"{start}<Table>{gap}</Table></Worksheet></Workbook>", encoding="utf-8")
    (table,) = open_table(tmp_path / "c.xls").tables
    assert [row for block in table.blocks() for row in block.records][-1] == ["", "Sand"]
    (tmp_path / "b.xls").write_text(f"{start.partition('<Worksheet')[0]}</Workbook>", encoding="utf-8")
    with pytest.raises(UsageProblem, match="without sheets"):
        open_table(tmp_path / "b.xls")


def test_text_with_elements_in_it_is_whole_and_totals_are_not_of_each_record(tmp_path: Path) -> None:
    items = "".join(
        f"<item id='{n}'><id>A{n}</id><desc>Tile <b>KN-{n}</b><br/>red</desc><hs>6907</hs><qty>{n}</qty>{gross}</item>"
        for n, gross in ((1, "<gross>400</gross>"), (2, ""))
    )
    (tmp_path / "d.xml").write_text(f"<decl><gross>1000</gross><no>D1</no>{items}</decl>", encoding="utf-8")
    assert table_of(tmp_path / "d.xml") == (
        ["decl.gross", "no", "item.id", "id", "desc", "hs", "qty", "gross"],
        [
            ["1000", "D1", "1", "A1", "Tile KN-1 red", "6907", "1", "400"],
            ["1000", "D1", "2", "A2", "Tile KN-2 red", "6907", "2", ""],
        ],
    )


def test_records_of_several_kinds_are_tables_each(tmp_path: Path) -> None:
    def lines(tag: str, count: int) -> str:
        return "".join(
            f"<{tag}><n>{n}</n><hs>690721</hs><t>tile</t><w>1</w><v>2</v></{tag}>" for n in range(count)
        )

    papers = "<papers>" + "<doc><code>1</code><no>2</no><day>3</day></doc>" * 3 + "</papers>"
    content = f"<x>{papers}<in>{lines('import', 4)}</in><out>{lines('export', 3)}</out></x>"
    (tmp_path / "d.xml").write_text(content, encoding="utf-8")
    tables = open_table(tmp_path / "d.xml").tables
    assert [(t.part, sum(len(b.records) for b in t.blocks())) for t in tables] == [
        ("in/import", 4),
        ("out/export", 3),
    ]


def test_fields_that_are_names_and_values_are_columns(tmp_path: Path) -> None:
    record = '<r><field name="hs" value="6907{0}"/><field name="goods" value="Tile {0}"/><field name="kg">{0}</field></r>'
    (tmp_path / "d.xml").write_text("<x>" + record.format(1) + record.format(2) + "</x>", encoding="utf-8")
    assert table_of(tmp_path / "d.xml") == (
        ["hs", "goods", "kg"],
        [["69071", "Tile 1", "1"], ["69072", "Tile 2", "2"]],
    )


def test_goods_are_told_by_their_tariff_codes(tmp_path: Path) -> None:
    doc = "<doc><code>0{0}</code><name>invoice</name><number>A-{0}</number><date>2024-01-0{0}</date><organ>X</organ></doc>"
    docs = doc.format(1) + doc.format(2)

    def goods(tag: str, n: int) -> str:
        return f"<{tag}><desc>pump {n}</desc><hs>841370</hs><net>{n}</net><value>5</value>{docs}</{tag}>"

    head = (
        "<no>D{0}</no><date>2024</date><importer>ORLO</importer><exporter>KVX</exporter><country>CN</country>"
    )
    declarations = "".join(
        f"<decl>{head.format(d)}<in>{goods('line', 1)}{goods('line', 2)}</in><out>{goods('line', 3)}</out></decl>"
        for d in (1, 2)
    )
    firms = "<firm><n>1</n><name>ORLO</name><town>X</town><street>Y</street><vat>Z</vat></firm>" * 2
    (tmp_path / "d.xml").write_text(f"<x>{firms}{declarations}</x>", encoding="utf-8")
    tables = open_table(tmp_path / "d.xml").tables
    assert [(t.part, sum(len(b.records) for b in t.blocks())) for t in tables] == [
        ("decl/in/line", 4),
        ("decl/out/line", 2),
    ]
    assert tables[1].header == ["no", "date", "importer", "exporter", "country", "desc", "hs", "net", "value"]
