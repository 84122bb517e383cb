"""Ten tasks of a researcher and ten of a reviewer (docs/tasks.md), done in Chromium on the pages of `box31 open`.

Each is done at 1280 and at 390 pixels, with the mouse and with the keyboard alone (Tab to what is used, then Enter),
each hand on a copy of the case of `box31 demo`. A task fails where its answer is not what the case's database says. At every page
on the way: violations that axe finds (after `make axe`), requests to other hosts, a page wider than the window.
Needs Chromium and Playwright (no data; --data is taken as every benchmark takes it).
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.tasks import researcher, reviewer  # noqa: E402 - found from the project's root
from benchmarks.tasks.hand import Hand  # noqa: E402
from tests.support.browser import AXE, chromium  # noqa: E402

WIDTHS = {1280: 900, 390: 844}
TASKS = {"researcher": researcher.TASKS, "reviewer": reviewer.TASKS}


def run(case_root: Path, keyboard: bool, only: str) -> dict[str, Any]:
    """All tasks at both widths: seconds of each, and the faults."""
    from crawler.case.case import Case

    axe = AXE.read_text(encoding="utf-8") if AXE.exists() else ""
    seconds: dict[str, dict[str, float]] = {}
    faults, outside = list[str](), set[str]()
    program = "from matcher.commands.cli import main; main()"
    command = [sys.executable, "-c", program, "-C", str(case_root), "open"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert server.stdout is not None
        root = server.stdout.readline().strip()
        with chromium() as browser:
            for width, height in WIDTHS.items():
                page = browser.new_page(viewport={"width": width, "height": height})
                page.on(
                    "request",
                    lambda request: outside.add(request.url) if not _own(request.url, root) else None,
                )
                known = 0
                hand = Hand(page, root, Case.open(case_root), keyboard, axe)
                for who, tasks in TASKS.items():
                    for task in tasks:
                        name = f"{who}: {task.__name__.replace('_', ' ')}"
                        if only and only not in name:
                            continue
                        start = time.monotonic()
                        try:
                            task(hand)
                        except Exception as error:
                            hand.faults.append(
                                f"{name}, {width} px: {type(error).__name__} {str(error)[:300]}"
                            )
                        spent = round(time.monotonic() - start, 1)
                        seconds.setdefault(name, {})[str(width)] = spent
                        new = hand.faults[known:]
                        known = len(hand.faults)
                        print(f"{name}, {width} px: {spent} s", *new, sep="\n  ", file=sys.stderr)
                faults += hand.faults
                page.close()
    finally:
        server.terminate()
        server.wait()
    return {"seconds": seconds, "faults": faults, "outside": sorted(outside), "axe": bool(axe)}


def _own(url: str, root: str) -> bool:
    return url.startswith(("data:", "about:", "blob:")) or urlsplit(url).netloc == urlsplit(root).netloc


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default="../shared/data", help="not needed here")
    parser.add_argument("--case", help="a case made by `box31 demo` (default: a new one); it is copied")
    parser.add_argument("--by", choices=["mouse", "keyboard", "both"], default="both")
    parser.add_argument("--only", default="", help="tasks whose name holds this")
    parser.add_argument("--json", action="store_true")
    words = parser.parse_args()
    hands = ["mouse", "keyboard"] if words.by == "both" else [words.by]
    found = {}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:  # a dossier may still be written
        made = Path(words.case or Path(folder) / "demo")
        if not words.case:
            subprocess.run(
                [sys.executable, "-m", "matcher", "demo", str(made)], check=True, capture_output=True
            )
        for hand in hands:
            copy = Path(folder) / hand
            shutil.copytree(made, copy)
            found[hand] = run(copy, hand == "keyboard", words.only)
            print(
                f"{hand}: {len(found[hand]['faults'])} faults",
                *found[hand]["faults"],
                sep="\n  ",
                file=sys.stderr,
            )
    if words.json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        report(found)
    sys.exit(any(one["faults"] or one["outside"] for one in found.values()))


def report(found: Mapping[str, Mapping[str, Any]]) -> None:
    """Print the seconds of each task by hand and width, then what was wrong."""
    first = next(iter(found.values()))
    for name in first["seconds"]:
        times = (
            f"{hand} {width} px {one['seconds'][name][str(width)]:5.1f} s"
            for hand, one in found.items()
            for width in WIDTHS
        )
        print(f"{name:52} " + " ".join(times))
    for hand, one in found.items():
        print(
            f"{hand}: {len(one['seconds']) * len(WIDTHS)} tasks, {len(one['faults'])} faults;"
            f" requests to other hosts: {len(one['outside'])}; axe {'used' if one['axe'] else 'not there'}"
        )
        for fault in one["faults"]:
            print(f"  {fault}")


if __name__ == "__main__":
    main()
