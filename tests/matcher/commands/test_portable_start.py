"""Commands start, and a case is read, where nothing that only POSIX systems have can be imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT
from tests.hostile.files import GOOD, as_csv

POSIX_ONLY = ("fcntl", "grp", "pwd", "resource", "termios", "posix_ipc")
WITHOUT = f"""
import importlib, sys
for name in {POSIX_ONLY!r}:
    sys.modules[name] = None
from matcher.commands.cli import COMMANDS, box31
from click.testing import CliRunner
"""
SCRIPT = """
for module, _ in COMMANDS.values():
    importlib.import_module(module.split(":")[0])
done = CliRunner().invoke(box31, ["--help"])
assert done.exit_code == 0, done.output
for name in COMMANDS:
    done = CliRunner().invoke(box31, [name, "--help"])
    assert done.exit_code == 0, (name, done.output, done.exception)
"""
# msvcrt.locking in terms of POSIX: a lock of so many bytes from the file's position on.
MSVCRT = """
import fcntl, os, subprocess, sys, types
def locking(file, mode, count, lockf=fcntl.lockf, exclusive=fcntl.LOCK_EX | fcntl.LOCK_NB):
    lockf(file, exclusive, count, os.lseek(file, 0, os.SEEK_CUR))
sys.modules["msvcrt"] = types.SimpleNamespace(locking=locking, LK_NBLCK=2)
"""
USED = """
case, file = sys.argv[1:]
done = CliRunner().invoke(box31, ["init", case])
for words in (["customs", "import", file], ["customs", "lines"], ["items", "--csv"], ["search", "helmet"], ["verify"]):
    done = CliRunner().invoke(box31, ["-C", case, *words])
    assert done.exit_code == 0, (words, done.output, done.exception)
"""
HOLDER = """
from pathlib import Path
from crawler.case.locks import open_lock, try_lock
with open_lock(Path(sys.argv[1])) as held:
    assert try_lock(held)
    held.write(b"31")
    print("held", flush=True)
    sys.stdin.read()
"""
OTHER = """
from pathlib import Path
from crawler.case.locks import locked, open_lock, try_lock
with open_lock(Path(sys.argv[1])) as other:
    assert not try_lock(other)
    assert other.read(64) == b"31"
print("refused", flush=True)
with locked(Path(sys.argv[1])):
    print("locked", flush=True)
"""


def test_every_command_starts_without_modules_of_posix() -> None:
    done = _run(WITHOUT + SCRIPT)
    assert done.returncode == 0, done.stderr[-2000:]


def test_a_case_is_used_without_modules_of_posix(tmp_path: Path) -> None:
    file = tmp_path / "lines.csv"
    file.write_text(as_csv(GOOD), encoding="utf-8")
    done = _run(MSVCRT + WITHOUT + USED, tmp_path / "case", file)
    assert done.returncode == 0, done.stderr[-2000:]


def test_a_lock_of_windows_holds_others_up_but_what_is_in_the_file_can_be_read(tmp_path: Path) -> None:
    command = [sys.executable, "-c", MSVCRT + WITHOUT + HOLDER, tmp_path / "lock"]
    other = [*command[:2], MSVCRT + WITHOUT + OTHER, tmp_path / "lock"]
    with subprocess.Popen(command, stdin=-1, stdout=-1, text=True, cwd=ROOT) as holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with subprocess.Popen(other, stdout=-1, text=True, cwd=ROOT) as waiting:
            assert waiting.stdout is not None
            assert waiting.stdout.readline() == "refused\n"
            assert waiting.poll() is None
            holder.stdin.close()
            assert waiting.stdout.read() == "locked\n"
    assert (holder.returncode, waiting.returncode) == (0, 0)


def _run(script: str, *words: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script, *words], capture_output=True, text=True, check=False, cwd=ROOT
    )
