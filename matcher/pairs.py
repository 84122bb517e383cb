"""One match run: read both sides, compare what was not compared before, keep what may be true."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from crawler.case import Case
from matcher.calibration import Calibration, venn_abers
from matcher.documents import GoodsDocument, ItemDocument, digest, load_goods, load_items
from matcher.scoring import Weights, from_dict, prior
from matcher.taxonomy import of_case

if TYPE_CHECKING:
    from sqlite_utils import Database

    from matcher.comparison import Comparer
    from matcher.features import PairFacts

RULES = 1  # raise when features, candidates or attributes change: pairs are then scored anew
VECTORS = "vectors"  # folder of the case in which the encoder's vectors are kept
PER_GOODS = 10  # pairs of a goods that are kept below the least confidence, so that rankings can be measured
FLOOR = 0.002  # but none below this
DECIMALS = 4  # of a confidence; more would pretend
NEVER = 10.0**-DECIMALS  # no pair is certain, either way

Say = Callable[[str], None]
Progress = Callable[[int, int], None]


@dataclass
class MatchResult:
    """What a run did: sizes of both sides, pairs compared and kept, texts encoded anew."""

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

    @property
    def counts(self) -> dict[str, Any]:
        return {key: value for key, value in asdict(self).items() if key != "match_id"}


@dataclass(frozen=True)
class Scorer:
    """Weights and the map from their log-odds to a confidence, with the decided scores behind the intervals."""

    weights: Weights
    calibration: Calibration
    decided: NDArray[np.float64]
    labels: NDArray[np.float64]

    def confidence(self, log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.clip(np.round(self.calibration.probability(log_odds), DECIMALS), NEVER, 1 - NEVER)

    def intervals(self, log_odds: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        low, high = venn_abers(self.decided, self.labels, log_odds)
        return np.round(low, DECIMALS), np.round(high, DECIMALS)


def scorer_of(db: Database) -> Scorer:
    """The scorer that counts: the newest refitted to this case's decisions, else the shipped prior."""
    row = db.execute(
        "SELECT weights, map, scores, prior FROM calibrations ORDER BY calibration_id DESC LIMIT 1"
    ).fetchone()
    if row is None or row[3] != prior().digest:
        return Scorer(prior(), Calibration(), np.empty(0), np.empty(0))
    scores = np.array(json.loads(row[2]), dtype=np.float64).reshape(-1, 2)
    return Scorer(
        from_dict(json.loads(row[0])), Calibration(**json.loads(row[1])), scores[:, 0], scores[:, 1]
    )


def pair_id(item_id: str, goods_id: str) -> str:
    """The pair's id: the same for the same item and goods, whenever they meet."""
    return "p-" + digest([item_id, goods_id])


def signature(item: ItemDocument, goods: GoodsDocument) -> str:
    """A hash of the evidence as shown: decisions are on it, and become stale when it changes.

    Not part of it: the confidence, reasons, and which lines declare the goods.
    """
    shown = [goods.text, goods.maker, goods.trademark, goods.model, goods.article]
    return digest([item.item_id, item.fingerprint, goods.goods_id, *shown])


def run_match(
    case: Case,
    db: Database,
    *,
    model: str | None = None,
    min_confidence: float | None = None,
    limit_per_item: int | None = None,
    say: Say = lambda _: None,
    progress: Progress | None = None,
) -> MatchResult:
    """Compare the case's items with its goods and store the pairs; what this scorer has compared before is left out.

    The caller holds `case.lock()`. Everything is written in one transaction: a run that is killed leaves nothing
    but remembered vectors. Raises UsageProblem where the model cannot be loaded.
    """
    from matcher.encoder import Encoder

    config = case.config["match"]
    least = float(config["min_confidence"] if min_confidence is None else min_confidence)
    taxonomy = of_case(case.root)
    items, goods = load_items(db, taxonomy), load_goods(db, taxonomy)
    encoder = Encoder(model or str(config["model"]), case.root / VECTORS)
    scorer = scorer_of(db)
    key = scorer_key(scorer.weights.digest, encoder.name, taxonomy.digest)
    with db.conn:
        match_id = int(
            db.execute(
                "INSERT INTO match_runs (started, model, weights) VALUES (?, ?, ?)",
                [_now(), encoder.name, scorer.weights.digest],
            ).lastrowid
            or 0
        )
    result = MatchResult(match_id, len(items), len(goods), basis=scorer.calibration.basis)
    old_items, old_goods = _covered(db, key)
    new_item = [old_items.get(item.item_id) != item.fingerprint for item in items]
    new_goods = [document.goods_id not in old_goods for document in goods]
    result.new_items, result.new_goods = sum(new_item), sum(new_goods)
    rows: list[dict[str, Any]] = []
    if items and goods and (result.new_items or result.new_goods):
        from matcher.comparison import Comparer

        comparer = Comparer(items, goods, encoder, taxonomy)
        say(f"{len(items)} items, {len(goods)} distinct goods")
        comparer.prepare(progress)
        result.encoded = encoder.encoded
        wanted = None if all(new_item) else lambda g, i: new_goods[g] or new_item[i]
        rows = list(_scored(comparer, scorer, least, wanted, result))
        if limit_per_item is not None:
            rows = _best_per_item(rows, limit_per_item)
    _store(db, rows, match_id, key, items, goods, result, all_new=all(new_item) and all(new_goods))
    return result


