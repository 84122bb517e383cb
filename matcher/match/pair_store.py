"""Where a match run leaves its pairs: aside while it lasts, then into the case in one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from crawler.case.clock import now
from matcher.records.documents import ItemDocument, digest

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database

RULES = 8  # raise when features, candidates or attributes change: pairs are then rescored
SCREENED = (
    "screened"  # in place of a fingerprint: the screen let these goods go, they were not compared in full
)
AT_ONCE = 100_000  # ids that are Python objects at a time

COLUMNS = (
    "pair_id", "item_id", "goods_id", "level", "log_odds", "confidence", "confidence_basis", "confidence_low",
    "confidence_high", "terms", "reasons", "counter_reasons", "sentences", "signature",
)  # fmt: skip
ASIDE = f"CREATE TEMP TABLE match_found ({', '.join(COLUMNS)})"
PUT_ASIDE = f"INSERT INTO match_found VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608 - our own
UPSERT = (
    f"INSERT INTO pairs ({', '.join(COLUMNS)}, match_id) SELECT {', '.join(COLUMNS)}, ? FROM temp.match_found WHERE true"  # noqa: S608 - our own
    f" ON CONFLICT (pair_id) DO UPDATE SET {', '.join(f'{c} = excluded.{c}' for c in (*COLUMNS[1:], 'match_id'))}"
)
UPDATE_SCORES = (
    "UPDATE pairs SET log_odds = ?, confidence = ?, confidence_basis = ?, confidence_low = ?, confidence_high = ?,"
    " terms = ?, reasons = coalesce(?, reasons), counter_reasons = coalesce(?, counter_reasons) WHERE pair_id = ?"
)
SCORES = "INSERT INTO pair_scores SELECT ?, pair_id, log_odds, confidence FROM temp.match_found"
BEST_PER_ITEM = """
DELETE FROM temp.match_found WHERE rowid IN (
  SELECT rowid FROM (SELECT rowid, row_number() OVER (PARTITION BY item_id ORDER BY log_odds DESC, pair_id) AS place
                     FROM temp.match_found) WHERE place > ?)
"""
# Pairs that the newest scorer no longer proposes go, unless somebody was asked about them.
OUTDATED = """
DELETE FROM pairs WHERE match_id < ?
  AND pair_id NOT IN (SELECT pair_id FROM decisions) AND pair_id NOT IN (SELECT pair_id FROM review_export_rows)
