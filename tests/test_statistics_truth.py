"""The benchmark of published statistics: its files have totals counted by hand, and it judges them by the real command."""

from __future__ import annotations

import json
import subprocess
import sys

import yaml

from tests.conftest import ROOT

FILES = ROOT / "tests" / "support" / "statistics"


def test_every_file_of_statistics_has_totals_counted_by_hand() -> None:
    truth = yaml.safe_load((FILES / "truth.yaml").read_text(encoding="utf-8"))
    files = {path.name for path in FILES.iterdir() if path.suffix in (".csv", ".dat", ".json")}
    assert set(truth) == files
    assert all(question["answers"] for entry in truth.values() for question in entry["questions"])


def test_the_benchmark_judges_a_file_by_the_real_command() -> None:
    script = ROOT / "benchmarks" / "statistics_truth.py"
    done = subprocess.run(
        [sys.executable, script, "--only", "gacc_query_usd", "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads(done.stdout)
    assert report["verdicts"] == {"right": 1}
