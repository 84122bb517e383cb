"""A case that is only read: every reading command works, and not a byte of the case is another afterwards."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.conftest import BOX31
from tests.support.copies import digests

COMMANDS = ("verify", "flows", "status --runs")  # test_received_case.py has the listings
WRITING = (
    "review export",
    "match",
    "calibrate",
    "review undo r-0",
    "archive timestamp",
    "customs import box31.toml",
)


def run(case: Path, words: str, *more: str | Path) -> subprocess.CompletedProcess[str]:
    command = [BOX31, "--received", "-C", case, *words.split(), *more]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_reading_commands_work_and_change_nothing(case: Path, tmp_path: Path) -> None:
    before = digests(case)
    failed = []
    for words in COMMANDS:
        done = run(case, words)
        if done.returncode not in (0, 3) or "Traceback" in done.stderr:
            failed.append(f"{words}: {done.returncode} {done.stderr[-200:]}")
    (first,) = run(case, "pairs --csv").stdout.splitlines()[1:2]
    pair = first.split(",", 1)[0]
    for words, more in ((f"explain {pair}", ()), (f"dossier {pair}", ("-o", tmp_path / "dossier"))):
        done = run(case, words, *more)
        if done.returncode != 0:
            failed.append(f"{words}: {done.returncode} {done.stderr[-200:]}")
    assert failed == []
    assert (tmp_path / "dossier" / "manifest-sha256.txt").is_file()
    assert digests(case) == before


@pytest.mark.parametrize("words", WRITING)
def test_writing_commands_refuse_in_one_line(case: Path, words: str) -> None:
    before = digests(case)
    done = run(case, words)
    assert done.returncode not in (0, 3), words
    assert "Traceback" not in done.stderr
    assert digests(case) == before
