"""Each hostile file is imported by the command beside a good one: the outcome of both, the time and the memory."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import subprocess
import tempfile
import threading
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from crawler.case.case import Case
from tests.conftest import BOX31
from tests.hostile.files import GOOD, HOSTILE, HostileFile, as_csv, special_files

HANG_S = 30.0  # of processor time, of the command and its processes together
STUCK_S = 150.0  # by the clock, on a machine that may be busy with other things
MEMORY = 1024**3  # bytes of the command and its processes together


@dataclass(frozen=True)
class Imported:
    """One run of the command: exit code, words, seconds of processor time, greatest memory of its processes together."""

    code: int
    said: str
    seconds: float
    memory: int
    rows: dict[str, int]  # by file, of those that were imported

    @property
    def traceback(self) -> bool:
        return "Traceback" in self.said


def import_folder(folder: Path, case: Path) -> Imported:
    """Run `customs import` on the folder into a new case."""
    Case.create(case)
    before = _processor_time()
    process = subprocess.Popen(
        [BOX31, "-C", case, "customs", "import", folder, "--yes"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    )
    watch = _Watch(process.pid)
    try:
        said = process.communicate(timeout=STUCK_S)[1]
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        said = process.communicate()[1] + f"stopped after {STUCK_S:.0f} s by the clock"
    seconds = _processor_time() - before
    watch.ended.set()
    watch.join()
    with closing(sqlite3.connect(case / "box31.db")) as db:
        rows = dict(db.execute("SELECT name, rows_in FROM customs_files").fetchall())
    return Imported(process.returncode, said, seconds, watch.most, rows)


def _processor_time() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class _Watch(threading.Thread):
    """The greatest memory that a process and its descendants held together, looked at 50 times a second."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self.ended = threading.Event()
        self.most = 0
        self.start()

    def run(self) -> None:
        while not self.ended.wait(0.02):
            self.most = max(self.most, sum(map(_resident, [self._pid, *_descendants(self._pid)])))


def _descendants(pid: int) -> list[int]:
    try:
        children = [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
    return [*children, *(found for child in children for found in _descendants(child))]


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def fault(kind: HostileFile | None, names: list[str], done: Imported) -> str | None:
    """What is wrong with a run, or None: the good file must be whole, the hostile one whole or named as not imported."""
    if done.traceback:
        return "traceback: " + done.said[-300:]
    if done.seconds > HANG_S or done.code < 0:
        return f"took {done.seconds:.0f} s of processor time, exit {done.code}; {done.said[-300:]}"
    if done.memory > MEMORY:
        return f"held {done.memory / 1024**2:,.0f} MB"
    if done.rows.get("good.csv") != len(GOOD):
        return f"the good file beside it: {done.rows.get('good.csv')} of {len(GOOD)} rows; {done.said[-300:]}"
    missing = [name for name in names if name not in done.said]
    if missing:
        return f"nothing is said of {', '.join(missing)}"
    if kind is None:
        return None
    rows = [count for name, count in done.rows.items() if name.startswith(kind.name)]
    if not rows and done.code != 3 and kind.rows is None:
        return f"not imported, and exit {done.code}"
    if rows and kind.rows is None:
        return f"{sum(rows):,} rows imported of what should be refused"
    if (kind.rows or -1) >= 0 and (not rows or sum(rows) != kind.rows):
        return f"{sum(rows) if rows else 'no'} of {kind.rows:,} rows; {done.said[-300:]}"
    lines = [line for line in done.said.splitlines() if kind.name in line and "not imported" in line]
    if not rows and len(lines) != 1:
        return f"{len(lines)} lines say that it was not imported"
    return None


def try_files(fast_only: bool = False) -> int:
    """Import every hostile file; prints the outcome of each, and returns how many failed."""
    faults: list[str] = []
    most_memory, longest = 0, 0.0
    for title, kind in HOSTILE.items():
        if fast_only and not kind.fast:
            continue
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place) / "files"
            folder.mkdir()
            kind.write(folder / kind.name)
            (folder / "good.csv").write_text(as_csv(GOOD), encoding="utf-8")
            done = import_folder(folder, Path(place) / "case")
        problem = fault(kind, [kind.name], done)
        faults += [f"{title}: {problem}"] if problem else []
        most_memory, longest = max(most_memory, done.memory), max(longest, done.seconds)
        said = next((line for line in done.said.splitlines() if kind.name in line), "")
        print(
            f"file, {title}: exit {done.code}, {done.seconds:.1f} s, {done.memory / 1024**2:,.0f} MB: {problem or said[:150]}",
            flush=True,
        )
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "files"
        folder.mkdir()
        names = special_files(folder)
        (folder / "good.csv").write_text(as_csv(GOOD), encoding="utf-8")
        problem = fault(None, names, import_folder(folder, Path(place) / "case"))
        faults += [f"pipes, devices and links: {problem}"] if problem else []
    print(
        f"files: {len(HOSTILE) + 1} kinds, {len(faults)} faults (rows unaccounted, tracebacks, over {HANG_S:.0f} s, "
        f"over {MEMORY >> 30} GB); longest {longest:.1f} s, most memory {most_memory / 1024**2:,.0f} MB"
    )
    for line in faults:
        print(f"  {line}")
    return len(faults)
