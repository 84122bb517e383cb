"""`crawl --engine ray`: the shards of a case, crawled by tasks of a cluster, are adopted to what one machine crawls."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from crawler.case.case import Case
from crawler.fleet.ray_crawl import ShardCrawl, crawl_shards
from tests.support.case import box31
from tests.support.catalogue import Catalogue
from tests.support.fleet import case_of, faults, serve_sites, what_it_holds
from tests.support.server import Server

pytest.importorskip("ray", reason="the extra `ray` is not installed")


@pytest.fixture(scope="module")
def servers() -> Iterator[dict[str, Server]]:
    """Four sites, two of each of two shards."""
    with ExitStack() as stack:
        yield serve_sites(stack, 4, 2, lambda number: Catalogue(4, 1, image_bytes=200))


def test_two_workers_crawl_what_one_machine_crawls(servers: dict[str, Server], tmp_path: Path) -> None:
    alone, spread = (case_of(tmp_path / name, servers) for name in ("alone", "spread"))
    assert box31(alone, "crawl").returncode == 0
    done = box31(spread, "crawl", "--due", "--engine", "ray", "--workers", "2")
    assert done.returncode == 0, done.stderr
    assert "shard 1/2: exit 0" in done.stderr
    assert "shard 2/2: exit 0" in done.stderr
    assert done.stdout == ""
    assert "oken" not in done.stderr, "Ray's own words are not shown"
    assert what_it_holds(spread) == what_it_holds(alone)
    assert not faults(Case.open(spread.root))
    again = box31(spread, "crawl", "--due", "--engine", "ray", "--workers", "2")
    assert again.returncode == 0, again.stderr
    assert "nothing new" in again.stderr, "no site is due"


def test_what_does_not_go_with_an_engine_is_refused(servers: dict[str, Server], tmp_path: Path) -> None:
    case = case_of(tmp_path / "case", servers)
    for arguments in (
        ("site0", "--engine", "ray"),
        ("--engine", "ray", "--shard", "1/2"),
        ("--workers", "2"),
    ):
        done = box31(case, "crawl", *arguments)
        assert done.returncode == 2
        assert "--engine ray" in done.stderr


class LosesEachTask:
    """As the module `ray`, where every worker of the first shard is lost."""

    class exceptions:
        class RayError(Exception):
            pass

    def remote(self, **options: object) -> Any:
        return lambda task: SimpleNamespace(
            options=lambda **more: SimpleNamespace(remote=lambda root, shard, due: shard)
        )

    def wait(self, waiting: list[str], num_returns: int) -> tuple[list[str], list[str]]:
        return waiting[:1], waiting[1:]

    def get(self, shard: str) -> ShardCrawl:
        if shard == "1/2":
            raise self.exceptions.RayError("The worker died.\nMore lines")
        return ShardCrawl(shard, 0, ())


def test_a_shard_whose_workers_are_all_lost_is_named_and_the_others_go_on(
    servers: dict[str, Server], tmp_path: Path
) -> None:
    case = case_of(tmp_path / "case", servers)
    first, second = crawl_shards(LosesEachTask(), case, 2, due=True)
    assert (first.code, second.code) == (1, 0)
    assert first.said == ("shard 1/2: The worker died.; crawl again, and it goes on from there",)
