"""Each hostile file is imported by the command beside a good one: the outcome of both, the time and the memory."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from crawler.case.case import Case
from tests.conftest import BOX31
from tests.hostile.files import GOOD, HOSTILE, HostileFile, as_csv, special_files
from tests.hostile.measured import HANG_S, MEMORY, Measured, run_measured


@dataclass(frozen=True)
class Imported:
    """One run of the command, and the rows of each file that was imported."""

    run: Measured
    rows: dict[str, int]


def import_folder(folder: Path, case: Path) -> Imported:
    """Run `customs import` on the folder into a new case."""
    Case.create(case)
    run = run_measured([BOX31, "-C", case, "customs", "import", folder, "--yes"])
    with closing(sqlite3.connect(case / "box31.db")) as db:
        rows = dict(db.execute("SELECT name, rows_in FROM customs_files").fetchall())
    return Imported(run, rows)


def fault(kind: HostileFile | None, names: list[str], done: Imported) -> str | None:
    """What is wrong with a run, or None: the good file must be whole, the hostile one whole or named as not imported."""
    if done.run.fault:
        return done.run.fault
    if done.rows.get("good.csv") != len(GOOD):
        return f"the good file beside it: {done.rows.get('good.csv')} of {len(GOOD)} rows; {done.run.said[-300:]}"
    missing = [name for name in names if name not in done.run.said]
    if missing:
        return f"nothing is said of {', '.join(missing)}"
    if kind is None:
        return None
    rows = [count for name, count in done.rows.items() if name.startswith(kind.name)]
    if not rows and done.run.code != 3 and kind.rows is None:
        return f"not imported, and exit {done.run.code}"
    if rows and kind.rows is None:
        return f"{sum(rows):,} rows imported of what should be refused"
    if (kind.rows or -1) >= 0 and (not rows or sum(rows) != kind.rows):
        return f"{sum(rows) if rows else 'no'} of {kind.rows:,} rows; {done.run.said[-300:]}"
    lines = [line for line in done.run.said.splitlines() if kind.name in line and "not imported" in line]
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
        most_memory, longest = max(most_memory, done.run.memory), max(longest, done.run.seconds)
        said = next((line for line in done.run.said.splitlines() if kind.name in line), "")
        print(
            f"file, {title}: exit {done.run.code}, {done.run.seconds:.1f} s, {done.run.memory / 1024**2:,.0f} MB: {problem or said[:150]}",
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