def _scored(
    comparer: Comparer,
    scorer: Scorer,
    least: float,
    wanted: Callable[[int, int], bool] | None,
    result: MatchResult,
) -> Iterable[dict[str, Any]]:
    from matcher.explain import reasons

    for chunk in comparer.chunks(wanted):
        result.compared += len(chunk.goods)
        if not len(chunk.goods):
            continue
        log_odds = np.round(scorer.weights.log_odds(chunk.features), 6)
        confidence = scorer.confidence(log_odds)
        kept = _kept(chunk.goods, log_odds, confidence, least)
        low, high = scorer.intervals(log_odds[kept])
        for place, at in enumerate(kept):
            facts: PairFacts = chunk.facts[at]
            terms = scorer.weights.terms(chunk.features[at].tolist())
            speak_for, against = reasons(facts, terms)
            result.kept += 1
            result.likely += int(confidence[at] >= 0.5)
            result.levels[facts.level] = result.levels.get(facts.level, 0) + 1
            yield {
                "pair_id": pair_id(facts.item.item_id, facts.goods.goods_id),
                "item_id": facts.item.item_id,
                "goods_id": facts.goods.goods_id,
                "level": facts.level,
                "log_odds": float(log_odds[at]),
                "confidence": float(confidence[at]),
                "confidence_basis": scorer.calibration.basis,
                "confidence_low": float(min(low[place], confidence[at])),
                "confidence_high": float(max(high[place], confidence[at])),
                "terms": json.dumps(scorer.weights.rounded_terms(chunk.features[at].tolist())),
                "reasons": json.dumps([r.sentence for r in speak_for], ensure_ascii=False),
                "counter_reasons": json.dumps([r.sentence for r in against], ensure_ascii=False),
                "signature": signature(facts.item, facts.goods),
            }


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


def _best_per_item(rows: list[dict[str, Any]], limit: int) -> list[dict[str, Any]]:
    seen: dict[str, int] = {}
    out = []
    for row in sorted(rows, key=lambda r: (-r["log_odds"], r["pair_id"])):
        seen[row["item_id"]] = seen.get(row["item_id"], 0) + 1
        if seen[row["item_id"]] <= limit:
            out.append(row)
    return out


def scorer_key(weights: str, model: str, taxonomy: str) -> str:
    """Names a way of scoring: what it has compared, it need not compare again."""
    return f"{weights} {digest([model, taxonomy, str(RULES)])}"


def adopt_coverage(db: Database, weights: str) -> None:
    """Let the scorer with these weights own what the newest run's has covered: stored pairs were rescored by it."""
    newest = db.execute("SELECT scorer FROM match_covered ORDER BY match_id DESC LIMIT 1").fetchone()
    if newest is not None and (old := str(newest[0])) != (new := f"{weights} {old.split()[1]}"):
        db.conn.execute(
            "INSERT OR REPLACE INTO match_covered SELECT ?, side, id, fingerprint, match_id FROM match_covered"
            " WHERE scorer = ?",
            [new, old],
        )


def _covered(db: Database, key: str) -> tuple[dict[str, str], set[str]]:
    items = dict(
        db.execute(
            "SELECT id, fingerprint FROM match_covered WHERE scorer = ? AND side = 'item'", [key]
        ).fetchall()
    )
    goods = {
        row[0]
        for row in db.execute(
            "SELECT id FROM match_covered WHERE scorer = ? AND side = 'goods'", [key]
        ).fetchall()
    }
    return items, goods


COLUMNS = (
    "pair_id", "item_id", "goods_id", "match_id", "level", "log_odds", "confidence", "confidence_basis", "confidence_low",
    "confidence_high", "terms", "reasons", "counter_reasons", "signature",
)  # fmt: skip
UPSERT = (
    f"INSERT INTO pairs ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608 - our own
    f" ON CONFLICT (pair_id) DO UPDATE SET {', '.join(f'{c} = excluded.{c}' for c in COLUMNS[1:])}"
)
# Pairs that the newest scorer no longer proposes go, unless somebody was asked about them.
OUTDATED = """
DELETE FROM pairs WHERE match_id < ?
  AND pair_id NOT IN (SELECT pair_id FROM decisions) AND pair_id NOT IN (SELECT pair_id FROM review_export_rows)
"""


def _store(
    db: Database,
    rows: Sequence[dict[str, Any]],
    match_id: int,
    key: str,
    items: Sequence[ItemDocument],
    goods: Sequence[GoodsDocument],
    result: MatchResult,
    *,
    all_new: bool,
) -> None:
    with db.conn:
        cursor = db.conn.cursor()
        cursor.executemany(
            UPSERT, [[match_id if c == "match_id" else row[c] for c in COLUMNS] for row in rows]
        )
        cursor.executemany(
            "INSERT INTO pair_scores VALUES (?, ?, ?, ?)",
            [[match_id, row["pair_id"], row["log_odds"], row["confidence"]] for row in rows],
        )
        if all_new and rows:
            cursor.execute(OUTDATED, [match_id])
        covered = [[key, "item", item.item_id, item.fingerprint, match_id] for item in items]
        covered += [[key, "goods", document.goods_id, "", match_id] for document in goods]
        if items and goods:
            cursor.executemany("INSERT OR REPLACE INTO match_covered VALUES (?, ?, ?, ?, ?)", covered)
        cursor.execute(
            "UPDATE match_runs SET finished = ?, counts = ? WHERE match_id = ?",
            [_now(), json.dumps(result.counts), match_id],
        )


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
