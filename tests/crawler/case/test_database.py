"""One SQLite file: strict, migrated, recorded."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from crawler.case.database import crawler_migrations, open_database
from crawler.case.errors import Box31Error
from matcher.schema.tables import matcher_migrations


def test_every_table_is_strict_and_every_id_and_code_is_text(tmp_path: Path) -> None:
    db = open_database(tmp_path / "box31.db", matcher_migrations)
    own = [table for table in db.tables if not table.name.startswith(("_", "sqlite_"))]
    assert [table.name for table in own if not table.strict] == []
    codes = ("hs", "sku", "mpn", "gtin", "declaration", "line_no", "importer_code", "sha256", "unit_code")
    for table in own:
        for column in table.columns:
            if column.name in codes or (column.name.endswith("_id") and column.type != "INTEGER"):
                assert column.type == "TEXT", (table.name, column.name)


def test_a_leading_zero_and_a_twenty_digit_number_survive(tmp_path: Path) -> None:
    db = open_database(tmp_path / "box31.db", matcher_migrations)
    db.execute("PRAGMA foreign_keys = OFF")
    line = {"file_id": "f", "row": 1, "goods_id": "g", "description": "007", "raw": "[]"}
    db["customs_lines"].insert({**line, "hs": "0640699000", "importer_code": "12345678901234567890"})
    row = db.execute("SELECT hs, importer_code, description FROM customs_lines").fetchone()
    assert row == ("0640699000", "12345678901234567890", "007")


def test_migrations_are_recorded_and_not_run_again(tmp_path: Path) -> None:
    first = open_database(tmp_path / "box31.db", matcher_migrations)
    applied = [(m.name, m.applied_at) for m in crawler_migrations.applied(first)]
    first.close()
    second = open_database(tmp_path / "box31.db", matcher_migrations)
    assert applied
    assert [(m.name, m.applied_at) for m in crawler_migrations.applied(second)] == applied
    assert not matcher_migrations.pending(second)


def test_the_journal_is_wal_so_that_reading_goes_on_while_a_run_writes(tmp_path: Path) -> None:
    db = open_database(tmp_path / "box31.db")
    assert db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"


def test_a_file_that_is_no_database_is_named_and_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "box31.db"
    path.write_bytes(b"these are not the bytes you are looking for" * 100)
    before = path.read_bytes()
    with pytest.raises(Box31Error, match="not usable as the case's database"):
        open_database(path)
    assert path.read_bytes() == before


def test_a_decision_in_other_words_than_the_three_is_refused_by_the_database(tmp_path: Path) -> None:
    db = open_database(tmp_path / "box31.db", matcher_migrations)
    db.execute("PRAGMA foreign_keys = OFF")
    with pytest.raises(sqlite3.IntegrityError):
        db.execute(
            "INSERT INTO decisions (pair_id, decision, reviewer, decided_at, signature)"
            " VALUES ('p', 'maybe', 'r', 't', 's')"
        )
