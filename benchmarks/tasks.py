"""Ten tasks of a researcher and ten of a reviewer (docs/tasks.md), done in Chromium on the pages of `box31 open`.

Each is done at 1280 and at 390 pixels, with the keyboard alone where --keyboard is given (Tab to what is used, then
Enter), on the case of `box31 demo`. A task fails where its answer is not what the case's database says. At every page
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
                        seconds.setdefault(name, {})[str(width)] = round(time.monotonic() - start, 1)
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
    parser.add_argument("--case", help="a case made by `box31 demo` (default: a new one); it is changed")
    parser.add_argument("--keyboard", action="store_true", help="no mouse")
    parser.add_argument("--only", default="", help="tasks whose name holds this")
    parser.add_argument("--json", action="store_true")
    words = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "demo"
        if words.case:
            shutil.copytree(words.case, root)
        else:
            subprocess.run(
                [sys.executable, "-m", "matcher", "demo", str(root)], check=True, capture_output=True
            )
        found = run(root, words.keyboard, words.only)
    if words.json:
        print(json.dumps(found, ensure_ascii=False))
        return
    for name, at in found["seconds"].items():
        print(f"{name:52} " + " ".join(f"{width} px {at[str(width)]:5.1f} s" for width in WIDTHS))
    print(
        f"requests to other hosts: {len(found['outside'])}; axe {'used' if found['axe'] else 'not there'}; faults: {len(found['faults'])}"
    )
    for fault in found["faults"]:
        print(f"  {fault}")
    sys.exit(bool(found["faults"] or found["outside"]))


if __name__ == "__main__":
    main()
