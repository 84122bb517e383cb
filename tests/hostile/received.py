"""A received case full of code, read under an audit: what was run of it, written to it, started or connected to."""

from __future__ import annotations

import json
import os
import pickle
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from crawler.case.case import Case
from tests.hostile.evidence_edits import reviewed_demo
from tests.support.case import rows
from tests.support.copies import digests

READING = [
    "status --json", "items --csv", "posts --csv", "changes --csv", "site list --csv", "schedule show --csv",
    "customs files --csv", "customs rejects --csv", "pairs --csv", "pairs --lines --csv", "review status --csv",
    "review conflicts", "archive verify", "export jsonl", "export csv", "doctor", "search HD-BV205 --csv",
]  # fmt: skip
# Of these some need a pair, some compute the case again: only `make attack` runs them.
MORE_READING = ["flows --csv", "verify", "explain {pair}", "dossier {pair} -o {out}"]
CODE = "import pathlib; pathlib.Path({marker!r}).write_text({name!r})\n"
# Names that something imports or runs where it looks for them in the current folder or beside a model.
MODULES = (
    "json.py", "yaml.py", "numpy.py", "click.py", "sitecustomize.py", "usercustomize.py", "conftest.py", "setup.py",
    "matcher/__init__.py", "crawler/__init__.py", "model/evil.py", "model/modeling_evil.py", "sites/evil.py",
)  # fmt: skip
# Run with: the case, the commands as JSON, and the file that notes what the audit saw.
AUDITED = """
import json, os, sys
case, commands, notes = os.path.realpath(sys.argv[1]), json.loads(sys.argv[2]), sys.argv[3]
noted = []
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC

def inside(path):
    try:
        name = os.fsdecode(path)  # "<string>" and the like are no files; a relative name may be of an open folder
    except TypeError:
        return False
    return os.path.isabs(name) and os.path.realpath(name).startswith(case + os.sep)

def hook(event, given):
    if event == "import" and given[1] and inside(given[1]):
        noted.append(f"imported {given[1]}")
    elif event == "compile" and given[1] and inside(given[1]):
        noted.append(f"compiled {given[1]}")
    elif event == "exec" and inside(getattr(given[0], "co_filename", None)):
        noted.append(f"ran {given[0].co_filename}")
    elif event == "open" and isinstance(given[2], int) and given[2] & WRITING and inside(given[0]):
        noted.append(f"opened {given[0]} for writing")
    elif event in ("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate") and inside(given[0]):
        noted.append(f"{event} {given[0]}")
    elif event == "subprocess.Popen" and os.path.realpath(given[0]) != os.path.realpath(sys.executable):
        noted.append(f"started {given[0]}")
    elif event in ("os.system", "os.exec", "os.posix_spawn", "pty.spawn"):
        noted.append(f"{event} {given[0]}")
    elif event == "ctypes.dlopen" and inside(given[0]):
        noted.append(f"loaded {given[0]}")
    elif event == "pickle.find_class" and given[0] in ("os", "posix", "subprocess", "pathlib", "builtins"):
        noted.append(f"unpickled {given[0]}.{given[1]}")
    elif event == "socket.connect" and not isinstance(given[1], (str, bytes)):
        noted.append(f"connected to {given[1]}")

sys.addaudithook(hook)
from matcher.commands.cli import box31
failed = []
for words in commands:
    try:
        box31.main(["-C", case, "--received", *words], standalone_mode=False)
    except SystemExit as error:
        failed += [[words[0], str(error)]] if error.code not in (0, None) else []
    except Exception as error:
        failed.append([words[0], f"{type(error).__name__}: {error}"])
with open(notes, "w") as out:
    json.dump({"noted": noted, "failed": failed}, out)
"""


@dataclass(frozen=True)
class Audit:
    """What the audit saw of the case's own code and files, and the commands that ended by an error."""

    noted: list[str]
    failed: list[list[str]]


