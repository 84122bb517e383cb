"""Files that a person names: regular files only, since a pipe or a device gives bytes for ever, or none at all."""

from __future__ import annotations

import stat
from pathlib import Path

from crawler.case.errors import UsageProblem


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
