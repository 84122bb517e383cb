"""Embedded sites, found and crawled by the real commands with nothing set by hand."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from benchmarks.processes import box31
from crawler.case.case import Case
from matcher.demo.server import served
from tests.support.case import make_case


def crawled(root: Path, sites: Iterable[Path]) -> Case:
    """A new case in `root` of these folders, each served on loopback, found by `site add` and crawled."""
    with ExitStack() as stack:
        bases = {site.name: stack.enter_context(served(site)) for site in sites}
        case = make_case(root, *(base.removeprefix("http://") for base in bases.values()))
        for name, base in bases.items():
            box31(root, "site", "add", f"{base}/", "--name", name)
        box31(root, "crawl", allowed=(0, 3, 4))  # 4: an alarm
    return case
