"""`match --engine ray`: the same pairs as forked processes find, from one node or two, and when a worker is lost."""

from __future__ import annotations

import hashlib
import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from crawler.case.case import Case
from crawler.case.errors import UsageProblem
from crawler.fleet.ray_cluster import QUIET
from matcher.match.pair_store import COLUMNS
from matcher.match.ray_engine import RayEngine, ray_engine
from matcher.review.decisions import review_database
from tests.matcher.match.test_screening import FORKED, SETTINGS, matched, world

__all__ = ["world"]

ray = pytest.importorskip("ray", reason="the extra `ray` is not installed")


def digest(case: Case) -> str:
    """Of all columns of all pairs."""
    with closing(review_database(case)) as db:
        rows = db.execute(f"SELECT {', '.join(COLUMNS)} FROM pairs ORDER BY pair_id").fetchall()
    assert rows
    return hashlib.sha256(repr(rows).encode()).hexdigest()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Two nodes of one processor each on this machine."""
    os.environ.update(QUIET)
    from ray.cluster_utils import Cluster

    made = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    made.add_node(num_cpus=1)
    yield made
    made.shutdown()


class LosesAWorker:
    """An engine one of whose workers is killed while it has something to do."""

    encodes = True

    def __init__(self, engine: RayEngine) -> None:
        self.engine = engine
        self.killed = 0

    def in_order(self, work: Any, chunks: Sequence[Any]) -> Iterator[Any]:
        for number, result in enumerate(self.engine.in_order(work, chunks)):
            if number == 0 and len(chunks) > 3 and not self.killed:
                workers = [
                    a for a in ray._private.state.actors().values() if a["ActorClassName"] == "_Worker"
                ]
                self.killed = int(workers[0]["Pid"])
                os.kill(self.killed, signal.SIGKILL)
            yield result


def test_two_nodes_find_the_pairs_of_forked_processes_though_a_worker_is_lost(
    world: tuple[Path, str], cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forked, here, _ = matched(world, tmp_path / "forked", SETTINGS, engine=FORKED)
    monkeypatch.setattr("matcher.candidates.retrieve.CHUNK", 64)
    with ray_engine(cluster.address, 2) as engine:
        loses = LosesAWorker(engine)
        case, there, _ = matched(world, tmp_path / "ray", SETTINGS, engine=loses)
        assert loses.killed
        assert digest(case) == digest(forked)
        assert there.counts == here.counts
        _, second, _ = matched((case.root, world[1]), tmp_path / "again", SETTINGS, engine=engine)
    assert second.compared == second.encoded == 0


def test_too_few_processors_are_said(cluster: Any) -> None:
    with pytest.raises(UsageProblem, match="2 processors"), ray_engine(cluster.address, 50):
        pass
