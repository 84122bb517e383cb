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
    folder = tmp_path_factory.mktemp("demo")
    done = subprocess.run([BOX31, "demo", "demo-case"], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return Demo(folder / "demo-case", done.stdout, done.stderr)


@pytest.fixture
def demo_copy(demo: Demo, tmp_path: Path) -> Path:
    """A copy of the demo's case that a test may change."""
    return copy_case(demo.case, tmp_path / "demo-case")
