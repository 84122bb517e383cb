"""How long a review sheet of 50,000 pairs takes to write and to read, and how quick the pages are with 200,000.

Runs the real commands on a made-up case (no data needed; --data is taken as every benchmark takes it).
Goals: export under 15 s, import under 5 s, under 500 MB.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.support.review_case import make_case  # noqa: E402 - found from the project's root

GOALS = {"export": 15.0, "import": 5.0, "megabytes": 500.0}


def measured(case: Path, *words: str) -> dict[str, float]:
    """Seconds and peak memory (the largest process) of `box31 review ...`."""
    start = time.monotonic()
    program = "from matcher.commands.cli import main; main()"
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
    cpu = usage.ru_utime + usage.ru_stime  # what it would take on a machine of its own
    return {
        "seconds": round(time.monotonic() - start, 2),
        "cpu": round(cpu, 2),
        "megabytes": round(usage.ru_maxrss / 1024, 1),
    }


def apart(function: str, *words: object) -> None:
    """Call one of this file's functions in a process of its own: a child's peak memory starts at its parent's."""
    subprocess.run([sys.executable, __file__, "--call", function, *map(str, words)], check=True)


def prepare(root: str, pairs: str) -> None:
    """A made-up case."""
    make_case(Path(root), int(pairs), items=500)


def page_times(case: Path, pages: int = 40) -> dict[str, float]:
    """Seconds of `box31 review serve`: the first page with its counts, and decisions with the page that follows."""
    program = "from matcher.commands.cli import main; main()"
    words = [sys.executable, "-c", program, "-C", str(case), "review", "serve", "--reviewer", "Ann"]
    server = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        start = time.monotonic()
        with urllib.request.urlopen(address) as answer:
            url, page = answer.url, answer.read().decode()
        first = time.monotonic() - start
        spent = []
        for _ in range(pages):
            form = dict(re.findall(r'name="(form_token|signature)" value="(\w+)"', page))
            start = time.monotonic()
            body = urllib.parse.urlencode({**form, "decision": "accept"}).encode()
            with urllib.request.urlopen(url, body) as answer:
                url, page = answer.url, answer.read().decode()
            spent.append(time.monotonic() - start)
    finally:
        server.terminate()
        server.wait()
    return {
        "first page": round(first, 3),
        "median": round(sorted(spent)[pages // 2], 3),
        "worst": round(max(spent), 3),
    }


def fill_in(sheet: str, filled: str) -> None:
    """Decide every row, as a reviewer of endless patience would."""
    source, target = Path(sheet), Path(filled)
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
    parser.add_argument("--serve-pairs", type=int, default=200_000)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--call", nargs="+", help=argparse.SUPPRESS)
    words = parser.parse_args()
    if words.call:
        {"prepare": prepare, "fill_in": fill_in}[words.call[0]](*words.call[1:])
        return
    results: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for form in ("csv", "xlsx"):
            root = Path(folder) / form
            apart("prepare", root, words.pairs)
            sheet, filled = root / f"sheet.{form}", root / f"filled.{form}"
            results[f"export {form}"] = measured(root, "export", "-o", str(sheet))
            apart("fill_in", sheet, filled)
            results[f"check {form}"] = measured(root, "check", str(filled))
            results[f"import {form}"] = measured(root, "import", str(filled))
            results[f"status {form}"] = measured(root, "status")
            results[f"export {form}"]["file_megabytes"] = round(sheet.stat().st_size / 1e6, 1)
        apart("prepare", Path(folder) / "large", words.serve_pairs)
        pages = page_times(Path(folder) / "large")
    if words.json:
        results["serve"] = pages
        print(json.dumps(results))
        return
    for name, figures in results.items():
        print(
            f"{name:14} {figures['seconds']:6.2f} s ({figures['cpu']:5.2f} s of processor)"
            f" {figures['megabytes']:7.1f} MB"
        )
    print(
        f"serve with {words.serve_pairs:,} pairs: "
        + ", ".join(f"{name} {value} s" for name, value in pages.items())
    )
    print(f"goals: export {GOALS['export']} s, import {GOALS['import']} s, {GOALS['megabytes']} MB")


if __name__ == "__main__":
    main()
