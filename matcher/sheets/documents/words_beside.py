"""Words and numbers of a JSON document beside its rows: (key, text) of each, keys of objects joined by dots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from matcher.sheets.tables.blocks import cell_text

DEPTH = 4  # objects inside each other
MOST = 200  # words of a list or an object: more is data


def words_beside(given: Mapping[Any, Any], rows: Any = None) -> list[tuple[str, str]]:
    """What `given` says beside `rows`, a value inside it that is left out."""
    return list(_words(given, "", DEPTH, rows))


def _words(given: Any, key: str, depth: int, rows: Any) -> Iterator[tuple[str, str]]:
    if given is None or given is rows:
        return
    if isinstance(given, dict | list):
        named = given.items() if isinstance(given, dict) else (("", one) for one in given)
        for _, (name, value) in zip(range(MOST if depth else 0), named, strict=False):
            inner = ".".join(filter(None, (key, cell_text(name))))
            yield from _words(value, inner, depth - 1, rows)
    elif text := cell_text(given).strip():
        yield key, text
