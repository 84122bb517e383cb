"""One SQLite file: how it is opened, for writing or only for reading, and the order of the crawler's migrations.

Codes and ids are TEXT, tables are STRICT, history is append-only, "current" is a view. Every change to the
schema is a new migration in crawler/case/schema: a function whose name begins with the next number.
"""

from __future__ import annotations

import re
import secrets
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from types import ModuleType

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from crawler.case import ledger
from crawler.case.errors import Box31Error
from crawler.case.ledger_connection import LedgerConnection
from crawler.case.schema import archive, schedule, script
from crawler.case.schema import catalog as records
from crawler.case.schema import ledger as ledger_tables

__all__ = ["crawler_migrations", "open_database", "open_read_only", "script"]

BUSY_TIMEOUT_MS = 10_000
MIGRATIONS = "_sqlite_migrations"  # the table in which sqlite-utils notes what was applied


class CaseMigrations(Migrations):
    """Migrations of a room, and what the room does to each connection to a case that was opened, given its folder."""

    opened: Callable[[sqlite3.Connection, Path], None] | None = None


def migrations_of(
    name: str, *modules: ModuleType, opened: Callable[[sqlite3.Connection, Path], None] | None = None
) -> CaseMigrations:
    """The migrations of these modules, their functions m001_... in the order of the numbers."""
    found = {
        key: value for module in modules for key, value in vars(module).items() if re.match(r"m\d{3}_", key)
    }
    migrations = CaseMigrations(name)
    migrations.opened = opened
    for key in sorted(found):
        migrations()(found[key])
    return migrations


crawler_migrations = migrations_of("crawler", archive, records, schedule, ledger_tables)


def open_database(path: Path, *more: Migrations, archive_folder: Path | None = None) -> Database:
    """The database at `path`, made and migrated as needed, with the ledger kept by whatever is written.

    `more` are the migration sets of rooms that build on the crawler (the matcher's); `archive_folder` is where the
    ledger's file lies. Raises Box31Error where the file is not a database, is damaged or was made by a newer version.
    """
    try:
        connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_MS / 1000, factory=LedgerConnection)
        connection.folder = archive_folder
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        db = Database(connection, strict=True)
        _migrate(db, path, (crawler_migrations, *more))
        connection.watch()
    except sqlite3.DatabaseError as error:
        raise unusable(path, error) from error
    return db


def open_read_only(path: Path, *more: Migrations, migrate: bool = True, of_others: bool = False) -> Database:
    """The database at `path` on a disk, or in a folder, that cannot be written; nothing beside it is touched.

    Where it has a journal that is not merged yet, or needs a migration, a private copy of it is read. Raises
    Box31Error as `open_database` does, without `migrate` where a migration is needed, and for one `of_others` where a
    table or view is not the one that Box31 makes.
    """
    sets = (crawler_migrations, *more)
    db = _opened(path, sets, migrate)
    if of_others:
        try:
            _require_own_schema(db, path, sets)
        except sqlite3.DatabaseError as error:
            raise unusable(path, error) from error
    return db


def _opened(path: Path, sets: Sequence[Migrations], migrate: bool) -> Database:
    try:
        journal = path.with_name(path.name + "-wal")
        if not (journal.is_file() and journal.stat().st_size):
            connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
            db = Database(connection, strict=True)
            if not _pending(db, path, sets):
                return db
            db.close()
            if not migrate:
                raise _older(path)
        with tempfile.TemporaryDirectory(prefix="box31-") as folder:
            copy = Path(folder) / path.name
            if path.stat().st_size > shutil.disk_usage(folder).free:
                raise Box31Error(f"{path}: too large for a private copy in {folder}; make room there")
            shutil.copyfile(path, copy)
            if journal.is_file():
                shutil.copyfile(journal, copy.with_name(journal.name))
            source = sqlite3.connect(copy)
            source.execute("PRAGMA journal_mode = DELETE")  # a database in memory has no journal of its own
            place = f"file:/box31-{secrets.token_hex(8)}?vfs=memdb"
            memory = sqlite3.connect(place, uri=True)
            source.backup(memory)
            source.close()
        db = Database(memory, strict=True)
        for migrations in _pending(db, path, sets):
            if not migrate:
                raise _older(path)
            migrations.apply(db)
        # Opened again, read only: as `PRAGMA query_only`, but temporary tables can be made, which dossiers need.
        db = Database(sqlite3.connect(f"{place}&mode=ro", uri=True), strict=True)
        memory.close()
    except sqlite3.DatabaseError as error:
        raise unusable(path, error) from error
    return db


def _older(path: Path) -> Box31Error:
    return Box31Error(
        f"{path}: made by an older version of Box31; `box31 -C {path.parent} status` brings it up to date"
    )


def unusable(path: Path, error: sqlite3.Error) -> Box31Error:
    """The problem that SQLite names, in one line."""
    return Box31Error(f"{path}: not usable as the case's database: {error}; restore it from a copy")


def _migrate(db: Database, path: Path, sets: Sequence[Migrations]) -> None:
    connection = db.conn
    assert isinstance(connection, LedgerConnection)
    pending = _pending(db, path, sets)
    if pending:
        known = _unfit(connection)
        for migrations in pending:
            migrations.apply(db)
        connection.adopt("migration", known)
    elif ledger.head(connection) is None:
        connection.adopt("migration")


def _pending(db: Database, path: Path, sets: Sequence[Migrations]) -> list[Migrations]:
    """The sets that have migrations to apply. Raises Box31Error where the database knows more than they do."""
    if _objects(db).get(MIGRATIONS, ("table",))[0] != "table":
        raise Box31Error(f"{path}: {MIGRATIONS} is no table; not a database of Box31")
    for migrations in sets:
        ours = {migration.name for migration in migrations._migrations}
        newer = sorted({migration.name for migration in migrations.applied(db)} - ours)
        if newer:
            names = ", ".join(name if name.isidentifier() else repr(name) for name in newer[:3])
            raise Box31Error(
                f"{path}: made by a newer version of Box31 (it has {names}); install that version"
            )
    return [migrations for migrations in sets if migrations.pending(db)]


def _objects(db: Database) -> dict[str, tuple[str, str | None]]:
    """Name -> type and text of each table, view and index."""
    rows = db.conn.execute(
        "SELECT name, type, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    )
    return {name: (kind, sql) for name, kind, sql in rows.fetchall()}


def _require_own_schema(db: Database, path: Path, sets: Sequence[Migrations]) -> None:
    """Raise Box31Error where an object that these migrations make has another text: a view may never end."""
    with closing(Database(memory=True, strict=True)) as made:
        for migrations in sets:
            migrations.apply(made)
        found = _objects(db)
        for name, expected in _objects(made).items():
            if name != MIGRATIONS and found.get(name) != expected:
                raise Box31Error(
                    f"{path}: its {expected[0]} {name} is not that of this version of Box31; it was changed"
                )


def _unfit(connection: LedgerConnection) -> list[str]:
    """The tables whose rows are not those of the ledger, before a migration computes their sums again."""
    if ledger.head(connection) is None:
        return []
    known = ledger.chained_sums(connection)
    found = []
    for name, columns in ledger.covered_tables(connection).items():
        rows, total = ledger.table_sum(connection, name, columns)
        if name in known and known[name] != (rows, ledger.digest_of(total)):
            found.append(name)
    return found
