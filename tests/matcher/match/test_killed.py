"""kill -9 in the middle of `box31 match`: the case is as it was, and the next run ends where an unbroken one ends."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from click.testing import CliRunner

from matcher.commands.cli import box31
from matcher.embedding.encoder import KEY
from matcher.review.decisions import review_database
from tests.support.copies import copy_case
from tests.support.matching_case import add_goods, small_world
from tests.support.tiny_model import make_tiny_model

BOX31 = Path(sys.executable).parent / "box31"
NEW_GOODS = 64  # goods records added before the run that is killed
PATIENCE = 60.0  # seconds until a moment that does not come is a failure
STATE = ("pairs", "pair_scores", "match_covered", "decisions", "calibrations")


@pytest.fixture(scope="module")
def half_done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A matched case to which as many goods were added as it had, and the model it is matched with."""
    folder = tmp_path_factory.mktemp("killed")
    model = str(make_tiny_model(folder / "tiny"))
    case, _ = small_world(folder / "case")
    done = CliRunner().invoke(box31, ["-C", str(case.root), "match", "--model", model])
    assert done.exit_code == 0, (done.output, done.exception)
    with closing(review_database(case)) as db:
        for number in range(NEW_GOODS):
            text = f"БРОНЕЖИЛЕТ NIJ IIIA, ВЕС {number % 9},5 КГ, ПАРТИЯ {number}"
            add_goods(db, f"g-new-{number:03}", text, "ZAKALKA" if number % 2 else "", "621143")
    return case.root, model


def command(case: Path, model: str) -> list[str]:
    return [str(BOX31), "-C", str(case), "match", "--model", model]


def listed(case: Path) -> bytes:
    done = CliRunner().invoke(box31, ["-C", str(case), "pairs", "--min-confidence", "0", "--csv"])
    assert done.exit_code == 0, (done.output, done.exception)
    return done.stdout_bytes


def state(case: Path) -> list[list[tuple[object, ...]]]:
    with closing(sqlite3.connect(case / "box31.db")) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        return [db.execute(f"SELECT * FROM {table}").fetchall() for table in STATE]


@pytest.fixture(scope="module")
def unbroken(half_done: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What an uninterrupted run makes of it."""
    root, model = half_done
    case = copy_case(root, tmp_path_factory.mktemp("unbroken") / "case")
    done = subprocess.run(command(case, model), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return listed(case)


def runs(case: Path) -> int:
    with closing(sqlite3.connect(case / "box31.db")) as db:
        return int(db.execute("SELECT count(*) FROM match_runs").fetchone()[0])


def vectors(case: Path) -> int:
    return sum(path.stat().st_size // KEY for path in (case / "vectors").glob("*/keys"))


# As soon as this many more runs have begun, and texts been encoded, the run is killed.
MOMENTS = {
    "begun": lambda case, had: runs(case) > had[0],
    "encoding": lambda case, had: vectors(case) > had[1],
    "comparing": lambda case, had: vectors(case) >= had[1] + NEW_GOODS,
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_run_leaves_the_case_as_it_was_and_the_next_one_ends_alike(
    half_done: tuple[Path, str], unbroken: bytes, tmp_path: Path, moment: str
) -> None:
    root, model = half_done
    case = copy_case(root, tmp_path / "case")
    before, had = state(case), (runs(case), vectors(case))
    reached: Callable[[Path, tuple[int, int]], bool] = MOMENTS[moment]
    process = subprocess.Popen(
        command(case, model), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        deadline = time.monotonic() + PATIENCE
        while not reached(case, had):
            assert process.poll() is None, "it ended before it could be killed"
            assert time.monotonic() < deadline
            time.sleep(0.001)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    finally:
        with suppress(ProcessLookupError):  # whatever children it left
            os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert state(case) == before
    done = CliRunner().invoke(box31, ["-C", str(case), "match", "--model", model])
    assert done.exit_code == 0, (done.output, done.exception)
    assert listed(case) == unbroken
