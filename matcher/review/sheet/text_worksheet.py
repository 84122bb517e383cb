"""A worksheet of XlsxWriter whose text cells are always text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import CellStringTuple, Worksheet

from matcher.text.highlight import Segment

# What a reader would unescape: the underscore itself is escaped (ECMA-376 part 1, 22.9.2.19, ST_Xstring).
_LOOKS_ESCAPED = re.compile("_(x[0-9a-fA-F]{4}_)")
COLOURS = {
    "code": "8A5A00",
    "number": "2F3F9E",
    "word": "1B6B58",
}  # as the review page marks them, legible on white
_COLUMNS = [xl_col_to_name(place) for place in range(256)]


class MarkedCell(NamedTuple):
    """A text cell in segments, with its format."""

    segments: tuple[Segment, ...]
    format: Format | None


class TextWorksheet(Worksheet):  # type: ignore[misc]  # XlsxWriter ships no types
    """Writes text cells itself, row by row (the workbook's constant_memory).

    XlsxWriter would write a text that starts with <r> and ends with </r> into the file as markup: scraped text
    could then break or forge the sheet. Ours is also twice as fast, text being nearly all of a review sheet.
    """

    def write_text(self, row: int, col: int, text: str, form: Any) -> None:
        """Write a text cell in a row and column that are known to exist, no longer than a cell may be."""
        if row != self.previous_row or row not in self.table:
            self.write_string(row, col, text, form)  # XlsxWriter checks the place and closes the rows before
        else:
            self.table[row][col] = CellStringTuple(text, form)

    def write_marked(self, row: int, col: int, segments: Sequence[Segment], form: Any) -> None:
        """Write a text cell whose marked segments stand out; a text without marks is written as it is."""
        if not any(segment.kind for segment in segments):
            self.write_text(row, col, "".join(segment.text for segment in segments), form)
            return
        self.write_text(row, col, "", form)  # the place is checked
        self.table[row][col] = MarkedCell(tuple(segments), form)

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        if type(cell) is MarkedCell:
            style = f' s="{cell.format._get_xf_index()}"' if cell.format else ""
            runs = "".join(map(_run, cell.segments))
            self.fh.write(f'<c r="{_COLUMNS[col]}{row + 1}"{style} t="inlineStr"><is>{runs}</is></c>')
            return
        if type(cell) is not CellStringTuple:
            super()._write_cell(row, col, cell)
            return
        text = _escaped(cell.string)
        style = f' s="{cell.format._get_xf_index()}"' if cell.format else ""
        keep = ' xml:space="preserve"' if text != text.strip() else ""
        self.fh.write(
            f'<c r="{_COLUMNS[col]}{row + 1}"{style} t="inlineStr"><is><t{keep}>{text}</t></is></c>'
        )


def _escaped(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _LOOKS_ESCAPED.sub(r"_x005F_\1", text) if "_x" in text else text


def _run(segment: Segment) -> str:
    """A run of a rich text: what agrees with the other side is bold and coloured."""
    look = f'<rPr><b/><color rgb="FF{COLOURS[segment.kind]}"/></rPr>' if segment.kind else ""
    return f'<r>{look}<t xml:space="preserve">{_escaped(segment.text)}</t></r>'
