"""A lease has one owner, whatever the clocks say, and a dead owner's is taken over."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from crawler.case import leases
from crawler.case.errors import LOCKED, Box31Error, CaseLocked
from crawler.case.leases import Holder, is_leased, leased

SHORT = 0.3
HOLD = """
import sys, time
from pathlib import Path
from crawler.case.leases import leased
with leased(Path(sys.argv[1]), "work", seconds=float(sys.argv[2])):
    print("held", flush=True)
    time.sleep(60)
"""


def hold(folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", HOLD, str(folder), str(SHORT)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def by_another_machine(folder: Path, until: str, number: int = 1) -> Path:
    path = folder / f".work.lease-{number}"
    path.write_text(json.dumps(asdict(Holder("abc", "other-machine 1234", until, 7))), encoding="utf-8")
    return path


def test_a_second_process_is_kept_out_until_the_first_ends_or_is_killed(tmp_path: Path) -> None:
    first = hold(tmp_path)
    with pytest.raises(CaseLocked, match="another box31 process"), leased(tmp_path, "work"):
        pass
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    with leased(tmp_path, "work"):
        assert is_leased(tmp_path, "work")
    assert not is_leased(tmp_path, "work")


def test_a_lease_of_another_machine_that_is_good_is_respected(tmp_path: Path) -> None:
    by_another_machine(tmp_path, "2999-01-01T00:00:00Z")
    with pytest.raises(CaseLocked, match="machine other-machine works on it"), leased(tmp_path, "work"):
        pass


def test_one_past_its_time_is_watched_before_it_is_taken_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = by_another_machine(tmp_path, "2020-01-01T00:00:00Z")
    waited: list[float] = []
    monkeypatch.setattr(leases.time, "sleep", waited.append)
    monkeypatch.setattr(leases.time, "monotonic", lambda: float(len(waited)))
    with leased(tmp_path, "work", seconds=5):
        assert len(waited) == 5
        assert not path.exists()
    assert "the lease of other-machine is past its time" in capsys.readouterr().err


def test_an_owner_with_a_slow_clock_is_seen_to_be_alive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = by_another_machine(tmp_path, "2020-01-01T00:00:00Z")

    def renew(_seconds: float) -> None:
        path.write_text(json.dumps(asdict(Holder("abc", "other-machine 1234", "2020-01-01T00:01:00Z", 8))))

    monkeypatch.setattr(leases.time, "sleep", renew)
    with pytest.raises(CaseLocked, match="another machine works on it"), leased(tmp_path, "work"):
        pass


@pytest.mark.parametrize(
    "written",
    [
        {"owner": "abc", "machine": "", "until": "2999-01-01T00:00:00Z"},
        {"owner": "abc", "machine": "other", "until": 5},
        {"owner": ["abc"], "machine": "other", "until": ""},
        {"owner": "abc", "machine": "other", "until": "", "renewed": "often"},
        {"owner": "abc"},
        [1],
    ],
)
def test_a_file_that_is_no_lease_is_named(tmp_path: Path, written: object) -> None:
    path = tmp_path / ".work.lease-1"
    path.write_text(json.dumps(written), encoding="utf-8")
    with pytest.raises(Box31Error, match="not a lease; delete it"), leased(tmp_path, "work"):
        pass
    assert json.loads(path.read_bytes()) == written


def test_an_owner_whose_lease_was_taken_over_stops(tmp_path: Path) -> None:
    first = hold(tmp_path)
    by_another_machine(tmp_path, "2999-01-01T00:00:00Z", number=2)
    assert first.wait(timeout=60) == LOCKED
    assert first.stderr is not None
    assert "its lease was lost" in first.stderr.read()
