"""Processor time of `box31 verify` on the demo's case and on one with many customs lines."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.conftest import BOX31
from tests.hostile.files import GOOD, as_csv
from tests.hostile.measured import run_measured

LINES = 100_000


def time_verify(lines: int = LINES) -> int:
    """Print the times; gives how many of the two cases are not well."""
    failures = 0
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        run_measured([BOX31, "demo", root / "demo"])
        run_measured([BOX31, "init", root / "many"])
        file = root / "lines.csv"
        file.write_text(as_csv(many(lines)), encoding="utf-8")
        run_measured([BOX31, "-C", root / "many", "customs", "import", file])
        for name, case in (("the demo", root / "demo"), (f"{lines:,} lines", root / "many")):
            done = run_measured([BOX31, "-C", case, "verify"])
            failures += done.code != 0
            said = (done.said.strip().splitlines() or ["nothing said"])[-1]
            print(
                f"verify of {name}: {done.seconds:.1f} s of processor time, {done.memory / 1024**2:,.0f} MB: {said}",
                flush=True,
            )
    return failures


def many(lines: int) -> list[list[str]]:
    """The good rows again and again, each second one with a text of its own."""
    header, *rows = GOOD
    place = header.index("PRODUCT_DESCRIPTION")
    out = [header]
    for number in range(lines):
        row = list(rows[number % len(rows)])
        row[place] += f" {number}" if number % 2 else ""
        out.append(row)
    return out
