"""JSON objects inside the records of a table: {"importer": {"name": ...}} is a column importer.name, and a declaration with
an array of goods is as many rows, each with what is said of the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from matcher.sheets.tables.blocks import cell_text

DEPTH = 8  # objects inside each other; what lies deeper stays JSON text in one cell


def flat(record: Mapping[Any, Any]) -> dict[str, Any]:
    """The record with a key for each value: keys of objects inside it are joined by dots. Arrays stay values."""
    return dict(_values(record, "", DEPTH))


def array_of_rows(records: Iterable[Mapping[str, Any]]) -> str | None:
    """The key of flat records whose arrays of objects have the most objects; None where there is no such array."""
    counts: Counter[str] = Counter()
    for record in records:
        counts.update({key: len(value) for key, value in record.items() if _is_rows(value)})
    return max(counts, key=counts.__getitem__, default=None)


def rows_of(record: dict[str, Any], array: str | None) -> list[dict[str, Any]]:
    """A flat record as rows: one for each object of its `array`, with the record's other values."""
    if array is None or not _is_rows(inside := record.get(array, [])):
        return [record]
    whole = {key: value for key, value in record.items() if key != array}
    return [{**whole, **dict(_values(one, f"{array}.", DEPTH))} for one in inside]


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _values(record: Mapping[Any, Any], above: str, depth: int) -> Iterator[tuple[str, Any]]:
    for key, value in record.items():
        name = above + cell_text(key)
        if isinstance(value, dict) and value and depth > 1:
            yield from _values(value, f"{name}.", depth - 1)
        else:
            yield name, value
