"""Hostile customs files, made by code: kind -> the file's name, what writes it, and how many rows it honestly holds."""

from __future__ import annotations

import csv
import datetime
import gzip
import io
import json
import os
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.support.customs_files import HEADER, row

GOOD = [list(HEADER), *(row(n) for n in range(1, 6))]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@dataclass(frozen=True)
class HostileFile:
    """`rows` the file holds, header included; None where it must be refused, -1 where either is right.

    `fast` ones are in `make test`.
    """

    name: str
    write: Callable[[Path], None]
    rows: int | None
    fast: bool = True


def as_csv(rows: Iterable[Iterable[str]], delimiter: str = ",") -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


def text(content: str, encoding: str = "utf-8") -> Callable[[Path], None]:
    return lambda path: void(path.write_bytes(content.encode(encoding, "surrogatepass")))


def binary(content: bytes) -> Callable[[Path], None]:
    return lambda path: void(path.write_bytes(content))


def void(_: object) -> None:
    """Writers give nothing."""


# Workbooks


def xlsx(sheet_data: str | Iterable[str], shared: str = "", doctype: str = "") -> Callable[[Path], None]:
    """A workbook of one sheet, its parts written by hand."""

    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
            book.writestr(
                "[Content_Types].xml",
                '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                '<Default Extension="xml" ContentType="application/xml"/></Types>',
            )
            relations = "http://schemas.openxmlformats.org/package/2006/relationships"
            office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
            book.writestr(
                "_rels/.rels",
                f'<Relationships xmlns="{relations}"><Relationship Id="a" Type="{office}/officeDocument" '
                'Target="xl/workbook.xml"/></Relationships>',
            )
            book.writestr(
                "xl/workbook.xml",
                f'<workbook xmlns="{MAIN}" xmlns:r="{office}"><sheets><sheet name="S" sheetId="1" r:id="s"/></sheets></workbook>',
            )
            book.writestr(
                "xl/_rels/workbook.xml.rels",
                f'<Relationships xmlns="{relations}">'
                f'<Relationship Id="s" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
                f'<Relationship Id="t" Type="{office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
            )
            if shared:
                book.writestr("xl/sharedStrings.xml", f'{doctype}<sst xmlns="{MAIN}">{shared}</sst>')
            with book.open("xl/worksheets/sheet1.xml", "w") as part:
                part.write(f'{doctype}<worksheet xmlns="{MAIN}"><sheetData>'.encode())
                for piece in (sheet_data,) if isinstance(sheet_data, str) else sheet_data:
                    part.write(piece.encode())
                part.write(b"</sheetData></worksheet>")

    return write


def sheet_rows(rows: Iterable[Iterable[str]]) -> str:
    return "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells) + "</row>"
        for cells in rows
    )


def numbered(rows: list[list[str]]) -> str:
    return "".join(
        f'<row r="{n}">'
        + "".join(
            f'<c r="{chr(65 + i)}{n}" t="inlineStr"><is><t>{cell}</t></is></c>'
            for i, cell in enumerate(cells)
        )
        + "</row>"
        for n, cells in enumerate(rows, 1)
    )


def strings_by_reference(count: int) -> Iterable[str]:
    for n in range(1, count + 1):
        yield f'<row r="{n}">' + "".join(f'<c r="{c}{n}" t="s"><v>0</v></c>' for c in "ABCDEFGH") + "</row>"


def ods(body: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
            book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
            book.writestr(
                "META-INF/manifest.xml",
                '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
            )
            book.writestr(
                "content.xml",
                '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
                'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
                'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
                f'<table:table table:name="S">{body}</table:table>'
                "</office:spreadsheet></office:body></office:document-content>",
            )

    return write


def ods_rows(rows: Iterable[Iterable[str]], repeated: str = "") -> str:
    return "".join(
        f"<table:table-row{repeated}>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in cells
        )
        + "</table:table-row>"
        for cells in rows
    )


REPEATED_ROWS = ' table:number-rows-repeated="{}"'
FULL_CELLS = '<table:table-cell table:number-columns-repeated="{}" office:value-type="string"><text:p>x</text:p></table:table-cell>'
EMPTY_CELLS = '<table:table-cell table:number-columns-repeated="{}"/>'


