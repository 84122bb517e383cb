"""What a command says when it cannot go on: one line that names the thing and the remedy, and an exit code."""

from __future__ import annotations

import errno
import sqlite3

from crawler.case.safe_text import one_line

FAILED = 1
WRONG_USE = 2
PARTLY = 3
ALARM = 4
LOCKED = 75
INTERRUPTED = 130  # what shells say of a command that Ctrl-C ended

# What the system refused -> what the user can do about it.
REMEDIES = {
    errno.EACCES: "no permission; have it given to you, or choose another place",
    errno.EPERM: "no permission; have it given to you, or choose another place",
    errno.EROFS: "this disk can only be read; choose another place",
    errno.ENOSPC: "the disk is full; make room and run the command again",
    errno.EFBIG: "the disk takes no file of that size; choose another place",
    errno.EDQUOT: "your share of the disk is full; make room and run the command again",
    errno.EMFILE: "too many open files; raise the limit (`ulimit -n 4096`) and run the command again",
    errno.ENOENT: "no such file or folder; check the name",
    errno.EISDIR: "a folder, not a file; name a file",
    errno.ENOTDIR: "a file stands where a folder should be; choose another place",
}


class Box31Error(Exception):
    """A problem to be shown to the user as one line, without a traceback.

    `message` says what happened, to what (file:row, URL), and what to do; `exit_code` is the command's.
    """

    def __init__(self, message: str, exit_code: int = FAILED) -> None:
        super().__init__(message)
        self.message = one_line(message)  # a name of a file or a value may hold a line end
        self.exit_code = exit_code


# What may stop any command or page although its code is right; see `problem_of`.
CORRECTABLE = (Box31Error, sqlite3.Error, OSError, MemoryError)


class UsageProblem(Box31Error):
    """The user named something that is not there or not of the right kind (exit 2)."""

    def __init__(self, message: str) -> None:
        super().__init__(message, WRONG_USE)


class CaseLocked(Box31Error):
    """Another process writes to this case (exit 75)."""

    def __init__(self, message: str) -> None:
        super().__init__(message, LOCKED)


def problem_of(error: BaseException) -> Box31Error:
    """The problem that `error` is, where a user can do something about it. Raises `error` where it is a mistake of ours."""
    problem: Box31Error | None = None
    if isinstance(error, Box31Error):
        problem = error
    elif isinstance(error, sqlite3.Error):
        problem = from_sqlite(error)
    elif isinstance(error, MemoryError):
        problem = Box31Error("this machine has too little memory for that; what was finished is kept")
    elif isinstance(error, OSError):
        problem = from_system(error)
    if problem is None:
        raise error
    return problem


def from_sqlite(error: Exception) -> Box31Error:
    """The problem that SQLite names with `error` (an sqlite3.Error)."""
    words = str(error)
    if "disk is full" in words:
        return Box31Error(f"box31.db: {REMEDIES[errno.ENOSPC]}")
    if "readonly" in words:
        return Box31Error("box31.db: the case can only be read here; copy it to work on it")
    if "locked" in words:
        return Box31Error("box31.db: another process is writing to it; run the command again later", LOCKED)
    return Box31Error(f"box31.db: damaged, or not as Box31 made it: {words}; restore it from a copy")


def from_system(error: OSError) -> Box31Error | None:
    """The problem that the system names with `error`, where a user can do something about it."""
    if error.errno not in REMEDIES:
        return None
    where = f"{error.filename}: " if error.filename is not None else ""
    return Box31Error(f"{where}{REMEDIES[error.errno]}")
