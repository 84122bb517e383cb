"""Compare goods records that are all in memory with items, by the product's own comparison. For benchmarks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from sqlite_utils import Database

from matcher.attributes.taxonomy import Taxonomy
from matcher.candidates.retrieve import CHUNK, KEEP
from matcher.embedding.encoder import Centre, Encoder, centred
from matcher.match.compare import (
    Compared,
    Context,
    GoodsChunk,
    PageVectors,
    Wanted,
    pages_of,
)
from matcher.match.origins import Origins, homes_of, tally_origins
from matcher.records.documents import GoodsDocument, ItemDocument
from matcher.records.load import load_goods, load_items

Progress = Callable[[int, int], None]


class Comparer:
    """Compares goods that are all in memory with items; what is usual is taken from all of them."""

    def __init__(
        self,
        items: Sequence[ItemDocument],
        goods: Sequence[GoodsDocument],
        encoder: Encoder,
        taxonomy: Taxonomy,
    ) -> None:
        self.items = items
        self.goods = goods
        self.encoder = encoder
        self.taxonomy = taxonomy

    @classmethod
    def of(cls, db: Database, vectors: Path, taxonomy: Taxonomy) -> Comparer:
        """The items and goods of a case, prepared; `vectors`: where those of its texts are kept."""
        encoder = Encoder("bundled", vectors)
        comparer = cls(load_items(db, taxonomy), load_goods(db, taxonomy), encoder, taxonomy)
        comparer.prepare()
        return comparer

    def prepare(self, progress: Progress | None = None) -> None:
        """Encode what was not encoded before, and index the catalog."""
        texts, languages, owner = pages_of(self.items)
        encoded = self.encoder.encode([document.encoded for document in self.goods] + texts, progress)
        split = len(self.goods)
        self.centre = Centre(encoded[:split], [document.language for document in self.goods])
        self.vectors = self.centre.of(encoded[:split], [document.language for document in self.goods])
        pages = centred(encoded[split:], languages)
        self.context = Context(
            self.items, PageVectors(pages, owner), self.goods, self.vectors, self.taxonomy, self.encoder
        )
        self.context.own.remember(self.goods)
        self.maker_mentions = [self.context.catalog.maker_mentions(document) for document in self.goods]
        origins: Origins = defaultdict(Counter)
        tally_origins(self.goods, self.maker_mentions, origins)
        self.context.homes = homes_of(origins)

    def chunks(self, wanted: Wanted | None = None, keep: int = KEEP) -> Iterator[Compared]:
        """The compared pairs of each chunk of goods; `wanted(goods, item)` leaves out pairs scored before."""
        for start in range(0, len(self.goods), CHUNK):
            yield self.chunk(start, min(start + CHUNK, len(self.goods)), wanted, keep)

    def chunk(self, start: int, stop: int, wanted: Wanted | None = None, keep: int = KEEP) -> Compared:
        """The compared pairs of goods start..stop."""
        goods = self.goods[start:stop]
        signals = self.context.signals(goods, self.vectors[start:stop])
        found = self.context.compare(
            GoodsChunk(goods, signals, self.maker_mentions[start:stop]),
            wanted=None if wanted is None else lambda row, item: wanted(row + start, item),
            keep=keep,
        )
        found.goods += start
        return found
