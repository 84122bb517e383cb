"""What holds between rows of the crawler's tables, beyond what the tables enforce."""

from __future__ import annotations

from collections.abc import Iterator

from sqlite_utils import Database

# (what, in which table, rows that break it as (name, problem)).
RULES: tuple[tuple[str, str, str], ...] = (
    (
        "each version of an item was read from a capture of its own site",
        "item_versions",
        "SELECT v.version_id, 'read from a capture of the site ' || c.site FROM item_versions v"
        " JOIN items i ON i.item_id = v.item_id JOIN captures c ON c.capture_id = v.capture_id WHERE c.site <> i.site",
    ),
    (
        "each version of a post was read from a capture of its own site",
        "post_versions",
        "SELECT v.version_id, 'read from a capture of the site ' || c.site FROM post_versions v"
        " JOIN posts p ON p.post_id = v.post_id JOIN captures c ON c.capture_id = v.capture_id WHERE c.site <> p.site",
    ),
    (
        "a revisit refers to a capture with the same content",
        "captures",
        "SELECT c.capture_id, 'refers to ' || c.revisit_of || ', whose content differs' FROM captures c"
        " JOIN captures o ON o.capture_id = c.revisit_of WHERE c.payload_sha256 <> o.payload_sha256",
    ),
)


def broken_references(db: Database) -> list[tuple[str, str]]:
    """Rows that refer to a row that is not there, as (row, problem)."""
    return [
        (f"{table} row {rowid}", f"refers to a row of {parent} that is not there")
        for table, rowid, parent, _ in db.execute("PRAGMA foreign_key_check")
    ]


def broken_rows(db: Database) -> Iterator[tuple[str, str]]:
    """All rows that break a reference or a rule, as (row, problem)."""
    yield from broken_references(db)
    for _, table, sql in RULES:
        yield from ((f"{table} row {name}", problem) for name, problem in db.execute(sql))
