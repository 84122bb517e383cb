"""Cells that no spreadsheet may misread: nothing becomes a formula, a number or a lie about its direction."""

from __future__ import annotations

import re

# A spreadsheet's limit is 32,767 UTF-16 units; a longer cell spills over (Excel on CSV) or breaks the file (XLSX).
CELL_CHARACTERS = 32_766  # one less: a CSV cell may get an apostrophe
CUT = " […cut: {length} characters; whole text in the case]"

# What makes a spreadsheet see a formula, in both widths, or a line break that hides one.
FORMULA_STARTS = (*"=+-@|%", *"\t\r\n", *"\uff1d\uff0b\uff0d\uff20")
# What a spreadsheet would turn into a number and change: leading zeros, more than 15 digits, exponents.
NUMBER_AT_RISK = re.compile(r"\s*(?:0\d+|\d{16,}|\d+[.,]?\d*[eE][+-]?\d+)\s*")
# Embeddings, overrides and isolates reorder what follows them: they are shown, not obeyed. The others are not
# allowed in XML, or invisible in every spreadsheet.
SPECIAL = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def showable(text: str) -> str:
    """The text as a cell can hold it: line breaks alike, controls as ⟨U+202E⟩, cut visibly at the limit."""
    if SPECIAL.search(text):
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        text = SPECIAL.sub(_named, text)
    if len(text) > CELL_CHARACTERS // 2 and utf16_units(text) > CELL_CHARACTERS:
        mark = CUT.format(length=len(text))
        units = text.encode("utf-16-le")[: 2 * (CELL_CHARACTERS - len(mark))]
        text = units.decode("utf-16-le", "ignore") + mark
    return text


def utf16_units(text: str) -> int:
    """The length of a text as spreadsheets count it."""
    return len(text.encode("utf-16-le")) // 2


def csv_cell(text: str) -> str:
    """A cell of a CSV: `showable`, and with an apostrophe before what a spreadsheet would take for a formula or
    a number to be rounded."""
    text = showable(text)
    if text.lstrip("' \u00a0\u3000").startswith(FORMULA_STARTS) or NUMBER_AT_RISK.fullmatch(text):
        return "'" + text
    return text


def without_guard(text: str) -> str:
    """The inverse for what is read back: `csv_cell` put an apostrophe before it, a spreadsheet kept it."""
    if text.startswith("'") and csv_cell(text[1:]) == text:
        return text[1:]
    return text


def _named(match: re.Match[str]) -> str:
    return f"⟨U+{ord(match.group()):04X}⟩"
