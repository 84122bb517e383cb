"""Forty sites on loopback, crawled by one case and by shards of another that are adopted: do both hold the same?

    python benchmarks/fleet.py [--sites 40] [--shards 2] [--pages 30] [--json]

Each shard is crawled by a process of its own (`box31 crawl --due --shard I/N`), on the same machine: the figures say
that nothing is lost or twice, not how much faster more machines are. The first shard is killed (kill -9) on the way
and started again. Then one byte of a shard's copy is changed, and it must be refused. Seconds are of all processors.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from processes import processor_seconds

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from crawler.case.case import Case  # noqa: E402
from tests.support.case import rows  # noqa: E402
from tests.support.catalogue import Catalogue  # noqa: E402
from tests.support.fleet import case_of, faults, kill_shard, serve_sites, what_it_holds  # noqa: E402

BOX31 = Path(sys.executable).parent / "box31"


def main() -> None:
    given = _arguments()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        makers = [Catalogue(given.pages, given.pages // 5, image_bytes=4000) for _ in range(given.sites)]
        servers = serve_sites(stack, given.sites, given.shards, lambda number: makers[number])
        alone = case_of(Path(folder) / "alone", servers)
        fleet = case_of(Path(folder) / "fleet", servers)
        result = measure(alone, fleet, given.shards, random.Random(given.seed))
        result |= refused(fleet, Path(folder))
    if given.json:
        print(json.dumps(result))
    else:
        for name, value in result.items():
            print(f"{name:<50} {value}")
    if not result["same"] or result["faults"] or not result["tampered shard refused"]:
        sys.exit(1)


def measure(alone: Case, fleet: Case, shards: int, chance: random.Random) -> dict[str, Any]:
    """Crawl both, adopt, compare."""
    result: dict[str, Any] = {}
    result["one case, processor s"] = seconds(lambda: run(alone, "crawl", "--due"))
    result["killed after captures"] = kill_shard(fleet, f"1/{shards}", "captures", chance.randint(20, 200))
    crawling = seconds(lambda: crawl_shards(fleet, shards))
    result["shards after the kill, processor s"] = crawling
    result["adopt, processor s"] = seconds(lambda: run(fleet, "archive", "adopt"))
    result["adopt again, processor s"] = seconds(lambda: run(fleet, "archive", "adopt"))
    first, second = what_it_holds(alone), what_it_holds(fleet)
    result |= {f"{name}, one case": len(found) for name, found in first.items()}
    differing = {name: len(first[name] ^ second[name]) for name in first}
    result["same"] = first == second
    result["differing"] = {name: number for name, number in differing.items() if number}
    again = "SELECT url FROM captures WHERE kind <> 'robots' GROUP BY run_id, url, kind HAVING count(*) > 1"
    result["fetched twice, robots.txt aside"] = len(rows(fleet, again))
    result["faults"] = len(faults(fleet))
    result["verify"] = run(fleet, "verify", expected=None)
    return result


def refused(fleet: Case, folder: Path) -> dict[str, Any]:
    """Adopt a shard of which one byte was changed into a case without it."""
    shard = next((fleet.root / "shards").iterdir())
    shutil.copytree(shard, folder / "changed")
    shutil.copytree(
        fleet.root, folder / "other", ignore=shutil.ignore_patterns("shards", "archive", "box31.db*", ".*")
    )
    path = max((folder / "changed").glob("archive/*/*.warc.gz"), key=lambda one: one.stat().st_size)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    other = Case.open(folder / "other")
    done = subprocess.run(
        [BOX31, "-C", other.root, "archive", "adopt", folder / "changed"], capture_output=True, text=True
    )
    added = len(rows(other, "SELECT 1 FROM captures"))
    return {"tampered shard refused": done.returncode == 1 and not added, "its line": done.stderr.strip()}


def crawl_shards(case: Case, shards: int) -> None:
    command = [BOX31, "-C", case.root, "crawl", "--due", "--shard"]
    started = [
        subprocess.Popen([*command, f"{n}/{shards}"], stderr=subprocess.DEVNULL) for n in range(1, shards + 1)
    ]
    codes = [process.wait() for process in started]
    assert not any(codes), codes


def run(case: Case, *words: str, expected: int | None = 0) -> int:
    done = subprocess.run([BOX31, "-C", case.root, *words], capture_output=True, text=True)
    assert expected is None or done.returncode == expected, done.stderr[-2000:]
    return done.returncode


def seconds(work: Any) -> float:
    """Processor seconds of the processes that `work` starts."""
    before = processor_seconds()
    work()
    return round(processor_seconds() - before, 1)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--sites", type=int, default=40)
    parser.add_argument("--shards", type=int, default=2)
    parser.add_argument("--pages", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--data", help="not used; every benchmark takes it")
    return parser.parse_args()


if __name__ == "__main__":
    main()
