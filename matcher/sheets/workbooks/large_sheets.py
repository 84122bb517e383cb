"""Large XLSX sheets, a row at a time: what a library that loads whole sheets would need gigabytes for."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from lxml import etree

from crawler.case.errors import Box31Error

LARGE_SHEET = 64 * 1024**2  # bytes of a sheet's XML: a loaded sheet takes about five times as much memory
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DATE_FORMATS = frozenset(
    (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59))
)  # ECMA-376, 18.8.30
_DATE_LETTERS = re.compile(r"(?<!\\)[dmyhs年月日]", re.IGNORECASE)
_NOT_FORMAT = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_ESCAPED = re.compile("_x([0-9a-fA-F]{4})_")
_EPOCH = datetime(1899, 12, 30)
_EPOCH_1904 = datetime(1904, 1, 1)


def streamed_sheets(path: Path, wide: Collection[str] = (), above: int = LARGE_SHEET) -> dict[str, str]:
    """Name -> member of the sheets whose XML has more than `above` bytes, or that are among the members `wide`."""
    try:
        with zipfile.ZipFile(path) as archive:
            sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
            if "xl/workbook.xml" not in sizes or (not wide and max(sizes.values()) <= above):
                return {}
            return {
                name: member
                for name, member in _sheets(archive).items()
                if sizes.get(member, 0) > above or member in wide
            }
    except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError):
        return {}


def sheet_rows(path: Path, name: str, member: str) -> Iterator[list[object]]:
    """The rows of one sheet as typed cells, empty rows included. Raises Box31Error where it is damaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            dates, epoch = _date_styles(archive)
            shared = _shared_strings(archive)
            with archive.open(member) as handle:
                yield from _rows(handle, shared, dates, epoch)
    except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, EOFError, ValueError, IndexError) as error:
        raise Box31Error(f"{name}: {member} is damaged ({' '.join(str(error).split())[:100]})") from error


def parsed(handle: Any, tag: str) -> Iterator[Any]:
    """The elements of this tag as they end, each gone from memory when the next is read; no entities, no network."""
    for _, element in etree.iterparse(
        handle, tag=tag, resolve_entities=False, no_network=True, huge_tree=True
    ):
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    targets = {}
    for relation in _parse(archive, "xl/_rels/workbook.xml.rels"):
        target = relation.get("Target", "")  # from the root where it begins with a slash
        targets[relation.get("Id")] = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
    book = _parse(archive, "xl/workbook.xml")
    return {sheet.get("name"): targets.get(sheet.get(_RELATION), "") for sheet in book.iter(f"{_MAIN}sheet")}


def _parse(archive: zipfile.ZipFile, member: str) -> Any:
    return etree.fromstring(archive.read(member), etree.XMLParser(resolve_entities=False, no_network=True))


def _date_styles(archive: zipfile.ZipFile) -> tuple[list[bool], datetime]:
    book = _parse(archive, "xl/workbook.xml")
    epoch = (
        _EPOCH_1904
        if any(p.get("date1904") in ("1", "true") for p in book.iter(f"{_MAIN}workbookPr"))
        else _EPOCH
    )
    if "xl/styles.xml" not in archive.namelist():
        return [], epoch
    styles = _parse(archive, "xl/styles.xml")
    own = {
        int(f.get("numFmtId")): bool(_DATE_LETTERS.search(_NOT_FORMAT.sub("", f.get("formatCode", ""))))
        for f in styles.iter(f"{_MAIN}numFmt")
    }
    formats = styles.find(f"{_MAIN}cellXfs")
    ids = [int(xf.get("numFmtId", 0)) for xf in (formats if formats is not None else ())]
    return [own.get(number, number in _DATE_FORMATS) for number in ids], epoch


def _shared_strings(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    with archive.open("xl/sharedStrings.xml") as handle:
        return [_text(item) for item in parsed(handle, f"{_MAIN}si")]


def _text(item: Any) -> str:
    """The text of a string item without its phonetic hints, its escapes resolved (ECMA-376 part 1, 22.9.2.19)."""
    text = "".join(t.text or "" for t in item.iter(f"{_MAIN}t") if t.getparent().tag != f"{_MAIN}rPh")
    return _unescaped(text)


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _rows(handle: Any, shared: list[str], dates: list[bool], epoch: datetime) -> Iterator[list[object]]:
    last = 0
    for row in parsed(handle, f"{_MAIN}row"):
        number = int(row.get("r") or last + 1)
        if not last < number <= LAST_ROW:
            raise ValueError(f"row {number} after row {last}")
        for _ in range(number - last - 1):
            yield []
        last = number
        cells: list[object] = []
        for cell in row:
            place = _column(cell.get("r")) if cell.get("r") else len(cells)
            cells.extend([""] * (place - len(cells)))
            cells.append(_value(cell, shared, dates, epoch))
        yield cells


def _column(reference: str) -> int:
    number = 0
    for letter in reference:
        if not letter.isalpha():
            break
        number = number * 26 + ord(letter.upper()) - 64
    if not 0 < number <= LAST_COLUMN:
        raise ValueError(f"no such column: {reference}")
    return number - 1


def _value(cell: Any, shared: list[str], dates: list[bool], epoch: datetime) -> object:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _text(cell)
    value = cell.find(f"{_MAIN}v")
    text = value.text if value is not None and value.text else ""
    if not text:
        return ""
    if kind == "s":
        return shared[int(text)]
    if kind == "b":
        return text == "1"
    if kind != "n":
        return _unescaped(text)
    amount = float(text)
    style = int(cell.get("s", 0))
    if style < len(dates) and dates[style] and 0 < amount < 3_000_000:
        moment = epoch + timedelta(days=amount)
        return moment if amount >= 1 else moment.time()
    return amount
