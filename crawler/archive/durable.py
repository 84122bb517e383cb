"""Bytes that are on the disk when they are said to be: appended ones in groups, and files written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path

from crawler.case.locks import refuse_link

OnDisk = Future[None]  # done when its data is on the disk; its error says why that cannot be


class Syncing:
    """Puts on the disk what was written to one file after another, in a thread of its own.

    What is written while the disk is busy goes there together. Once a file could not be put on the disk, nothing is:
    the system reports such a failure only once, and what came before or after may be lost with it.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sync")
        self._next: OnDisk | None = None
        self._failure: OSError | None = None

    def begin(self, descriptor: int) -> OnDisk:
        """Begin to put all that was written to `descriptor` so far on the disk."""
        if self._next is None or self._next.running() or self._next.done():
            self._next = self._thread.submit(self._sync, descriptor)
        return self._next  # one that has not begun covers what was written meanwhile

    def wait(self) -> None:
        """Wait for all that was begun, whatever came of it: who needs to know asks what `begin` returned."""
        if self._next is not None:
            wait([self._next])

    def close(self) -> None:
        self._thread.shutdown()

    def _sync(self, descriptor: int) -> None:
        if self._failure is not None:
            raise self._failure
        try:
            getattr(os, "fdatasync", os.fsync)(descriptor)  # macOS and Windows have the second only
        except OSError as error:
            self._failure = error
            raise


@contextmanager
def file_beside(path: Path) -> Iterator[Path]:
    """Where to write what becomes the file `path` at the end; where anything fails meanwhile, nothing is left."""
    beside = path.with_name(path.name + ".part")
    refuse_link(beside)
    try:
        yield beside
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def replace_file(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file whole or not at all."""
    write_beside(path, pieces).replace(path)
    sync_folder(path.parent)


def write_beside(path: Path, pieces: Iterable[bytes]) -> Path:
    """Write a file under another name beside its own, and put it on the disk; returns that path.

    Where the pieces or the disk fail, nothing is left.
    """
    beside = path.with_name(path.name + ".part")
    refuse_link(beside)
    try:
        with beside.open("wb") as handle:
            for piece in pieces:
                handle.write(piece)
            handle.flush()
            os.fsync(handle.fileno())
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return beside


def sync_folder(folder: Path) -> None:
    """Put the names in `folder` on the disk: a file whose name is not there is lost."""
    if not hasattr(os, "O_DIRECTORY"):  # Windows: no folder can be opened, and names need no such care
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
