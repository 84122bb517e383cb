"""Compared pairs as rows to keep: scored, with an interval, reasons, and a signature of the evidence."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from matcher.features.explain import all_reasons, kept, strongest
from matcher.match.screen_policy import LIKELY, NO_SCORE, Kept
from matcher.records.documents import GoodsDocument, ItemDocument, digest
from matcher.scoring.calibration import Calibration, map_from_dict, venn_abers
from matcher.scoring.rules import FEATURE_DECIMALS
from matcher.scoring.untrusted_json import parse
from matcher.scoring.weights import Weights, from_dict, intervals_of, prior, rounded

if TYPE_CHECKING:
    from sqlite_utils import Database

    from matcher.match.compare import Compared

PER_GOODS = (
    10  # pairs of a goods record that are kept below the least confidence, so that rankings can be measured
)
FLOOR = 0.002  # but none below this
DECIMALS = 4  # of a confidence; more would pretend
NEVER = 10.0**-DECIMALS  # no pair is certain, either way


@dataclass(frozen=True)
class Scorer:
    """Weights and the map from their log-odds to a confidence, with the decided scores behind the intervals."""

    weights: Weights
    calibration: Calibration
    decided: NDArray[np.float64]
    labels: NDArray[np.float64]

    def log_odds(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Of features as they are stored: a pair scored again from its stored terms has the same."""
        return np.round(self.weights.log_odds(np.round(features, FEATURE_DECIMALS)), 6)

    def confidence(self, log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.clip(np.round(self.calibration.probability(log_odds), DECIMALS), NEVER, 1 - NEVER)

    def intervals(self, log_odds: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """By Venn-ABERS from the decisions; without any, by how far the prior was off in cases it was not fitted to."""
        if not len(self.labels) and self.weights.spread:
            low, high = intervals_of(self.weights.spread, log_odds)
        else:
            low, high = venn_abers(self.decided, self.labels, log_odds)
        return np.round(low, DECIMALS), np.round(high, DECIMALS)


def scorer_of(db: Database) -> Scorer:
    """The scorer that counts: the newest refitted to this case's decisions, else the shipped prior.

    Raises Box31Error where what is stored cannot be read.
    """
    row = db.execute(
        "SELECT weights, map, scores, prior FROM calibrations ORDER BY calibration_id DESC LIMIT 1"
    ).fetchone()
    if row is None or row[3] != prior().digest:
        return Scorer(prior(), Calibration(), np.empty(0), np.empty(0))
    with parse("calibration"):
        weights, fitted, decided = (json.loads(part) for part in row[:3])
        scores = np.array(decided, dtype=np.float64).reshape(-1, 2)
        if not np.isfinite(scores).all():
            raise ValueError("a score that is no number")
    return Scorer(from_dict(weights), map_from_dict(fitted), scores[:, 0], scores[:, 1])


def pair_id(item_id: str, goods_id: str) -> str:
    """The pair's id: the same for the same item and goods, whenever they meet."""
    return "p-" + digest([item_id, goods_id])


def signature(item: ItemDocument, goods: GoodsDocument) -> str:
    """A hash of the evidence as shown: decisions are on it, and become stale when it changes.

    Not part of it: the confidence, reasons, and which lines declare the goods.
    """
    shown = [goods.text, goods.maker, goods.trademark, goods.model, goods.article]
    return signature_of(item.item_id, item.fingerprint, goods.goods_id, shown)


def signature_of(item_id: str, fingerprint: str, goods_id: str, shown: Sequence[str]) -> str:
    """See signature. `shown`: the goods record's text, maker, trademark, model, article."""
    return digest([item_id, fingerprint, goods_id, *shown])


@dataclass
class Scored:
    """A chunk's pairs to keep, in the order of matcher.match.pair_store.COLUMNS, and what was counted on the way."""

    rows: list[tuple[Any, ...]] = field(default_factory=list)
    compared: int = 0
    levels: Counter[str] = field(default_factory=Counter)
    likely: int = 0
    of_goods: list[Kept] = field(default_factory=list)  # for each goods of the chunk


def scored(
    chunk: Compared, goods: Sequence[GoodsDocument], scorer: Scorer, least: float, *, alone: bool = True
) -> Scored:
    """The pairs of a chunk of `goods` that are kept.

    `alone`: whether goods without a pair of at least `least` keep their best ones, too.
    """
    out = Scored(compared=len(chunk.goods), of_goods=[Kept(0, 0)] * len(goods))
    if not len(chunk.goods):
        return out
    # As they are stored, so that terms, reasons and score can be computed again from the row.
    features = np.round(chunk.features, FEATURE_DECIMALS)
    log_odds = scorer.log_odds(features)
    confidence = scorer.confidence(log_odds)
    pairs = np.bincount(chunk.goods[confidence >= least], minlength=len(goods))
    likely = np.bincount(chunk.goods[confidence >= LIKELY], minlength=len(goods))
    best = np.full(len(goods), NO_SCORE)
    np.maximum.at(best, chunk.goods, log_odds)
    out.of_goods = [Kept(int(a), int(b), float(c)) for a, b, c in zip(pairs, likely, best, strict=True)]
    rows = _kept(chunk.goods, log_odds, confidence, least)
    if not alone:
        rows = rows[pairs[chunk.goods[rows]] > 0]
    low, high = scorer.intervals(log_odds[rows])
    for place, (at, terms) in enumerate(zip(rows, scorer.weights.terms(features[rows]), strict=True)):
        facts = chunk.facts[at]
        record = goods[chunk.goods[at]]  # as a whole, whichever of its articles the facts are of
        reasons = all_reasons(facts, terms)
        speak_for, against = strongest(reasons)
        out.levels[facts.level] += 1
        out.likely += int(confidence[at] >= LIKELY)
        out.rows.append(
            (
                pair_id(facts.item.item_id, facts.goods.goods_id),
                facts.item.item_id,
                facts.goods.goods_id,
                facts.level,
                float(log_odds[at]),
                float(confidence[at]),
                scorer.calibration.basis,
                float(min(low[place], confidence[at])),
                float(max(high[place], confidence[at])),
                json.dumps(rounded(terms)),
                json.dumps([r.sentence for r in speak_for], ensure_ascii=False),
                json.dumps([r.sentence for r in against], ensure_ascii=False),
                json.dumps(kept(reasons, facts.goods.text), ensure_ascii=False),
                signature(facts.item, record),
            )
        )
    return out


def _kept(
    goods: NDArray[np.intp], log_odds: NDArray[np.float64], confidence: NDArray[np.float64], least: float
) -> NDArray[np.intp]:
    """Rows of at least `least` confidence, and the best few of each goods above the floor."""
    order = np.lexsort((-log_odds, goods))
    first = np.r_[True, goods[order][1:] != goods[order][:-1]]
    starts = np.flatnonzero(first)
    rank = np.arange(len(order)) - np.repeat(starts, np.diff(np.r_[starts, len(order)]))
    keep = (confidence[order] >= least) | ((rank < PER_GOODS) & (confidence[order] >= min(FLOOR, least)))
    return np.sort(order[keep])
