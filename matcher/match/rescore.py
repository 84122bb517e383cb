"""`box31 calibrate` in the case: what its decisions teach is kept, and every stored pair is scored anew."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from crawler.case.clock import now
from matcher.explain import reweighed, strongest
from matcher.scoring.fit import Learnt, fit_to
from matcher.scoring.labelled_pairs import decided, feature_row
from matcher.scoring.weights import prior

if TYPE_CHECKING:
    from sqlite_utils import Database

Floats = NDArray[np.float64]


def learn(db: Database) -> Learnt:
    """Refit to the decisions, keep it in the case, and give every pair its new confidence.

    Where decisions were taken back and too few are left, the prior is kept anew. The caller holds the case's lock.
    """
    learnt, scores = fit_to(decided(db))
    enough = learnt.calibration.kind != "prior"
    if enough or db.execute("SELECT 1 FROM calibrations LIMIT 1").fetchone():
        with db.conn:
            _keep(db, learnt, scores if enough else scores[:0], learnt.labels)
            rescore(db)
    return learnt


def _keep(db: Database, learnt: Learnt, scores: Floats, labels: Floats) -> None:
    db.conn.execute(
        "INSERT INTO calibrations (made_at, prior, weights, map, decisions, scores) VALUES (?, ?, ?, ?, ?, ?)",
        [
            now(),
            prior().digest,
            json.dumps(learnt.weights.as_dict()),
            json.dumps(learnt.calibration.as_dict()),
            learnt.calibration.decisions,
            json.dumps([[round(float(s), 6), float(label)] for s, label in zip(scores, labels, strict=True)]),
        ],
    )


def rescore(db: Database) -> int:
    """Give every stored pair its score by the scorer that counts now; inside the caller's transaction."""
    from matcher.match.run import adopt_coverage, scorer_of

    before = db.execute(
        "SELECT weights FROM match_runs WHERE finished IS NOT NULL ORDER BY match_id DESC LIMIT 1"
    ).fetchone()
    scorer = scorer_of(db)
    rows = db.execute("SELECT pair_id, terms FROM pairs ORDER BY pair_id").fetchall()
    if not rows:
        return 0
    features = np.array([feature_row(json.loads(terms)) for _, terms in rows])
    log_odds = scorer.log_odds(features)
    confidence = scorer.confidence(log_odds)
    low, high = scorer.intervals(log_odds)
    db.conn.executemany(
        "UPDATE pairs SET log_odds = ?, confidence = ?, confidence_basis = ?, confidence_low = ?, confidence_high = ?,"
        " terms = ?, reasons = coalesce(?, reasons), counter_reasons = coalesce(?, counter_reasons) WHERE pair_id = ?",
        (
            [
                float(log_odds[i]),
                float(confidence[i]),
                scorer.calibration.basis,
                float(min(low[i], confidence[i])),
                float(max(high[i], confidence[i])),
                *_words(db, pair_id, scorer.weights.rounded_terms(features[i].tolist())),
                pair_id,
            ]
            for i, (pair_id, _) in enumerate(rows)
        ),
    )
    if before is not None:
        adopt_coverage(db, scorer.weights.digest)
    return len(rows)


def _words(db: Database, pair_id: str, terms: list[list[Any]]) -> list[str | None]:
    """The terms as they are stored, and reasons and counter-reasons by them: None where the pair has no sentences."""
    (stored,) = db.execute("SELECT sentences FROM pairs WHERE pair_id = ?", [pair_id]).fetchone()
    said: list[str | None] = [None, None]
    if stored != "[]":
        found = reweighed(json.loads(stored), [(name, value, log_odds) for name, value, log_odds in terms])
        said = [json.dumps([r.sentence for r in side], ensure_ascii=False) for side in strongest(found)]
    return [json.dumps(terms), *said]
