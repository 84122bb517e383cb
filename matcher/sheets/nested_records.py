"""JSON objects inside the objects of a table: {"importer": {"name": ...}} is a column importer.name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from matcher.sheets.tables import cell_text

DEPTH = 8  # objects inside each other; what lies deeper stays JSON text in one cell


def flat(record: Mapping[Any, Any]) -> dict[str, Any]:
    """The record with a key for each value: keys of objects inside it are joined by dots. Arrays stay values."""
    return dict(_values(record, "", DEPTH))


def _values(record: Mapping[Any, Any], above: str, depth: int) -> Iterator[tuple[str, Any]]:
    for key, value in record.items():
        name = above + cell_text(key)
        if isinstance(value, dict) and value and depth > 1:
            yield from _values(value, f"{name}.", depth - 1)
        else:
            yield name, value
