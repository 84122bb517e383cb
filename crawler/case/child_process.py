"""Child processes: limits of memory, time and files that a process sets for itself, and an end with its parent."""

from __future__ import annotations

import math
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from multiprocessing.process import parent_process
from pathlib import Path
from typing import NoReturn

OUT_OF_MEMORY = 77  # exit code of a child that met its limit of memory


def module_command(module: str, *words: str) -> list[str]:
    """The command that runs a module of ours. -P: no module is taken from the current folder, which may be anybody's."""
    return [sys.executable, "-P", "-m", module, *words]


def end_in_words(code: int, megabytes: int, seconds: int) -> str:
    """Why a limited child ended with `code` (negative for a signal), as what follows "reading it"."""
    if code in (OUT_OF_MEMORY, -signal.SIGABRT):  # a library that gets no memory may end with SIGABRT
        return f"took more than {megabytes} MB of memory"
    if sys.platform != "win32" and code == -signal.SIGXCPU:
        return f"took more than {seconds} seconds of processor time"
    if code < 0:
        return f"ended the reading process (signal {-code})"
    return f"ended the reading process (exit code {code})"


def limit_this_process(
    *, memory: int | None = None, seconds: float | None = None, written: int | None = None
) -> None:
    """Limit this process for good: bytes of address space, seconds of processor time from now, bytes of one file.

    No core is dumped. The system ends a process that takes more time (SIGXCPU); more memory raises MemoryError.
    On Windows, which has no such limits for a process of its own, nothing is limited.
    """
    try:
        import resource
    except ModuleNotFoundError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if memory is not None:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    if written is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (written, written))
    if seconds is not None:
        limit_processor_time(seconds)


def limit_processor_time(seconds: float) -> None:
    """Give this process `seconds` of processor time from now; may be called again for the next piece of work."""
    try:
        import resource
    except ModuleNotFoundError:  # Windows
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = math.ceil(used.ru_utime + used.ru_stime + seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))


@contextmanager
def temporary_folder(prefix: str = "box31-") -> Iterator[Path]:
    """A private folder that is deleted at the end, also where SIGTERM ends the program meanwhile."""
    with tidied_on_sigterm(), tempfile.TemporaryDirectory(prefix=prefix) as folder:
        yield Path(folder)


@contextmanager
def tidied_on_sigterm() -> Iterator[None]:
    """SIGTERM meanwhile ends the program as an exit does, with what is to be deleted at its end; in the main thread only."""
    before = None
    if threading.current_thread() is threading.main_thread():
        before = signal.signal(signal.SIGTERM, _leave)
    try:
        yield
    finally:
        if before is not None:
            signal.signal(signal.SIGTERM, before)


def _leave(number: int, _frame: object) -> NoReturn:
    sys.exit(128 + number)


@contextmanager
def interrupt_waits() -> Iterator[None]:
    """Ctrl-C meanwhile is raised at the end, and processes started meanwhile never get it: a terminal sends it to all.

    A worker that dies of it while it starts, or whose parent is torn away from starting it, prints a traceback or
    leaves its parent waiting for ever. Blocking the signal is not enough: the system then gives it to another thread
    (those of a library for linear algebra are there from its import on), and Python raises it in this one. Does
    nothing in other threads, where nothing is ever raised, nor on Windows, where no thread can block a signal.
    """
    if threading.current_thread() is not threading.main_thread() or sys.platform == "win32":
        yield
        return
    came: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, frame: came.append(number))
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, handler)
        if came:
            signal.raise_signal(signal.SIGINT)


def end_with_parent(code: int = 1) -> None:
    """End at once when the parent ends, also by kill -9; nothing would tell a child otherwise.

    In a process of multiprocessing its sentinel tells it, in others standard input: a pipe that the parent holds.
    """
    if (parent := parent_process()) is not None:
        from multiprocessing.connection import wait

        told: Callable[[], object] = partial(wait, [parent.sentinel])
    else:
        told = _standard_input_ends
    threading.Thread(target=_end_after, args=(told, code), daemon=True).start()


def _standard_input_ends() -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass


def _end_after(told: Callable[[], object], code: int) -> None:
    told()
    os._exit(code)
