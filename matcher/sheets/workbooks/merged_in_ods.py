"""The merged cells of OpenDocument sheets, which the library that reads their values does not give (python-calamine 0.4)."""

from __future__ import annotations

import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

from lxml import etree

from matcher.sheets.workbooks.large_sheets import parsed
from matcher.sheets.workbooks.merged_cells import Range

CONTENT = "content.xml"
MOST_MERGED = 200_000  # ranges of a sheet
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CELLS = frozenset((f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"))


def merged_in_ods(path: Path) -> dict[str, list[Range]]:
    """Sheet -> its merged cells, rows and columns from 0; {} for another file or one that is damaged, of which
    reading the values tells."""
    found: dict[str, list[Range]] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            if CONTENT not in archive.namelist():
                return {}
            with archive.open(CONTENT) as handle:
                _read(handle, found)
    except (zipfile.BadZipFile, etree.XMLSyntaxError, EOFError, ValueError):
        return {}
    return {sheet: ranges for sheet, ranges in found.items() if ranges}


def _read(handle: Any, found: dict[str, list[Range]]) -> None:
    rows: Counter[str] = Counter()
    for element in parsed(handle, f"{_TABLE}table-row"):
        names = (table.get(f"{_TABLE}name") for table in element.iterancestors(f"{_TABLE}table"))
        name = next(names, None) or ""
        row, ranges, column = rows[name], found.setdefault(name, []), 0
        for cell in element:
            if cell.tag not in _CELLS:
                continue
            down, across = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
            if max(down, across) > 1 and len(ranges) < MOST_MERGED:
                ranges.append(((row, column), (row + down - 1, column + across - 1)))
            column += _count(cell, "number-columns-repeated")
        rows[name] += _count(element, "number-rows-repeated")


def _count(element: Any, attribute: str) -> int:
    return max(1, int(element.get(f"{_TABLE}{attribute}") or 1))
