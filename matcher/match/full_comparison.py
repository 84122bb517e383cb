"""The full comparison: goods records are encoded, compared with their candidate items, and scored, chunk by chunk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from crawler.case.patience import Patience
from matcher.arrays import Bools, Float32s, Ids, Ints
from matcher.candidates.maker_index import MakerMentions
from matcher.candidates.retrieve import CHUNK, chunks_of
from matcher.embedding.encoder import Centre, Encoder
from matcher.match.compare import Context, GoodsChunk, Wanted, wanted_pairs
from matcher.match.goods_reader import GoodsReader
from matcher.match.pair_store import FoundPairs
from matcher.match.scored_pairs import Scored, Scorer, scored
from matcher.match.screen_policy import Kept
from matcher.records.documents import GoodsDocument, ItemDocument
from matcher.workers import in_order

ENCODED_AT_ONCE = 50_000  # goods records whose texts are held in memory to be encoded

Say = Callable[[str], None]
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Sides:
    """What is matched: items, ids of goods (sorted), and which of both the scorer has not compared before."""

    items: list[ItemDocument]
    new_items: Bools
    goods: Ids
    new_goods: Bools

    @property
    def todo(self) -> Ints:
        """Numbers of the goods records that have anything to be compared with."""
        return np.arange(len(self.goods)) if self.new_items.any() else np.flatnonzero(self.new_goods)

    @property
    def wanted(self) -> Bools | None:
        """Items that goods records compared before are to meet; None where there are no such records."""
        return None if self.new_goods.all() or self.new_items.all() else self.new_items


@dataclass(frozen=True)
class Sample:
    """Goods records from which the run takes what is usual: their numbers, documents and centred unit vectors."""

    numbers: Ints
    documents: Sequence[GoodsDocument]
    vectors: Float32s


@dataclass
class Tally:
    """What a run counted."""

    compared: int = 0
    kept: int = 0
    likely: int = 0
    levels: Counter[str] = field(default_factory=Counter)

    def add(self, chunk: Scored) -> None:
        self.compared += chunk.compared
        self.kept += len(chunk.rows)
        self.likely += chunk.likely
        self.levels += chunk.levels


@dataclass(frozen=True)
class FullComparison:
    """All that goods records are compared by. `mentions`: the makers they name, where all are in memory.

    `least`: confidence from which a pair is kept; `alone`: whether records without such a pair keep their best ones.
    """

    sides: Sides
    reader: GoodsReader
    encoder: Encoder
    centre: Centre
    context: Context
    scorer: Scorer
    mentions: Mapping[int, MakerMentions]
    least: float
    alone: bool
    processes: int
    progress: Progress | None
    found: FoundPairs
    tally: Tally = field(default_factory=Tally)

    def compare(self, numbers: Ints) -> list[Kept]:
        """Compare the goods records of these numbers; their pairs go to `found`. What each gave, in their order."""
        given: list[Kept] = []
        patience = Patience("goods records compared")
        for start in range(0, len(numbers), ENCODED_AT_ONCE):
            block = numbers[start : start + ENCODED_AT_ONCE]
            if not self.reader.in_memory:
                self.encoder.remember(self.reader.texts(block), self.progress)
                for numbers_ in chunks_of(block):
                    self.context.own.remember(self.reader.read(numbers_))
            for chunk in in_order(self._chunk, chunks_of(block), self.workers(len(block))):
                self.found.add(chunk.rows)
                self.tally.add(chunk)
                given += chunk.of_goods
                patience(len(given), len(numbers))
        patience.close()
        return given

    def workers(self, goods: int) -> int:
        """Processes that so many goods records are worth."""
        return min(self.processes, -(-goods // CHUNK))

    def _chunk(self, numbers: Ints) -> Scored:
        """One chunk (in a worker)."""
        documents = self.reader.read(numbers)
        vectors = self.centre.of(
            self.encoder.remembered([document.clean for document in documents]),
            [document.language for document in documents],
        )
        mentions = [self.mentions[int(n)] for n in numbers] if self.mentions else None
        chunk = GoodsChunk(documents, self.context.signals(documents, vectors), mentions)
        compared = self.context.compare(chunk, wanted=self._wanted(numbers))
        return scored(compared, documents, self.scorer, self.least, alone=self.alone)

    def _wanted(self, numbers: Ints) -> Wanted | None:
        """Which pairs of these records were not scored before; None where none were."""
        return wanted_pairs(self.sides.wanted, self.sides.new_goods[numbers])
