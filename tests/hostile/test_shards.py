"""`archive adopt` of shards that were changed, forged or are bombs, and adoptions that are stopped at any point."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from crawler.archive.record_rules import broken_rows
from crawler.case.case import Case
from tests.hostile.outputs import printed
from tests.hostile.shards import DAMAGES, Fleet, adopt_damaged, crawled_fleet
from tests.support.case import rows
from tests.support.copies import digests
from tests.support.fleet import faults

# Calls that an adoption makes, in order, and the last moment at which nothing is written yet.
POINTS = ("copy_files", "copy_rows", "_keep_ledgers", "put_in_place", "committed")
STOPPED = """
import errno, os, signal, sys
from crawler.case.ledger_connection import LedgerConnection
from crawler.fleet import site_history
point, how, case, shard = sys.argv[1:]
owner = LedgerConnection if point == "committed" else site_history
call = getattr(owner, point)

def stopped(*given):
    done = None if point == "committed" else call(*given)
    if point == "committed" and not any(name.startswith("of-") for name in os.listdir(case + "/archive")):
        return call(*given)
    setattr(owner, point, call)
    if how == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if point == "copy_files":
        from crawler.fleet.site_files import discard
        discard(done)  # as it does where it fails itself
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

setattr(owner, point, stopped)
from matcher.commands.cli import main
sys.argv = ["box31", "-C", case, "archive", "adopt", shard]
main()
"""


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Fleet:
    return crawled_fleet(tmp_path_factory.mktemp("fleet"))


@pytest.fixture
def copies(fleet: Fleet, tmp_path: Path) -> tuple[Path, Path]:
    """A case that has adopted one shard, and another shard of it."""
    return (
        Path(shutil.copytree(fleet.case, tmp_path / "case")),
        Path(shutil.copytree(fleet.shard, tmp_path / "shard")),
    )


def wrong(case: Path) -> list[object]:
    with closing(Case.open(case).database()) as db:
        return [*faults(Case.open(case)), *broken_rows(db)]


@pytest.mark.parametrize("name", [*DAMAGES][::4])
def test_a_hostile_shard_is_refused_in_a_line_and_the_case_stays_whole(
    fleet: Fleet, tmp_path: Path, name: str
) -> None:  # `make attack` tries all
    assert adopt_damaged(fleet, tmp_path, name) == []


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("how", ["killed", "full"])
def test_an_adoption_that_is_stopped_leaves_nothing_partial_and_can_be_done_again(
    copies: tuple[Path, Path], point: str, how: str
) -> None:
    case, shard = copies
    command = [sys.executable, "-c", STOPPED, point, how, str(case), str(shard)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert "Traceback" not in done.stderr
    if how == "full":
        assert done.returncode == 1, done.stderr
        assert "the disk is full" in done.stderr
        assert wrong(case) == []
    else:
        assert done.returncode == -9
        left = re.compile("not part of any run|a ledger that no adopted site came with|names link")
        assert all(left.match(fault.problem) for fault in wrong(case))
    code, _, said = printed(case, f"archive adopt {shard}")
    assert code == 0, said
    assert wrong(case) == []
    assert len(rows(Case.open(case), "SELECT 1 FROM runs")) == 4


def test_a_received_case_adopts_nothing_and_nothing_is_written_to_it(copies: tuple[Path, Path]) -> None:
    case, shard = copies
    before = digests(case)
    command = [sys.executable, "-m", "matcher", "-C", case, "--received", "archive", "adopt", shard]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "opened as a received case, which is only read" in done.stderr
    assert digests(case) == before


def test_two_adoptions_at_once_are_one_after_the_other(copies: tuple[Path, Path]) -> None:
    case, shard = copies
    command = [sys.executable, "-m", "matcher", "-C", str(case), "archive", "adopt", str(shard)]
    both = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    codes = [one.wait(60) for one in both]
    for one in both:
        one.communicate()
    assert set(codes) <= {0, 75}
    assert 0 in codes
    assert wrong(case) == []


def test_a_command_in_this_process_leaves_its_environment_as_it_was(fleet: Fleet) -> None:
    before = dict(os.environ)  # of fixtures that run commands for a whole module nothing else restores it
    assert printed(fleet.case, "archive verify")[0] == 0
    assert dict(os.environ) == before


def test_a_damaged_ledger_of_the_case_is_one_line(copies: tuple[Path, Path]) -> None:
    case, shard = copies
    for path in case.glob("archive/*ledger.jsonl"):
        path.write_text("garbage\n", encoding="utf-8")
    code, _, said = printed(case, f"archive adopt {shard}")
    assert code == 1
    assert "is not a link; it was changed; restore it from a copy" in said


def test_a_name_of_two_lines_makes_no_line_of_its_own(copies: tuple[Path, Path], tmp_path: Path) -> None:
    case, _ = copies
    shard = tmp_path / "x\x1b[31m\nbox31: adopted"
    shutil.copytree(case, shard)
    (shard / "box31.db").unlink()
    command = [sys.executable, "-m", "matcher", "-C", case, "archive", "adopt", shard]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "x⟨U+001B⟩[31m⟨U+000A⟩box31: adopted" in done.stderr
    assert done.stderr.count("\n") == 1
