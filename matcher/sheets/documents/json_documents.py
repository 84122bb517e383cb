"""JSON documents that hold one table: an array of arrays or objects, or an object with such an array in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from crawler.case.errors import UsageProblem
from matcher.sheets.documents.nested_records import array_of_rows, flat, rows_of
from matcher.sheets.tables.blocks import Table, blocks_of, cell_text

LARGEST = 512 * 1024 * 1024  # bytes of a document: all of it is in memory at once


def json_table(path: Path, name: str, encoding: str) -> Table | None:
    """The table in the JSON document at `path`, or None where it is no single document (such as JSON lines).

    Raises UsageProblem for a document that is too large or holds no table.
    """
    if path.stat().st_size > LARGEST:
        return None
    try:
        document = json.loads(path.read_text(encoding=encoding, errors="replace").lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return None
    records = _records(document)
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
    return Table("", lambda: blocks_of(iter(rows)), header=keys, encoding=encoding)


def _records(document: Any) -> list[Any] | None:
    """The longest array of records in the document: itself, or a value of its object."""
    if isinstance(document, list):
        return document if all(isinstance(record, dict | list) for record in document) else None
    if isinstance(document, dict):
        arrays = [
            v for v in document.values() if isinstance(v, list) and v and all(isinstance(r, dict) for r in v)
        ]
        return max(arrays, key=len) if arrays else None
    return None
