"""Lock files: one process at a time, and a lock file that is a link is refused, not followed."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from typing import IO

from crawler.case.errors import Box31Error

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700  # a case holds personal data
LOCKED_BYTE = 2**30  # the byte that a lock on Windows covers; none of our locked files is so long
WAIT_SECONDS = 0.05  # between two attempts on Windows, which has no lock to wait for without end


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


def refuse_link(path: Path) -> None:
    """Raise Box31Error where a file that Box31 writes in its place is a link: it may lead to any file of the user's."""
    if path.is_symlink():
        raise Box31Error(f"{path}: a link, and writing there would change another file; delete it")


def try_lock(handle: IO[bytes] | FileIO, *, shared: bool = False) -> bool:
    """Lock an open file until it is closed; False where another process holds it. On Windows every lock is exclusive."""
    try:
        import fcntl
    except ModuleNotFoundError:
        return _try_lock_on_windows(handle)
    try:
        fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _try_lock_on_windows(handle: IO[bytes] | FileIO) -> bool:
    """A lock of one byte beyond the file's end: there, others can still read and write all that is in the file."""
    import msvcrt

    before = os.lseek(handle.fileno(), 0, os.SEEK_CUR)
    os.lseek(handle.fileno(), LOCKED_BYTE, os.SEEK_SET)
    try:
        msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    except OSError:
        return False
    finally:
        os.lseek(handle.fileno(), before, os.SEEK_SET)
    return True


def lock(handle: IO[bytes] | FileIO) -> None:
    """Lock an open file until it is closed, waiting for whoever holds it."""
    try:
        import fcntl
    except ModuleNotFoundError:
        while not _try_lock_on_windows(handle):
            time.sleep(WAIT_SECONDS)
    else:
        fcntl.flock(handle, fcntl.LOCK_EX)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file at `path`, waiting for whoever holds it."""
    with open_lock(path) as handle:
        lock(handle)
        yield
