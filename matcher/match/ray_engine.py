"""`match --engine ray`: chunks of goods records are worked on by actors of a Ray cluster, this machine's own or another.

An actor holds what the work compares by, is sent the records of each chunk, encodes their texts itself, and gives back
the result with the vectors that were new. So workers need neither the case's files nor its database. Results are taken
in the order of the chunks. The chunk of a worker that was lost is done again by another one, with the same result: a
text's vector does not depend on who encodes it, as long as all compute with the same numbers.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from crawler.case.errors import UsageProblem
from crawler.fleet.ray_cluster import ray_cluster
from matcher.arrays import Float32s, Ints
from matcher.embedding.encoder import Encoder, VectorStore
from matcher.embedding.number_format import number_format
from matcher.match.engines import ChunkWork, Result
from matcher.records.documents import GoodsDocument
from matcher.text.universal_encoder import PACKAGE as UNIVERSAL
from matcher.workers import results

RESTARTS = 5  # of one actor: what ends a worker each time is no accident
Given = tuple[Any, list[bytes], Float32s]  # a result, and the keys and vectors of texts that were new


class RayEngine:
    """Actors of a Ray cluster; see `ray_engine`."""

    encodes = True

    def __init__(self, ray: Any, workers: int) -> None:
        self._ray = ray
        self.workers = workers
        self._pool: _Actors | None = None
        self._passes = 0

    def in_order(self, work: ChunkWork[Result], chunks: Sequence[Ints]) -> Iterator[Result]:
        """See Engine. Vectors of texts that were new are stored here. Raises UsageProblem where workers differ."""
        if not chunks:
            return
        if self._pool is None:
            self._pool = _Actors(self._ray, self.workers, work.encoder)
        self._passes += 1
        self._pool.work = (self._passes, [self._ray.put(work), self._pool.known])
        tasks = ((numbers, work.reader.read(numbers) if work.reader else None) for numbers in chunks)
        for result, keys, vectors in results(self._pool.submit, tasks, self.workers):
            if keys:
                before = len(work.encoder.store)
                work.encoder.store.add(keys, vectors)
                work.encoder.encoded += len(work.encoder.store) - before
            yield result


class _Actors:
    """The actors of a run; a task goes to the one that has the fewest to do."""

    def __init__(self, ray: Any, count: int, encoder: Encoder) -> None:
        from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

        here = NodeAffinitySchedulingStrategy(ray.get_runtime_context().get_node_id(), soft=False)
        keeper = ray.remote(num_cpus=0)(VectorStore)
        self.known = keeper.options(scheduling_strategy=here).remote(encoder.store.folder)
        kind = ray.remote(num_cpus=1, max_restarts=RESTARTS, max_task_retries=RESTARTS)(_Worker)
        self._actors = [kind.options(scheduling_strategy="SPREAD").remote() for _ in range(count)]
        self._busy: Counter[int] = Counter(dict.fromkeys(range(count), 0))
        mine = about_worker(encoder.device)
        for theirs in ray.get([actor.about.remote(encoder.device) for actor in self._actors]):
            if theirs != mine:
                raise UsageProblem(
                    f"a worker of the cluster has {theirs}, this machine {mine}: results would differ;"
                    " install the same on both"
                )
        self.work: tuple[int, list[Any]] = (0, [])

    def submit(self, task: tuple[Ints, Sequence[GoodsDocument] | None]) -> Future[Given]:
        """The future result of a task: numbers of records, and the records."""
        number = min(self._busy, key=lambda one: (self._busy[one], one))
        self._busy[number] += 1
        future: Future[Given] = self._actors[number].run.remote(*self.work, *task).future()
        future.add_done_callback(lambda _: self._busy.subtract([number]))
        return future


class _Worker:
    """What an actor does."""

    def __init__(self) -> None:
        self._pass = 0
        self._folder = tempfile.TemporaryDirectory(prefix="box31-vectors-")
        self._encoder: _WorkerEncoder | None = None
        self._work: Any = None

    def about(self, device: str) -> str:
        """See about_worker."""
        return about_worker(device)

    def run(
        self, number: int, given: list[Any], numbers: Ints, documents: Sequence[GoodsDocument] | None
    ) -> Given:
        """The result of one chunk by the work of the pass `number`.

        `given`: a reference to the work, in a list so that it is fetched once, and the actor that has the case's vectors.
        """
        import ray

        if number != self._pass:
            self._work, self._pass = ray.get(given[0]), number
            if self._encoder is None:
                self._encoder = _WorkerEncoder(self._work.encoder, Path(self._folder.name), given[1])
            self._work.encode_with(self._encoder)
        encoder = self._encoder
        assert encoder is not None, "the first pass has number 1"
        store = encoder.store
        start = len(store)
        if documents is not None:
            self._work.reader.keep_only(numbers, documents)
        self._work.prepare(numbers)
        result = self._work(numbers)
        new = [key for key in store.keys_from(start) if key not in encoder.fetched]
        encoder.fetched.clear()
        return result, new, store.vectors(new)


class _WorkerEncoder(Encoder):
    """An encoder that asks the case's store for vectors before it encodes."""

    def __init__(self, of: Encoder, folder: Path, known: Any) -> None:
        self.model, self.device, self.name, self.encoded = of.model, of.device, of.name, 0
        self.store = VectorStore(folder)
        self.fetched: set[bytes] = set()
        self._known = known

    def _encode_missing(self, keys: Sequence[bytes], forms: Sequence[str], progress: Any) -> None:
        import ray

        if missing := list(dict.fromkeys(key for key in keys if key not in self.store)):
            found, vectors = ray.get(self._known.known.remote(missing))
            if found:
                self.store.add(found, vectors)
                self.fetched.update(found)
        super()._encode_missing(keys, forms, progress)


def about_worker(device: str) -> str:
    """What must be the same everywhere for results to be equal: versions and the numbers that `device` computes with."""
    names = ("box31", "numpy", "scikit-learn", "torch", "sentence-transformers", UNIVERSAL)
    try:
        numbers = number_format(device)
    except UsageProblem:
        numbers = f"no {device}"
    return ", ".join([*(f"{name} {version(name)}" for name in names), numbers])


@contextmanager
def ray_engine(address: str | None = None, workers: int | None = None) -> Iterator[RayEngine]:
    """An engine of `workers` actors, as many as there are processors where it is None; see ray_cluster."""
    with ray_cluster(address, workers) as (ray, count):
        yield RayEngine(ray, count)
