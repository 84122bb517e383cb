"""What a case's decisions teach: weights refitted from the prior, a map to confidence, and what may be promised."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from matcher.calibration import (
    MIN_DECISIONS,
    Calibration,
    ReliabilityBin,
    brier_score,
    calibrate,
    expected_calibration_error,
    log_loss,
    reliability,
)
from matcher.certificate import role
from matcher.features import NAMES
from matcher.scoring import Weights, fit, prior

if TYPE_CHECKING:
    from sqlite_utils import Database

Floats = NDArray[np.float64]

FOLDS = 5
REFIT_RIDGE = 4.0  # pull toward the prior: 100 decisions move a weight by about a third of what they ask for


@dataclass(frozen=True)
class Decided:
    """Settled decisions with the features of their pairs, row by row."""

    pair_ids: tuple[str, ...]
    items: NDArray[Any]
    features: Floats
    log_odds: Floats
    labels: Floats

    def of_role(self, wanted: str) -> Decided:
        """Those whose item is kept for `training` or `certificate`."""
        rows = np.array([role(str(item)) == wanted for item in self.items], dtype=bool)
        return Decided(
            tuple(pair for pair, inside in zip(self.pair_ids, rows, strict=True) if inside),
            self.items[rows],
            self.features[rows],
            self.log_odds[rows],
            self.labels[rows],
        )


def decided(db: Database) -> Decided:
    """Every pair that is accepted or rejected on the evidence as it stands."""
    from matcher.review.decisions import labelled_pairs

    found = {row["pair_id"]: row for row in labelled_pairs(db)}
    pair_ids, items, features, log_odds, labels = [], [], [], [], []
    for pair_id, item_id, terms, odds in db.execute(
        "SELECT pair_id, item_id, terms, log_odds FROM pairs WHERE pair_id IN (SELECT value FROM json_each(?))"
        " ORDER BY pair_id",
        [json.dumps(list(found))],
    ).fetchall():
        pair_ids.append(pair_id)
        items.append(item_id)
        features.append(feature_row(json.loads(terms)))
        log_odds.append(odds)
        labels.append(float(found[pair_id]["label"]))
    return Decided(
        tuple(pair_ids), np.array(items), np.array(features, dtype=np.float64).reshape(len(pair_ids), len(NAMES)),
        np.array(log_odds, dtype=np.float64), np.array(labels),
    )  # fmt: skip


def feature_row(terms: Sequence[Sequence[Any]]) -> list[float]:
    """The features of a pair from its stored terms, in the order of matcher.features.FEATURES."""
    values = {str(name): float(value) for name, value, _ in terms}
    return [values.get(name, 0.0) for name in NAMES]


@dataclass(frozen=True)
class Learnt:
    """What `box31 calibrate` found. `stated` are confidences for decisions that had no part in them."""

    decisions: int
    training: int
    weights: Weights
    calibration: Calibration
    refitted: bool
    stated: Floats = field(default_factory=lambda: np.empty(0))
    labels: Floats = field(default_factory=lambda: np.empty(0))

    def bins(self) -> list[ReliabilityBin]:
        return reliability(self.stated, self.labels) if len(self.labels) else []

    def table(self) -> list[dict[str, Any]]:
        return [
            {
                "low": round(row.low, 2),
                "high": round(row.high, 2),
                "count": row.count,
                "stated": round(row.stated, 3),
                "observed": round(row.observed, 3),
            }
            for row in self.bins()
        ]

    def sentence(self) -> str:
        """What was done, and how honest the confidence is on decisions it has not seen."""
        if self.decisions < MIN_DECISIONS:
            missing = MIN_DECISIONS - self.decisions
            return f"{self.decisions} decisions: the prior stands until there are {missing} more"
        if self.calibration.kind == "prior":
            return f"{self.decisions} decisions, all alike or all of one item: the prior stands"
        ece = expected_calibration_error(self.stated, self.labels)
        what = (
            "weights refitted"
            if self.refitted
            else "prior weights kept (refitting did not help on held-out items)"
        )
        return (
            f"{self.decisions} decisions, {self.training} of them for training: {what};"
            f" confidence {self.calibration.basis} ({self.calibration.words}); held out: ECE {ece:.3f},"
            f" Brier {brier_score(self.stated, self.labels):.3f}"
        )


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


def fit_to(everything: Decided) -> tuple[Learnt, Floats]:
    """Weights and map for these decisions, with their scores by models that had not seen their item.

    Weights are refitted to the training items' decisions, where that lowers the log-loss on held-out items. The map
    is fitted to all decisions: it keeps the order of the pairs, and with it what is promised of those above a
    threshold, so it may know the decisions that the promise stands on.
    """
    train = everything.of_role("training")
    weights, scores, refitted = prior(), prior().log_odds(everything.features), False
    if min(len(everything.labels), len(train.labels)) >= MIN_DECISIONS and len(np.unique(train.labels)) > 1:
        held_out = _held_out(train, weights)
        own = log_loss(_sigmoid(weights.log_odds(train.features)), train.labels)
        refitted = log_loss(_sigmoid(held_out), train.labels) < own
        if refitted:
            weights = fit(train.features, train.labels, start=weights, ridge=REFIT_RIDGE, about=_about(train))
            scores = weights.log_odds(everything.features)
            scores[np.isin(everything.pair_ids, train.pair_ids)] = held_out
    calibration = calibrate(scores, everything.labels, everything.items)
    if calibration.kind == "prior":
        return Learnt(len(everything.labels), len(train.labels), prior(), calibration, False), scores
    return Learnt(
        len(everything.labels), len(train.labels), weights, calibration, refitted,
        _stated(scores, everything), everything.labels,
    ), scores  # fmt: skip


def _about(train: Decided) -> dict[str, Any]:
    return {"on": f"{len(train.labels)} decisions of this case, from the shipped weights {prior().digest}"}


def _held_out(train: Decided, start: Weights) -> Floats:
    """Log-odds of each decision by weights fitted to the decisions on other items."""
    from sklearn.model_selection import GroupKFold

    folds = min(FOLDS, len(np.unique(train.items)))
    out = start.log_odds(train.features)
    if folds < 2:
        return out
    for inside, outside in GroupKFold(folds).split(train.features, train.labels, train.items):
        weights = fit(train.features[inside], train.labels[inside], start=start, ridge=REFIT_RIDGE)
        out[outside] = weights.log_odds(train.features[outside])
    return out


def _stated(scores: Floats, known: Decided) -> Floats:
    """Confidences by maps fitted to the decisions on other items."""
    from sklearn.model_selection import GroupKFold

    out = np.empty(len(scores))
    folds = min(FOLDS, len(np.unique(known.items)))
    for inside, outside in GroupKFold(folds).split(scores, known.labels, known.items):
        fitted = calibrate(scores[inside], known.labels[inside], known.items[inside])
        out[outside] = fitted.probability(scores[outside])
    return out


def _sigmoid(x: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-x)))


def _keep(db: Database, learnt: Learnt, scores: Floats, labels: Floats) -> None:
    db.conn.execute(
        "INSERT INTO calibrations (made_at, prior, weights, map, decisions, scores) VALUES (?, ?, ?, ?, ?, ?)",
        [
            datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            prior().digest,
            json.dumps(learnt.weights.as_dict()),
            json.dumps(learnt.calibration.as_dict()),
            learnt.calibration.decisions,
            json.dumps([[round(float(s), 6), float(label)] for s, label in zip(scores, labels, strict=True)]),
        ],
    )


def rescore(db: Database) -> int:
    """Give every stored pair its score by the scorer that counts now; inside the caller's transaction."""
    from matcher.pairs import adopt_coverage, scorer_of

    before = db.execute(
        "SELECT weights FROM match_runs WHERE finished IS NOT NULL ORDER BY match_id DESC LIMIT 1"
    ).fetchone()
    scorer = scorer_of(db)
    rows = db.execute("SELECT pair_id, terms FROM pairs ORDER BY pair_id").fetchall()
    if not rows:
        return 0
    features = np.array([feature_row(json.loads(terms)) for _, terms in rows])
    log_odds = np.round(scorer.weights.log_odds(features), 6)
    confidence = scorer.confidence(log_odds)
    low, high = scorer.intervals(log_odds)
    db.conn.executemany(
        "UPDATE pairs SET log_odds = ?, confidence = ?, confidence_basis = ?, confidence_low = ?, confidence_high = ?,"
        " terms = ? WHERE pair_id = ?",
        [
            [
                float(log_odds[i]),
                float(confidence[i]),
                scorer.calibration.basis,
                float(min(low[i], confidence[i])),
                float(max(high[i], confidence[i])),
                json.dumps(scorer.weights.rounded_terms(features[i].tolist())),
                pair_id,
            ]
            for i, (pair_id, _) in enumerate(rows)
        ],
    )
    if before is not None:
        adopt_coverage(db, scorer.weights.digest)
    return len(rows)


