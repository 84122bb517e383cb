"""Which pairs a reviewer is asked about, in which order, and with which probability each was drawn."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matcher.review.pair_filter import PairFilter, conditions
from matcher.review.reviewers import reviewer_key
from matcher.schema.terms import PairState

if TYPE_CHECKING:
    from sqlite_utils import Database

SAMPLES = ("top", "uncertain", "audit", "disputed", "next")
GROUPS = ("item", "line", "importer")
OPEN_STATES = (PairState.PROPOSED, PairState.STALE)  # what waits for a decision
BANDS = 10  # the audit draws equally many from each tenth of the confidence scale
# 200 decisions take a Platt map to ECE .03.
DEFAULT_LIMIT = {
    "uncertain": 200,
    "audit": 200,
    "next": 200,
}

# What `next` is made of: the top finds true pairs and carries the promise, the uncertain ones teach most, the audit
# shows where the confidence is wrong.
NEXT = {"top": 0.5, "uncertain": 0.25, "audit": 0.25}


@dataclass(frozen=True)
class Chosen:
    """A pair to be shown: why (one of SAMPLES but `next`), and the probability with which it was drawn (1: all such are)."""

    pair_id: str
    because: str
    probability: float


def choose(
    db: Database,
    sample: str = "top",
    *,
    states: Sequence[str] | None = None,
    reviewer: str = "",
    limit: int | None = None,
    seed: int = 0,
    asked: PairFilter | None = None,
) -> list[Chosen]:
    """The pairs to ask about, of those that `asked` lets through.

    `top`: highest confidence first. `uncertain`: nearest to one half. `audit`: at random, equally many from each
    tenth of the confidence scale, so that the map from score to confidence can be checked where few would look.
    `disputed`: where reviewers differ. `next`: `top`, `uncertain` and `audit` in the shares NEXT. Pairs in other `states` than those asked for (default: proposed and stale;
    for `disputed`: disputed) are left out, and those that `reviewer` has decided on the present evidence, unless it is
    with himself that he differs.
    """
    wanted = states or ((PairState.DISPUTED,) if sample == "disputed" else OPEN_STATES)
    order = "abs(p.confidence - 0.5), p.pair_id" if sample == "uncertain" else "p.confidence DESC, p.pair_id"
    if limit is None:
        limit = DEFAULT_LIMIT.get(sample)
    asked = asked or PairFilter()
    further = "".join(f" AND {condition}" for condition in conditions(db, asked))
    rows = db.execute(
        f"""
        SELECT p.pair_id, p.confidence FROM pairs p JOIN pair_states s ON s.pair_id = p.pair_id
        WHERE s.state IN (SELECT value FROM json_each(:states))
          AND p.item_id NOT IN (SELECT owner_id FROM left_out)
          AND (SELECT count(DISTINCT c.decision) = 0 OR (:disputed AND count(DISTINCT c.decision) > 1)
               FROM counting_decisions c WHERE c.pair_id = p.pair_id AND c.reviewer_key = :reviewer){further}
        ORDER BY {order} LIMIT :limit
        """,  # noqa: S608 - `order` is one of the two above, `further` words of pair_filter
        {
            **asked.values(),
            "states": json.dumps(list(wanted)),
            "reviewer": reviewer_key(reviewer),
            "disputed": sample == "disputed",  # his own two words are a dispute that he can end
            "limit": -1 if sample in ("audit", "next") or limit is None else limit,
        },
    ).fetchall()
    draw = random.Random(seed)  # noqa: S311 - a sample, not a secret
    if sample == "audit":
        return audit_sample(rows, len(rows) if limit is None else limit, draw)
    if sample == "next":
        return next_sample(rows, len(rows) if limit is None else limit, draw)
    return [Chosen(pair_id, sample, 1.0) for pair_id, _ in rows]


def next_sample(rows: Sequence[tuple[str, float]], size: int, draw: random.Random) -> list[Chosen]:
    """`rows` with the highest confidence first; each part is taken from what the parts before it left."""
    top = round(size * NEXT["top"])
    rest = sorted(rows[top:], key=lambda row: (abs(row[1] - 0.5), row[0]))
    uncertain = round(size * NEXT["uncertain"])
    chosen = [Chosen(pair_id, "top", 1.0) for pair_id, _ in rows[:top]]
    chosen += [Chosen(pair_id, "uncertain", 1.0) for pair_id, _ in rest[:uncertain]]
    return chosen + audit_sample(rest[uncertain:], size - top - uncertain, draw)


def audit_sample(rows: Sequence[tuple[str, float]], size: int, draw: random.Random) -> list[Chosen]:
    """`size` of the (pair, confidence) rows at random, equally many from each tenth of the scale as far as it has them."""
    bands: list[list[str]] = [[] for _ in range(BANDS)]
    for pair_id, confidence in rows:
        bands[min(int(confidence * BANDS), BANDS - 1)].append(pair_id)
    chosen: list[Chosen] = []
    left = size
    # Smallest band first: what it cannot give is shared among the larger ones.
    for rank, band in enumerate(sorted(bands, key=len)):
        share = min(len(band), left // (BANDS - rank))
        left -= share
        chosen += [Chosen(pair_id, "audit", share / len(band)) for pair_id in draw.sample(band, share)]
    draw.shuffle(chosen)
    return chosen


def arrange(
    db: Database, chosen: Sequence[Chosen], group: str | None, *, blind_key: str = ""
) -> list[Chosen]:
    """The chosen pairs so that alike ones lie together (`group`), best group first.

    With `blind_key` the order within says nothing about the confidence: it follows a hash of key and pair.
    """
    rows = [*chosen]
    if blind_key:
        rows.sort(key=lambda row: hashlib.sha256(f"{blind_key} {row.pair_id}".encode()).digest())
    if group is None:
        return rows
    group_of = dict(
        db.execute(
            GROUP_SQL[group].format(ids="SELECT value FROM json_each(?)"),
            [json.dumps([row.pair_id for row in rows])],
        ).fetchall()
    )
    first: dict[str, int] = {}
    for place, row in enumerate(rows):
        first.setdefault(str(group_of.get(row.pair_id)), place)
    return sorted(rows, key=lambda row: first[str(group_of.get(row.pair_id))])


GROUP_SQL = {
    "line": "SELECT pair_id, goods_id FROM pairs WHERE pair_id IN ({ids})",
    "item": "SELECT pair_id, item_id FROM pairs WHERE pair_id IN ({ids})",
    "importer": """
        SELECT p.pair_id, (
            SELECT l.importer FROM current_lines l WHERE l.goods_id = p.goods_id
            GROUP BY l.importer ORDER BY count(*) DESC, l.importer LIMIT 1)
        FROM pairs p WHERE p.pair_id IN ({ids})
    """,
}
