"""Copies of a finished case that a test may change, and whether a folder was changed."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from crawler.case.hashing import sha256_of


def copy_case(source: Path, target: Path) -> Path:
    """The folder of the case in `source`, copied to `target`; gives `target`.

    The database is copied by SQLite: connections that are still open, and its side files, are in nobody's way.
    """
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("box31.db-*"))
    (target / "box31.db").unlink()
    with (
        closing(sqlite3.connect(source / "box31.db")) as original,
        closing(sqlite3.connect(target / "box31.db")) as copy,
    ):
        original.backup(copy)
    return target


def digests(root: Path) -> dict[str, str]:
    """The SHA-256 of every file below `root`, by its path there."""
    files = (path for path in sorted(root.rglob("*")) if path.is_file())
    return {str(path.relative_to(root)): sha256_of(path) for path in files}
