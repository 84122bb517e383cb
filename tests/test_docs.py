"""Every command in the README and the docs does what it is shown to do on the demo's case: exit 0, or 3 where a
page shows rows that cannot be read.

A ```sh block is run line by line, in order, in a folder that holds `demo-case` (a finished demo). `make` lines
are checked against the Makefile. Blocks that only show output, or need the world outside, are ```text.
"""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.case.errors import PARTLY
from tests.conftest import BOX31, ROOT, Demo
from tests.support.copies import copy_case

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
ON_THE_DEMO = [page for page in PAGES if page.name != "story.md"]  # its own case: test_story.py
FENCE = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)


def shell_lines(page: Path) -> list[str]:
    """The commands of a page, continuation lines joined, comments and blank lines left out."""
    blocks = FENCE.findall(page.read_text(encoding="utf-8"))
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]


def targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))


@pytest.mark.parametrize("page", ON_THE_DEMO, ids=lambda page: page.name)
def test_commands_on_this_page_work(page: Path, demo: Demo, tmp_path: Path) -> None:
    copy_case(demo.case, tmp_path / "demo-case")
    path = f"{BOX31.parent}:/usr/local/bin:/usr/bin:/bin"
    for line in shell_lines(page):
        if line.startswith("make"):
            assert line.split()[1] in targets(), line
            continue
        done = subprocess.run(
            ["bash", "-c", line],
            cwd=tmp_path,
            env={"PATH": path, "HOME": str(Path.home()), "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
        )
        assert done.returncode in (0, PARTLY), f"{line}\n{done.stdout[-500:]}\n{done.stderr[-2000:]}"


def test_the_readme_shows_what_the_demo_prints(demo: Demo) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^make demo\n.*?^```text\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)
    *lines, pair = [line for line in block.splitlines() if line]
    printed = " ".join((demo.stdout + demo.stderr).split())
    for line in lines:
        assert " ".join(line.split()) in printed, line
    pairs = subprocess.run([BOX31, "-C", demo.case, "pairs", "--csv"], capture_output=True, text=True).stdout
    _, confidence, level, goods, item = re.split(r" {2,}", pair)
    shown = [row for row in csv.DictReader(pairs.splitlines()) if row["item_name"] == item]
    (row,) = [row for row in shown if row["goods"].startswith(goods.rstrip("…"))][:1]
    assert (row["level"], float(row["confidence"]) > float(confidence.lstrip(">"))) == (level, True)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_pictures_on_this_page_are_there(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if "://" not in target and not target.startswith("mailto:"):
            assert (page.parent / target).exists(), target


def test_the_pages_as_a_site_have_no_broken_link_and_ask_no_other_host(tmp_path: Path) -> None:
    pytest.importorskip("zensical", reason="zensical is not installed")
    site = tmp_path / "site"
    script = ROOT / "tools" / "docs_site.py"
    done = subprocess.run([sys.executable, str(script), str(site)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    pages = [*site.rglob("*.html")]
    assert len(pages) >= len(PAGES)
    assert all("Content-Security-Policy" in page.read_text(encoding="utf-8") for page in pages)
