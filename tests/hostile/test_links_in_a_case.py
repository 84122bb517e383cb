"""A link where Box31 writes a file of its own is refused: it may lead to any file of the user's; a disk that is only read is said."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.conftest import BOX31


def run(case: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([BOX31, "-C", case, *words], capture_output=True, text=True, timeout=120)


SITE = "hengdun"


@pytest.fixture
def crawled(case: Path) -> Path:
    """A case whose site can be crawled again; nothing answers there."""
    profile = "start: [http://192.0.2.1/]\nhosts: [192.0.2.1]\nproducts: [/p/]\n"
    (case / "sites" / f"{SITE}.yaml").write_text(profile, encoding="utf-8")
    return case


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("archive/ledger.jsonl", ("reply", "ask", "X", "--day", "2026-11-02", "--by", "Ann", "--text", "x")),
        (f"archive/{SITE}/crawl.log", ("crawl", SITE)),
        ("reliability.svg", ("calibrate",)),
    ],
)
def test_a_link_is_not_written_through(
    crawled: Path, tmp_path: Path, place: str, words: tuple[str, ...]
) -> None:
    case, mine = crawled, tmp_path / "mine.txt"
    mine.write_text("a file of the user, without a line feed", encoding="utf-8")
    (case / place).unlink(missing_ok=True)
    (case / place).symlink_to(mine)
    done = run(case, *words)
    assert done.returncode == 1
    assert f"{case / place}: a link, and writing there would change another file; delete it" in done.stderr
    assert "Traceback" not in done.stderr
    assert mine.read_text(encoding="utf-8") == "a file of the user, without a line feed"


def test_a_crawl_that_cannot_write_its_log_ends_in_one_line(crawled: Path) -> None:
    log = crawled / "archive" / SITE / "crawl.log"
    log.unlink(missing_ok=True)
    log.mkdir()
    done = run(crawled, "crawl", SITE)
    assert done.returncode == 1
    assert f"{log}: a folder, not a file" in done.stderr
    assert "Traceback" not in done.stderr
