"""`make bench` and `make soak` run every benchmark there is."""

from __future__ import annotations

import re
import subprocess

from tests.conftest import ROOT

OF_THEIR_OWN = {"replay.py"}  # targets


def test_every_benchmark_is_run_by_a_target() -> None:
    said = subprocess.run(
        ["make", "--dry-run", "bench", "soak"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    run = set(re.findall(r"(?<!tools/)\b\w+\.py\b", said))
    scripts = {
        path.name
        for path in (ROOT / "benchmarks").glob("*.py")
        if "__main__" in path.read_text(encoding="utf-8")
    }
    assert scripts - OF_THEIR_OWN == run & scripts
    assert run <= scripts
