"""`make attack`: the long trials of this folder, with their counts. Each part prints one line and fails the whole."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hostile.addresses import try_addresses
from tests.hostile.evidence_edits import reviewed_demo, trial_of
from tests.hostile.explored import try_exploring
from tests.hostile.fuzz import NAMES, fuzz
from tests.hostile.import_files import try_files
from tests.hostile.kills import kill_commands
from tests.hostile.outputs import try_outputs
from tests.hostile.received import try_received
from tests.hostile.servers import try_servers
from tests.hostile.shards import try_shards
from tests.hostile.sitemaps import KINDS
from tests.hostile.taught_pages import try_pages
from tests.hostile.test_sitemaps import PRODUCTS, crawl_with
from tests.hostile.verify_times import time_verify

KILLS = int(os.environ.get("KILLS", "300"))
SECONDS = float(os.environ.get("SECONDS", "600"))  # of mutations, for each reader
SEED = int(os.environ.get("SEED", "1"))
TESTS = (
    "crawler/crawl/test_frontier.py", "crawler/capture/test_addresses.py", "crawler/browser/test_renderer.py",
    "crawler/extract/pdf/test_read.py", "matcher/web/test_review_pages.py", "hostile/test_full_disk.py",
    "hostile/test_read_only.py", "hostile/test_crowds.py", "hostile/test_live_formulas.py",
)  # fmt: skip


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
    return _tests("hostile/test_ledger_edits.py")


def verify() -> int:
    """Edits of every column of every table of a matched and reviewed case: the whole of `box31 verify` must notice each."""
    with tempfile.TemporaryDirectory() as folder:
        return trial_of(reviewed_demo(Path(folder) / "case"))


def others() -> int:
    """What tests try: kills and a full disk during a crawl, answers of name servers that change, Chromium, PDFs, crowds."""
    return _tests(*TESTS)


def _tests(*files: str) -> int:
    tests = Path(__file__).parents[1]
    return int(pytest.main(["-q", "-s", "-p", "no:cacheprovider", *(str(tests / file) for file in files)]))


PARTS: dict[str, Callable[[], int]] = {
    "addresses": try_addresses,
    "servers": try_servers,
    "sitemaps": sitemaps,
    "exploring": try_exploring,
    "files": try_files,
    "edits": edits,
    "verify": verify,
    "times": time_verify,
    "outputs": try_outputs,
    "received": try_received,
    "shards": try_shards,
    "pages": try_pages,
    "others": others,
    "kills": kills,
    "fuzz": mutations,
}


def main() -> None:
    chosen = sys.argv[1:] or list(PARTS)  # names of parts
    sys.exit(1 if sum(PARTS[name]() for name in chosen) else 0)


if __name__ == "__main__":
    main()
