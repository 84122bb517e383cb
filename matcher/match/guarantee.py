"""The precision guarantee of a case, from what reviewers were shown and what they decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.match.pair_store import count_above
from matcher.match.scored_pairs import scorer_of
from matcher.schema.terms import PairState
from matcher.scoring.precision_guarantee import PrecisionGuarantee, certify, role

if TYPE_CHECKING:
    from sqlite_utils import Database

# Each pair with its state, whether a reviewer was asked about it on the present evidence, and the probability of a
# random draw. A sheet counts as shown once something of it has come back; a pair decided in the browser was shown.
SHOWN = """
WITH returned AS (
  SELECT DISTINCT export_id FROM decisions WHERE export_id IS NOT NULL AND undone_at IS NULL
)
SELECT p.item_id, p.log_odds, s.state,
  s.state NOT IN ('proposed', 'stale') OR EXISTS (
    SELECT 1 FROM review_export_rows r JOIN returned USING (export_id)
    WHERE r.pair_id = p.pair_id AND r.signature = p.signature),
  (SELECT max(r.sampling_probability) FROM review_export_rows r JOIN returned USING (export_id)
   WHERE r.pair_id = p.pair_id AND r.signature = p.signature AND r.shown_because = 'audit'),
  p.pair_id
FROM pairs p JOIN pair_states s ON s.pair_id = p.pair_id ORDER BY p.pair_id
"""


UNSETTLED = (PairState.DISPUTED, PairState.UNSURE, PairState.STALE)
NAMED = 3  # unsettled pairs that are named


@dataclass(frozen=True)
class Guarantee:
    """What may be promised, in words; where it holds, from which confidence on, and of how many pairs."""

    said: str
    confidence: float | None = None
    pairs: int | None = None


def guarantee_of(db: Database, target: float) -> PrecisionGuarantee:
    """From which log-odds on at least a share `target` of the pairs is true, by the decisions kept for it.

    Unsure, disputed and unanswered pairs count as not true.
    """
    return _guaranteed(_rows(db), target)


def guarantee(db: Database, target: float) -> Guarantee:
    """The promise in words, with the confidence from which it holds; else what is in its way."""
    rows = _rows(db)
    found = _guaranteed(rows, target)
    if found.threshold is None:
        return Guarantee("; ".join([found.sentence(), *_in_the_way(rows, found.decisions)]))
    line = float(scorer_of(db).confidence(np.array([found.threshold]))[0])
    above = count_above(db, found.threshold)
    return Guarantee(f"{found.sentence()}; from confidence {line:.4f} on: {above} pairs", line, above)


def _rows(db: Database) -> list[Any]:
    """The pairs of the items kept for it."""
    return [row for row in db.execute(SHOWN) if role(row[0]) == "certificate"]


def _guaranteed(rows: list[Any], target: float) -> PrecisionGuarantee:
    return certify(
        np.array([row[1] for row in rows], dtype=np.float64),
        np.array([row[2] == PairState.ACCEPTED for row in rows], dtype=np.float64),
        target=target,
        shown=np.array([row[3] for row in rows], dtype=bool),
        drawn=np.array([np.nan if row[4] is None else row[4] for row in rows], dtype=np.float64),
    )


def _in_the_way(rows: list[Any], decisions: int) -> Iterator[str]:
    """The pairs among the top ones that nobody has settled, which count as not true."""
    top = sorted(rows, key=lambda row: -row[1])[:decisions]
    if unsettled := [row[5] for row in top if row[2] in UNSETTLED]:
        more = f" and {len(unsettled) - NAMED} more" if len(unsettled) > NAMED else ""
        many = len(unsettled) > 1
        yield (
            f"{', '.join(unsettled[:NAMED])}{more} near the top {'are' if many else 'is'} unsure, disputed or stale and"
            f" {'count' if many else 'counts'} as not true: settle {'them' if many else 'it'}"
        )
