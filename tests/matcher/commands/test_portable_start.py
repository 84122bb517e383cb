"""Nothing that only POSIX systems have is imported when a command starts: the wheel installs and starts elsewhere too."""

from __future__ import annotations

import subprocess
import sys

from tests.conftest import ROOT

POSIX_ONLY = ("fcntl", "grp", "pwd", "resource", "termios", "posix_ipc")
SCRIPT = """
import importlib, sys
for name in {names!r}:
    sys.modules[name] = None
from matcher.commands.cli import COMMANDS, box31
for module, _ in COMMANDS.values():
    importlib.import_module(module.split(":")[0])
from click.testing import CliRunner
done = CliRunner().invoke(box31, ["--help"])
assert done.exit_code == 0, done.output
for name in COMMANDS:
    done = CliRunner().invoke(box31, [name, "--help"])
    assert done.exit_code == 0, (name, done.output, done.exception)
"""


def test_every_command_starts_without_modules_of_posix() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(names=POSIX_ONLY)],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
