"""One match run from reading both sides to the pairs found, a chunk of goods at a time.

Few goods (at most ScreenSettings.above) are all read, encoded and compared in full. Of many, a sample drawn by the
hash of their ids tells what is usual; all of them pass the screen, and only what it lets through is encoded.
"""

from __future__ import annotations

import os
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matcher.attributes.taxonomy import Taxonomy
from matcher.candidates.maker_index import Namings
from matcher.candidates.retrieve import CHUNK, chunks_of
from matcher.embedding.encoder import Centre, Encoder, centred
from matcher.match.compare import Context, Origins, Wanted, homes_of, pages_of, tally_origins, wanted_pairs
from matcher.match.pair_store import FoundPairs, named_goods
from matcher.match.scored_pairs import Scored, Scorer, scored
from matcher.match.screen_policy import Ints, Kept, ScreenReport, ScreenSettings, draw
from matcher.match.screening import Screening
from matcher.records.documents import GoodsDocument, ItemDocument
from matcher.records.load import load_goods
from matcher.workers import in_order

if TYPE_CHECKING:
    from sqlite_utils import Database

ENCODED_AT_ONCE = 50_000  # goods whose texts are held in memory to be encoded

Say = Callable[[str], None]
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Sides:
    """What is matched: items, ids of goods (sorted), and which of both the scorer has not compared before."""

    items: list[ItemDocument]
    new_items: NDArray[np.bool_]
    goods: NDArray[np.bytes_]
    new_goods: NDArray[np.bool_]

    @property
    def todo(self) -> Ints:
        """Numbers of the goods that have anything to be compared with."""
        return np.arange(len(self.goods)) if self.new_items.any() else np.flatnonzero(self.new_goods)

    @property
    def wanted(self) -> NDArray[np.bool_] | None:
        """Items that goods compared before are to meet; None where there are no such goods."""
        return None if self.new_goods.all() or self.new_items.all() else self.new_items


@dataclass
class Tally:
    """What a run counted."""

    compared: int = 0
    kept: int = 0
    likely: int = 0
    levels: Counter[str] = field(default_factory=Counter)


