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
    if code == -signal.SIGXCPU:
        return f"took more than {seconds} seconds of processor time"
    if code < 0:
        return f"ended the reading process (signal {-code})"
    return f"ended the reading process (exit code {code})"


def limit_this_process(
    *, memory: int | None = None, seconds: float | None = None, written: int | None = None
) -> None:
    """Limit this process for good: bytes of address space, seconds of processor time from now, bytes of one file.

    No core is dumped. The system ends a process that takes more time (SIGXCPU); more memory raises MemoryError.
    """
    import resource  # not on Windows, where nothing is limited

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if memory is not None:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    if written is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (written, written))
    if seconds is not None:
        limit_processor_time(seconds)


def limit_processor_time(seconds: float) -> None:
    """Give this process `seconds` of processor time from now; may be called again for the next piece of work."""
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = math.ceil(used.ru_utime + used.ru_stime + seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))


@contextmanager
def temporary_folder(prefix: str = "box31-") -> Iterator[Path]:
    """A private folder that is deleted at the end, also where SIGTERM ends the program meanwhile."""
    before = None
    if threading.current_thread() is threading.main_thread():
        before = signal.signal(signal.SIGTERM, _leave)
    try:
        with tempfile.TemporaryDirectory(prefix=prefix) as folder:
            yield Path(folder)
    finally:
        if before is not None:
            signal.signal(signal.SIGTERM, before)


def _leave(number: int, _frame: object) -> NoReturn:
    sys.exit(128 + number)


def end_with_parent(code: int = 1) -> None:
    """End at once when standard input, a pipe that the parent holds, is closed: also after kill -9 of the parent."""
    threading.Thread(
        target=_wait_for_end, args=(lambda: os.read(sys.stdin.fileno(), 1024), code), daemon=True
    ).start()


def _wait_for_end(read: Callable[[], bytes], code: int) -> None:
    while read():
        pass
    os._exit(code)
