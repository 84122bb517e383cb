"""`crawl --engine ray`: each shard of a case is crawled by a task of a Ray cluster, on a disk that all machines share."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.case.case import Case
from crawler.case.errors import FAILED, Box31Error, CaseLocked
from crawler.fleet.assignment import Shard, sites_of
from crawler.fleet.ray_cluster import lost
from crawler.fleet.shard_case import shard_case
from crawler.scheduler import run_due
from crawler.scheduler.crawl_due import crawl_due
from crawler.scheduler.crawl_sites import crawl_sites, exit_code

WAIT = 120.0  # seconds for which a shard that is in use is waited for
AGAIN = 3  # times that the shard of a lost worker is gone on with


@dataclass(frozen=True)
class ShardCrawl:
    """What became of a shard: the exit code of `crawl`, and what it said."""

    shard: str
    code: int
    said: tuple[str, ...]


def crawl_shards(ray: Any, case: Case, count: int, *, due: bool) -> Iterator[ShardCrawl]:
    """Crawl the case in `count` shards, each by a task; yields them as they end.

    A worker that is lost is replaced by another, which goes on where the shard's archive ends.
    """
    profiles = run_due.read_profiles(case)[0]
    shards = [Shard(number, count) for number in range(1, count + 1)]
    task = ray.remote(num_cpus=1, max_retries=AGAIN)(_crawl_shard).options(scheduling_strategy="SPREAD")
    root = str(case.root.resolve())
    names = [str(shard) for shard in shards if sites_of(shard, profiles)]
    waiting = {task.remote(root, name, due): name for name in names}
    while waiting:
        (done,), _ = ray.wait([*waiting], num_returns=1)
        name = waiting.pop(done)
        try:
            crawled = ray.get(done)
        except ray.exceptions.RayError as error:
            crawled = ShardCrawl(
                name, FAILED, (f"shard {name}: {lost(error)}; crawl again, and it goes on from there",)
            )
        yield crawled


def _crawl_shard(root: str, shard: str, due: bool) -> ShardCrawl:
    """Crawl one shard, on a worker; waits while another brings its shard what the case has of its sites."""
    until = time.monotonic() + WAIT
    while True:
        try:
            with shard_case(Case.open(Path(root)), Shard.parse(shard)) as mine:
                return _crawl(mine, shard, due)
        except CaseLocked as error:
            if time.monotonic() >= until:
                return ShardCrawl(shard, error.exit_code, (error.message,))
            time.sleep(1)
        except Box31Error as error:
            return ShardCrawl(shard, error.exit_code, (error.message,))


def _crawl(case: Case, shard: str, due: bool) -> ShardCrawl:
    if not due:
        return ShardCrawl(shard, exit_code(crawl_sites(case, ())), ())
    said: list[str] = []
    return ShardCrawl(shard, crawl_due(case, said.append), tuple(said))
