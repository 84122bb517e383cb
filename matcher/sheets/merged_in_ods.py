"""The merged cells of OpenDocument sheets, which the library that reads their values does not give (python-calamine 0.4)."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from lxml import etree

from matcher.sheets.merged_cells import Range

CONTENT = "content.xml"
MOST_MERGED = 200_000  # ranges of a sheet
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CELLS = frozenset((f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"))


def merged_in_ods(path: Path) -> dict[str, list[Range]]:
    """Sheet -> its cells that are merged downwards, rows and columns from 0; {} for another file or one that is damaged, of which
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
    ranges: list[Range] = []
    row = 0
    tags = (f"{_TABLE}table", f"{_TABLE}table-row")
    for event, element in etree.iterparse(
        handle, events=("start", "end"), tag=tags, resolve_entities=False, no_network=True, huge_tree=True
    ):
        if element.tag == tags[0]:
            if event == "start":
                ranges, row = found.setdefault(element.get(f"{_TABLE}name") or "", []), 0
            continue
        if event == "start":
            continue
        column = 0
        for cell in element:
            if cell.tag not in _CELLS:
                continue
            down, across = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
            if down > 1 and len(ranges) < MOST_MERGED:
                ranges.append(((row, column), (row + down - 1, column + across - 1)))
            elif across > 1 and len(ranges) < MOST_MERGED:
                ranges.append(((row, column), (row, column + across - 1)))
            column += _count(cell, "number-columns-repeated")
        row += _count(element, "number-rows-repeated")
        element.clear()


def _count(element: Any, attribute: str) -> int:
    return max(1, int(element.get(f"{_TABLE}{attribute}") or 1))
