"""Whether `match` gives the same pairs on every engine, and leaves the case whole where it is ended on the way.

    python benchmarks/engines.py [--goods 300 --items 40] [--ways NAME,NAME] [--data DIR] [--folder DIR]

One made-up case (customs_texts.py) is matched from the beginning in each of these ways, through a screen, each in a copy
of its own. The first and FRESH encode everything, the others have the first one's vectors. A digest (SHA-256 over all
columns of all pairs, in order) says whether the pairs are equal. `lost`: a worker is killed while it works. `killed`,
`stopped`: the run itself ends by SIGKILL, by Ctrl-C, then the case is looked at and matched again. Exits with 1 where
anything differs.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from customs_texts import catalog, goods, words
from match_scale import add_items, box31, unpack_model, write_lines
from processes import processor_seconds

from crawler.case.case import Case
from matcher.match.engines import Engine, Forked
from matcher.match.pair_store import COLUMNS
from matcher.match.run import VECTORS, MatchOptions, run_match
from matcher.match.screen_policy import ScreenSettings
from matcher.schema.tables import matcher_migrations

SETTINGS = ScreenSettings(above=100, sample=120, checked=40, least_learnt=60)
CHUNK = 64  # goods records of a task, so that a small case has many
ALONE = "embedded-1"  # what all others must be equal to
FRESH = ("ray-2",)
RAY = {"ray-1": 1, "ray-2": 2, "ray-4": 4}
WAYS = (ALONE, "embedded-2", *RAY, "nodes-2", "lost", "killed", "stopped")
ENDED_AT = "comparing"  # what the run says before it is ended
WAIT = 600.0  # seconds until a moment that does not come is a failure


@dataclass(frozen=True)
class Outcome:
    """What a way gave; `note` says what was seen of a case whose run was ended."""

    pairs: int
    digest: str
    cpu_seconds: float
    note: str = ""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--data", type=Path, default=Path("../shared/data"))
    arguments.add_argument("--goods", type=int, default=300)
    arguments.add_argument("--items", type=int, default=40)
    arguments.add_argument("--ways", default=",".join(WAYS))
    arguments.add_argument("--folder", type=Path)
    arguments.add_argument("--run", nargs=2, metavar=("WAY", "CASE"), help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.run:
        run(given.run[0], Path(given.run[1]))
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        os.environ.setdefault("BOX31_CACHE", str(folder / "cache"))
        unpack_model()
        if not (folder / "case").exists():
            made(folder, given.data, given.goods, given.items)
        digests = set()
        for way in given.ways.split(","):
            root = copied(folder, way)
            if (known := folder / ALONE / VECTORS).exists() and way not in (ALONE, *FRESH):
                shutil.copytree(known, root / VECTORS)
            found = outcome(way, root)
            digests.add(found.digest)
            print(
                f"{way:11} {found.pairs:6} pairs {found.digest[:16]} {found.cpu_seconds:6.1f} s {found.note}",
                flush=True,
            )
    print("all equal" if len(digests) == 1 else f"{len(digests)} DIFFERENT digests")
    sys.exit(len(digests) != 1)


def made(folder: Path, data: Path, distinct: int, items: int) -> float:
    """Make the case with so many lines, no two of which are the same; the processor seconds of the import."""
    products = catalog(data / "case-aurora" / "products.csv", items)
    lines = list(goods(words(data, products), distinct))
    case = Case.create(folder / "case")
    add_items(case, products)
    write_lines(folder / "lines.csv", lines, distinct)
    return box31(case.root, "customs", "import", str(folder / "lines.csv")).cpu_seconds


def copied(folder: Path, name: str) -> Path:
    target = folder / name
    shutil.rmtree(target, ignore_errors=True)
    return Path(shutil.copytree(folder / "case", target))


def outcome(way: str, case: Path) -> Outcome:
    """Match a copy of the case in this way; where the run is ended on the way, look at the case and match it again."""
    note = ""
    if way in ("killed", "stopped"):
        note = ended(case, signal.SIGKILL if way == "killed" else signal.SIGINT)
    before = processor_seconds()
    subprocess.run(command(way, case), check=True, stderr=subprocess.DEVNULL)
    return Outcome(*pairs_of(case), processor_seconds() - before, note)


def command(way: str, case: Path) -> list[str]:
    return [sys.executable, __file__, "--run", way, str(case)]


def ended(case: Path, by: signal.Signals) -> str:
    """End a run with two workers of Ray once it compares; what it left. Raises SystemExit where the case is not whole."""
    process = subprocess.Popen(command("ray-2", case), stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    if not any(line.startswith(ENDED_AT) for line in process.stdout):
        raise SystemExit(
            f"the run that was to be ended by {by.name} ended by itself, exit {process.wait(WAIT)}"
        )
    time.sleep(1)
    process.send_signal(by)
    code = process.wait(WAIT)
    with closing(sqlite3.connect(case / "box31.db")) as db:
        whole = db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        left = [
            db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("pairs", "match_covered")
        ]
    if code == 0 or not whole or any(left):
        raise SystemExit(f"ended by {by.name}: exit {code}, whole {whole}, rows left {left}")
    time.sleep(10)
    return f"ended: exit {code}, case whole, 0 pairs left, {len(ray_processes())} processes of Ray left"


def ray_processes() -> list[int]:
    """Ids of running processes of a Ray that a match started for itself."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and b"box31-ray-" in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def pairs_of(root: Path) -> tuple[int, str]:
    """How many pairs a case has, and the digest over all their columns."""
    with closing(sqlite3.connect(root / "box31.db")) as db:
        rows = db.execute(f"SELECT {', '.join(COLUMNS)} FROM pairs ORDER BY pair_id").fetchall()
    return len(rows), hashlib.sha256(repr(rows).encode()).hexdigest()


# ------------------------------------------------------------ one way, in a process of its own


def run(way: str, root: Path) -> None:
    import matcher.candidates.retrieve

    matcher.candidates.retrieve.CHUNK = CHUNK
    case = Case.open(root)
    with engine_of(way) as engine:
        options = MatchOptions(settings=SETTINGS, engine=engine, say=lambda line: print(line, flush=True))
        run_match(case, case.database(matcher_migrations), options)


@contextmanager
def engine_of(way: str) -> Iterator[Engine]:
    """The engine of a way."""
    if way.startswith("embedded"):
        yield Forked(int(way[-1]))
        return
    from crawler.fleet.ray_cluster import QUIET
    from matcher.match.ray_engine import ray_engine

    os.environ.update(QUIET)
    if way != "nodes-2":
        with ray_engine(None, RAY.get(way, 2)) as engine:
            yield LosesAWorker(engine) if way == "lost" else engine
        return
    from ray.cluster_utils import Cluster

    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    cluster.add_node(num_cpus=1)
    with ray_engine(cluster.address, 2) as engine:
        yield engine
    cluster.shutdown()


class LosesAWorker:
    """An engine one of whose workers is killed as soon as a pass of several chunks has given a result."""

    encodes = True

    def __init__(self, engine: Any) -> None:
        self.engine = engine
        self.lost = False

    def in_order(self, work: Any, chunks: Sequence[Any]) -> Iterator[Any]:
        import ray

        for result in self.engine.in_order(work, chunks):
            if len(chunks) > 3 and not self.lost:
                actors = ray._private.state.actors().values()
                os.kill(
                    next(int(a["Pid"]) for a in actors if a["ActorClassName"] == "_Worker"), signal.SIGKILL
                )
                self.lost = True
            yield result
        if len(chunks) > 3:
            assert self.lost


if __name__ == "__main__":
    main()
