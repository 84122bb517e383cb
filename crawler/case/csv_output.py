"""The two writers of CSV: for machines, whose columns are a promise to scripts, and for people's spreadsheets.

Neither holds a formula that a spreadsheet would run, whatever delimiter it assumes: an apostrophe stands before what
would become one, also inside a cell, behind a semicolon, a tab, a bar or a line end. Control and direction characters
are visible escapes. JSON output has every text verbatim.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import IO

from crawler.case.safe_text import visible_controls

# A spreadsheet's limit is 32,767 UTF-16 units; a longer cell spills over (Excel on CSV) or breaks the file (XLSX).
CELL_CHARACTERS = 32_766  # one less: a CSV cell may get an apostrophe
CUT = " […cut: {length} characters; whole text in the case]"

# What makes a spreadsheet see a formula, in both widths, or a line break that hides one.
FORMULA_STARTS = (*"=+-@|%", *"\t\r\n", *"\uff1d\uff0b\uff0d\uff20")
# What a spreadsheet would turn into a number and change: leading zeros, more than 15 digits, exponents.
NUMBER_AT_RISK = re.compile(r"\s*(?:0\d+|\d{16,}|\d+[.,]?\d*[eE][+-]?\d+)\s*")
# A signed amount is a number, no formula: -61.0 %, +7.5.
_AMOUNT = re.compile(r"[+-]\d[\d.,\u00a0\u202f]*(?:[ \u00a0\u202f]?%)?")
# Where a cell would begin if the delimiter were another one: its formula starts behind blanks and quotes.
_START = "[\\s\u00a0\u3000\"'\u201c\u201d]*"
_INNER_SIGN = "([=@\uff1d\uff20%]|[+\\-\uff0b\uff0d](?=[^\\s\\d])|[+-](?=\\d[^;|\t\n]*[(!|*/^+]))"
_INNER = re.compile(f"((?:[;|\t\n]){_START})(?<!'){_INNER_SIGN}")
_GUARDED = re.compile(f"((?:[;|\t\n]){_START})'{_INNER_SIGN}")
_FIRST = re.compile(f"{_START}[=+\\-@|%\uff1d\uff0b\uff0d\uff20]")


def showable(text: str) -> str:
    """The text as a cell can hold it: line ends alike, controls as ⟨U+202E⟩, cut visibly at the limit."""
    text = visible_controls(text)
    if len(text) > CELL_CHARACTERS // 2 and utf16_units(text) > CELL_CHARACTERS:
        mark = CUT.format(length=len(text))
        units = text.encode("utf-16-le")[: 2 * (CELL_CHARACTERS - len(mark))]
        text = units.decode("utf-16-le", "ignore") + mark
    return text


def utf16_units(text: str) -> int:
    """The length of a text as spreadsheets count it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def machine_cell(text: str) -> str:
    """A cell of a CSV for machines: verbatim but for visible controls and the apostrophes before formulas."""
    text = visible_controls(text)
    guarded = _INNER.sub(r"\1'\2", text)
    if _FIRST.match(text) and not _AMOUNT.fullmatch(text) and not _is_list_item(text):
        return "'" + guarded
    return guarded


def _is_list_item(text: str) -> bool:
    """`- blue` is text to every spreadsheet, `-blue` is a name to be computed."""
    return text[:2] in ("- ", "+ ") and not any(sign in text.split("\n", 1)[0] for sign in "(!|*/^=")


@lru_cache(maxsize=2048)  # parties, dates and items repeat from row to row
def people_cell(text: str) -> str:
    """A cell of a CSV for spreadsheets: `showable`, and with an apostrophe before what a spreadsheet would take for a
    formula or a number to be rounded."""
    text = _INNER.sub(r"\1'\2", showable(text))
    start = text.lstrip("' \u00a0\u3000")
    if start.startswith(FORMULA_STARTS) or _FIRST.match(text) or NUMBER_AT_RISK.fullmatch(text):
        return "'" + text
    return text


def without_guard(text: str) -> str:
    """The inverse for what is read back: `people_cell` put apostrophes into it, a spreadsheet kept them."""
    whole = text.removeprefix("'")
    for candidate in (_GUARDED.sub(r"\1\2", whole), whole, _GUARDED.sub(r"\1\2", text)):
        if candidate != text and people_cell(candidate) == text:
            return candidate
    return text


def write_for_machines(out: IO[str], columns: Sequence[str], rows: Iterable[Iterable[object]]) -> int:
    """UTF-8, comma, line feed; numbers as they are, lists and objects as JSON. Gives the number of rows."""
    return _write(out, columns, rows, machine_cell, "\n")


def write_for_people(
    out: IO[str], columns: Sequence[str], rows: Iterable[Iterable[object]], line_end: str = "\r\n"
) -> int:
    """Comma, CR LF as RFC 4180 has it; the caller chooses the encoding. Gives the number of rows."""
    return _write(out, columns, rows, people_cell, line_end)


def _write(
    out: IO[str],
    columns: Sequence[str],
    rows: Iterable[Iterable[object]],
    cell: Callable[[str], str],
    line_end: str,
) -> int:
    writer = csv.writer(out, lineterminator=line_end)
    writer.writerow(columns)
    count = 0
    for row in rows:
        writer.writerow([_text(value, cell) for value in row])
        count += 1
    return count


def _text(value: object, cell: Callable[[str], str]) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return cell(value)
    if isinstance(value, bool | int | float):
        return repr(value) if isinstance(value, float) else str(value)
    if isinstance(value, dict | list | tuple):
        return cell(json.dumps(value, ensure_ascii=False))
    return cell(str(value))
