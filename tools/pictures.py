"""The pictures of docs/images, taken of the demo case in Chromium: `make pictures`.

The picture of the sheet is LibreOffice's own window and is taken by hand.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
WIDE, NARROW = 1280, 390
KEYS = "aaaru"  # decisions that are made before the picture: three accepts, a reject, an unsure


def main() -> None:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("no Chromium: apt-get install chromium")
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as play:
        case = Path(scratch) / "demo"
        box31(case, "demo")
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        review(browser, case)
        dossier(browser, case)
        browser.close()


def program(case: Path, *words: str) -> list[str]:
    place = ["demo", str(case)] if words == ("demo",) else ["-C", str(case), *words]
    return [sys.executable, "-m", "matcher", *place]


def box31(case: Path, *words: str) -> None:
    subprocess.run(program(case, *words), check=True, capture_output=True)


def review(browser: Any, case: Path) -> None:
    """Some decisions by keyboard, and the next pair on a screen and on a phone."""
    serving = subprocess.Popen(
        program(case, "review", "serve", "--reviewer", "Ann"),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert serving.stdout is not None
        page = browser.new_page(viewport={"width": WIDE, "height": 900})
        page.goto(serving.stdout.readline().strip())
        for key in KEYS:
            with page.expect_navigation():
                page.keyboard.press(key)
        taken(page, "review", WIDE, 900)
        taken(page, "review", NARROW, 844)
    finally:
        serving.terminate()
        serving.wait()


def dossier(browser: Any, case: Path) -> None:
    """The report and a pair of the accepted ones."""
    folder = case / "dossiers" / "pictures"
    box31(case, "dossier", "--accepted", "-o", str(folder))
    report = next(folder.rglob("index.html"))
    pair = sorted(path for path in folder.rglob("pairs/*.html") if re.match("p-", path.name))[0]
    page = browser.new_page()
    for path, name, height in ((report, "dossier-report", 1500), (pair, "dossier-pair", 1900)):
        page.goto(path.resolve().as_uri())
        taken(page, name, WIDE, height)
        taken(page, name, NARROW, height)


def taken(page: Any, name: str, width: int, height: int) -> None:
    """One picture; the wide ones of dossiers have no number in their names."""
    page.set_viewport_size({"width": width, "height": height})
    suffix = "" if width == WIDE and name.startswith("dossier") else f"-{width}"
    page.screenshot(path=IMAGES / f"{name}{suffix}.png")


if __name__ == "__main__":
    main()
