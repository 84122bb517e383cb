"""docs/story.md: each command on the invented world gives the figures that the page shows, and each figure leads to bytes."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from tests.conftest import BOX31, ROOT
from tests.support.copies import copy_case
from tests.support.made_once import made_once
from tools import story_world

PAGE = ROOT / "docs" / "story.md"
STEP = re.compile(r"^```sh\n(.*?)^```\n+(?:```text\n(.*?)^```)?", re.MULTILINE | re.DOTALL)
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "PATH": f"{BOX31.parent}:{os.environ['PATH']}"}
HEADER_END = b"\r\n\r\n"


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds a copy of `story-case`, which one worker makes."""

    def make(folder: Path) -> None:
        words = [sys.executable, ROOT / "tools" / "story.py", "story-case"]
        done = subprocess.run(words, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr

    made = made_once(tmp_path_factory, "told-story", make)
    folder = tmp_path_factory.mktemp("story")
    copy_case(made / "story-case", folder / "story-case")
    return folder


def said(folder: Path, line: str) -> str:
    """What a command prints, to stdout and stderr."""
    done = subprocess.run(
        ["bash", "-c", line], cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{line}\n{done.stderr}"
    return done.stdout + done.stderr


def listing(folder: Path, line: str) -> list[dict[str, str]]:
    done = subprocess.run(
        ["bash", "-c", line], cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=True
    )
    return list(csv.DictReader(io.StringIO(done.stdout)))


def test_each_figure_of_the_page_is_what_its_command_prints(story: Path) -> None:
    steps = STEP.findall(PAGE.read_text(encoding="utf-8"))
    assert len(steps) == 10
    for commands, shown in steps:
        printed = " ".join(" ".join(said(story, line) for line in commands.splitlines()).split())
        assert shown
        for line in shown.splitlines():
            assert " ".join(line.split()) in printed, f"{commands}\n{line}\n{printed}"


def test_the_figures_are_those_of_the_world() -> None:
    vests = [one for one in story_world.shipments() if one.hs == story_world.VEST_HS]
    since = [one for one in vests if "2023-04-15" <= one.day <= "2023-12-31"]
    assert sum(one.quantity for one in since) == 240_000
    assert len({one.firm for one in since}) == 2
    assert sum(one.quantity for one in vests) == 292_000
    sights = [one for one in story_world.shipments() if one.hs == story_world.SIGHT_HS]
    assert (sum(one.quantity for one in sights), sum(one.usd for one in sights)) == (1_880, 7_520_000)
    assert len({one.day[:7] for one in story_world.shipments()}) == 17
    drones = [story_world.EXPORTS["8806", country][1] for country in ("RUS", "UKR")]
    assert drones[0] == 30 * drones[1]
    for country, change in (("RUS", 169), ("UKR", 39)):
        before, after = (
            sum(story_world.EXPORTS[code, country][year] for code in ("6909", "6914")) for year in (0, 1)
        )
        assert 100 * after == change * before


def test_each_line_of_an_order_leads_to_its_row_in_a_file_with_the_hash_of_the_case(story: Path) -> None:
    files = {row["file"]: row for row in listing(story, "box31 -C story-case customs files --csv")}
    lines = listing(story, "box31 -C story-case orders --lines --csv")
    assert len(lines) == 14
    for line in lines:
        content = (story / "story-case" / "sources" / line["customs_file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == files[line["customs_file"]]["sha256"]
        rows = list(csv.reader(io.StringIO(content.decode("cp1251")), delimiter=";"))
        cells = rows[int(line["row"]) - 1]
        assert line["declaration"] in cells
        assert line["description"] in cells


def test_the_post_leads_to_its_bytes_in_the_archive(story: Path) -> None:
    pages = dict(story_world.pages())
    captures = listing(story, "box31 -C story-case export csv captures")
    (capture,) = [one for one in captures if one["url"].endswith(f"news/{story_world.ORDER}.html")]
    with (story / "story-case" / capture["warc"]).open("rb") as handle:
        handle.seek(int(capture["warc_offset"]))
        record = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(handle.read())
    payload = record.split(HEADER_END, 2)[2].removesuffix(HEADER_END)
    assert payload == pages[f"news/{story_world.ORDER}.html"]
    assert hashlib.sha256(payload).hexdigest() == capture["payload_sha256"].lstrip("'")
