"""How long a review sheet of 50,000 pairs takes to write and to read, and with how much memory.

Runs the real commands on a made-up case (no data needed; --data is taken as every benchmark takes it).
Goals: export under 15 s, import under 5 s, under 500 MB.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.matcher.review.case_fixture import make_case  # noqa: E402 - found from the project's root

GOALS = {"export": 15.0, "import": 5.0, "megabytes": 500.0}


def measured(case: Path, *words: str) -> dict[str, float]:
    """Seconds and peak memory (the largest process) of `box31 review ...`."""
    start = time.monotonic()
    program = "from matcher.cli import main; main()"
    child = subprocess.Popen(
        [sys.executable, "-c", program, "-C", str(case), "review", *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert child.stderr is not None
    said = child.stderr.read().decode()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(said)
    return {"seconds": round(time.monotonic() - start, 2), "megabytes": round(usage.ru_maxrss / 1024, 1)}


def fill_in(source: Path, target: Path) -> None:
    """Decide every row, as a reviewer of endless patience would."""
    if source.suffix == ".xlsx":
        import xlsxwriter
        from python_calamine import CalamineWorkbook

        rows = CalamineWorkbook.from_path(source).get_sheet_by_index(0).to_python()
        with xlsxwriter.Workbook(str(target), {"constant_memory": True}) as book:
            sheet = book.add_worksheet("Review")
            for number, cells in enumerate(rows):
                if number:
                    cells[0], cells[2] = ("accept", "reject", "unsure")[number % 3], "Ann"
                for place, cell in enumerate(cells):
                    sheet.write_string(number, place, str(cell))
        return
    with (
        source.open(encoding="utf-8-sig", newline="") as read,
        target.open("w", encoding="utf-8-sig", newline="") as out,
    ):
        records = csv.reader(read)
        writer = csv.writer(out)
        writer.writerow(next(records))
        for number, cells in enumerate(records):
            cells[0], cells[2] = ("accept", "reject", "unsure")[number % 3], "Ann"
            writer.writerow(cells)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default="../shared/data", help="not needed here")
    parser.add_argument("--pairs", type=int, default=50_000)
    parser.add_argument("--json", action="store_true")
    words = parser.parse_args()
    results: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for form in ("csv", "xlsx"):
            root = Path(folder) / form
            make_case(root, words.pairs, items=500)
            sheet, filled = root / f"sheet.{form}", root / f"filled.{form}"
            results[f"export {form}"] = measured(root, "export", "-o", str(sheet))
            fill_in(sheet, filled)
            results[f"check {form}"] = measured(root, "check", str(filled))
            results[f"import {form}"] = measured(root, "import", str(filled))
            results[f"status {form}"] = measured(root, "status")
            results[f"export {form}"]["file_megabytes"] = round(sheet.stat().st_size / 1e6, 1)
    if words.json:
        print(json.dumps(results))
        return
    for name, figures in results.items():
        print(f"{name:14} {figures['seconds']:6.2f} s  {figures['megabytes']:7.1f} MB")
    print(f"goals: export {GOALS['export']} s, import {GOALS['import']} s, {GOALS['megabytes']} MB")


if __name__ == "__main__":
    main()
