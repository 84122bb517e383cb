"""A process apart: it keeps what it has loaded until its end, raises what its work raises, and is begun again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.case.errors import Box31Error
from matcher.process_apart import Apart

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")

loaded: list[str] = []
DOES = "counts letters"
PATIENCE = 60.0  # seconds until a moment that does not come is a failure


class OfTwoArguments(Exception):
    """An error that can be pickled and not made again from it."""

    def __init__(self, what: str, where: str) -> None:
        super().__init__(f"{what} in {where}")


def work(task: str) -> Iterator[tuple[int, int]]:
    """The process and how many tasks it had, for each letter of the task."""
    loaded.append(task)
    for letter in task:
        if letter == "!":
            raise ValueError(f"no {letter}")
        if letter == "?":
            raise OfTwoArguments("nothing", "task")
        if letter == "x":
            os.kill(os.getpid(), signal.SIGKILL)
        yield os.getpid(), len(loaded)


def test_one_process_does_all_tasks_until_it_is_ended_and_loads_nothing_here() -> None:
    apart = Apart(work, DOES)
    first, second = list(apart.results("abc")), list(apart.results("d"))
    assert first == [(first[0][0], 1)] * 3
    assert second == [(first[0][0], 2)]
    apart.end()
    apart.end()
    ((third, tasks),) = apart.results("e")
    assert third not in (first[0][0], os.getpid())
    assert tasks == 1
    assert not loaded
    apart.end()


@pytest.mark.parametrize(
    ("task", "error", "words"),
    [
        ("a!", ValueError, "^no !\n"),
        ("a?", RuntimeError, "^OfTwoArguments: nothing in task\n"),
        (
            "ax",
            Box31Error,
            r"^the process that counts letters was ended \(signal 9; .*run the command again$",
        ),
    ],
    ids=["failed", "failed in a way that cannot be pickled", "killed"],
)
def test_what_goes_wrong_there_is_raised_here_and_the_next_task_is_done(
    task: str, error: type[Exception], words: str
) -> None:
    apart = Apart(work, DOES)
    found = apart.results(task)
    next(found)
    with pytest.raises(error, match=words) as raised:
        next(found)
    assert error is Box31Error or "in work\n" in "".join(raised.value.__notes__)
    assert len(list(apart.results("abc"))) == 3
    apart.end()


def test_results_that_nobody_takes_are_not_those_of_the_next_task() -> None:
    apart = Apart(work, DOES)
    given = apart.results("abcd")
    next(given)
    given.close()
    assert [tasks for _, tasks in apart.results("ef")] == [1, 1]
    apart.end()


DRIVER = """
import os, time
from matcher.process_apart import Apart

def work(seconds):
    yield os.getpid()
    time.sleep(seconds)
    yield 0

for found in Apart(work, "sleeps").results(600):
    print(found, flush=True)
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=lambda one: one.name)
def test_it_ends_with_the_process_that_asked_and_says_nothing(number: signal.Signals) -> None:
    """Ctrl-C goes to both, as from a terminal; the others to the process that asked."""
    command = [sys.executable, "-c", DRIVER]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as driver:
        assert driver.stdout is not None
        assert driver.stderr is not None
        apart = int(driver.stdout.readline())
        if number == signal.SIGINT:
            os.killpg(driver.pid, number)
        else:
            os.kill(driver.pid, number)
        said = driver.stderr.read()  # to the end of both processes
    assert driver.returncode == -number
    assert said.count("Traceback") == (number == signal.SIGINT), "that of the process that asked"
    deadline = time.monotonic() + PATIENCE
    while Path(f"/proc/{apart}").exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)
