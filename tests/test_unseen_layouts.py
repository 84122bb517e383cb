"""The benchmark of unseen layouts: its files are reproducible, its halves share no header, and it judges by the real command."""

from __future__ import annotations

import json
import subprocess
import sys

import yaml

from tests.conftest import ROOT

WORDS = ROOT / "benchmarks" / "unseen_layouts" / "words"


def test_the_two_halves_share_no_full_header() -> None:
    for path in WORDS.glob("*.yaml"):
        headers = yaml.safe_load(path.read_text(encoding="utf-8")).get("headers", {})
        shared = {f for f, (development, kept, *_) in headers.items() if development == kept}
        assert not shared, f"{path.name}: {shared}"


def test_there_are_at_least_sixty_layouts_in_twelve_languages() -> None:
    specs = yaml.safe_load((WORDS.parent / "layouts.yaml").read_text(encoding="utf-8"))
    assert 2 * len(specs) >= 60
    assert len({spec["language"] for spec in specs}) >= 12


def test_the_benchmark_judges_a_file_by_the_real_command() -> None:
    script = ROOT / "benchmarks" / "unseen_layouts.py"
    done = subprocess.run(
        [sys.executable, script, "--half", "development", "--only", "04-ru-codes", "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    report = json.loads(done.stdout)["development"]
    assert report["files"] == 1
    assert report["description right"] == report["HS right"] == 1.0
