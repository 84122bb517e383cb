"""A command run and measured: exit code, words, processor time, and the memory of all its processes together."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HANG_S = 30.0  # of processor time, of the command and its processes together
STUCK_S = 900.0  # by the clock, on a machine that may be busy with other things
MEMORY = 1024**3  # bytes of the command and its processes together


@dataclass(frozen=True)
class Measured:
    """One run: exit code, what was printed, seconds of processor time, greatest memory in bytes at one moment."""

    code: int
    printed: str
    said: str
    seconds: float
    memory: int

    @property
    def fault(self) -> str | None:
        """A traceback, too much time or too much memory, in words; None where there is none of them."""
        if "Traceback" in self.said:
            return "traceback: " + self.said[-300:]
        if self.seconds > HANG_S or self.code < 0:
            return f"took {self.seconds:.0f} s of processor time, exit {self.code}; {self.said[-300:]}"
        if self.memory > MEMORY:
            return f"held {self.memory / 1024**2:,.0f} MB"
        return None


def run_measured(
    command: Sequence[str | Path], *, stuck: float = STUCK_S, cwd: Path | None = None
) -> Measured:
    """Run the command to its end; one that still runs after `stuck` seconds by the clock is killed."""
    before = _processor_time()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace", cwd=cwd
    )
    watch = _Watch(process.pid)
    try:
        printed, said = process.communicate(timeout=stuck)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        printed, said = process.communicate()
        said += f"stopped after {stuck:.0f} s by the clock"
    watch.ended.set()
    watch.join()
    return Measured(process.returncode, printed, said, _processor_time() - before, watch.most)


def _processor_time() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class _Watch(threading.Thread):
    """The greatest memory that a process and its descendants held together, looked at 50 times a second."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self.ended = threading.Event()
        self.most = 0
        self.start()

    def run(self) -> None:
        while not self.ended.wait(0.02):
            self.most = max(self.most, sum(map(_resident, [self._pid, *_descendants(self._pid)])))


def _descendants(pid: int) -> list[int]:
    try:
        children = [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
    return [*children, *(found for child in children for found in _descendants(child))]


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0
