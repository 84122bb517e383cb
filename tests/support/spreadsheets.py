"""What spreadsheet programs make of a sheet: the same rows in every format, delimiter and encoding."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

Rows = list[list[str]]  # the header first


def read_csv(path: Path) -> Rows:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return [*csv.reader(handle)]


def as_text(rows: Rows, delimiter: str, encoding: str) -> bytes:
    """As a spreadsheet saves text: letters the encoding lacks become question marks."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding, errors="replace")


def as_xlsx(rows: Rows, *, hidden: Sequence[int] = (), sheets: Sequence[tuple[str, Rows]] = ()) -> bytes:
    """With numbers as numbers where a person would have typed them; `hidden` columns; other `sheets` before."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name, table in [*sheets, ("Review", rows)]:
            sheet = book.add_worksheet(name)
            for number, cells in enumerate(table):
                for place, cell in enumerate(cells):
                    if cell in ("0", "1"):
                        sheet.write_number(number, place, int(cell))
                    else:
                        sheet.write_string(number, place, cell)
            for place in hidden:
                sheet.set_column(place, place, None, None, {"hidden": True})
    return out.getvalue()


def as_ods(rows: Rows) -> bytes:
    """The smallest OpenDocument spreadsheet."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
        ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Review">{cells}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest'
        ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/"'
        ' manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return out.getvalue()
