"""Edits of the evidence: any cell of any table, rows added or taken away, views, links and files; 0 may pass unnoticed."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.archive.ledger_verify import check_ledger, ledger_extent
from crawler.case import ledger
from crawler.case.case import Case
from matcher.schema.tables import matcher_migrations
from tests.support.copies import copy_case

# Values for columns that a CHECK constrains, so that each table has a row.
CHECKED = {
    "outcome": "started",
    "event": "raised",
    "decision": "accept",
    "level": "model",
    "kind": "declarations",
}


@pytest.fixture(scope="module")
def full_case(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A case with at least one row in every table that the ledger covers."""
    case = Case.open(copy_case(whole, tmp_path_factory.mktemp("ledger") / "case"))
    with closing(case.database(matcher_migrations)) as db:
        db.conn.execute("PRAGMA foreign_keys = OFF")
        db.conn.execute("PRAGMA ignore_check_constraints = ON")
        for table, columns in ledger.covered_tables(db.conn).items():
            if db.conn.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is None:
                kinds = {c[1]: c[2] for c in db.conn.execute(f"PRAGMA table_info({table})")}
                values = [
                    CHECKED.get(c, {"INTEGER": 1, "REAL": 0.5, "BLOB": b"x"}.get(kinds[c], "1"))
                    for c in columns
                ]
                marks = ", ".join("?" * len(values))
                db.conn.execute(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", values)
        db.conn.commit()
    return case


def faults(case: Case) -> list[str]:
    with closing(case.database(matcher_migrations)) as db:
        found = list(check_ledger(db, case.root / "archive"))
    # The invented rows of ledger_stamps and adopted_ledgers name files that are not there.
    absent = ("archive/1", "archive/of-1.ledger.jsonl")
    return [f"{fault.subject}: {fault.problem}" for fault in found if fault.subject not in absent]


def test_every_edit_of_every_cell_of_every_table_is_noticed(full_case: Case) -> None:
    assert faults(full_case) == []
    tried, unnoticed = 0, []
    with closing(sqlite3.connect(full_case.database_path, isolation_level=None)) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("PRAGMA ignore_check_constraints = ON")
        for table, columns in ledger.covered_tables(db).items():
            info = {c[1]: c[2] for c in db.execute(f"PRAGMA table_info({table})")}
            keys = [c[1] for c in db.execute(f"PRAGMA table_info({table})") if c[5]] or ["rowid"]
            row = db.execute(f"SELECT {', '.join(keys)} FROM {table} LIMIT 1").fetchone()
            where = " AND ".join(f"{key} IS ?" for key in keys)
            number = "coalesce({0}, 0) + 1000001"
            statements = [
                (f"{table}.{c}", f"UPDATE {table} SET {c} = "
                 + {"INTEGER": number, "REAL": number, "BLOB": "CAST('other' AS BLOB)"}.get(
                     info[c], "coalesce({0}, '') || 'x'").format(c) + f" WHERE {where}")
                for c in columns
            ]  # fmt: skip
            statements.append((f"{table}: a row deleted", f"DELETE FROM {table} WHERE {where}"))
            for name, sql in statements:
                db.execute("BEGIN")
                db.execute(sql, row)
                tried += 1
                if not any(
                    table in fault.subject for fault in check_ledger(Database(db), full_case.root / "archive")
                ):
                    unnoticed.append(name)
                db.execute("ROLLBACK")
    print(f"edits of the evidence: {tried}, unnoticed: {len(unnoticed)}")
    assert unnoticed == []
    assert tried >= 200


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        ("DROP VIEW current_items; CREATE VIEW current_items AS SELECT * FROM items", "schema"),
        ("UPDATE ledger SET what = 'x' WHERE seq = 2", "link 2 of the ledger: its hash"),
        ("DELETE FROM ledger WHERE seq = 2", "link 2 is missing"),
        ("DELETE FROM ledger WHERE seq > 2", "older than the ledger"),
        ("UPDATE ledger_sums SET rows = rows + 1 WHERE name = 'items'", "ledger_sums"),
        ("CREATE TABLE more (a TEXT)", "the ledger does not know it"),
        ("DELETE FROM ledger", "has no link, and archive/ledger.jsonl has"),
        ("UPDATE ledger SET changes = 'x' WHERE seq = 3", "cannot be read"),
    ],
)
def test_edits_of_the_ledger_itself_are_noticed(
    full_case: Case, tmp_path: Path, edit: str, words: str
) -> None:
    case = Case.open(copy_case(full_case.root, tmp_path / "case"))
    with closing(sqlite3.connect(case.database_path)) as db:
        db.executescript(edit)
        db.commit()
        found = [f"{f.subject}: {f.problem}" for f in check_ledger(Database(db), case.root / "archive")]
    assert any(words in fault for fault in found), found


def test_a_database_put_back_to_an_older_copy_is_noticed(full_case: Case, tmp_path: Path) -> None:
    case = Case.open(copy_case(full_case.root, tmp_path / "case"))
    with closing(sqlite3.connect(case.database_path)) as older:
        older.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(case.database_path, tmp_path / "older.db")
    with closing(case.database(matcher_migrations)) as db, db.conn:
        db.conn.execute("UPDATE images SET mime = 'image/gif'")
    assert faults(case) == []
    for beside in case.root.glob("box31.db-*"):
        beside.unlink()
    shutil.copy(tmp_path / "older.db", case.database_path)
    assert any("put back to an older copy" in fault for fault in faults(case))


def test_what_was_rolled_back_or_failed_half_way_still_fits(full_case: Case, tmp_path: Path) -> None:
    case = Case.open(copy_case(full_case.root, tmp_path / "case"))
    with closing(case.database(matcher_migrations)) as db:
        connection = db.conn
        insert = "INSERT INTO images (sha256, bytes) VALUES (?, ?)"
        with connection:
            connection.execute(insert, ("a", 1))
            connection.execute("SAVEPOINT s")
            connection.execute(insert, ("b", 2))
            connection.execute("ROLLBACK TO s")
            connection.execute("RELEASE s")
        with connection:
            with pytest.raises(sqlite3.IntegrityError):
                connection.executemany(insert, [("c", 3), ("a", 4), ("d", 5)])
            connection.execute("INSERT OR REPLACE INTO images (sha256, bytes) VALUES ('a', 9)")
        connection.execute(insert, ("e", 6))
        connection.rollback()
        with db.atomic():
            db.execute(insert, ("f", 7))
        connection.execute("SAVEPOINT alone")
        connection.execute(insert, ("g", 8))
        connection.execute("RELEASE alone")
        connection.commit()
        assert connection.execute("SELECT count(*) FROM images WHERE length(sha256) = 1").fetchone()[0] >= 4
    assert faults(case) == []


def test_the_extent_says_what_is_not_covered(full_case: Case) -> None:
    with closing(full_case.database(matcher_migrations)) as db:
        extent = ledger_extent(db, full_case.root)
    assert extent.not_covered == ("frontier",)
    assert extent.tables >= 30
    assert extent.changed_settings == ()
