"""How far a long work is: one rewritten line on a terminal, a line every ten seconds anywhere else."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TextIO

ON_TERMINAL = 0.5  # seconds between two looks of the rewritten line
ELSEWHERE = 10.0  # seconds between two lines of a log


class Patience:
    """Called with what is done and how much there is, it tells so, with the time left as the pace so far gives it.

    What ends within ten seconds says nothing outside a terminal. `total` 0: unknown, no time left is told.
    """

    def __init__(
        self, what: str, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.what, self._stream, self._clock = what, stream or sys.stderr, clock
        self._terminal = self._stream.isatty()
        self._started = self._last = -1.0  # the work begins with the first call
        self._first = 0
        self._shown = False

    def __call__(self, done: int, total: int = 0) -> None:
        """Tell that `done` of `total` is done, where it is time to."""
        now = self._clock()
        if self._started < 0:
            self._started = self._last = now
            self._first = done
        if now - self._last < (ON_TERMINAL if self._terminal else ELSEWHERE):
            return
        self._last = now
        line = f"{self.what}: {done:,}" + (f" of {total:,}" if total else "")
        if left := time_left(now - self._started, done - self._first, total - self._first):
            line += f", {left} left"
        self._stream.write(f"\r\x1b[K{line}" if self._terminal else line + "\n")
        self._stream.flush()
        self._shown = True

    def close(self) -> None:
        """Take the rewritten line away."""
        if self._terminal and self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()


def time_left(elapsed: float, done: int, total: int) -> str:
    """About how long the rest takes at the pace so far: "about 40 s", "about 12 min"; "" where nothing tells."""
    if not 0 < done < total or elapsed <= 0:
        return ""
    seconds = elapsed / done * (total - done)
    if seconds < 90:
        return f"about {max(round(seconds), 1)} s"
    minutes = seconds / 60
    return f"about {minutes:.0f} min" if minutes < 90 else f"about {minutes / 60:.1f} h"
