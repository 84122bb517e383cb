"""The crawler's tables, as migrations: a migration that has landed is never edited. crawler.case.database applies them."""

from __future__ import annotations

from sqlite_utils import Database


def script(db: Database, sql: str) -> None:
    """Run the statements of `sql` inside the migration's transaction (executescript would commit it)."""
    import sqlite3

    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            db.execute(statement)
            statement = ""
    assert not statement.strip(), f"unfinished statement in a migration: {statement[:80]}"