def plant(root: Path, marker: Path) -> None:
    """Put code into every place of a case from which some program has run code before; it writes `marker` where it runs."""
    for name in MODULES:
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(CODE.format(marker=str(marker), name=name), encoding="utf-8")
    config = (root / "box31.toml").read_text(encoding="utf-8")
    named, times = re.subn(r"(?m)^#? ?model = .*$", 'model = "model"', config)
    assert times == 1, "the settings name no model"
    (root / "box31.toml").write_text(named, encoding="utf-8")
    modules = [{"idx": 0, "name": "0", "path": "", "type": "evil.Evil"}]
    (root / "model" / "modules.json").write_text(json.dumps(modules), encoding="utf-8")
    remote = {
        "model_type": "evil",
        "auto_map": {"AutoConfig": "modeling_evil.Config", "AutoModel": "modeling_evil.Model"},
    }
    (root / "model" / "config.json").write_text(json.dumps(remote), encoding="utf-8")
    (root / "sites" / "evil.yaml").write_text(
        f'!!python/object/apply:os.system ["touch {marker}"]\n', encoding="utf-8"
    )
    thing = pickle.dumps(_Runs(marker))
    for name in ("vectors/evil.npy", "vectors/evil.pkl", "vectors/evil.pt", "model/pytorch_model.bin"):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_bytes(thing)
    program = root / "git"
    program.write_text(f"#!/bin/sh\ntouch {marker}\n", encoding="utf-8")
    program.chmod(0o755)


class _Runs:
    """An object whose unpickling writes a file."""

    def __init__(self, marker: Path) -> None:
        self._marker = marker

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, (f"touch {self._marker}",)


def audited(root: Path, commands: list[str], folder: Path, *, traced: bool = False) -> Audit:
    """Run reading commands on the case under the audit, with the case as the current folder and what they print set aside.

    With `traced` the system calls of all processes are looked at too, by strace.
    """
    notes, calls = folder / "notes.json", folder / "calls"
    script = [
        sys.executable,
        "-P",
        "-c",
        AUDITED,
        str(root),
        json.dumps([words.split() for words in commands]),
        str(notes),
    ]
    tracing = ["strace", "-f", "-qq", "-e", "trace=execve,connect", "-o", str(calls)] if traced else []
    path = f"{root}{os.pathsep}{os.environ['PATH']}"  # the case's folder, where "git" lies, comes first
    done = subprocess.run(
        [*tracing, *script], cwd=root, capture_output=True, text=True, env={**os.environ, "PATH": path}
    )
    if not notes.exists():
        return Audit([], [["all", done.stderr[-500:]]])
    seen = json.loads(notes.read_text(encoding="utf-8"))
    return Audit(seen["noted"] + (_of_trace(calls, root) if traced else []), seen["failed"])


def _of_trace(calls: Path, root: Path) -> list[str]:
    """Programs of the case that were started, and connections to the network, in what strace wrote."""
    text = calls.read_text(encoding="utf-8", errors="replace")
    started = [
        path for path in re.findall(r'execve\("([^"]*)".*= 0$', text, re.M) if path.startswith(str(root))
    ]
    connected = re.findall(r"connect\(\d+, \{sa_family=AF_INET6?.*", text)
    return [f"started {path}" for path in started] + [f"system call: {line}" for line in connected]


def try_received() -> int:
    """Every reading command on such a case; prints what the audit saw, and returns how much of it was wrong."""
    traced = shutil.which("strace") is not None
    with tempfile.TemporaryDirectory() as place:
        root, marker = reviewed_demo(Path(place) / "case"), Path(place) / "ran"
        case = Case.open(root)
        with case.lock():
            pass
        pair = rows(case, "SELECT pair_id FROM pairs ORDER BY confidence DESC LIMIT 1")[0]["pair_id"]
        plant(root, marker)
        before = digests(root)
        commands = [
            words.format(pair=pair, out=Path(place) / "dossier") for words in [*READING, *MORE_READING]
        ]
        seen = audited(root, commands, Path(place), traced=traced)
        wrong = seen.noted + [
            f"{name}: {error}" for name, error in seen.failed if "Error" in error.split(":")[0]
        ]
        wrong += [f"code of the case ran: {marker.read_text()}"] if marker.exists() else []
        wrong += ["the case was changed"] if digests(root) != before else []
    for line in wrong:
        print(f"received: {line}")
    print(
        f"received: {len(commands)} reading commands on a case of {len(MODULES) + 7} planted programs, audit of imports, code,"
        f" files, processes and connections{' and strace' if traced else ''}: {len(wrong)} wrong; refused: {seen.failed}",
        flush=True,
    )
    return len(wrong)
