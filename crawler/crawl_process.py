"""`box31 crawl NAME` as a process of its own: one site's trouble is not another's, and several run at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.output import say

if TYPE_CHECKING:
    from crawler.case import Case
    from crawler.due import Crawl


def program_path() -> Path:
    """The `box31` program that is running, or the one beside this Python."""
    called = Path(sys.argv[0])
    if called.name.startswith("box31") and called.is_file():
        return called.resolve()
    return Path(sys.executable).parent / "box31"


def crawl_process(case: Case, program: Path) -> Crawl:
    """A function that crawls one site of `case` in a process, passes on what it says, and returns its exit code."""

    def crawl(site: str) -> int:
        command = [str(program), "-C", str(case.root), "crawl", site]
        with subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
        ) as process:
            assert process.stderr is not None, "it was asked for"
            for line in process.stderr:
                say(f"{site}: {line.rstrip()}")
        return process.returncode

    return crawl
