"""Files that a person names, and folders that somebody sent: regular files only.

A pipe or a device gives bytes for ever, or none at all: whoever reads it waits, or fills the memory.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from crawler.case.errors import Box31Error, UsageProblem


def check_given(path: Path) -> int:
    """The bytes of the file at `path`. Raises UsageProblem for none, a folder, a pipe or a device."""
    try:
        found = path.stat()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = error.strerror if isinstance(error, OSError) else None
        raise UsageProblem(f"{path}: cannot be read: {reason or error}; check the name") from error
    if stat.S_ISDIR(found.st_mode):
        raise UsageProblem(f"{path}: a folder, not a file; name a file")
    if not stat.S_ISREG(found.st_mode):
        raise UsageProblem(f"{path}: a pipe or a device, not a file; save what it gives to a file first")
    return found.st_size


def given_bytes(path: Path, most: int) -> bytes:
    """The content of the file at `path`. Raises UsageProblem as `check_given`, and for one of more than `most` bytes."""
    if check_given(path) > most:
        raise UsageProblem(f"{path}: larger than {most // 1024**2} MB")
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageProblem(f"{path}: cannot be read: {error.strerror}") from error


SPECIAL = "a pipe or a device, which no case holds; remove it"


def check_folder(root: Path) -> None:
    """Raise Box31Error where `special_files` finds one."""
    for path in special_files(root):
        raise Box31Error(f"{path}: {SPECIAL}")


def special_files(root: Path) -> Iterator[Path]:
    """Pipes, devices and sockets below `root`, and links to one. Links to folders are not followed."""
    for path in _entries(root):
        try:
            kind = stat.S_IFMT(path.stat().st_mode)
        except OSError:  # a link to nothing, or a folder of others: whoever reads it says so
            continue
        if kind not in (stat.S_IFREG, stat.S_IFDIR):
            yield path


def _entries(folder: Path) -> Iterator[Path]:
    """What is no regular file, below `folder`."""
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _entries(Path(entry.path))
        elif not entry.is_file(follow_symlinks=False):
            yield Path(entry.path)
