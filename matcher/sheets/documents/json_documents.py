"""JSON documents that hold a table: an array of arrays or objects, an object with such an array in it, or a cube of statistics."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from crawler.case.errors import UsageProblem
from matcher.sheets.documents.json_stat import is_json_stat, json_stat_tables
from matcher.sheets.documents.nested_records import array_of_rows, flat, rows_of
from matcher.sheets.documents.pxweb_json import is_pxweb, pxweb_table
from matcher.sheets.documents.sdmx_json import is_sdmx_json, sdmx_tables
from matcher.sheets.documents.words_beside import words_beside
from matcher.sheets.tables.about import About
from matcher.sheets.tables.blocks import LINE_LIMIT, Table, blocks_of, cell_text

OBJECTS = 3  # objects inside each other in which records are looked for
LARGEST = 512 * 1024 * 1024  # bytes of a document: all of it is in memory at once


def json_tables(path: Path, name: str, encoding: str) -> list[Table]:
    """The tables in the JSON document at `path`; none where it is no single document (such as JSON lines).

    Raises UsageProblem for a document that is too large, breaks the rules of its format or holds no table.
    """
    if path.stat().st_size > LARGEST:
        return _refuse_large(path, name, encoding)
    try:
        document = json.loads(path.read_text(encoding=encoding, errors="replace").lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return []
    if is_json_stat(document):
        return json_stat_tables(document, name, encoding)
    if is_sdmx_json(document):
        return sdmx_tables(document, name, encoding)
    if is_pxweb(document):
        return [pxweb_table(document, name, encoding)]
    table = _table_of_records(document, name, encoding)
    return [table] if table else []


def _refuse_large(path: Path, name: str, encoding: str) -> list[Table]:
    """No table where the first line is a record. Raises UsageProblem for a document, whatever its lines."""
    with path.open(encoding=encoding, errors="replace") as handle:
        first = handle.readline(LINE_LIMIT).lstrip("\ufeff")
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        raise UsageProblem(
            f"{name}: a JSON document of {path.stat().st_size // 1024**2:,} MB, which would be in memory at once: up to "
            f"{LARGEST // 1024**2} MB are read; get it in parts, or as CSV"
        ) from None
    return []


def _table_of_records(document: Any, name: str, encoding: str) -> Table | None:
    beside = records = _records(document)
    if records is None:
        return None
    if not records:
        raise UsageProblem(f"{name}: a JSON document without records")
    if all(isinstance(record, list) for record in records):
        rows = [[cell_text(cell) for cell in record] for record in records]
        return Table("", lambda: blocks_of(iter(rows)), encoding=encoding)
    records = [flat(record) if isinstance(record, dict) else record for record in records]
    array = array_of_rows(record for record in records if isinstance(record, dict))
    records = [
        row
        for record in records
        for row in (rows_of(record, array) if isinstance(record, dict) else [record])
    ]
    header: dict[str, None] = {}
    for record in records:
        if isinstance(record, dict):
            header.update(dict.fromkeys(record))
    keys = list(header)
    rows = [
        [cell_text(record.get(key)) for key in keys] if isinstance(record, dict) else [cell_text(record)]
        for record in records
    ]
    about = About(tuple(words_beside(document, beside))) if isinstance(document, dict) else None
    return Table("", lambda: blocks_of(iter(rows)), header=keys, encoding=encoding, about=about)


def _records(document: Any) -> list[Any] | None:
    """The longest array of records in the document: itself, a value of its object, or of an object in that."""
    if isinstance(document, list):
        return document if all(isinstance(record, dict | list) for record in document) else None
    level = [document]
    for _ in range(OBJECTS):
        values = [v for one in level if isinstance(one, dict) for v in one.values()]
        if arrays := [v for v in values if isinstance(v, list) and v and all(isinstance(r, dict) for r in v)]:
            return max(arrays, key=len)
        level = values
    return None
