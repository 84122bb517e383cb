"""What `match` costs on one or many machines: from rates that are measured here, by a formula that a simulation checks.

    python benchmarks/scale_plan.py [--goods 1000 --items 100] [--compared .1] [--texts .3] [--data DIR] [--case DIR]

A made-up case (customs_texts.py) is matched once by an engine that does nothing but measure: for each pass the processor
seconds that the driver spends on a chunk of records (reading, packing, taking the result) and that a worker does, and the
bytes that pass between them. From these: records of a core second of each stage with 1, 2 and 4 workers; the number of
workers from which the driver is what all wait for; time, core hours, bytes and the driver's memory for 1 million to 1,000
million lines. The formula is the slower of driver and workers; the simulation plays every chunk of a pass through one
driver, a bounded queue and the workers, with results taken in order, as matcher.workers.results does.

--compared: share of the texts that the screen lets through; --texts: distinct texts a line.
"""

from __future__ import annotations

import argparse
import heapq
import os
import pickle
import tempfile
import time
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engines import made
from match_scale import unpack_model

from crawler.case.case import Case
from matcher.candidates.retrieve import CHUNK
from matcher.match.run import MatchOptions, run_match
from matcher.match.screen_policy import ScreenSettings
from matcher.match.screen_scores import SIGNALS
from matcher.schema.tables import matcher_migrations
from matcher.workers import IN_FLIGHT

SIZES = (1_000_000, 10_000_000, 100_000_000, 1_000_000_000)
WORKERS = (1, 2, 4, 16, 64)
DRIVER_BYTES = (
    18 + 4 * SIGNALS + 8 + 1 + 1
)  # of a text: its id, signals, score, and whether new, screened out
SQLITE_BYTES = 1_700  # of a line, docs/benchmarks.md: 17 GB for ten million


@dataclass
class Pass:
    """What the chunks of one stage took: records, processor seconds of driver and workers, bytes there and back."""

    records: int = 0
    driver: float = 0.0
    worker: float = 0.0
    encoding: float = 0.0
    there: int = 0
    back: int = 0

    def each(self) -> tuple[float, float]:
        """Seconds of the driver and of a worker for one record."""
        return self.driver / self.records, (self.worker + self.encoding) / self.records


@dataclass
class Measuring:
    """An engine that works on each chunk here and measures what would be whose."""

    encodes: bool = True
    passes: dict[str, Pass] = field(default_factory=lambda: defaultdict(Pass))
    broadcast: int = 0

    def in_order(self, work: Any, chunks: Sequence[Any]) -> Iterator[Any]:
        self.broadcast = max(self.broadcast, len(pickle.dumps(work)))
        of = self.passes[type(work).__name__]
        for numbers in chunks:
            started = time.process_time()
            documents = work.reader.read(numbers) if work.reader else []
            packed = pickle.dumps(documents)
            read = time.process_time()
            work.prepare(numbers)
            prepared = time.process_time()
            result = work(numbers)
            worked = time.process_time()
            back = pickle.dumps(result)
            pickle.loads(back)
            of.driver += read - started + time.process_time() - worked
            of.encoding += prepared - read
            of.worker += worked - prepared
            of.records += len(numbers)
            of.there += len(packed)
            of.back += len(back)
            yield result


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--data", type=Path, default=Path("../shared/data"))
    arguments.add_argument("--goods", type=int, default=1_000)
    arguments.add_argument("--items", type=int, default=100)
    arguments.add_argument("--compared", type=float, default=0.1)
    arguments.add_argument("--texts", type=float, default=0.3)
    arguments.add_argument("--case", type=Path)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.case or Path(temporary)
        os.environ.setdefault("BOX31_CACHE", str(folder / "cache"))
        unpack_model()
        importing = made(folder, given.data, given.goods, given.items)
        engine, alone = measured(Case.open(folder / "case"), given.goods)
    screen, full = engine.passes["ChunkScreen"], engine.passes["ChunkComparison"]
    print(f"import {given.goods / importing:,.0f} lines a processor second, one process a case")
    print(
        f"once a run {alone:.1f} s of the driver alone; sent to every machine {engine.broadcast / 1e6:.1f} MB"
    )
    for name, of in (("screen", screen), ("full comparison", full)):
        described(name, of)
    print(
        f"\n{'lines':>14} {'workers':>8} {'screen':>9} {'compare':>9} {'hours':>7} {'core h':>7} {'moved':>9}"
    )
    for lines in SIZES:
        texts = round(lines * given.texts)
        for workers in WORKERS:
            planned(lines, texts, round(texts * given.compared), workers, screen, full)
        print(
            f"{'':14} driver {texts * DRIVER_BYTES / 1e9:.1f} GB, database {lines * SQLITE_BYTES / 1e9:,.0f} GB"
        )


