"""Edits of the evidence behind Box31's back: one of every column of every table, and rows taken out or put in."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# What an edit of them cannot change: the frontier says what a crawl still has to ask for.
NOT_EVIDENCE = frozenset(("frontier",))


@dataclass(frozen=True)
class Edit:
    """One statement for one row of a table; `what` says in words what it does."""

    table: str
    what: str
    sql: str
    values: tuple[Any, ...]

    def apply(self, path: Path) -> bool:
        """Make the edit in the database at `path`, as any program could; False where the tables themselves refuse it."""
        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA foreign_keys = OFF")
            try:
                changed = connection.execute(self.sql, self.values).rowcount
            except sqlite3.IntegrityError:
                return False
        connection.close()
        return changed > 0


def edits(path: Path) -> Iterator[Edit]:
    """Every edit of the case's database: each column of a row, a row deleted, a row doubled or forged."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        tables = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
            )
            if name not in NOT_EVIDENCE
        ]
        for table in tables:
            yield from _of_table(connection, table)
    finally:
        connection.close()


def _of_table(connection: sqlite3.Connection, table: str) -> Iterator[Edit]:
    columns = connection.execute("SELECT name, type, pk FROM pragma_table_info(?)", [table]).fetchall()
    keys = [name for name, _, pk in columns if pk] or ["rowid"]
    names = [name for name, _, _ in columns]
    row = connection.execute(f'SELECT {", ".join(_quoted(keys + names))} FROM "{table}" LIMIT 1').fetchone()
    if row is None:
        forged = [_forged(kind) for _, kind, _ in columns]
        marks = ", ".join("?" * len(columns))
        yield Edit(table, "a row forged", f'INSERT INTO "{table}" VALUES ({marks})', tuple(forged))
        return
    key, cells = row[: len(keys)], row[len(keys) :]
    where = " AND ".join(f"{name} IS ?" for name in _quoted(keys))
    for (name, kind, _), cell in zip(columns, cells, strict=True):
        for number, value in enumerate(_other_values(cell, kind)):
            what = name if not number else f"{name} ({number + 1})"
            yield Edit(table, what, f'UPDATE "{table}" SET "{name}" = ? WHERE {where}', (value, *key))
    yield Edit(table, "a row deleted", f'DELETE FROM "{table}" WHERE {where}', key)
    doubled = [
        _other_values(cell, kind)[0] if pk else cell
        for (_, kind, pk), cell in zip(columns, cells, strict=True)
    ]
    marks = ", ".join("?" * len(columns))
    yield Edit(table, "a row doubled", f'INSERT INTO "{table}" VALUES ({marks})', tuple(doubled))


def _quoted(names: list[str]) -> list[str]:
    return [f'"{name}"' if name != "rowid" else name for name in names]


def _forged(kind: str) -> Any:
    return {"INTEGER": 1, "REAL": 1.0, "BLOB": b"forged"}.get(kind, "forged")


def _other_values(cell: Any, kind: str) -> list[Any]:
    """Values that differ from a cell: another of its kind, and where it holds one, nothing."""
    if cell is None:
        return [_forged(kind)]
    if isinstance(cell, bytes):
        return [cell + b"\0"]
    if isinstance(cell, int | float):
        return [cell + 1 if cell != -1 else cell + 2]
    try:
        parsed = json.loads(cell) if cell[:1] in "[{" else None
    except ValueError:
        parsed = None
    if isinstance(parsed, dict):
        return [json.dumps({**parsed, "forged": "forged"}, ensure_ascii=False)]
    if isinstance(parsed, list):
        return [json.dumps([*parsed, "forged"], ensure_ascii=False)]
    flipped = {"accept": "reject", "reject": "accept", "unsure": "accept"}.get(cell)
    return [flipped or f"{cell}x", "" if cell else "forged"]
