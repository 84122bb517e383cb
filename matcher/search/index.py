"""The index of the case's texts: SQLite FTS5 in a file of its own, made from the database and updated by each search.

The file, search.db, holds nothing that the database does not: it can be deleted at any time. It is apart from box31.db
so that no import waits for it and the ledger does not cover it. The ledger's sums of the tables that hold
the texts say whether it is up to date. Texts are indexed once for each distinct one, not for each line.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from crawler.case.case import Case
from matcher.search.folding import folded

FILE = "search.db"
VERSION = 3  # of the file's tables and of the folding: an index of another version is made again
BUSY_SECONDS = 600  # a first index of a large case takes minutes; a second search waits for it
ITEM_FIELDS = ("name", "model", "sku", "brand", "category", "description", "specs")
POST_FIELDS = ("title", "text", "author")
NAMES = frozenset({"maker", "trademark", "importer", "exporter", "name", "brand"})
TABLES = ("customs_lines", "goods", "item_versions", "post_versions", "image_readings", "image_texts")


@dataclass(frozen=True)
class Source:
    """Texts of one field: `sql` gives (key, text); the same key always has the same text."""

    kind: str
    field: str
    sql: str


# The text in a picture, line by line; its key is the hash of the picture's bytes and the models that read it.
PICTURE_TEXTS = """
SELECT t.sha256 || ' ' || t.reader AS key, group_concat(t.text, char(10)) AS text FROM (
  SELECT sha256, reader, text FROM image_texts WHERE {0} ORDER BY sha256, reader, line
) t GROUP BY t.sha256, t.reader
"""


def _sources(kind: str, fields: Sequence[str], key: str, table: str) -> list[Source]:
    sql = f"SELECT DISTINCT {key}, {{0}} FROM {table} WHERE {{0}} IS NOT NULL"  # noqa: S608 - names from this module
    return [Source(kind, field, sql.format(field)) for field in fields]


SOURCES = (
    Source("lines", "description", "SELECT goods_id, text FROM goods"),
    *_sources("lines", ("maker", "trademark", "model", "article"), "{0}", "goods"),
    *_sources("lines", ("translation", "importer", "exporter"), "{0}", "customs_lines"),
    *_sources("items", ITEM_FIELDS, "CAST(version_id AS TEXT)", "item_versions"),
    *_sources("posts", POST_FIELDS, "CAST(version_id AS TEXT)", "post_versions"),
    Source("pictures", "text", PICTURE_TEXTS.format("1")),
)


@dataclass(frozen=True)
class Index:
    """An index that is up to date; `note` says what a person should know of how it was made."""

    connection: sqlite3.Connection
    note: str


@contextmanager
def open_index(case: Case, db: Database) -> Iterator[Index]:
    """The index of the case, made or brought up to date first.

    Of a case that is only read, or was received, a temporary one is made for this search: a file that came with
    a case could hide what is in it.
    """
    if case.is_writable:
        connection, note = _connect(case.root / FILE), ""
    else:
        connection = sqlite3.connect("", isolation_level=None)  # a private file, removed when closed
        _create(connection)
        note = "this case is only read: its texts are indexed for this search alone"
    try:
        _bring_up_to_date(connection, db)
        yield Index(connection, note)
    finally:
        connection.close()


def remove_index(root: Path) -> None:
    """Delete the index of the case in folder `root`; the next search makes it again. Called where texts are removed."""
    for name in (FILE, f"{FILE}-journal"):
        (root / name).unlink(missing_ok=True)


def _connect(path: Path) -> sqlite3.Connection:
    """The index at `path`; a file that is damaged or of another version is replaced."""
    with suppress(sqlite3.DatabaseError):
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        if connection.execute("PRAGMA user_version").fetchone()[0] == VERSION:
            connection.execute("SELECT count(*) FROM stamp").fetchone()
            return connection
        connection.close()
    remove_index(path.parent)
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    _create(connection)
    return connection


def _create(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    for statement in (
        "CREATE TABLE IF NOT EXISTS places (id INTEGER PRIMARY KEY, kind TEXT, field TEXT, key TEXT) STRICT",
        "CREATE TABLE IF NOT EXISTS stamp (sums TEXT NOT NULL) STRICT",
        "CREATE VIRTUAL TABLE IF NOT EXISTS forms USING fts5(words, latin, names, content='', tokenize=\"ascii\")",
        f"PRAGMA user_version = {VERSION}",
    ):
        connection.execute(statement)
    connection.execute("COMMIT")


def _bring_up_to_date(connection: sqlite3.Connection, db: Database) -> None:
    now = _stamp(db)
    if connection.execute("SELECT sums FROM stamp").fetchall() == [(now,)]:
        return
    connection.execute("BEGIN IMMEDIATE")
    for source in SOURCES:
        _add_new(connection, db, source)
    connection.execute("DELETE FROM stamp")
    connection.execute("INSERT INTO stamp VALUES (?)", [now])
    connection.execute("COMMIT")


def _add_new(connection: sqlite3.Connection, db: Database, source: Source) -> None:
    known = {
        key
        for (key,) in connection.execute(
            "SELECT key FROM places WHERE kind = ? AND field = ?", [source.kind, source.field]
        )
    }
    (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM places").fetchone()
    is_name = source.field in NAMES
    for key, text in db.conn.execute(source.sql):
        if key in known:
            continue
        last += 1
        forms = folded(field_text(source.field, text), is_name)
        connection.execute("INSERT INTO places VALUES (?, ?, ?, ?)", [last, source.kind, source.field, key])
        connection.execute(
            "INSERT INTO forms (rowid, words, latin, names) VALUES (?, ?, ?, ?)",
            [last, forms.words, forms.latin, forms.names],
        )


def field_text(field: str, stored: str) -> str:
    """The text of a field as it is searched and shown: of specs, a JSON object, the names and values."""
    if field != "specs":
        return stored
    try:
        found = json.loads(stored)
    except ValueError:
        return stored
    return (
        "; ".join(f"{name}: {value}" for name, value in found.items()) if isinstance(found, dict) else stored
    )


def _stamp(db: Database) -> str:
    """The ledger's sums of the tables that hold the texts."""
    rows = db.conn.execute(
        "SELECT name, rows, hex(sum) FROM ledger_sums WHERE name IN (SELECT value FROM json_each(?)) ORDER BY name",
        [json.dumps(TABLES)],
    ).fetchall()
    return json.dumps(rows)