def measured(case: Case, goods: int) -> tuple[Measuring, float]:
    """The engine after a run, and the processor seconds that no chunk took."""
    engine = Measuring()
    settings = ScreenSettings(above=goods // 4, sample=goods // 4, checked=goods // 10, least_learnt=50)
    started = time.process_time()
    run_match(case, case.database(matcher_migrations), MatchOptions(settings=settings, engine=engine))
    whole = time.process_time() - started
    return engine, whole - sum(p.driver + p.worker + p.encoding for p in engine.passes.values())


def described(name: str, of: Pass) -> None:
    """A stage's rates, bytes, and the workers from which the driver is what all wait for."""
    driver, worker = of.each()
    rates = ", ".join(f"{1 / seconds(1, w, driver, worker):,.0f} with {w}" for w in (1, 2, 4))
    print(
        f"{name}: {of.records} records; a record takes a worker {1e3 * worker:.2f} ms (encoding"
        f" {1e3 * of.encoding / of.records:.2f}), the driver {1e3 * driver:.3f} ms; {of.there / of.records:,.0f} bytes"
        f" there, {of.back / of.records:,.0f} back; records a second: {rates}; driver full from {worker / driver:,.0f} workers"
    )


def planned(lines: int, texts: int, compared: int, workers: int, screen: Pass, full: Pass) -> None:
    """One line of the table; raises SystemExit where the formula is off by more than a tenth of the simulation."""
    total, busy, moved = [], 0.0, 0.0
    for of, records in ((screen, texts), (full, compared)):
        driver, worker = of.each()
        total.append(seconds(records, workers, driver, worker))
        busy += records * (driver + worker)
        moved += records * (of.there + of.back) / of.records
        chunks = min(-(-records // CHUNK), 20_000)  # more give the same rate
        played = simulated(chunks, workers, driver * CHUNK, worker * CHUNK)
        formula = seconds(chunks * CHUNK, workers, driver, worker)
        if chunks > 20 * workers and abs(played - formula) > 0.1 * played:
            raise SystemExit(
                f"{lines} lines, {workers} workers: formula {formula:.0f} s, simulated {played:.0f} s"
            )
    print(
        f"{lines:14,} {workers:8} {total[0]:8,.0f}s {total[1]:8,.0f}s {sum(total) / 3600:7.2f} {busy / 3600:7.1f}"
        f" {moved / 1e9:6.1f} GB"
    )


def seconds(records: int, workers: int, driver: float, worker: float) -> float:
    """How long records take: as long as the driver needs, or the workers together, whichever is longer."""
    return records * max(driver, worker / workers)


def simulated(chunks: int, workers: int, driver: float, worker: float) -> float:
    """When the last of so many chunks is taken, by one driver (half before, half after the work) and a bounded queue."""
    free = [0.0] * workers
    waiting: deque[float] = deque()
    now = 0.0
    for _ in range(chunks):
        now += driver / 2
        done = max(now, heapq.heappop(free)) + worker
        heapq.heappush(free, done)
        waiting.append(done)
        if len(waiting) >= workers * IN_FLIGHT:
            now = max(now, waiting.popleft()) + driver / 2
    while waiting:
        now = max(now, waiting.popleft()) + driver / 2
    return now


if __name__ == "__main__":
    main()
