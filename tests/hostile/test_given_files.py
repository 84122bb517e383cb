"""Files that a person names: pipes and devices are refused, large and nested ones end in one line, in every command."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.case.errors import UsageProblem
from crawler.case.given_files import check_given, given_bytes
from tests.conftest import BOX31

SPARSE = 3 * 1024**3  # bytes, of which the disk holds none
ADDRESS_SPACE = 6 * 1024**3  # of a command: a device that is read to its end ends there
TAKES_A_FILE = (
    "lists import {} --date 2026-11-01",
    "customs import {}",
    "customs preview {}",
    "customs parse {}",
    "customs import x.csv --layout {}",
    "review check {}",
    "eval {}",
    "dictionary add {} --from ru --to en",
    "reply ask Maker --day 2026-11-02 --by Ann --file {}",
    "site inspect {}",
)


def run(case: Path, words: str) -> subprocess.CompletedProcess[str]:
    command = f'ulimit -v {ADDRESS_SPACE // 1024}; exec "$@"'
    given = ["sh", "-c", command, "sh", BOX31, "-C", case, *words.split()]
    return subprocess.run(given, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
@pytest.mark.parametrize("words", TAKES_A_FILE)
def test_a_pipe_or_device_is_refused_in_one_line(case: Path, tmp_path: Path, words: str) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    for path in (tmp_path / "pipe.csv", Path("/dev/zero")):
        done = run(case, words.format(path))
        assert done.returncode in (2, 3)
        assert "a pipe or a device, not a file" in done.stderr + done.stdout
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "words", [words for words in TAKES_A_FILE if "customs import {}" not in words and "preview" not in words]
)
def test_a_file_larger_than_memory_is_refused_in_one_line(case: Path, tmp_path: Path, words: str) -> None:
    with (tmp_path / "large.csv").open("wb") as file:
        file.truncate(SPARSE)
    done = run(case, words.format(tmp_path / "large.csv"))
    assert done.returncode in (1, 2, 3)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("words", ["customs preview {}", "customs import {} --yes"])
def test_a_large_file_that_is_no_table_is_told_by_its_beginning(
    case: Path, tmp_path: Path, words: str
) -> None:
    with (tmp_path / "large.csv").open("wb") as file:
        file.truncate(100 * SPARSE)  # to read all of it would take minutes
    done = run(case, words.format(tmp_path / "large.csv"))
    assert done.returncode == 2
    assert "large.csv: binary data or an unknown encoding, not a table of text" in done.stderr


def test_a_given_file_is_read_up_to_its_limit(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    assert check_given(tmp_path / "a") == 5
    assert given_bytes(tmp_path / "a", 5) == b"12345"
    for path, said in (
        (tmp_path / "a", "larger than"),
        (tmp_path, "a folder"),
        (tmp_path / "b", "check the name"),
    ):
        with pytest.raises(UsageProblem, match=said):
            given_bytes(path, 4)
    with pytest.raises(UsageProblem, match="cannot be read"):
        check_given(Path("a\0b"))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
@pytest.mark.parametrize("place", ["archive/pipe.manifest.json", "sites/more.yaml", "reviews/sheet.csv"])
def test_a_pipe_or_device_in_a_received_case_is_named_and_read_by_nobody(case: Path, place: str) -> None:
    os.mkfifo(case / place)
    (case / "dossiers" / "link").symlink_to("/dev/zero")
    for words in (
        "--received verify",
        "--received archive verify",
        "--received site list",
        "verify",
        "archive verify",
    ):
        done = run(case, words)
        assert done.returncode == 1, done.stdout
        assert "a pipe or a device, which no case holds; remove it" in done.stderr + done.stdout
    (case / place).unlink()
    assert f"{case / 'dossiers' / 'link'}: a pipe" in run(case, "--received status").stderr
    (case / "dossiers" / "link").unlink()
    assert run(case, "--received status").returncode == 0


@pytest.mark.parametrize(
    ("name", "text"),
    [("box31.toml", "a = " + "[" * 100_000), ("taxonomy.yaml", "kinds: " + "[" * 100_000)],
    ids=("toml", "yaml"),
)
def test_settings_nested_without_end_are_refused_in_one_line(case: Path, name: str, text: str) -> None:
    (case / name).write_text(text, encoding="utf-8")
    done = run(case, "match")
    assert done.returncode == 2
    assert f"{case / name}: not valid" in done.stderr
    assert len(done.stderr.splitlines()) == 1
