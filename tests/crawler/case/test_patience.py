"""Progress: a rewritten line on a terminal, a line every ten seconds elsewhere, and the time left."""

from __future__ import annotations

import io

import pytest

from crawler.case.patience import Patience, time_left


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_log_gets_a_line_every_ten_seconds_and_short_work_says_nothing() -> None:
    stream, clock = io.StringIO(), Clock()
    patience = Patience("pages", stream, clock)
    for second in range(26):
        clock.now = float(second)
        patience(second, 100)
    patience.close()
    assert (
        stream.getvalue()
        == "pages: 10 of 100, about 90 s left\npages: 20 of 100, about 80 s left\n".replace(
            "about 90 s", "about 2 min"
        )
    )


def test_a_terminal_gets_one_line_that_is_taken_away() -> None:
    stream, clock = Terminal(), Clock()
    patience = Patience("pages", stream, clock)
    patience(0)
    clock.now = 1.0
    patience(1200)
    clock.now = 1.1
    patience(1300)
    patience.close()
    assert stream.getvalue() == "\r\x1b[Kpages: 1,200\r\x1b[K"


@pytest.mark.parametrize(
    ("elapsed", "done", "total", "said"),
    [
        (10, 1, 5, "about 40 s"),
        (10, 0, 5, ""),
        (10, 5, 5, ""),
        (10, 5, 0, ""),
        (600, 100, 250, "about 15 min"),
        (3600, 1, 4, "about 3.0 h"),
    ],
)
def test_time_left(elapsed: float, done: int, total: int, said: str) -> None:
    assert time_left(elapsed, done, total) == said
