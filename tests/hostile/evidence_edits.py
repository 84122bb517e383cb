"""The trial of the evidence: every edit of the database, each on a copy of a case, and whether `verify` notices it.

    python -m tests.hostile.evidence_edits CASE [--every N]

Prints how many edits were made, how many `verify` noticed, how many of them it would also notice without the ledger (by
recomputing from bytes, cells, sheets and terms), and each one that it missed. Exits 1 where there is one.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from crawler.case.case import Case
from crawler.case.errors import Box31Error
from matcher.commands.verify import findings_of
from tests.support.edits import Edit, edits


@dataclass
class Trial:
    """What came of the edits: refused by the tables, noticed, noticed without the ledger, missed."""

    made: int = 0
    refused: int = 0
    recomputed: int = 0
    by_table: Counter[str] = field(default_factory=Counter)
    missed: list[Edit] = field(default_factory=list)


def run_trial(root: Path, chosen: Sequence[Edit], scratch: Path) -> Trial:
    """Make each edit on a copy of the case's database and let `verify` look; the case itself stays as it is."""
    trial = Trial()
    database = root / "box31.db"
    whole = scratch / "whole.db"
    with sqlite3.connect(database) as source, sqlite3.connect(whole) as target:
        source.backup(target)
    case = scratch / "case"
    shutil.copytree(
        root, case, symlinks=True, ignore=shutil.ignore_patterns("box31.db*", "vectors", "dossiers")
    )
    for edit in chosen:
        for left in case.glob("box31.db*"):
            left.unlink()
        shutil.copyfile(whole, case / "box31.db")
        if not edit.apply(case / "box31.db"):
            trial.refused += 1
            continue
        trial.made += 1
        trial.by_table[edit.table] += 1
        areas = noticed(case)
        trial.recomputed += bool(areas - {"ledger"})
        if not areas:
            trial.missed.append(edit)
    return trial


def noticed(case: Path) -> set[str]:
    """The areas in which `verify` finds something wrong; pages are not read again, which takes longest."""
    try:
        return {one.area for one in findings_of(Case.open(case), read_pages=False) if one.problem}
    except Box31Error:
        return {"database"}


def trial_of(root: Path, every: int = 1) -> int:
    """Run every Nth edit on the case and print the counts; gives how many were missed, 1 where it was wrong before."""
    untouched = noticed(root)
    if untouched:
        print(f"{root}: verify finds {', '.join(sorted(untouched))} wrong before any edit")
        return 1
    with tempfile.TemporaryDirectory() as scratch:
        trial = run_trial(root, list(edits(root / "box31.db"))[::every], Path(scratch))
    for edit in trial.missed:
        print(f"missed: {edit.table}: {edit.what}")
    print(
        f"edits and verify: {trial.made} over {len(trial.by_table)} tables ({trial.refused} more refused by the tables),"
        f" unnoticed {len(trial.missed)}, noticed without the ledger too {trial.recomputed}",
        flush=True,
    )
    return len(trial.missed)


def reviewed_demo(root: Path) -> Path:
    """The demo case with 60 decisions of a sheet, and confidences calibrated on them."""

    def box31(*words: str | Path) -> None:
        subprocess.run([sys.executable, "-m", "matcher", *words], check=True, capture_output=True)

    box31("demo", root)
    sheet = root.parent / "sheet.csv"
    box31("-C", root, "review", "export", "-o", sheet, "--limit", "60", "--reviewer", "ann")
    with sheet.open(encoding="utf-8-sig", newline="") as handle:
        header, *rows = csv.reader(handle)
    for number, row in enumerate(rows):
        row[header.index("decision")] = ("accept", "accept", "reject")[number % 3]
    with sheet.open("w", encoding="utf-8-sig", newline="") as handle:
        csv.writer(handle).writerows([header, *rows])
    box31("-C", root, "review", "import", sheet)
    box31("-C", root, "calibrate")
    return root


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("case", type=Path)
    parser.add_argument("--every", type=int, default=1, help="only every Nth edit")
    given = parser.parse_args()
    sys.exit(1 if trial_of(given.case, given.every) else 0)


if __name__ == "__main__":
    main()
