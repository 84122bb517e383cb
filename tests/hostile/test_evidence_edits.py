"""`verify` notices an edit of any cell of any table, a database put back, deleted, damaged or of a newer version.

A sample of the edits; `make attack` makes them all (tests/hostile/evidence_edits.py).
"""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest

from tests.conftest import BOX31
from tests.hostile.evidence_edits import noticed, run_trial
from tests.support.edits import edits

EVERY = 23  # of some 400 edits; test_ledger_edits.py tries every cell against the ledger alone


def verified(case: Path) -> tuple[int, str]:
    done = subprocess.run([BOX31, "-C", case, "verify"], capture_output=True, text=True)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr


def test_a_sample_of_all_edits_is_noticed(case: Path, tmp_path: Path) -> None:
    assert noticed(case) == set()
    chosen = list(edits(case / "box31.db"))
    assert len(chosen) > 300
    assert len({edit.table for edit in chosen}) > 35
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    trial = run_trial(case, chosen[::EVERY], scratch)
    assert trial.made >= 12
    assert [f"{edit.table}: {edit.what}" for edit in trial.missed] == []


def test_a_deleted_database(case: Path) -> None:
    for path in case.glob("box31.db*"):
        path.unlink()
    code, said = verified(case)
    assert code == 1
    assert "missing" in said or "deleted" in said


def test_a_database_put_back_to_an_older_copy(case: Path, tmp_path: Path) -> None:
    with sqlite3.connect(case / "box31.db") as now, sqlite3.connect(tmp_path / "older.db") as older:
        now.backup(older)
    done = subprocess.run([BOX31, "-C", case, "review", "export"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    for path in case.glob("box31.db*"):
        path.unlink()
    shutil.copyfile(tmp_path / "older.db", case / "box31.db")
    code, said = verified(case)
    assert code == 1
    assert "older" in said


def test_a_database_of_a_newer_version(case: Path) -> None:
    with sqlite3.connect(case / "box31.db") as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('matcher', 'm999_later', '2030')"
        )
    code, said = verified(case)
    assert code == 1
    assert "newer" in said


@pytest.mark.parametrize("at", [0, 60, 4096, 9 * 4096])
def test_a_damaged_page(case: Path, at: int) -> None:
    with sqlite3.connect(case / "box31.db") as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path = case / "box31.db"
    content = bytearray(path.read_bytes())
    content[at : at + 60] = b"\xee" * 60
    path.write_bytes(content)
    code, said = verified(case)
    assert code == 1, said


def test_a_cut_database(case: Path) -> None:
    path = case / "box31.db"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert verified(case)[0] == 1


def test_a_ledger_file_that_is_gone(case: Path) -> None:
    (case / "archive" / "ledger.jsonl").unlink()
    code, said = verified(case)
    assert code == 1
    assert "ledger.jsonl" in said
