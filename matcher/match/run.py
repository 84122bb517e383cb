"""One match run: read both sides, compare what was not compared before, keep what may be true."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from crawler.case.case import Case
from crawler.case.clock import now
from matcher.attributes.taxonomy import of_case
from matcher.match.pair_store import (
    FoundPairs,
    adopt_coverage,
    covered_goods,
    covered_items,
    goods_ids,
    scorer_key,
)
from matcher.match.scored_pairs import Scorer, pair_id, scorer_of, signature
from matcher.match.screen_policy import ScreenSettings
from matcher.records.load import load_items
from matcher.workers import cores

if TYPE_CHECKING:
    from sqlite_utils import Database

__all__ = ["MatchResult", "Scorer", "adopt_coverage", "pair_id", "run_match", "scorer_of", "signature"]

VECTORS = "vectors"  # folder of the case in which the encoder's vectors are kept

Say = Callable[[str], None]
Progress = Callable[[int, int], None]


@dataclass
class MatchResult:
    """What a run did: sizes of both sides, pairs compared and kept, texts encoded anew, what a screen lost."""

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


def run_match(
    case: Case,
    db: Database,
    *,
    model: str | None = None,
    min_confidence: float | None = None,
    limit_per_item: int | None = None,
    say: Say = lambda _: None,
    progress: Progress | None = None,
    settings: ScreenSettings | None = None,
    processes: int | None = None,
) -> MatchResult:
    """Compare the case's items with its goods and store the pairs; what this scorer has compared before is left out.

    The caller holds `case.lock()`. Everything is written in one transaction: a run that is killed leaves nothing
    but remembered vectors. `processes` None: one for each core; the results do not depend on it. Raises UsageProblem
    where the model cannot be loaded.
    """
    from matcher.embedding.encoder import Encoder

    config = case.config["match"]
    taxonomy = of_case(case.root)
    items, goods = load_items(db, taxonomy), goods_ids(db)
    encoder = Encoder(model or str(config["model"]), case.root / VECTORS)
    scorer = scorer_of(db)
    key = scorer_key(scorer.weights.digest, encoder.name, taxonomy.digest)
    with db.conn:
        match_id = int(
            db.execute(
                "INSERT INTO match_runs (started, model, weights) VALUES (?, ?, ?)",
                [now(), encoder.name, scorer.weights.digest],
            ).lastrowid
            or 0
        )
    result = MatchResult(match_id, len(items), len(goods), basis=scorer.calibration.basis)
    old_items = covered_items(db, key)
    new_items = np.array([old_items.get(item.item_id) != item.fingerprint for item in items], dtype=bool)
    new_goods = ~np.isin(goods, covered_goods(db, key))
    result.new_items, result.new_goods = int(new_items.sum()), int(new_goods.sum())
    found = FoundPairs(db)
    screened = np.zeros(len(goods), dtype=bool)
    if items and len(goods) and (result.new_items or result.new_goods):
        from matcher.match.full_comparison import MatchRun, Sides

        say(f"{len(items)} items, {len(goods)} distinct goods")
        run = MatchRun(
            db, case.database_path, Sides(items, new_items, goods, new_goods), encoder, scorer, taxonomy,
            least=float(config["min_confidence"] if min_confidence is None else min_confidence),
            limit=float(config["max_screen_loss"]), settings=settings or ScreenSettings(),
            processes=cores() if processes is None else processes, say=say, progress=progress,
        )  # fmt: skip
        run.run(found)
        result.encoded, result.compared = encoder.encoded, run.tally.compared
        result.kept, result.likely, result.levels = run.tally.kept, run.tally.likely, dict(run.tally.levels)
        result.screen = run.report.counts if run.report else None
        screened = run.screened
    found.store(
        match_id=match_id, key=key,
        items=[item for item, new in zip(items, new_items, strict=True) if new and len(goods)],
        goods=goods[new_goods] if items else goods[:0], screened=screened[new_goods] if items else screened[:0],
        limit_per_item=limit_per_item, all_new=bool(new_items.all() and new_goods.all()), counts=result.counts,
    )  # fmt: skip
    return result