def lying_sizes(path: Path) -> None:
    """A workbook whose directory says that a member of 400 MB has 1,000 bytes."""
    xlsx("<row/>" * 1000, shared="<si><t>" + "0" * 400_000_000 + "</t></si>")(path)
    data = bytearray(path.read_bytes())
    name = b"xl/sharedStrings.xml"
    for magic, size_at, name_at in ((b"PK\x03\x04", 22, 30), (b"PK\x01\x02", 24, 46)):
        at = data.find(magic)
        while at >= 0:
            if data[at + name_at : at + name_at + len(name)] == name:
                struct.pack_into("<I", data, at + size_at, 1000)
            at = data.find(magic, at + 1)
    path.write_bytes(data)


def overlapping(path: Path) -> None:
    """300 members that share one packed body of 100 MB: 30 GB from a file of 100 kB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = b"0" * (1 << 20)
    body = b"".join(packer.compress(piece) for _ in range(100)) + packer.flush()
    checksum = 0
    for _ in range(100):
        checksum = zlib.crc32(piece, checksum)
    sizes = struct.pack("<III", checksum, len(body), 100 << 20)
    local = (
        b"PK\x03\x04" + struct.pack("<HHHHH", 20, 0, 8, 0, 33) + sizes + struct.pack("<HH", 5, 0) + b"a.csv"
    )
    directory = b"".join(
        b"PK\x01\x02"
        + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 33)
        + sizes
        + struct.pack("<HHHHHII", 5, 0, 0, 0, 0, 0, 0)
        + b"a.csv"
        for _ in range(300)
    )
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 300, 300, len(directory), len(local) + len(body), 0)
    path.write_bytes(local + body + directory + end)


def many_members(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for n in range(12_000):
            archive.writestr(f"{n}.csv", b"")


def packed_member(method: int) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w", method) as archive:
            archive.writestr("a.csv", b"0" * (200 << 20))

    return write


def encrypted(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", as_csv(GOOD))
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.find(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)


# Parquet


def parquet(make: Callable[[], Any], **options: Any) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        from pyarrow import parquet as files

        files.write_table(make(), path, **options)

    return write


def odd_types() -> Any:
    """Three rows of every type that a table may have, with values that Python has no word for."""
    import pyarrow as pa

    columns: dict[str, Any] = {name: [cells[i] for cells in GOOD[1:4]] for i, name in enumerate(HEADER)}
    columns["IMP_DATE"] = pa.array([datetime.date(2023, 1, n) for n in (1, 2, 3)])
    columns |= {
        "nanoseconds": pa.array([1, None, 2**62], pa.timestamp("ns")),
        "zoned": pa.array([1, None, 2**40], pa.timestamp("us", "Europe/Kyiv")),
        "nowhere": pa.array([1, None, 5], pa.timestamp("ms", "No/Where")),
        "far": pa.array([2**31 - 1, None, -(2**31)], pa.date32()),
        "far stamps": pa.array([2**50, None, -(2**50)], pa.timestamp("s")),
        "decimals": pa.array(
            [Decimal("1.10"), None, Decimal("99999999999999999999.99")], pa.decimal128(30, 2)
        ),
        "times": pa.array([1, None, 2], pa.time64("ns")),
        "lengths": pa.array([1, None, 2**60], pa.duration("us")),
        "lists": pa.array([[1, None], None, []], pa.list_(pa.int64())),
        "structs": pa.array([{"a": {"b": [1]}}, None, {"a": None}]),
        "maps": pa.array([[("k", 1)], None, []], pa.map_(pa.string(), pa.int64())),
        "bytes": pa.array([b"\xff\x00", None, b"ok"]),
        "dictionary": pa.array(["a", None, "a"]).dictionary_encode(),
        "numbers": pa.array([float("nan"), None, float("inf")]),
        "halves": pa.array([1, None, 2], pa.uint64()),
    }
    return pa.table(columns)


def one_value(rows: int, description: str) -> Callable[[], Any]:
    """`rows` rows of one value in each column: a dictionary of one entry, and one run of it."""

    def make() -> Any:
        import pyarrow as pa

        def column(value: str) -> Any:
            piece = pa.DictionaryArray.from_arrays(pa.array([0] * 1000, pa.int32()), pa.array([value]))
            return pa.chunked_array([piece] * (rows // 1000))

        values = {
            "HS_CODE": "6506108000",
            "PRODUCT_DESCRIPTION": description,
            "QUANTITY": "5",
            "TOTAL_VALUE_USD": "10",
        }
        return pa.table({name: column(value) for name, value in values.items()})

    return make


def wide_parquet() -> Any:
    import pyarrow as pa

    return pa.table({f"c{n}": ["1", "2"] for n in range(10_000)})


# XML


def declaration(goods: int, before: str = "") -> str:
    items = "".join(
        f"<ESADout_CUGoods><GoodsNumeric>{n}</GoodsNumeric><GoodsDescription>ШЛЕМ {n}</GoodsDescription>"
        "<GoodsTNVEDCode>6506108000</GoodsTNVEDCode></ESADout_CUGoods>"
        for n in range(1, goods + 1)
    )
    return f"{before}<ESADout_CU><DeclarationNumber>10005030/040123/3000837</DeclarationNumber>{items}</ESADout_CU>"


def entities(levels: int, width: int) -> str:
    inner = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * width}">' for n in range(1, levels))
    return f'<!DOCTYPE a [<!ENTITY e0 "{"ha" * 10_000}">{inner}]>'


def entity_goods(levels: int, width: int, uses: int) -> str:
    head = entities(levels, width)
    return f"{head}<a><ESADout_CUGoods><GoodsTNVEDCode>6506108000</GoodsTNVEDCode><GoodsDescription>{f'&e{levels - 1};' * uses}</GoodsDescription></ESADout_CUGoods></a>"


# Text


def stray_quotes() -> str:
    """200 lines; two cells begin with a quote that is a letter."""
    rows = [row(n) for n in range(1, 201)]
    lines = [",".join(cells) for cells in (list(HEADER), *rows)]
    for at in (20, 90):
        cells = lines[at].split(",")
        cells[4] = '"' + cells[4]
        lines[at] = ",".join(cells)
    return "\n".join(lines) + "\n"


def wide_csv(columns: int) -> str:
    head = [*HEADER, *(f"COLUMN_{n}" for n in range(columns))]
    return as_csv([head, *([*cells, *(["1"] * columns)] for cells in GOOD[1:])])


def json_lines(records: Iterable[dict[str, Any]]) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


RECORDS = [dict(zip(HEADER, cells, strict=True)) for cells in GOOD[1:]]
SURROGATE = "ШЛЕМ \ud800 ЗАЩИТНЫЙ \udfff"
LONG = "ПЛАТЬЕ ЖЕНСКОЕ 100% ХЛОПОК, АРТ. 12-34; " * 20_000

HOSTILE: dict[str, HostileFile] = {
    "far reference": HostileFile("far.xlsx", xlsx(numbered(GOOD) + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), 1_048_576, False),
    "far column": HostileFile("far_column.xlsx", xlsx(numbered(GOOD) + '<row r="9"><c r="XFD9"><v>1</v></c></row>'), 9, False),
    "less far column": HostileFile("less_far_column.xlsx", xlsx(numbered(GOOD) + '<row r="9"><c r="CXA9"><v>1</v></c></row>'), 9),
    "row beyond a sheet": HostileFile("beyond.xlsx", xlsx(numbered(GOOD) + '<row r="999999999"><c r="XFD999999999"><v>1</v></c></row>'), None),
    "row number of 20 digits": HostileFile("digits.xlsx", xlsx(numbered(GOOD) + f'<row r="{10**20}"><c r="A{10**20}"><v>1</v></c></row>'), -1),
    "one shared string 48,000 times": HostileFile("shared.xlsx", xlsx(strings_by_reference(6000), f"<si><t>{'A' * 1_000_000}</t></si>"), None),
    "shared strings of 2 GB": HostileFile("strings.xlsx", packed_member(zipfile.ZIP_DEFLATED), None, False),
    "sizes that lie": HostileFile("lying.xlsx", lying_sizes, None, False),
    "missing shared string": HostileFile("missing.xlsx", xlsx('<row r="1"><c r="A1" t="s"><v>99</v></c></row>', "<si><t>a</t></si>"), -1),
    "entities in a workbook": HostileFile("entities.xlsx", xlsx(sheet_rows(GOOD), "<si><t>&e8;</t></si>", entities(9, 10)), -1),
    "deep workbook": HostileFile("deep.xlsx", xlsx("<row>" * 500_000), -1),
    "400,000 attributes": HostileFile("attributes.xlsx", xlsx("<row " + " ".join(f'a{n}="1"' for n in range(400_000)) + "/>"), -1),
    "ODS, a full sheet of repeated cells": HostileFile(
        "repeated.ods", ods(f"<table:table-row{REPEATED_ROWS.format(1_048_576)}>{FULL_CELLS.format(16_384)}</table:table-row>"), None
    ),
    "ODS, cells repeated 2^31 times": HostileFile("more.ods", ods(f"<table:table-row>{FULL_CELLS.format(2**31 - 1)}</table:table-row>"), -1, False),
    "ODS, empty rows repeated after the table": HostileFile(
        "tail.ods", ods(ods_rows(GOOD) + f"<table:table-row{REPEATED_ROWS.format(1_048_000)}>{EMPTY_CELLS.format(16_384)}</table:table-row>"), 6
    ),
    "ODS, empty rows repeated before a cell": HostileFile(
        "gap.ods", ods(ods_rows(GOOD) + f"<table:table-row{REPEATED_ROWS.format(1_000_000)}>{EMPTY_CELLS.format(16_384)}</table:table-row>" + ods_rows([["x"]])), -1, False
    ),
    "cut-off XLS": HostileFile("cut.xls", lambda path: void(path.write_bytes(XLS.read_bytes()[:3000])), None),
    "Parquet, every type": HostileFile("types.parquet", parquet(odd_types), 3),
    "Parquet, 100 million rows in one run": HostileFile("runs.parquet", parquet(one_value(100_000_000, "ШЛЕМ ЗАЩИТНЫЙ"), row_group_size=100_000_000), None, False),
    "Parquet, 3 million rows in one run": HostileFile("fewer_runs.parquet", parquet(one_value(3_000_000, "ШЛЕМ ЗАЩИТНЫЙ"), row_group_size=3_000_000), None),
    "Parquet, one text of 500,000 letters": HostileFile("dictionary.parquet", parquet(one_value(100_000, "ШЛЕМ " * 100_000)), None),
    "Parquet, 10,000 columns": HostileFile("wide.parquet", parquet(wide_parquet), -1, False),
    "Parquet, cut off": HostileFile("cut.parquet", binary(b"PAR1" + b"\x00" * 400 + b"\xff\xff\xff\x7fPAR1"), None),
    "XML, 20,000 goods in one declaration": HostileFile("goods.xml", text(declaration(20_000)), 20_000, False),
    "XML, 2,000 goods in one declaration": HostileFile("fewer_goods.xml", text(declaration(2_000)), 2_000),
    "XML, billion laughs": HostileFile("laughs.xml", text(entity_goods(10, 10, 1)), -1),
    "XML, one long entity 20,000 times": HostileFile("quadratic.xml", text(entity_goods(1, 1, 20_000)), -1),
    "XML, deep": HostileFile("deep.xml", text("<a>" * 300_000), None),
    "XML, goods in goods": HostileFile("nested.xml", text("<ESADout_CUGoods><GoodsTNVEDCode>6506108000</GoodsTNVEDCode>" * 200 + "</ESADout_CUGoods>" * 200), -1, False),
    "XML, 400,000 attributes": HostileFile("attributes.xml", text(declaration(5).replace("<ESADout_CU>", "<ESADout_CU " + " ".join(f'a{n}="1"' for n in range(400_000)) + ">")), -1),
    "XML, a text of 20 MB": HostileFile("text.xml", text(declaration(1).replace("ШЛЕМ", "Ш" * 10_000_000)), None),
    "3,000 columns": HostileFile("wide.csv", text(wide_csv(3_000)), 6),
    "100,000 columns": HostileFile("wider.csv", text(wide_csv(100_000)), None),
    "lone surrogates in UTF-8": HostileFile("surrogates.csv", text(as_csv([*GOOD, row(6, PRODUCT_DESCRIPTION=SURROGATE)])), 7),
    "lone surrogates in UTF-16": HostileFile("surrogates16.csv", text("\ufeff" + as_csv([*GOOD, row(6, PRODUCT_DESCRIPTION=SURROGATE)]), "utf-16-le"), 7),
    "lone surrogates in JSON lines": HostileFile("surrogates.jsonl", text(json_lines([*RECORDS, {**RECORDS[0], "PRODUCT_DESCRIPTION": SURROGATE, "\ud800": ["\udc00"]}])), 6),
    "lone surrogates in a JSON document": HostileFile("document.jsonl", text(json.dumps([*RECORDS, {**RECORDS[0], "PRODUCT_DESCRIPTION": SURROGATE, "\ud800": {"\udc00": 1}}])), 6),
    "deep JSON": HostileFile("deep_document.jsonl", text("[" * 200_000), -1),
    "JSON of many keys": HostileFile("keys.jsonl", text(json_lines({f"k{n}_{m}": 1 for m in range(2000)} for n in range(20))), None),
    "JSON numbers beyond any": HostileFile("numbers.jsonl", text(json_lines(RECORDS) + '{"HS_CODE": 1e999, "QUANTITY": NaN, "UNIT": ' + "9" * 6000 + "}\n"), 6),
    "NUL bytes": HostileFile("nul.csv", text(as_csv([*GOOD, *(row(n) for n in range(6, 200)), row(200, PRODUCT_DESCRIPTION="ШЛЕМ\x00\x00ЗАЩИТНЫЙ")])), 201),
    "stray quotes that swallow lines": HostileFile("quotes.csv", text(stray_quotes()), 201),
    "a quote that is never closed": HostileFile("open.csv", text(as_csv(GOOD) + '"' + as_csv([row(n) for n in range(6, 500)])), 500),
    "one line of 8 MB": HostileFile("line.csv", text(as_csv(GOOD) + "x" * 8_000_000), None),
    "quotes without end": HostileFile("only_quotes.csv", text(as_csv(GOOD) + '"\n' * 300_000), -1, False),
    "a description of 800,000 letters": HostileFile("long.csv", text(as_csv([*GOOD, row(6, PRODUCT_DESCRIPTION=LONG)])), 7, False),
    "2 million empty lines": HostileFile("empty.csv", text(as_csv(GOOD) + "\n" * 2_000_000), -1, False),
    "gzip bomb": HostileFile("bomb.csv.gz", lambda path: void(path.write_bytes(gzip.compress(b"0" * (64 << 20)))), None),
    "zip bomb": HostileFile("bomb.zip", packed_member(zipfile.ZIP_DEFLATED), None, False),
    "zip bomb, LZMA": HostileFile("lzma.zip", packed_member(zipfile.ZIP_LZMA), None, False),
    "zip bomb of members that overlap": HostileFile("overlap.zip", overlapping, None),
    "12,000 members": HostileFile("members.zip", many_members, None),
    "encrypted zip": HostileFile("encrypted.zip", encrypted, None),
    "7z": HostileFile("archive.7z", binary(b"7z\xbc\xaf\x27\x1c" + b"\0" * 100), None),
    "PDF called CSV": HostileFile("page.csv", binary(b"%PDF-1.7\n" + b"\0" * 1000), None),
    "a web page without a table": HostileFile("page.xls", binary(b"<html><p>HS_CODE</p></html>"), None),
    "tables in tables": HostileFile("nested.html", binary(b"<html>" + b"<table><tr><td>x<td>y<td>" * 20_000), -1),
    "cells that span all": HostileFile("spans.html", binary(b"<table>" + b"<tr><td rowspan=65000 colspan=1000>x" * 500), -1),
    "comments before nothing": HostileFile("comments.xls", binary(b"<!---->" * 500 + b"x"), None),
    "XML of many kinds": HostileFile(
        "kinds.xml", binary(b"<x>" + b"".join(b"<a%d><b>1</b><c>2</c><d>3</d></a%d>" % (n, n) * 2 for n in range(3_000)) + b"</x>"), None
    ),
    "a workbook of wide merges": HostileFile(
        "merges.xls",
        binary(b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
               b"<Worksheet ss:Name='a'><Table><Row>" + b'<Cell ss:MergeAcross="16000"/>' * 50_000 + b"</Row></Table></Worksheet></Workbook>"),
        None,
    ),
    "random bytes": HostileFile("random.csv", binary(bytes((n * 7919) % 251 for n in range(50_000))), None),
}  # fmt: skip

XLS = Path(__file__).parents[1] / "matcher" / "sheets" / "saved_by_libreoffice.xls"


def special_files(folder: Path) -> list[str]:
    """A pipe, a device and a loop behind links, links to a file and a folder outside; the names that must be said."""
    outside = folder.parent / "outside"
    outside.mkdir(exist_ok=True)
    (outside / "secret.csv").write_text(as_csv(GOOD), encoding="utf-8")
    os.mkfifo(folder / "pipe.csv")
    (folder / "device.csv").symlink_to("/dev/zero")
    (folder / "linked.csv").symlink_to(outside / "secret.csv")
    (folder / "linked").symlink_to(outside)
    (folder / "loop").symlink_to(folder)
    return ["pipe.csv", "device.csv", "linked.csv", "linked", "loop"]