class MatchRun:
    """Compares what was not compared before; the pairs to keep go to `found`."""

    def __init__(
        self,
        db: Database,
        path: Path,
        sides: Sides,
        encoder: Encoder,
        scorer: Scorer,
        taxonomy: Taxonomy,
        *,
        least: float,
        limit: float,
        settings: ScreenSettings,
        processes: int,
        say: Say,
        progress: Progress | None,
    ) -> None:
        self.db = db
        self.path = path
        self.sides = sides
        self.encoder = encoder
        self.scorer = scorer
        self.taxonomy = taxonomy
        self.least = least
        self.limit = limit
        self.settings = settings
        self.processes = processes
        self.say = say
        self.progress = progress
        self.tally = Tally()
        self.report: ScreenReport | None = None
        self.screened = np.zeros(len(sides.goods), dtype=bool)  # let go by the screen
        self._documents: dict[int, GoodsDocument] = {}
        self._namings: dict[int, Namings] = {}
        self._opened: tuple[int, Database] | None = None

    def run(self, found: FoundPairs) -> None:
        """Compare everything that is to be compared."""
        todo = self.sides.todo
        many = len(self.sides.goods) > self.settings.above
        self._prepare(many)
        if len(todo) > self.settings.above:
            screening = Screening(self, todo, found)
            self.report, self.screened = screening.run(), screening.let_go
            self.say(self.report.sentence(self.least))
            return
        if many:
            self.context.homes = homes_of(self.known_origins())
        self.in_full(todo, found)

    # ------------------------------------------------------------ what is usual

    def _prepare(self, many: bool) -> None:
        """Encode a sample of the goods, or all of few, and the items; learn what is usual."""
        count = len(self.sides.goods)
        self.sample = np.arange(count)
        if many:
            self.sample = draw(self.sides.goods, self.sample, self.settings.sample, "sample")
        documents = load_goods(self.db, self.taxonomy, self._ids(self.sample))
        texts, languages, owner = pages_of(self.sides.items)
        vectors = self.encoder.encode([document.clean for document in documents] + texts, self.progress)
        split = len(documents)
        spoken = [document.language for document in documents]
        self.centre = Centre(vectors[:split], spoken)
        self.sample_vectors = self.centre.of(vectors[:split], spoken)
        self.sample_documents = documents
        pages = centred(vectors[split:], languages)
        self.context = Context(self.sides.items, documents, self.sample_vectors, pages, owner, self.taxonomy)
        if not many:
            self._documents = dict(enumerate(documents))
            namings = [self.context.catalog.namings(document) for document in documents]
            self._namings = dict(enumerate(namings))
            origins: Origins = defaultdict(Counter)
            tally_origins(documents, namings, origins)
            self.context.homes = homes_of(origins)

    def known_origins(self) -> Origins:
        """Origins of goods that name a maker, from the sample and from pairs found before."""
        known = load_goods(self.db, self.taxonomy, named_goods(self.db, self.settings.sample))
        documents = list({d.goods_id: d for d in [*self.sample_documents, *known]}.values())
        origins: Origins = defaultdict(Counter)
        tally_origins(documents, [self.context.catalog.namings(d) for d in documents], origins)
        return origins

    # ------------------------------------------------------------ comparing in full

    def in_full(self, numbers: Ints, found: FoundPairs) -> list[Kept]:
        """Encode and compare goods; what each gave, in the order of `numbers`."""
        given: list[Kept] = []
        for start in range(0, len(numbers), ENCODED_AT_ONCE):
            block = numbers[start : start + ENCODED_AT_ONCE]
            if not self._documents:
                self.encoder.remember(self._texts(block), self.progress)
            for chunk in in_order(self._compare, chunks_of(block), self.workers(len(block))):
                found.add(chunk.rows)
                self.tally.compared += chunk.compared
                self.tally.kept += len(chunk.rows)
                self.tally.likely += chunk.likely
                self.tally.levels += chunk.levels
                given += chunk.of_goods
        return given

    def workers(self, goods: int) -> int:
        """Processes that so many goods are worth."""
        return min(self.processes, -(-goods // CHUNK))

    def _compare(self, numbers: Ints) -> Scored:
        """One chunk in full (in a worker)."""
        documents = self.read(numbers)
        vectors = self.centre.of(
            self.encoder.remembered([document.clean for document in documents]),
            [document.language for document in documents],
        )
        namings = [self._namings[int(n)] for n in numbers] if self._namings else None
        found = self.context.signals(documents, vectors)
        chunk = self.context.compare(documents, found, namings=namings, wanted=self._wanted(numbers))
        return scored(chunk, documents, self.scorer, self.least, alone=self.report_alone)

    @property
    def report_alone(self) -> bool:
        """Goods without any pair of the least confidence keep their best ones only where there are few goods."""
        return len(self.sides.goods) <= self.settings.above

    def _wanted(self, numbers: Ints) -> Wanted | None:
        """Which pairs of these goods were not scored before; None where none were."""
        return wanted_pairs(self.sides.wanted, self.sides.new_goods[numbers])

    # ------------------------------------------------------------ reading

    def _ids(self, numbers: Ints) -> list[str]:
        return [goods_id.decode() for goods_id in self.sides.goods[numbers].tolist()]

    def read(self, numbers: Ints) -> list[GoodsDocument]:
        """The goods of these numbers, by a connection of this process."""
        if self._documents:
            return [self._documents[int(number)] for number in numbers]
        if self._opened is None or self._opened[0] != os.getpid():
            from sqlite_utils import Database

            connection = sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro", uri=True)
            self._opened = (os.getpid(), Database(connection))
        ids = self._ids(numbers)
        found = {d.goods_id: d for d in load_goods(self._opened[1], self.taxonomy, ids)}
        return [found[goods_id] for goods_id in ids]

    def _texts(self, numbers: Ints) -> Iterator[str]:
        for chunk in chunks_of(numbers):
            for document in self.read(chunk):
                yield document.clean
