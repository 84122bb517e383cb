"""A disk that is full: one clear line, no traceback, and a case that works again once there is room.

A limit on the size of files takes its place: it needs no rights, and every write fails as on a full disk.
"""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import BOX31

LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
from matcher.commands.cli import main
sys.argv = ["box31", *{words!r}]
main()
"""
COMMANDS = (
    ("calibrate",), ("match",), ("review", "export", "--format", "csv"), ("review", "export", "--format", "xlsx"),
    ("dossier", "--accepted"), ("export", "csv", "pair-lines", "-o", "out.csv"),
)  # fmt: skip


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("limit", [2_000, 12_000])
def test_a_full_disk_is_one_clear_line(
    case: Path, tmp_path: Path, words: tuple[str, ...], limit: int
) -> None:
    script = LIMITED.format(limit=limit, words=["-C", str(case), *words])
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert "Traceback" not in done.stderr, done.stderr
    if limit < 4096 or done.returncode:  # less than a page of the database: nothing can be written
        assert done.returncode in (1, 2), done.stderr
        assert done.stderr.strip().splitlines()[-1].startswith("box31: ")
    again = subprocess.run([BOX31, "-C", case, "review", "status"], capture_output=True, text=True)
    assert again.returncode == 0, again.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("archive", "wacz", "hengdun"),
        ("dictionary", "add", "words.tsv", "--from", "ru", "--to", "en"),
        ("reply", "ask", "Maker", "--day", "2026-11-02", "--by", "Ann", "--file", "words.tsv"),
    ],
    ids=" ".join,
)
def test_what_was_written_in_part_is_gone(case: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    lines = [f"{random.Random(n).randbytes(8).hex()}\tword {n}\n" for n in range(5_000)]
    (tmp_path / "words.tsv").write_text("".join(lines), encoding="utf-8")
    before = {path for path in case.rglob("*") if path.is_file()}
    script = LIMITED.format(limit=12_000, words=["-C", str(case), *words])
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    left = {path for path in case.rglob("*") if path.is_file()} - before
    assert [path for path in left if not path.name.startswith((".", "box31.db"))] == []
