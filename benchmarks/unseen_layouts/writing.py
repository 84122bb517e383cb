"""Tables as files: delimited text in many encodings, XLSX with merged cells, ODS, Parquet, JSON lines."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pyarrow
import pyarrow.parquet
import xlsxwriter


@dataclass(frozen=True)
class Sheet:
    """A sheet: rows of cells, and ranges (first row, first column, last row, last column) that are merged."""

    name: str
    rows: Sequence[Sequence[Any]]
    merged: Sequence[tuple[int, int, int, int]] = field(default=())


def text(value: Any) -> str:
    """A cell as text."""
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) and value.is_integer() else str(value)


def delimited(rows: Sequence[Sequence[Any]], delimiter: str, encoding: str) -> bytes:
    """Delimited text; a letter that the encoding lacks is an error of the layout."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(
        [[text(c) for c in r] for r in rows]
    )
    return out.getvalue().encode(encoding)


def write_xlsx(path: Path, sheets: Sequence[Sheet]) -> None:
    """A workbook; days are real days."""
    book = xlsxwriter.Workbook(path)
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        for r, row in enumerate(sheet.rows):
            for c, value in enumerate(row):
                if isinstance(value, date):
                    page.write_datetime(r, c, value, day)
                elif isinstance(value, str):
                    page.write_string(r, c, value)
                elif value is not None:
                    page.write(r, c, value)
        for first_row, first_column, last_row, last_column in sheet.merged:
            value = sheet.rows[first_row][first_column]
            page.merge_range(first_row, first_column, last_row, last_column, value)
    book.close()


def write_ods(path: Path, sheets: Sequence[Sheet]) -> None:
    """The least an OpenDocument spreadsheet needs: tables of text cells."""
    spaces = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"'
    )
    tables = ""
    for sheet in sheets:
        rows = "".join(
            "<table:table-row>"
            + "".join(
                f'<table:table-cell office:value-type="string"><text:p>{escape(text(c))}</text:p></table:table-cell>'
                for c in row
            )
            + "</table:table-row>"
            for row in sheet.rows
        )
        tables += f'<table:table table:name="{escape(sheet.name)}">{rows}</table:table>'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}>'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", content, zipfile.ZIP_DEFLATED)
        archive.writestr("META-INF/manifest.xml", manifest, zipfile.ZIP_DEFLATED)


def write_parquet(path: Path, rows: Sequence[Sequence[Any]]) -> None:
    """A Parquet file of text columns named by the first row."""
    names = [text(c) for c in rows[0]]
    columns = [pyarrow.array([text(row[i]) for row in rows[1:]]) for i in range(len(names))]
    pyarrow.parquet.write_table(pyarrow.Table.from_arrays(columns, names=names), path)


def write_json_lines(path: Path, rows: Sequence[Sequence[Any]]) -> None:
    """A JSON object a line, keys by the first row."""
    names = [text(c) for c in rows[0]]
    lines = [
        json.dumps(dict(zip(names, map(text, row), strict=True)), ensure_ascii=False) for row in rows[1:]
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write(path: Path, sheets: Sequence[Sheet], delimiter: str = ",", encoding: str = "utf-8") -> None:
    """The file by its ending; other endings than of workbooks hold the first sheet only."""
    match path.suffix:
        case ".xlsx":
            write_xlsx(path, sheets)
        case ".ods":
            write_ods(path, sheets)
        case ".parquet":
            write_parquet(path, sheets[0].rows)
        case ".jsonl":
            write_json_lines(path, sheets[0].rows)
        case _:
            path.write_bytes(delimited(sheets[0].rows, delimiter, encoding))