"""
GOODS_IDS = """
SELECT goods_id FROM goods g
WHERE EXISTS (SELECT 1 FROM current_lines l WHERE l.goods_id = g.goods_id) ORDER BY goods_id
"""
COVER = "INSERT OR REPLACE INTO match_covered VALUES (?, ?, ?, ?, ?)"
NAMED_GOODS = (
    "SELECT DISTINCT goods_id FROM pairs WHERE level IN ('maker', 'model') ORDER BY goods_id LIMIT ?"
)


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


def goods_ids(db: Database) -> NDArray[np.bytes_]:
    """The ids of all goods that a current line declares, sorted; 18 bytes each, whatever is said of them."""
    return _ids(db.execute(GOODS_IDS))


def covered_items(db: Database, key: str) -> dict[str, str]:
    """The fingerprints under which the scorer `key` has compared items."""
    return dict(
        db.execute(
            "SELECT id, fingerprint FROM match_covered WHERE scorer = ? AND side = 'item'", [key]
        ).fetchall()
    )


def covered_goods(db: Database, key: str) -> NDArray[np.bytes_]:
    """The goods that the scorer `key` has compared, by the screen or in full."""
    return _ids(db.execute("SELECT id FROM match_covered WHERE scorer = ? AND side = 'goods'", [key]))


def _ids(rows: sqlite3.Cursor) -> NDArray[np.bytes_]:
    """The ids of a query of one column, read a block at a time: as Python texts they take four times the memory."""
    blocks = [np.empty(0, dtype=np.bytes_)]
    while block := rows.fetchmany(AT_ONCE):
        blocks.append(np.array([row[0] for row in block], dtype=np.bytes_))
    return np.concatenate(blocks)


def terms_of(db: Database, pair_ids: Sequence[str] | None = None) -> list[tuple[str, str, str]]:
    """(pair id, item id, terms as JSON) of the stored pairs, or of those of `pair_ids`, by id."""
    return list(
        db.execute(
            "SELECT pair_id, item_id, terms FROM pairs"
            " WHERE :ids IS NULL OR pair_id IN (SELECT value FROM json_each(:ids)) ORDER BY pair_id",
            {"ids": None if pair_ids is None else json.dumps(list(pair_ids))},
        ).fetchall()
    )


def sentences_of(db: Database, pair_id: str) -> str:
    """The reasons of a stored pair as JSON, as `matcher.features.explain.kept` writes them."""
    (stored,) = db.execute("SELECT sentences FROM pairs WHERE pair_id = ?", [pair_id]).fetchone()
    return str(stored)


def update_scores(db: Database, rows: Iterable[Sequence[Any]]) -> None:
    """Rescore stored pairs: rows of the parameters of UPDATE_SCORES; reasons that are None stay. No commit."""
    db.conn.executemany(UPDATE_SCORES, rows)


def pairs_by_id(db: Database) -> list[tuple[str, str, str]]:
    """(pair id, goods id, item id) of every stored pair, by pair id."""
    return list(db.execute("SELECT pair_id, goods_id, item_id FROM pairs ORDER BY pair_id").fetchall())


def confidences(db: Database) -> dict[tuple[str, str], float]:
    """The confidence of every stored pair by (goods id, item id)."""
    return {(g, i): c for g, i, c in db.execute("SELECT goods_id, item_id, confidence FROM pairs").fetchall()}


def count_above(db: Database, log_odds: float) -> int:
    """How many stored pairs have at least these log-odds."""
    return int(db.execute("SELECT count(*) FROM pairs WHERE log_odds >= ?", [log_odds]).fetchone()[0])


def named_goods(db: Database, most: int) -> list[str]:
    """Goods of stored pairs that name a maker."""
    return [row[0] for row in db.execute(NAMED_GOODS, [most]).fetchall()]


@dataclass(frozen=True)
class Covered:
    """What a run has compared that its scorer, named by `key`, had not compared before.

    `screened` says which of the `goods` the screen left out; `everything`: nothing had been compared before.
    """

    key: str
    items: Sequence[ItemDocument]
    goods: NDArray[np.bytes_]
    screened: NDArray[np.bool_]
    everything: bool


class FoundPairs:
    """Pairs found so far, in a temporary table of this connection: the case's other tables stay open to others."""

    def __init__(self, db: Database) -> None:
        self.db = db
        with db.conn:
            db.conn.execute("DROP TABLE IF EXISTS temp.match_found")
            db.conn.execute(ASIDE)

    def add(self, rows: Iterable[Sequence[Any]]) -> None:
        with self.db.conn:
            self.db.conn.executemany(PUT_ASIDE, rows)

    def store(
        self, match_id: int, covered: Covered, limit_per_item: int | None, counts: Mapping[str, object]
    ) -> None:
        """Everything in one transaction: the pairs, their scores, what was covered, and the run's end."""
        key = covered.key
        with self.db.conn:
            cursor = self.db.conn.cursor()
            if limit_per_item is not None:
                cursor.execute(BEST_PER_ITEM, [limit_per_item])
            (found,) = cursor.execute("SELECT count(*) FROM temp.match_found").fetchone()
            cursor.execute(UPSERT, [match_id])
            cursor.execute(SCORES, [match_id])
            if covered.everything and found:
                cursor.execute(OUTDATED, [match_id])
            cursor.executemany(
                COVER, ([key, "item", item.item_id, item.compared_as, match_id] for item in covered.items)
            )
            cursor.executemany(
                COVER,
                (
                    [key, "goods", goods_id.decode(), SCREENED if out else "", match_id]
                    for start in range(0, len(covered.goods), AT_ONCE)
                    for goods_id, out in zip(
                        covered.goods[start : start + AT_ONCE].tolist(),
                        covered.screened[start : start + AT_ONCE].tolist(),
                        strict=True,
                    )
                ),
            )
            cursor.execute(
                "UPDATE match_runs SET finished = ?, counts = ? WHERE match_id = ?",
                [now(), json.dumps(counts), match_id],
            )
        with self.db.conn:
            self.db.conn.execute("DROP TABLE temp.match_found")
