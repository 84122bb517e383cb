"""One SQLite file: how it is opened, and in which order the crawler's tables come to be.

Codes and ids are TEXT, tables are STRICT, history is append-only, "current" is a view. Every change to the
schema is a new migration in crawler/tables, named at the end of the list below.
"""

from __future__ import annotations

from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from crawler.case.errors import Box31Error
from crawler.case.schema import archive, schedule, script
from crawler.case.schema import catalog as records

__all__ = ["crawler_migrations", "open_database", "script"]

BUSY_TIMEOUT_MS = 10_000

crawler_migrations = Migrations("crawler")
for _migration in (
    archive.m001_archive,
    records.m002_records,
    schedule.m003_schedule,
    archive.m004_seals,
    records.m005_current_by_time,
    records.m006_catalogues,
):
    crawler_migrations()(_migration)


def open_database(path: Path, *more: Migrations) -> Database:
    """The database at `path`, made and migrated as needed.

    `more` are the migration sets of rooms that build on the crawler (the matcher's). Raises Box31Error where
    the file is not a database.
    """
    import sqlite3

    try:
        connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_MS / 1000)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        db = Database(connection, strict=True)
        for migrations in (crawler_migrations, *more):
            if migrations.pending(db):
                migrations.apply(db)
    except sqlite3.DatabaseError as error:
        raise Box31Error(f"{path}: not usable as the case's database: {error}") from error
    return db
