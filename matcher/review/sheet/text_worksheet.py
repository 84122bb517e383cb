"""A worksheet of XlsxWriter whose text cells are always text."""

from __future__ import annotations

import re
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import CellStringTuple, Worksheet

# What a reader would unescape: the underscore itself is escaped (ECMA-376 part 1, 22.9.2.19, ST_Xstring).
_LOOKS_ESCAPED = re.compile("_(x[0-9a-fA-F]{4}_)")
_COLUMNS = [xl_col_to_name(place) for place in range(256)]


class TextWorksheet(Worksheet):  # type: ignore[misc]  # XlsxWriter ships no types
    """Writes text cells itself, row by row (the workbook's constant_memory).

    XlsxWriter would write a text that starts with <r> and ends with </r> into the file as markup: scraped text
    could then break or forge the sheet. Ours is also twice as fast, text being nearly all of a review sheet.
    """

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        if type(cell) is not CellStringTuple:
            super()._write_cell(row, col, cell)
            return
        text = cell.string.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        if "_x" in text:
            text = _LOOKS_ESCAPED.sub(r"_x005F_\1", text)
        style = f' s="{cell.format._get_xf_index()}"' if cell.format else ""
        keep = ' xml:space="preserve"' if text != text.strip() else ""
        self.fh.write(
            f'<c r="{_COLUMNS[col]}{row + 1}"{style} t="inlineStr"><is><t{keep}>{text}</t></is></c>'
        )
