"""The pairs of a case as columns in memory, most confident first."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from crawler.case.typed_rows import read_rows
from matcher.arrays import Float64s
from matcher.web.browse.columns import Column
from matcher.web.browse.facets import Facet
from matcher.web.kept import PAIRS

if TYPE_CHECKING:
    from sqlite_utils import Database

    from matcher.web.frame import Frame

FACETS = (
    Facet("state", "state"),
    Facet("band", by_name=True),
    Facet("level", "level"),
    Facet("site"),
)
STEPS = 10  # bands of confidence


@dataclass(frozen=True, eq=False)
class PairColumns:
    """All pairs whose items are not left out. `columns`: state, band, level, site, item, goods."""

    pair_ids: Sequence[str]
    confidence: Float64s
    columns: Mapping[str, Column]

    def __len__(self) -> int:
        return len(self.pair_ids)


def band_of(confidence: float) -> str:
    """The band of a confidence, such as ".7–.8"."""
    low = min(STEPS - 1, int(confidence * STEPS + 1e-9))
    return f"{_edge(low)}–{_edge(low + 1)}"


def _edge(step: int) -> str:
    return "1" if step == STEPS else f".{step}"


def read_pair_columns(db: Database) -> PairColumns:
    """Read the case's pairs with their states."""
    rows = db.conn.execute(
        """SELECT p.pair_id, p.confidence, s.state, p.level, i.site, p.item_id, p.goods_id
           FROM pairs p JOIN pair_states s ON s.pair_id = p.pair_id JOIN items i ON i.item_id = p.item_id
           WHERE p.item_id NOT IN (SELECT owner_id FROM left_out) ORDER BY -p.confidence, p.pair_id"""
    ).fetchall()
    ids, confidence, states, levels, sites, items, goods = zip(*rows, strict=True) if rows else ((),) * 7
    return PairColumns(
        ids,
        np.array(confidence, np.float64),
        {
            "state": Column.of(states),
            "band": Column.of([band_of(one) for one in confidence]),
            "level": Column.of(levels),
            "site": Column.of(sites),
            "item": Column.of(items),
            "goods": Column.of(goods),
        },
    )


async def pairs_of(frame: Frame) -> PairColumns:
    """The case's pairs in memory."""
    return await frame.kept.get("pairs", "working_pairs", PAIRS, read_pair_columns)


@dataclass(frozen=True)
class PairRow:
    """A pair in the listing, with sums over its lines."""

    pair_id: str
    confidence: float
    confidence_low: float
    confidence_high: float
    level: str
    state: str
    item_id: str
    name: str | None
    site: str
    goods_id: str
    goods: str
    lines: int
    first_date: str | None
    last_date: str | None
    reasons: str


ROWS = """
SELECT p.pair_id, p.confidence, p.confidence_low, p.confidence_high, p.level,
  (SELECT s.state FROM pair_states s WHERE s.pair_id = p.pair_id) AS state, p.item_id,
  coalesce(i.name, i.model, i.url) AS name, i.site, p.goods_id, g.text AS goods,
  (SELECT count(*) FROM current_lines l WHERE l.goods_id = p.goods_id) AS lines,
  (SELECT min(l.date) FROM current_lines l WHERE l.goods_id = p.goods_id) AS first_date,
  (SELECT max(l.date) FROM current_lines l WHERE l.goods_id = p.goods_id) AS last_date, p.reasons
FROM pairs p JOIN named_items i ON i.item_id = p.item_id JOIN goods g ON g.goods_id = p.goods_id
WHERE p.pair_id IN (SELECT value FROM json_each(?)) ORDER BY -p.confidence, p.pair_id
"""


def read_pairs(db: Database, pairs: PairColumns, places: Sequence[int]) -> list[PairRow]:
    """The pairs at these places."""
    return [*read_rows(db, PairRow, ROWS, [json.dumps([pairs.pair_ids[place] for place in places])])]
