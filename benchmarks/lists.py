"""Screening of 100,000 names against a list of 50,000: time, hits, and hits of a full comparison of some names.

    python benchmarks/lists.py [--names 100000] [--entries 50000] [--check 20] [--json]

Names are invented (benchmarks/parties), the list's and half of the case's from the same firms.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.parties.generate import firms_and_spellings
from benchmarks.processes import processor_seconds
from matcher.lists.entries import Entry
from matcher.lists.screening import LEAST, screen_parties
from matcher.parties.comparison import compare, read_party
from matcher.parties.spellings import Spelling, spelling_id

PART = 2_500  # firms of one seed


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--names", type=int, default=100_000)
    options.add_argument("--entries", type=int, default=50_000)
    options.add_argument("--check", type=int, default=20)
    options.add_argument("--data", help="not used; as in the other benchmarks")
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    listed, spellings = invented(given.names, given.entries)
    read_party.cache_clear()
    started, processor = time.perf_counter(), processor_seconds() + time.process_time()
    hits = list(screen_parties(spellings, listed))
    elapsed = time.perf_counter() - started
    seconds = processor_seconds() + time.process_time() - processor
    found = {(hit.spelling.spelling_id, hit.entry.row) for hit in hits}
    checked = random.Random(31).sample(spellings, given.check)
    full = {
        (spelling.spelling_id, entry.row)
        for spelling in checked
        for entry in listed
        if compare(read_party(spelling.name, spelling.number), read_party(entry.names[0], "")).confidence
        >= LEAST
    }
    measured = {
        "names": len(spellings),
        "entries": len(listed),
        "seconds": round(elapsed, 1),
        "seconds of processor time": round(seconds, 1),
        "hits": len(found),
        "names compared in full": given.check,
        "their hits": len(full),
        "of these screened": len(full & found),
    }
    print(json.dumps(measured) if given.json else "\n".join(f"{k}: {v}" for k, v in measured.items()))


def invented(names: int, entries: int) -> tuple[list[Entry], list[Spelling]]:
    """Entries with one name each, and names of the case, half of them of the list's firms."""
    listed: list[Entry] = []
    spellings: list[Spelling] = []
    seed = 0
    while len(listed) < entries or len(spellings) < names:
        written = firms_and_spellings(seed, "development", PART, 4 * PART)
        if seed % 2 == 0 or len(spellings) >= names:
            listed += [Entry(len(listed) + n, str(n), (one.name,)) for n, one in enumerate(written[:PART])]
        spellings += [
            Spelling(spelling_id(one.name, one.number), one.name, one.number) for one in written[PART:]
        ]
        seed += 1
    return listed[:entries], spellings[:names]


if __name__ == "__main__":
    main()
