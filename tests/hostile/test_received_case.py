"""A case that somebody sent, or that lies on a disk that cannot be written: every reading command works, nothing is written."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from crawler.case.case import RECEIVED, Case
from crawler.case.errors import Box31Error, UsageProblem
from matcher.schema.tables import matcher_migrations
from tests.conftest import BOX31
from tests.hostile.received import AUDITED, READING, audited, plant
from tests.support.copies import copy_case, digests


@pytest.fixture(scope="module")
def sent(whole: Path) -> Case:
    return Case.open(whole)


@pytest.mark.parametrize("command", READING)
def test_every_reading_command_works_and_writes_nothing(sent: Case, tmp_path: Path, command: str) -> None:
    before = digests(sent.root)
    done = subprocess.run(
        [BOX31, "--received", "-C", sent.root, *command.split()], capture_output=True, text=True, cwd=tmp_path
    )
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 1) if command == "doctor" else done.returncode == 0, done.stderr
    assert digests(sent.root) == before


def test_code_in_every_place_of_a_received_case_is_not_run(sent: Case, tmp_path: Path) -> None:
    root, marker = copy_case(sent.root, tmp_path / "case"), tmp_path / "ran"
    plant(root, marker)
    before = digests(root)
    seen = audited(root, ["status", "pairs --csv", "items --csv", "archive verify", "site list"], tmp_path)
    assert seen.noted == []
    assert [name for name, _ in seen.failed] == ["site"]  # its profile of code is refused
    assert not marker.exists()
    assert digests(root) == before


def test_settings_that_are_not_used_are_said(sent: Case, tmp_path: Path) -> None:
    root = copy_case(sent.root, tmp_path / "case")
    plant(root, tmp_path / "ran")
    config = (root / "box31.toml").read_text(encoding="utf-8")
    allowed = config.replace("allowed_private = []", 'allowed_private = ["10.0.0.1:80"]')
    (root / "box31.toml").write_text(allowed, encoding="utf-8")
    done = subprocess.run([BOX31, "--received", "-C", root, "pairs"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines() == [
        f"{root}: received case; not used: [network] allowed_private = 10.0.0.1:80",
        f"{root}: received case; not used: [match] model = model",
    ]


def test_the_audit_sees_code_that_runs(sent: Case, tmp_path: Path) -> None:
    root, marker = copy_case(sent.root, tmp_path / "case"), tmp_path / "ran"
    plant(root, marker)
    script = AUDITED + f"import runpy\nrunpy.run_path({str(root / 'setup.py')!r})\nprint(noted)\n"
    command = [sys.executable, "-P", "-c", script, str(root), "[]", str(tmp_path / "notes")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert f"ran {root / 'setup.py'}" in done.stdout
    assert marker.exists()


@pytest.mark.parametrize("command", ["crawl", "match", "review export -o x.csv", "calibrate"])
def test_a_writing_command_is_refused_in_one_line(sent: Case, tmp_path: Path, command: str) -> None:
    environment = {**os.environ, RECEIVED: "1"}
    done = subprocess.run(
        [BOX31, "-C", sent.root, *command.split()],
        capture_output=True,
        text=True,
        env=environment,
        cwd=tmp_path,
    )
    assert done.returncode != 0
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "command",
    [
        "crawl hengdun",
        "crawl --shard 1/2",
        "archive wacz hengdun",
        "archive timestamp --authority http://192.0.2.1",
    ],
)
def test_a_received_case_with_a_profile_gets_no_log_shard_or_package(
    sent: Case, tmp_path: Path, command: str
) -> None:
    root = copy_case(sent.root, tmp_path / "case")
    profile = "start: [http://192.0.2.1/]\nhosts: [192.0.2.1]\nproducts: [/p/]\n"
    (root / "sites" / "hengdun.yaml").write_text(profile, encoding="utf-8")
    before = digests(root)
    command_line = [BOX31, "--received", "-C", root, *command.split()]
    done = subprocess.run(command_line, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode in (1, 2)
    assert "only read" in done.stderr
    assert digests(root) == before


def test_a_model_that_came_with_a_received_case_is_set_aside(
    sent: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = copy_case(sent.root, tmp_path / "case")
    path = root / "box31.toml"
    path.write_text(
        '[case]\ncontact = "x"\n[network]\nallowed_private = ["127.0.0.1:80"]\n[match]\nmodel = "model"\n',
        encoding="utf-8",
    )
    assert Case.open(root).config["match"]["model"] == "model"
    monkeypatch.setenv(RECEIVED, "1")
    case = Case.open(root)
    assert case.config["match"]["model"] == "bundled"
    assert case.config["network"]["allowed_private"] == []
    with pytest.raises(Box31Error, match="only read"), case.lock():
        pass


def test_a_journal_that_is_not_merged_is_read_without_touching_it(
    sent: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = copy_case(sent.root, tmp_path / "case")
    with closing(sqlite3.connect(root / "box31.db")) as writer:
        writer.execute("PRAGMA wal_autocheckpoint = 0")
        writer.execute("UPDATE images SET mime = 'image/later'")
        writer.commit()
        left = Path(shutil.copytree(root, tmp_path / "left"))  # as a disk that was pulled out
        (left / "box31.db-shm").unlink()
    assert (left / "box31.db-wal").stat().st_size > 0
    before = digests(left)
    monkeypatch.setenv(RECEIVED, "1")
    with closing(Case.open(left).database(matcher_migrations)) as db:
        assert db.execute("SELECT DISTINCT mime FROM images").fetchall() == [("image/later",)]
        with pytest.raises(sqlite3.OperationalError):
            db.conn.execute("DELETE FROM images")
        db.conn.execute("CREATE TEMP TABLE chosen (name TEXT)")  # as a dossier does
    assert digests(left) == before


def test_a_database_deleted_beside_an_archive_is_refused(sent: Case, tmp_path: Path) -> None:
    root = copy_case(sent.root, tmp_path / "case")
    (root / "box31.db").unlink()
    for command in ("status", "verify", "items", "archive verify"):
        done = subprocess.run([BOX31, "-C", root, *command.split()], capture_output=True, text=True)
        assert done.returncode == 1
        assert "missing" in done.stdout + done.stderr
        assert "archive/" in done.stdout + done.stderr
        assert "Traceback" not in done.stderr
    assert not (root / "box31.db").exists()


def test_a_database_of_a_newer_version_is_refused(sent: Case, tmp_path: Path) -> None:
    root = copy_case(sent.root, tmp_path / "case")
    with closing(sqlite3.connect(root / "box31.db")) as db, db:
        db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('crawler', 'm999_next', 'x')"
        )
    with pytest.raises(Box31Error, match="made by a newer version of Box31"):
        Case.open(root).database()


@pytest.mark.parametrize("page", [1, 2, 5, 9])
def test_damaged_pages_of_the_database_are_one_line_and_exit_1(sent: Case, tmp_path: Path, page: int) -> None:
    root = copy_case(sent.root, tmp_path / "case")
    with (root / "box31.db").open("r+b") as handle:
        handle.seek((page - 1) * 4096 + (40 if page == 1 else 0))
        handle.write(b"\xde\xad\xbe\xef" * 500)
    for command in ("verify", "items --csv"):
        done = subprocess.run([BOX31, "-C", root, *command.split()], capture_output=True, text=True)
        assert "Traceback" not in done.stderr
        assert done.returncode in (0, 1), done.stderr
    assert page != 1 or done.returncode == 1


def test_a_lock_file_that_is_a_link_is_refused_and_its_target_kept(tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case")
    target = tmp_path / "precious"
    target.write_text("keep me", encoding="utf-8")
    (case.root / ".case.lock").symlink_to(target)
    with pytest.raises(Box31Error, match="a lock must be a plain file"), case.lock():
        pass
    assert target.read_text(encoding="utf-8") == "keep me"


def test_the_folders_of_a_new_case_are_private(tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case")
    for folder in (case.root, *(path for path in case.root.iterdir() if path.is_dir())):
        assert folder.stat().st_mode & 0o077 == 0, folder


@pytest.mark.parametrize(
    "setting", ["[network]\ndelay = 1e400", "[network]\ndelay = -1.0", "[network]\npages_per_run = 0",
                "[match]\nmin_confidence = nan", "[reading]\nmegabytes = 1e300", "[network]\ntotal_time = inf"]
)  # fmt: skip
def test_settings_out_of_range_are_refused_with_file_and_key(tmp_path: Path, setting: str) -> None:
    (tmp_path / "box31.toml").write_text(setting, encoding="utf-8")
    with pytest.raises(UsageProblem, match=r"box31\.toml: \w+\.\w+ = .* out of range"):
        Case.open(tmp_path)


def test_a_view_that_never_ends_is_refused(sent: Case, tmp_path: Path) -> None:
    root = copy_case(sent.root, tmp_path / "case")
    with closing(sqlite3.connect(root / "box31.db")) as connection:
        connection.execute("DROP VIEW current_items")
        connection.execute(
            "CREATE VIEW current_items AS WITH RECURSIVE n(a) AS (SELECT 1 UNION ALL SELECT a + 1 FROM n) SELECT a FROM n"
        )
    command = [BOX31, "--received", "-C", root, "items"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert done.returncode == 1
    assert "its view current_items is not that of this version of Box31; it was changed" in done.stderr
    assert done.stderr.count("\n") == 1
