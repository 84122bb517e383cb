"""Pairs: ids, signatures, scores, confidences and reasons recomputed from what is stored beside them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from crawler.case.errors import Box31Error
from matcher.features.explain import reweighed, strongest
from matcher.match.scored_pairs import pair_id, scorer_of, signature_of
from matcher.scoring.labelled_pairs import feature_row
from matcher.scoring.weights import prior, rounded
from matcher.verification.findings import Check, Finding

if TYPE_CHECKING:
    from sqlite_utils import Database

    from matcher.match.scored_pairs import Scorer

AT_ONCE = 5_000  # pairs scored at a time
TOLERANCE = 1.1e-6  # log-odds are rounded to six decimals
Row = Mapping[str, Any]
Wrong = list[tuple[object, str]]


def pair_checks(db: Database) -> Iterator[Finding]:
    """Everything of a pair that follows from something else in the case."""
    yield from _id_checks(db)
    yield from _signature_checks(db)
    try:
        scorer = scorer_of(db)
    except Box31Error as error:
        yield Finding("pairs", "scores from terms and weights", "calibrations", 1, error.message)
        return
    rows = _Recomputable(db)
    yield from _score_checks(rows, scorer)
    yield from _reason_checks(rows)


class _Recomputable:
    """The stored pairs that the case's present scorer has scored; `note` says how many others there are, and why."""

    def __init__(self, db: Database) -> None:
        self.db = db
        calibrated = db.execute(
            "SELECT prior FROM calibrations ORDER BY calibration_id DESC LIMIT 1"
        ).fetchone()
        used = db.execute(
            "SELECT r.weights, count(*) FROM pairs p JOIN match_runs r ON r.match_id = p.match_id GROUP BY 1"
        ).fetchall()
        if calibrated:
            used = [(calibrated[0], sum(count for _, count in used))] if used else []
        self.known = {weights for weights, _ in used if weights == prior().digest}
        self.calibrated = bool(calibrated)
        self.note = "; ".join(
            f"{count} pairs scored with weights {weights}, this version ships {prior().digest}"
            for weights, count in used
            if weights not in self.known
        )

    def batches(self) -> Iterator[list[Row]]:
        rows: list[Row] = []
        for row in self.db.query(
            "SELECT p.* FROM pairs p JOIN match_runs r ON r.match_id = p.match_id WHERE :all"
            " OR r.weights IN (SELECT value FROM json_each(:known)) ORDER BY p.pair_id",
            {"all": self.calibrated and bool(self.known), "known": json.dumps(sorted(self.known))},
        ):
            rows.append(row)
            if len(rows) == AT_ONCE:
                yield rows
                rows = []
        yield rows


def _id_checks(db: Database) -> Iterator[Finding]:
    rows = db.execute("SELECT pair_id, item_id, goods_id FROM pairs").fetchall()
    wrong: Wrong = [
        (one, "is not the id of its item and goods record")
        for one, item, goods in rows
        if pair_id(item, goods) != one
    ]
    yield from Check("pairs", "ids", "pairs").findings(len(rows), wrong)


def _signature_checks(db: Database) -> Iterator[Finding]:
    """The signature is that of the goods record and of the item's pages as the match run noted them."""
    fingerprints: dict[str, set[str]] = defaultdict(set)
    newest: dict[str, int] = {}
    for item_id, fingerprint, match_id in db.execute(
        "SELECT id, fingerprint, match_id FROM match_covered WHERE side = 'item'"
    ):
        fingerprints[item_id].add(fingerprint)
        newest[item_id] = max(match_id, newest.get(item_id, 0))
    count, older, wrong = 0, 0, []
    for row in db.query(
        "SELECT p.pair_id, p.item_id, p.match_id, p.signature, g.goods_id, g.text, g.maker, g.trademark, g.model,"
        " g.article FROM pairs p JOIN goods g ON g.goods_id = p.goods_id"
    ):
        if row["match_id"] < newest.get(row["item_id"], 1 << 62):
            older += 1
            continue
        count += 1
        shown = [row[name] or "" for name in ("text", "maker", "trademark", "model", "article")]
        known = {
            signature_of(row["item_id"], fingerprint, row["goods_id"], shown)
            for fingerprint in fingerprints[row["item_id"]]
        }
        if row["signature"] not in known:
            wrong.append((row["pair_id"], "its signature is not that of its evidence"))
    note = f"{older} pairs of earlier match runs" if older else ""
    yield from Check("pairs", "signatures", "pairs").findings(count, wrong, note)


def _score_checks(rows: _Recomputable, scorer: Scorer) -> Iterator[Finding]:
    """Terms, log-odds, confidence and interval are what the stored values give by the case's weights."""
    count, wrong = 0, []
    for batch in rows.batches():
        count += len(batch)
        wrong += _wrong_scores(batch, scorer)
    yield from Check("pairs", "scores from terms and weights", "pairs").findings(count, wrong, rows.note)


def _wrong_scores(rows: Sequence[Row], scorer: Scorer) -> Wrong:
    wrong: Wrong = []
    readable = []
    for row in rows:
        try:
            features = feature_row(json.loads(row["terms"]))
        except (ValueError, TypeError, KeyError, IndexError, Box31Error):
            wrong.append((row["pair_id"], "its terms cannot be read"))
            continue
        readable.append((row, features))
    if not readable:
        return wrong
    values = np.array([own for _, own in readable], dtype=np.float64)
    log_odds, terms = scorer.log_odds(values), scorer.weights.terms(values)
    confidence = scorer.confidence(log_odds)
    low, high = scorer.intervals(log_odds)
    for place, (row, _) in enumerate(readable):
        stated = {
            "log_odds": log_odds[place],
            "confidence": confidence[place],
            "confidence_low": min(low[place], confidence[place]),
            "confidence_high": max(high[place], confidence[place]),
        }
        for name, value in stated.items():
            if abs(float(value) - row[name]) > TOLERANCE:
                wrong.append((row["pair_id"], f"{name} {row[name]}, recomputed {float(value):.6g}"))
                break
        else:
            if row["confidence_basis"] != scorer.calibration.basis:
                wrong.append((row["pair_id"], f"its basis is {scorer.calibration.basis}"))
            elif json.loads(row["terms"]) != rounded(terms[place]):
                wrong.append((row["pair_id"], "its terms are not those of the weights"))
    return wrong


def _reason_checks(rows: _Recomputable) -> Iterator[Finding]:
    """Reasons and counter-reasons are the strongest of the kept sentences by the terms."""
    count, without, wrong = 0, 0, []
    for row in (row for batch in rows.batches() for row in batch):
        if row["sentences"] == "[]":
            without += 1
            continue
        count += 1
        if problem := _reason_problem(row):
            wrong.append((row["pair_id"], problem))
    notes = [rows.note, f"{without} pairs without kept sentences" if without else ""]
    check = Check("pairs", "reasons from sentences and terms", "pairs")
    yield from check.findings(count, wrong, "; ".join(filter(None, notes)))


def _reason_problem(row: Row) -> str:
    try:
        terms = [(str(name), float(value), float(part)) for name, value, part in json.loads(row["terms"])]
        found = strongest(reweighed(json.loads(row["sentences"]), terms))
        said = [json.loads(row["reasons"]), json.loads(row["counter_reasons"])]
    except (ValueError, TypeError, KeyError):
        return "its terms or sentences cannot be read"
    right = [[reason.sentence for reason in side] for side in found] == said
    return "" if right else "its reasons are not the strongest of its sentences"
