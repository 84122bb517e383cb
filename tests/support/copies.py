"""Copies of a finished case that a test may change, and whether a folder was changed."""

from __future__ import annotations

import gc
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from crawler.case.hashing import sha256_of


def copy_case(source: Path, target: Path) -> Path:
    """The folder of the case in `source`, copied to `target`; gives `target`.

    SQLite's side files come and go with its connections: what they hold is written into the database first. Where a
    connection is in the way that nobody holds any more, it is let go.
    """
    if not _written_out(source / "box31.db"):
        gc.collect()  # seconds in a process that has run many tests
        assert _written_out(source / "box31.db"), f"{source}: somebody reads or writes the case"
    return Path(shutil.copytree(source, target, ignore=shutil.ignore_patterns("box31.db-*")))


def _written_out(path: Path) -> bool:
    """Write what SQLite's side file holds into the database; False where another connection is in the way."""
    with closing(sqlite3.connect(path, isolation_level=None, timeout=0.1)) as connection:
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def digests(root: Path) -> dict[str, str]:
    """The SHA-256 of every file below `root`, by its path there."""
    files = (path for path in sorted(root.rglob("*")) if path.is_file())
    return {str(path.relative_to(root)): sha256_of(path) for path in files}
