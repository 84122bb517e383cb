"""The full comparison: goods records are encoded, compared with their candidate items, and scored, chunk by chunk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from crawler.case.patience import Patience
from matcher.arrays import Bools, Float32s, Ids, Ints
from matcher.candidates.makers.maker_index import MakerMentions
from matcher.candidates.retrieve import chunks_of
from matcher.embedding.encoder import Centre, Encoder
from matcher.match.compare import Context, GoodsChunk, wanted_pairs
from matcher.match.engines import Engine
from matcher.match.goods_reader import GoodsReader
from matcher.match.pair_store import FoundPairs
from matcher.match.scored_pairs import Scored, Scorer, scored
from matcher.match.screen_policy import Kept
from matcher.records.documents import GoodsDocument, ItemDocument

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


@dataclass
class ChunkComparison:
    """Compares a chunk of goods records with the items and scores their pairs; opens no database, so it can be pickled.

    `wanted`: items that records compared before are to meet (None: every one); `new_goods`: the records, by number,
    that were not. `mentions`: the makers that records name, where all are in memory. `least`: confidence from which a
    pair is kept; `alone`: whether records without such a pair keep their best ones.
    """

    reader: GoodsReader
    encoder: Encoder
    centre: Centre
    context: Context
    scorer: Scorer
    wanted: Bools | None
    new_goods: Bools
    mentions: Mapping[int, MakerMentions]
    least: float
    alone: bool

    def encode_with(self, encoder: Encoder) -> None:
        """Take another encoder of the same model."""
        self.encoder = encoder
        self.context.own.encode_with(encoder)

    def prepare(self, numbers: Ints) -> None:
        """Encode what the comparison of these records asks for."""
        documents = self.reader.read(numbers)
        self.encoder.remember([document.encoded for document in documents])
        self.context.own.remember(documents)

    def __call__(self, numbers: Ints) -> Scored:
        """The scored pairs of the records of these numbers."""
        documents = self.reader.read(numbers)
        vectors = self.centre.of(
            self.encoder.remembered([document.encoded for document in documents]),
            [document.language for document in documents],
        )
        mentions = [self.mentions[int(n)] for n in numbers] if self.mentions else None
        chunk = GoodsChunk(documents, self.context.signals(documents, vectors), mentions)
        wanted = wanted_pairs(self.wanted, self.new_goods[numbers])
        return scored(
            self.context.compare(chunk, wanted=wanted), documents, self.scorer, self.least, alone=self.alone
        )


@dataclass(frozen=True)
class FullComparison:
    """Gives chunks of goods records to the engine, and takes what they gave in order."""

    sides: Sides
    chunks: ChunkComparison
    engine: Engine
    progress: Progress | None
    found: FoundPairs
    tally: Tally = field(default_factory=Tally)

    @property
    def context(self) -> Context:
        """What goods records are compared by."""
        return self.chunks.context

    def compare(self, numbers: Ints) -> list[Kept]:
        """Compare the goods records of these numbers; their pairs go to `found`. What each gave, in their order."""
        given: list[Kept] = []
        patience = Patience("goods records compared")
        for start in range(0, len(numbers), ENCODED_AT_ONCE):
            block = numbers[start : start + ENCODED_AT_ONCE]
            if not (self.chunks.reader.in_memory or self.engine.encodes):
                self.chunks.encoder.remember(self.chunks.reader.texts(block), self.progress)
                for numbers_ in chunks_of(block):
                    self.context.own.remember(self.chunks.reader.read(numbers_))
            for chunk in self.engine.in_order(self.chunks, list(chunks_of(block))):
                self.found.add(chunk.rows)
                self.tally.add(chunk)
                given += chunk.of_goods
                patience(len(given), len(numbers))
        patience.close()
        return given
