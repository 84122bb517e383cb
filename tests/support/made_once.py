"""Folders that several tests read and none changes: made by the first worker that needs one, read by all. A database in one must
be closed by whoever made it: SQLite cannot share it with a process that keeps a lock."""

from __future__ import annotations

import fcntl
from collections.abc import Callable
from pathlib import Path

import pytest


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder `name` of this run of the tests, which `make` fills; one that is being made is waited for.

    Workers of pytest-xdist have a folder each below that of the run. A failure of `make` is raised, and the next that
    needs the folder tries again.
    """
    base = factory.getbasetemp()
    shared = (base.parent if base.name.startswith("popen-") else base) / "shared"
    shared.mkdir(exist_ok=True)
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made, attempts = shared / f"{name}.made", len(list(shared.glob(f"{name}-*")))
        if not made.exists():
            folder = shared / f"{name}-{attempts}"
            folder.mkdir()
            make(folder)
            made.write_text(folder.name, encoding="utf-8")
    return shared / made.read_text(encoding="utf-8")
