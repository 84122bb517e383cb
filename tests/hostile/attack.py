"""`make attack`: the long trials of this folder, with their counts. Each part prints one line and fails the whole."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hostile.evidence_edits import reviewed_demo, trial_of
from tests.hostile.fuzz import NAMES, fuzz
from tests.hostile.import_files import try_files
from tests.hostile.kills import kill_commands
from tests.hostile.sitemaps import KINDS
from tests.hostile.test_sitemaps import PRODUCTS, crawl_with

KILLS = int(os.environ.get("KILLS", "300"))
SECONDS = float(os.environ.get("SECONDS", "600"))  # of mutations, for each reader
SEED = int(os.environ.get("SEED", "1"))


def sitemaps() -> int:
    """Every kind of broken sitemap: all products must be found, and the archive must verify."""
    failures = 0
    for kind in KINDS:
        with tempfile.TemporaryDirectory() as folder:
            found, status, reason, faults = crawl_with(Path(folder) / "case", kind)
        good = found == PRODUCTS and status == "finished" and not faults
        failures += not good
        print(
            f"sitemap, {kind}: {found} of {PRODUCTS} products, {status}, {reason!r}, {len(faults)} faults",
            flush=True,
        )
    print(f"sitemaps: {len(KINDS)} kinds, {failures} lost products or spoilt the archive")
    return failures


def kills() -> int:
    """kill -9 at random moments of commands that write: the ledger must fit, and the command must work again."""
    return kill_commands(KILLS)


def files() -> int:
    """Every hostile customs file beside a good one: rows, tracebacks, seconds, memory."""
    return try_files()


def mutations() -> int:
    """Mutations of small real files, SECONDS for each reader: none may raise what is no clear refusal."""
    failures = 0
    for name in NAMES:
        runs, faults = fuzz(name, seconds=SECONDS, seed=SEED)
        failures += len(faults)
        print(f"fuzz, {name}: {runs:,} mutations, {len(faults)} tracebacks", flush=True)
        for line in faults[:5]:
            print(f"  {line}", flush=True)
    print(f"fuzz: {len(NAMES)} readers, {SECONDS:g} s each, {failures} tracebacks")
    return failures


def edits() -> int:
    """Edits of every cell of every table, as the fast test tries them."""
    return int(
        pytest.main(
            ["-q", "-s", "-p", "no:cacheprovider", str(Path(__file__).parent / "test_ledger_edits.py")]
        )
    )


def verify() -> int:
    """Edits of every column of every table of a matched and reviewed case: the whole of `box31 verify` must notice each."""
    with tempfile.TemporaryDirectory() as folder:
        return trial_of(reviewed_demo(Path(folder) / "case"))


PARTS: dict[str, Callable[[], int]] = {
    "sitemaps": sitemaps,
    "files": files,
    "edits": edits,
    "verify": verify,
    "kills": kills,
    "fuzz": mutations,
}


def main() -> None:
    chosen = sys.argv[1:] or list(PARTS)  # names of parts
    sys.exit(1 if sum(PARTS[name]() for name in chosen) else 0)


if __name__ == "__main__":
    main()
