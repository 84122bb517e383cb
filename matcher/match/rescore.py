"""`box31 calibrate` in the case: refit to its decisions, and rescore every stored pair."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from crawler.case.clock import now
from crawler.case.typed_rows import stored_list
from matcher.arrays import Float64s
from matcher.features.explain import reweighed, strongest
from matcher.match.labelled_pairs import read_labelled_pairs
from matcher.match.pair_store import adopt_coverage, sentences_of, terms_of, update_scores
from matcher.match.scored_pairs import scorer_of
from matcher.scoring.fit import FitReport, fit_to
from matcher.scoring.labelled_pairs import feature_row
from matcher.scoring.weights import prior, rounded

if TYPE_CHECKING:
    from sqlite_utils import Database


def refit_case(db: Database, labels: Mapping[str, int]) -> FitReport:
    """Refit weights and confidence to reviewed pairs, store both, and rescore every stored pair.

    `labels`: pair id -> 1 accepted, 0 rejected. Where too few are left, the prior is stored again. The caller holds
    the case's lock.
    """
    report, scores = fit_to(read_labelled_pairs(db, labels))
    enough = report.calibration.kind != "prior"
    if enough or db.execute("SELECT 1 FROM calibrations LIMIT 1").fetchone():
        with db.conn:
            _keep(db, report, scores if enough else scores[:0], report.labels)
            rescore(db)
    return report


def _keep(db: Database, report: FitReport, scores: Float64s, labels: Float64s) -> None:
    db.conn.execute(
        "INSERT INTO calibrations (made_at, prior, weights, map, decisions, scores) VALUES (?, ?, ?, ?, ?, ?)",
        [
            now(),
            prior().digest,
            json.dumps(report.weights.as_dict()),
            json.dumps(report.calibration.as_dict()),
            report.calibration.decisions,
            json.dumps([[round(float(s), 6), float(label)] for s, label in zip(scores, labels, strict=True)]),
        ],
    )


def rescore(db: Database) -> int:
    """Rescore every stored pair by the current scorer, inside the caller's transaction; how many there are."""
    before = db.execute(
        "SELECT weights FROM match_runs WHERE finished IS NOT NULL ORDER BY match_id DESC LIMIT 1"
    ).fetchone()
    scorer = scorer_of(db)
    rows = terms_of(db)
    if not rows:
        return 0
    features = np.array([feature_row(stored_list(terms)) for _, _, terms in rows])
    log_odds = scorer.log_odds(features)
    confidence = scorer.confidence(log_odds)
    low, high = scorer.intervals(log_odds)
    update_scores(
        db,
        (
            [
                float(log_odds[i]),
                float(confidence[i]),
                scorer.calibration.basis,
                float(min(low[i], confidence[i])),
                float(max(high[i], confidence[i])),
                *_words(db, pair_id, rounded(terms)),
                pair_id,
            ]
            for i, ((pair_id, _, _), terms) in enumerate(
                zip(rows, scorer.weights.terms(features), strict=True)
            )
        ),
    )
    if before is not None:
        adopt_coverage(db, scorer.weights.digest)
    return len(rows)


def _words(db: Database, pair_id: str, terms: list[list[Any]]) -> list[str | None]:
    """The terms as they are stored, and reasons and counter-reasons by them: None where the pair has no sentences."""
    stored = sentences_of(db, pair_id)
    said: list[str | None] = [None, None]
    if stored != "[]":
        found = reweighed(json.loads(stored), [(name, value, log_odds) for name, value, log_odds in terms])
        said = [json.dumps([r.sentence for r in side], ensure_ascii=False) for side in strongest(found)]
    return [json.dumps(terms), *said]
