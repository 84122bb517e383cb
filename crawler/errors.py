"""What a command says when it cannot go on: one line that names the thing and the mend, and an exit code."""

from __future__ import annotations

FAILED = 1
WRONG_USE = 2
PARTLY = 3
ALARM = 4
LOCKED = 75


class Box31Error(Exception):
    """A problem to be shown to the user as one line, without a traceback.

    `message` says what happened, to what (file:row, URL), and what to do; `exit_code` is the command's.
    """

    def __init__(self, message: str, exit_code: int = FAILED) -> None:
        super().__init__(message)
        self.message = message
        self.exit_code = exit_code


class UsageProblem(Box31Error):
    """The user named something that is not there or not of the right kind (exit 2)."""

    def __init__(self, message: str) -> None:
        super().__init__(message, WRONG_USE)


class CaseLocked(Box31Error):
    """Another process writes to this case (exit 75)."""

    def __init__(self, message: str) -> None:
        super().__init__(message, LOCKED)
