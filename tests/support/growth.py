"""How run time grows with the input: whether long inputs take time in proportion, and not in its square."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from itertools import count

TIMES = 4  # the long input is as many short ones
BOUND = 8  # between linear growth, TIMES, and quadratic, its square
ATTEMPTS = 5
SHORT_RUNS = 3  # of each attempt: noise added least to the shortest of them
SHORTEST = 0.002  # seconds: what takes less is repeated, or the clock's own steps would show
MOST_REPEATS = 50


def filled(piece: str, size: int) -> str:
    """`size` characters: a piece again and again."""
    return (piece * (size // len(piece) + 1))[:size]


def grows_linearly(run: Callable[[int], object], size: int) -> bool:
    """Whether `run` takes about TIMES the processor time for TIMES the input, and not the square of that.

    `run` makes an input of the size it is given and reads it; it is compared with itself, since a number of seconds depends on
    the machine, on what else this does, and on the dictionaries that a first call loads. A constant time is below BOUND too.
    Noise only adds time: one attempt below it is enough, and what is quadratic has none.

    Each run has a size of its own, larger by one than that before it, so that a cache answers its repeats only. Choose a `size` at
    which a quadratic part would outweigh what the shortest input costs (a page some milliseconds). Where the code reads texts up
    to a length, the inputs are below it: the longest is TIMES (`size` + 14).
    """
    run(size)
    sizes = count(size + 1)
    repeats = min(MOST_REPEATS, 1 + int(SHORTEST / max(_seconds(run, next(sizes), 1), 1e-6)))
    for _ in range(ATTEMPTS):
        shorts = [next(sizes) for _ in range(SHORT_RUNS)]
        short = min(_seconds(run, one, repeats) for one in shorts)
        long = _seconds(run, TIMES * shorts[0], repeats)
        print(f"{TIMES} times the input: {long / max(short, 1e-6):.1f} times as long as {short:.4f} s")
        if long < BOUND * short:
            return True
    return False


def _seconds(run: Callable[[int], object], size: int, repeats: int) -> float:
    """Seconds of this thread's processor time, without those of the garbage collector, whose turn is chance."""
    collects = gc.isenabled()
    gc.disable()
    try:
        begun = time.thread_time()
        for _ in range(repeats):
            run(size)
        return time.thread_time() - begun
    finally:
        if collects:
            gc.enable()
