"""One match run: read both sides, compare what was not compared before, store the pairs that may be true.

Few goods records (at most ScreenSettings.above) are all read, encoded and compared in full. Of many, a sample drawn by
the hash of their ids tells what is usual; all of them pass the screen, and only what it lets through is encoded.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from crawler.case.case import Case
from crawler.case.clock import now
from matcher.arrays import Bools
from matcher.attributes.taxonomy import Taxonomy, of_case
from matcher.match.engines import Engine, Forked
from matcher.match.pair_store import (
    Covered,
    FoundPairs,
    covered_goods,
    covered_items,
    goods_ids,
    named_goods,
    scorer_key,
)
from matcher.match.scored_pairs import Scorer, scorer_of
from matcher.match.screen_policy import ScreenSettings, draw
from matcher.records.load import load_goods, load_items

if TYPE_CHECKING:
    from sqlite_utils import Database

    from matcher.embedding.encoder import Encoder
    from matcher.match.compare import Context
    from matcher.match.full_comparison import FullComparison, Sample, Sides
    from matcher.match.origins import Origins

VECTORS = "vectors"  # folder of the case in which the encoder's vectors are kept

Say = Callable[[str], None]
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class MatchOptions:
    """How a run goes about it. None: as the case's box31.toml says.

    `settings` say when there is a screen; `engine` where chunks are compared: the results do not depend on it.
    """

    model: str | None = None
    min_confidence: float | None = None
    limit_per_item: int | None = None
    settings: ScreenSettings = field(default_factory=ScreenSettings)
    engine: Engine = field(default_factory=Forked)
    say: Say = lambda _: None
    progress: Progress | None = None


@dataclass
class MatchResult:
    """What a run did: sizes of both sides, pairs compared and kept, new texts encoded, what a screen lost."""

    match_id: int
    items: int
    goods: int
    new_items: int = 0
    new_goods: int = 0
    compared: int = 0
    kept: int = 0
    likely: int = 0  # kept with confidence .5 or more
    encoded: int = 0
    levels: dict[str, int] = field(default_factory=dict)
    basis: str = "prior"
    screen: dict[str, Any] | None = None

    @property
    def counts(self) -> dict[str, Any]:
        return {key: value for key, value in asdict(self).items() if key != "match_id"}


def run_match(case: Case, db: Database, options: MatchOptions | None = None) -> MatchResult:
    """Compare the case's items with its goods records and store the pairs; what was compared before is left out.

    The caller holds `case.lock()`. Everything is written in one transaction: a run that is killed leaves nothing
    but stored vectors. Raises UsageProblem where the model cannot be loaded.
    """
    from matcher.embedding.encoder import Encoder

    options = options or MatchOptions()
    taxonomy = of_case(case.root)
    items, goods = load_items(db, taxonomy), goods_ids(db)
    config = case.config["match"]
    encoder = Encoder(options.model or str(config["model"]), case.root / VECTORS, str(config["device"]))
    scorer = scorer_of(db)
    key = scorer_key(scorer.weights.digest, encoder.name, taxonomy.digest)
    result = MatchResult(_begin(db, encoder, scorer), len(items), len(goods), basis=scorer.calibration.basis)
    old_items = covered_items(db, key)
    new_items = np.array([old_items.get(item.item_id) != item.compared_as for item in items], dtype=bool)
    new_goods = ~np.isin(goods, covered_goods(db, key))
    result.new_items, result.new_goods = int(new_items.sum()), int(new_goods.sum())
    found = FoundPairs(db)
    screened = np.zeros(len(goods), dtype=bool)
    if items and len(goods) and (result.new_items or result.new_goods):
        from matcher.match.full_comparison import Sides

        options.say(f"{len(items)} items, {len(goods)} distinct goods records")
        sides = Sides(items, new_items, goods, new_goods)
        screened = MatchRun(case, db, sides, encoder, scorer, taxonomy, options, found).compare(result)
    covered = Covered(
        key,
        [item for item, new in zip(items, new_items, strict=True) if new and len(goods)],
        goods[new_goods] if items else goods[:0],
        screened[new_goods] if items else screened[:0],
        everything=bool(new_items.all() and new_goods.all()),
    )
    found.store(result.match_id, covered, options.limit_per_item, result.counts)
    return result


def _begin(db: Database, encoder: Encoder, scorer: Scorer) -> int:
    with db.conn:
        row = db.execute(
            "INSERT INTO match_runs (started, model, weights) VALUES (?, ?, ?)",
            [now(), encoder.name, scorer.weights.digest],
        )
    return int(row.lastrowid or 0)


@dataclass(frozen=True)
class MatchRun:
    """The parts of one run that has anything to compare."""

    case: Case
    db: Database
    sides: Sides
    encoder: Encoder
    scorer: Scorer
    taxonomy: Taxonomy
    options: MatchOptions
    found: FoundPairs

    def compare(self, result: MatchResult) -> Bools:
        """Compare, through the screen where there are many; counts go to `result`. Which records the screen left out."""
        from matcher.match.screening import Screening

        config, options = self.case.config["match"], self.options
        given = options.min_confidence
        full, sample = self._prepare(float(config["min_confidence"] if given is None else given))
        todo = self.sides.todo
        screened = np.zeros(len(self.sides.goods), dtype=bool)
        whole = len(todo) == len(self.sides.goods)
        if len(todo) > options.settings.above:
            known = None if whole else self._known_origins(full.context, sample)
            screening = Screening(
                full, sample, options.settings, float(config["max_screen_loss"]), options.say
            )
            report = screening.run(known)
            options.say(report.sentence(full.chunks.least))
            result.screen, screened = report.counts, screening.screened_out
        else:
            if not full.chunks.reader.in_memory:
                from matcher.match.origins import homes_of

                full.context.homes = homes_of(self._known_origins(full.context, sample))
            full.compare(todo)
        result.encoded, result.compared = self.encoder.encoded, full.tally.compared
        result.kept, result.likely = full.tally.kept, full.tally.likely
        result.levels = dict(full.tally.levels)
        return screened

    def _prepare(self, least: float) -> tuple[FullComparison, Sample]:
        """Encode a sample of the goods records, or all of few, and the items; take what is usual from them."""
        from matcher.embedding.encoder import Centre, centred
        from matcher.match.compare import Context, PageVectors, pages_of
        from matcher.match.full_comparison import ChunkComparison, FullComparison, Sample
        from matcher.match.goods_reader import GoodsReader
        from matcher.match.origins import homes_of, tally_origins

        options, goods = self.options, self.sides.goods
        many = len(goods) > options.settings.above
        numbers = np.arange(len(goods))
        if many:
            if not options.engine.encodes:  # Ray's threads do not outlive a fork either
                self.encoder.encode_apart()
            numbers = draw(goods, numbers, options.settings.sample, "sample")
        reader = GoodsReader(self.case.database_path, goods, self.taxonomy)
        documents = load_goods(self.db, self.taxonomy, reader.goods_ids(numbers))
        texts, languages, owner = pages_of(self.sides.items)
        encoded = self.encoder.encode([document.encoded for document in documents] + texts, options.progress)
        split, spoken = len(documents), [document.language for document in documents]
        centre = Centre(encoded[:split], spoken)
        sample = Sample(numbers, documents, centre.of(encoded[:split], spoken))
        pages = PageVectors(centred(encoded[split:], languages), owner)
        context = Context(self.sides.items, pages, documents, sample.vectors, self.taxonomy, self.encoder)
        context.own.remember(documents)
        mentions = {}
        if not many:
            reader.keep(documents)
            mentions = {n: context.catalog.maker_mentions(document) for n, document in enumerate(documents)}
            origins: Origins = defaultdict(Counter)
            tally_origins(documents, list(mentions.values()), origins)
            context.homes = homes_of(origins)
        chunks = ChunkComparison(
            reader, self.encoder, centre, context, self.scorer, self.sides.wanted, self.sides.new_goods,
            mentions, least, alone=not many,
        )  # fmt: skip
        return FullComparison(self.sides, chunks, options.engine, options.progress, self.found), sample

    def _known_origins(self, context: Context, sample: Sample) -> Origins:
        """Origins of goods records that name a maker, from the sample and from pairs found before."""
        from matcher.match.origins import tally_origins

        known = load_goods(self.db, self.taxonomy, named_goods(self.db, self.options.settings.sample))
        documents = list({d.goods_id: d for d in [*sample.documents, *known]}.values())
        origins: Origins = defaultdict(Counter)
        tally_origins(documents, [context.catalog.maker_mentions(d) for d in documents], origins)
        return origins