def reliability_chart(learnt: Learnt) -> str:
    """Stated against observed as an SVG of its own: a point for each step, its size by the count."""
    size, margin = 320, 40
    inner = size - 2 * margin

    def x(value: float) -> float:
        return margin + inner * value

    def y(value: float) -> float:
        return size - margin - inner * value

    bins = learnt.bins()
    largest = max((row.count for row in bins), default=1)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" font-family="sans-serif" font-size="10">',
        "<title>Reliability: stated confidence against the share accepted</title>",
        f'<rect width="{size}" height="{size}" fill="#fff"/>',
        f'<path d="M{x(0)} {y(0)}H{x(1)}M{x(0)} {y(0)}V{y(1)}" stroke="#333" fill="none"/>',
        f'<path d="M{x(0)} {y(0)}L{x(1)} {y(1)}" stroke="#999" stroke-dasharray="4 3" fill="none"/>',
    ]
    for tick in (0, 0.25, 0.5, 0.75, 1):
        parts.append(f'<text x="{x(tick):.1f}" y="{y(0) + 14:.1f}" text-anchor="middle">{tick:g}</text>')
        parts.append(f'<text x="{x(0) - 6:.1f}" y="{y(tick) + 3:.1f}" text-anchor="end">{tick:g}</text>')
    for row in bins:
        radius = 3 + 7 * (row.count / largest) ** 0.5
        parts.append(
            f'<circle cx="{x(row.stated):.1f}" cy="{y(row.observed):.1f}" r="{radius:.1f}"'
            ' fill="#27c" fill-opacity=".7">'
            f"<title>{row.count} decisions: stated {row.stated:.2f}, accepted {row.observed:.2f}</title></circle>"
        )
    parts.append(f'<text x="{size / 2}" y="{size - 6}" text-anchor="middle">stated confidence</text>')
    parts.append(
        f'<text x="12" y="{size / 2}" text-anchor="middle" transform="rotate(-90 12 {size / 2})">share accepted</text>'
    )
    return "\n".join([*parts, "</svg>", ""])
