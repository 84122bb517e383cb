"""Engines: where chunks of goods records are worked on. Results come back in the order of the chunks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from matcher.arrays import Ints
from matcher.embedding.encoder import Encoder
from matcher.match.goods_reader import GoodsReader
from matcher.workers import cores, in_order

Result = TypeVar("Result", covariant=True)

# Chunks a process works on before a new one takes its place. What a process remembers of words and names, and its copies of
# the run's data, grow with every chunk of 1,024 records, in 32 by 360 MB; so they do not grow with the file.
CHUNKS_EACH = 32


class ChunkWork(Protocol[Result]):
    """What is done with each chunk of numbers of goods records. It can be pickled, and writes nothing to the case."""

    @property
    def reader(self) -> GoodsReader | None:
        """Reads the records; None where the work has them."""

    @property
    def encoder(self) -> Encoder:
        """Gives the vectors of texts."""

    def encode_with(self, encoder: Encoder) -> None:
        """Take another encoder of the same model."""

    def prepare(self, numbers: Ints) -> None:
        """Encode what the work asks for, where the engine's workers encode."""

    def __call__(self, numbers: Ints) -> Result:
        """The result of one chunk."""


class Engine(Protocol):
    """Works on chunks of numbers of goods records."""

    @property
    def encodes(self) -> bool:
        """Whether its workers encode texts, so that the run itself need not."""

    def in_order(self, work: ChunkWork[Result], chunks: Sequence[Ints]) -> Iterator[Result]:
        """The result of each chunk, in order. Raises what the work raises."""


@dataclass(frozen=True)
class Forked:
    """Forked processes of this machine: one for each core, or as many as `processes`."""

    processes: int = field(default_factory=cores)
    encodes: bool = False

    def in_order(self, work: ChunkWork[Result], chunks: Sequence[Ints]) -> Iterator[Result]:
        """See Engine; for one chunk there is no other process. What the encoder has loaded apart is given back before."""
        work.encoder.release()
        together = self.processes * CHUNKS_EACH
        for start in range(0, len(chunks), together):
            part = chunks[start : start + together]
            yield from in_order(work, part, min(self.processes, len(part)))
