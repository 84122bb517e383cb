"""The other catalog items that could be a line's: shown beside each other, decided together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matcher.review.decisions import Decision, now, record, states_of
from matcher.review.evidence import Evidence, EvidenceReader, Item
from matcher.schema.terms import PairState
from matcher.scoring.confidence_text import probability

if TYPE_CHECKING:
    from sqlite_utils import Database

MOST = 11  # candidates beside the one on the page; only what is shown is decided
OTHERS = """
SELECT p.pair_id FROM pairs p
WHERE p.goods_id = ? AND p.pair_id <> ? AND p.item_id NOT IN (SELECT owner_id FROM left_out)
ORDER BY p.confidence DESC, p.pair_id LIMIT ?
"""
OPEN = (PairState.PROPOSED, PairState.STALE)


@dataclass(frozen=True)
class Candidate:
    """Another item proposed for the same goods."""

    pair_id: str
    signature: str
    name: str
    code: str
    site: str
    confidence: str
    state: str
    has_photo: bool


def others_of(
    db: Database, reader: EvidenceReader, evidence: Evidence, blind: bool, has_photo: Callable[[Item], bool]
) -> list[Candidate]:
    """The other pairs of the goods record, likeliest first; a blind reviewer sees them by id, without confidence."""
    found = db.execute(OTHERS, [evidence.goods.goods_id, evidence.pair_id, MOST]).fetchall()
    states = states_of(db, [pair_id for (pair_id,) in found])
    rows = [
        Candidate(
            pair_id=other.pair_id,
            signature=other.signature,
            name=other.item.name or other.item.url,
            code=other.item.code,
            site=other.item.site,
            confidence="" if blind else probability(other.confidence),
            state="" if blind else states[other.pair_id],
            has_photo=has_photo(other.item),
        )
        for other in reader.read(pair_id for (pair_id,) in found)
    ]
    return sorted(rows, key=lambda row: row.pair_id) if blind else rows


def together(
    evidence: Evidence, others: list[Candidate], form: Mapping[str, str], reviewer: str
) -> list[Decision] | None:
    """The decisions of one press: `pick` names the right pair (its rivals are rejected), or is "rest": reject the others.

    `shown` holds the signature of each pair as the page showed it, by its id. None where one of them has changed since.
    Others that are decided already stay as they are, unless one of them is picked.
    """
    signatures = {other.pair_id: other.signature for other in others}
    shown = dict(part.split("=", 1) for part in form.get("shown", "").split() if "=" in part)
    known = signatures | {evidence.pair_id: evidence.signature}
    if not shown or any(known.get(pair_id) != signature for pair_id, signature in shown.items()):
        return None
    picked = form.get("pick", "")
    if picked != "rest" and picked not in shown:
        return None
    undecided = {other.pair_id for other in others if other.state in ("", *OPEN)}
    rejected = [one for one in shown if one != picked and (one in undecided or one == evidence.pair_id)]
    if picked == "rest":
        rejected.remove(evidence.pair_id)
    words = [(picked, "accept")] if picked != "rest" else []
    time = now()
    return [
        Decision(pair_id, shown[pair_id], reviewer, word, time)
        for pair_id, word in [*words, *((one, "reject") for one in rejected)]
    ]


def record_together(db: Database, decisions: list[Decision]) -> None:
    """Append the decisions inside the caller's transaction."""
    for decision in decisions:
        record(db, decision)
