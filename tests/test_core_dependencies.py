"""What reading a page loads is installed without any extra of Box31, by any pip."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, metadata, packages_distributions

from packaging.requirements import Requirement

from tests.conftest import ROOT

# Reads every page of the demo's site, where the modules that are named cannot be imported.
READ = """
import sys
from pathlib import Path
sys.modules |= dict.fromkeys(sys.argv[2:])
from crawler.extract.worker.page_reading import read_page
pages = sorted(Path(sys.argv[1]).rglob("*.html"))
assert len(pages) > 20
for page in pages:
    reading = read_page(page.read_bytes(), "http://maker.example/x", {}, captured_at="2023-05-09T00:00:00Z")
    assert not reading.problem, (page, reading.problem)
"""


def same(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def brought_by(name: str) -> set[str]:
    """The distributions that an installation of `name` brings.

    An extra counts if its package spells it so: pip before 23.3, which comes with Python 3.11, knows no other spelling. It
    only warns of `lxml[html_clean]`, and the newcomer's pages could not be read.
    """
    found, waiting = {same(name)}, [(name, "")]
    seen = set(waiting)
    while waiting:
        one, extra = waiting.pop()
        try:
            told = metadata(one)
        except PackageNotFoundError:  # of another system
            continue
        if extra and extra not in (told.get_all("Provides-Extra") or ()):
            continue
        for text in told.get_all("Requires-Dist") or ():
            needed = Requirement(text)
            if needed.marker is None or needed.marker.evaluate({"extra": extra}):
                found.add(same(needed.name))
                new = {(needed.name, each) for each in (*needed.extras, "")} - seen
                seen |= new
                waiting += new
    return found


def test_every_page_of_the_demo_is_read_with_what_a_newcomer_has() -> None:
    core = brought_by("box31")
    assert {"lxml", "trafilatura", "beautifulsoup4"} <= core
    without = [
        module for module, owners in packages_distributions().items() if not core & set(map(same, owners))
    ]
    assert "pytest" in without
    site = ROOT / "matcher" / "demo" / "data" / "site"
    done = subprocess.run(
        [sys.executable, "-c", READ, site, *without], capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
