"""Lock files: one process at a time, and a lock file that is a link is refused, not followed."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path

from crawler.case.errors import Box31Error

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700  # a case holds personal data


def open_lock(path: Path) -> FileIO:
    """The lock file at `path`, made where it is not there. Raises Box31Error where it is a link or no plain file."""
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        handle = FileIO(os.open(path, flags, PRIVATE_FILE), "r+")
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.EISDIR, errno.ENXIO):
            raise Box31Error(
                f"{path}: a lock must be a plain file, and this is a link or a folder; delete it"
            ) from error
        raise
    return handle


def try_lock(handle: FileIO, *, shared: bool = False) -> bool:
    """Lock an open lock file; False where another process holds it."""
    import fcntl

    try:
        fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file at `path`, waiting for whoever holds it."""
    import fcntl

    with open_lock(path) as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
