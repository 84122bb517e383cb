"""What several tests use: the demo's case, made once by the real command."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.copies import copy_case
from tests.support.environment import environment_restored
from tests.support.made_once import made_once

ROOT = Path(__file__).resolve().parent.parent
SHARED_DATA = Path(os.environ.get("BOX31_DATA", ROOT.parent / "shared" / "data"))
BOX31 = Path(sys.executable).parent / "box31"

# A shell that runs the tests in the background lets them ignore Ctrl-C, and all that they start with them.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def environment() -> Iterator[None]:
    """Restores the variables that a command, called in the test's own process, has set for the processes that it starts."""
    with environment_restored():
        yield


@dataclass(frozen=True)
class Demo:
    """The case that `box31 demo` made, what it printed, and how it ended."""

    case: Path
    stdout: str
    stderr: str


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """A finished demo. Do not write to its case: copy it (fixture `demo_copy`)."""

    def make(folder: Path) -> None:
        done = subprocess.run([BOX31, "demo", "demo-case"], cwd=folder, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        for name, text in (("stdout", done.stdout), ("stderr", done.stderr)):
            (folder / name).write_text(text, encoding="utf-8")

    folder = made_once(tmp_path_factory, "demo", make)
    printed = [(folder / name).read_text(encoding="utf-8") for name in ("stdout", "stderr")]
    return Demo(folder / "demo-case", *printed)


@pytest.fixture
def demo_copy(demo: Demo, tmp_path: Path) -> Path:
    """A copy of the demo's case that a test may change."""
    return copy_case(demo.case, tmp_path / "demo-case")
