"""Work in one forked process apart, so that what the work loads there is given back to the system when it has ended."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import traceback
from collections.abc import Callable, Generator, Iterable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

from crawler.case.child_process import end_with_parent, interrupt_waits
from crawler.case.errors import Box31Error
from matcher.workers import memory_frozen

Task = TypeVar("Task")
Result = TypeVar("Result")

RESULT, DONE, FAILED = "result", "done", "failed"
ENDING = 5.0  # seconds until a process that has closed its connection has ended


class Apart(Generic[Task, Result]):
    """`work` in a process of its own, which is forked for the first task and keeps what it has loaded until `end`.

    A task after that has a new process, as has one asked for in a process that was forked meanwhile.
    """

    def __init__(self, work: Callable[[Task], Iterable[Result]], does: str) -> None:
        """What `work` closes over is shared by forking; tasks and results are pickled.

        `does` tells the user what the process is for: "the process that ... was ended".
        """
        self._work = work
        self._does = does
        self._running: tuple[int, BaseProcess, Connection] | None = None

    def results(self, task: Task) -> Generator[Result, None, None]:
        """What `work(task)` gives, as it comes. Raises what `work` raises, and Box31Error where the process was killed."""
        process, connection = self._started()
        whole = False
        try:
            connection.send(task)
            while (message := connection.recv())[0] == RESULT:
                yield message[1]
            whole = True
        except (EOFError, OSError) as error:
            raise self._was_ended(process) from error
        finally:
            if not whole:  # what is still to come would be taken for the next task's
                self.end()
        if message[0] == FAILED:
            raise message[1]

    def end(self) -> None:
        """End the process, if there is one."""
        running, self._running = self._running, None
        if running is not None and running[0] == os.getpid():
            _, process, connection = running
            process.kill()  # it holds nothing that is to be tidied up
            process.join()
            connection.close()

    def _was_ended(self, process: BaseProcess) -> Box31Error:
        process.join(ENDING)
        code = process.exitcode or 0
        how = f"signal {-code}; the system may have had too little memory" if code < 0 else f"exit {code}"
        return Box31Error(
            f"the process that {self._does} was ended ({how}); what it had done is kept, run the command again"
        )

    def _started(self) -> tuple[BaseProcess, Connection]:
        if self._running is None or self._running[0] != os.getpid():
            context = multiprocessing.get_context("fork")
            mine, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(self._work, theirs, mine), daemon=True)
            with memory_frozen(), interrupt_waits():
                process.start()
                theirs.close()
                self._running = os.getpid(), process, mine
        return self._running[1:]


def _serve(work: Callable[[Any], Iterable[Any]], connection: Connection, other_end: Connection) -> None:
    """Do one task after the other until the connection ends."""
    other_end.close()
    end_with_parent()
    try:
        while True:
            _do(work, connection.recv(), connection)
    except (EOFError, OSError):  # nobody asks any more
        return


def _do(work: Callable[[Any], Iterable[Any]], task: Any, connection: Connection) -> None:
    """Send what `work(task)` gives and raises. Raises OSError where nobody takes it."""
    try:
        for result in work(task):
            connection.send((RESULT, result))
    except Exception as error:  # raised again by the process that asked
        connection.send((FAILED, _sendable(error)))
    else:
        connection.send((DONE, None))


def _sendable(error: Exception) -> Exception:
    """The error with its traceback as a note; one that does not survive pickling is told in words."""
    sent = error if _survives_pickling(error) else RuntimeError(f"{type(error).__name__}: {error}")
    sent.add_note("".join(traceback.format_exception(error)))
    return sent


def _survives_pickling(error: Exception) -> bool:
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - what was pickled here
    except Exception:  # an error of a library may take any arguments
        return False
    return True
