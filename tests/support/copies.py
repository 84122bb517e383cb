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

    SQLite's side files come and go with its connections: what they hold is written into the database first, and
    connections that nobody holds any more are let go.
    """
    gc.collect()
    with closing(sqlite3.connect(source / "box31.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(shutil.copytree(source, target, ignore=shutil.ignore_patterns("box31.db-*")))


def digests(root: Path) -> dict[str, str]:
    """The SHA-256 of every file below `root`, by its path there."""
    files = (path for path in sorted(root.rglob("*")) if path.is_file())
    return {str(path.relative_to(root)): sha256_of(path) for path in files}
