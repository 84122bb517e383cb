"""The pictures of docs/images, taken of the demo case in Chromium: `make pictures`; python tools/pictures.py [CASE], of a demo made before.

The picture of the sheet is LibreOffice's own window and is taken by hand.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image
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
        if len(sys.argv) > 1:
            shutil.copytree(sys.argv[1], case)
        else:
            box31(case, "demo")
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        review(browser, case)
        case_pages(browser, case)
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


# The pages of `box31 open`: name of the picture, address, and what is clicked on the way.
PAGES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("overview", "", ()),
    ("search", "search?q=HD-BV205", ()),
    ("lines", "lines?heading=6506", ()),
    ("line", "lines?heading=6506", ("td.text a",)),
    ("items", "items", ()),
    ("item", "items?q=HD-HW06", (".gallery a",)),
    ("posts", "posts", ()),
    ("post", "posts?statements=with&year=2023", (".postlist a >> nth=1",)),
    ("pairs", "pairs", ()),
    ("confidence", "confidence", ()),
    ("firms", "parties?several=several", ()),
    ("firm", "parties?several=several", ("td.text a",)),
    ("totals", "totals?by1=importer", ()),
    ("flows", "flows?hs=6506", ()),
    ("archive", "runs", ()),
    ("run", "runs", ("th a",)),
    ("capture", "items?q=HD-HW06", (".gallery a", "p.links a")),
    ("site", "sites/hengdun", ()),
    (
        "values",
        "sites/hengdun",
        (".samplepages li:has(input[value=product]:checked) a", ".values button:has-text('HD-')"),
    ),
    ("import", "import", ()),
    ("rejects", "import", ("td.number a",)),
    ("dossiers", "dossiers", ()),
)
QUALITY = 70  # of WebP: text stays sharp, a page takes about 40 kB


def case_pages(browser: Any, case: Path) -> None:
    """Every page of the case, on a screen and on a phone."""
    words = program(case, "open", "--reviewer", "Ann")
    serving = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert serving.stdout is not None
        root = serving.stdout.readline().strip()
        page = browser.new_page(viewport={"width": WIDE, "height": 900})
        for name, address, clicks in PAGES:
            arrive(page, root + address)
            for click in clicks:
                found = page.locator(click).first
                if "button" in click:
                    with page.expect_navigation():
                        found.click()
                else:
                    arrive(page, str(found.evaluate("e => e.href")))
            web_picture(page, f"open-{name}")
        arrive(page, root + "import")
        page.set_input_files(
            "#file", Path(__file__).parent.parent / "matcher/demo/data/customs/ru_sample.csv"
        )
        with page.expect_navigation():
            page.locator(".drop button").click()
        page.wait_for_selector(".mapping", timeout=120_000)
        web_picture(page, "open-columns")
    finally:
        serving.terminate()
        serving.wait()


def arrive(page: Any, address: str) -> None:
    """Open an address, and wait until its values are there."""
    page.goto(address)
    page.wait_for_selector("body:not(:has([data-again]))", timeout=120_000)  # it loads itself again
    page.wait_for_load_state("networkidle")


def web_picture(page: Any, name: str) -> None:
    """The page at both widths, as WebP."""
    for width, height in ((WIDE, 900), (NARROW, 844)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(150)
        with Image.open(io.BytesIO(page.screenshot())) as shot:
            shot.convert("RGB").save(IMAGES / f"{name}-{width}.webp", quality=QUALITY, method=6)
    page.set_viewport_size({"width": WIDE, "height": 900})


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
