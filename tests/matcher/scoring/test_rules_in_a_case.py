"""Many decisions through the real round trip: rules are kept where they help, and every explanation adds up."""

from __future__ import annotations

import csv
import json
import re
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from crawler.case.case import Case
from crawler.case.errors import Box31Error
from matcher.commands.cli import box31
from matcher.features import NAMES
from matcher.match.run import MatchOptions, run_match
from matcher.match.scored_pairs import scorer_of
from matcher.review.decisions import review_database
from matcher.scoring.fit import RULES_DECISIONS, fit_weights
from matcher.scoring.labelled_pairs import feature_row
from matcher.scoring.weights import Weights, prior
from tests.matcher.scoring.test_rules import decisions
from tests.support.matching_case import add_goods, small_world


def run(case: Path, *words: str) -> Result:
    done = CliRunner().invoke(box31, ["-C", str(case), *words])
    assert done.exit_code == 0, (done.output, done.exception)
    return done


@pytest.fixture
def decided(tmp_path: Path) -> Path:
    """A case of which every other pair is decided: true is what is alike in letters AND in meaning."""
    case, _ = small_world(tmp_path / "case")
    with closing(review_database(case)) as db:
        run_match(case, db, MatchOptions(min_confidence=0.0))
        rows = db.execute("SELECT pair_id, terms FROM pairs ORDER BY pair_id").fetchall()
    features = np.array([feature_row(json.loads(terms)) for _, terms in rows])
    sides = features[:, [NAMES.index("meaning"), NAMES.index("ngrams")]]
    true = dict(zip((pair for pair, _ in rows), (sides > np.median(sides, axis=0)).all(axis=1), strict=True))
    sheet = tmp_path / "sheet.csv"
    run(case.root, "review", "export", "-o", str(sheet), "--reviewer", "Ann", "--limit", str(len(rows)))
    with sheet.open(encoding="utf-8-sig", newline="") as handle:
        lines = list(csv.DictReader(handle))
    assert len(lines) == len(rows)
    with sheet.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.DictWriter(handle, list(lines[0]))
        writer.writeheader()
        writer.writerows(
            {**row, "decision": "accept" if true[row["pair_id"]] else "reject"} for row in lines[::2]
        )
    run(case.root, "review", "import", str(sheet))
    return case.root


def sums(case: Path) -> None:
    """Every stored pair, and what `explain` shows of some, adds up to its log-odds."""
    with closing(review_database(Case.open(case))) as db:
        rows = db.execute("SELECT pair_id, log_odds, terms FROM pairs ORDER BY pair_id").fetchall()
    for _, log_odds, terms in rows:
        assert sum(part for _, _, part in json.loads(terms)) == pytest.approx(log_odds, abs=1e-4)
    for pair_id, log_odds, _ in rows[:: len(rows) // 3]:
        shown = [json.loads(line) for line in run(case, "explain", pair_id, "--json").stdout.splitlines()]
        assert shown[-1]["sum"] == pytest.approx(log_odds, abs=1e-3)
        assert f"log-odds {log_odds:+.2f}" in run(case, "explain", pair_id).stdout


def test_rules_are_kept_explained_and_used_for_what_comes_after(decided: Path) -> None:
    said = re.search(
        r"weights refitted, (\d+) rules learned; .* ECE ([\d.]+)", run(decided, "calibrate").stderr
    )
    assert said
    assert int(said[1]) > 50
    assert float(said[2]) < 0.05
    sums(decided)
    with closing(review_database(Case.open(decided))) as db:
        before = dict(db.execute("SELECT pair_id, log_odds FROM pairs").fetchall())
        (stored,) = db.execute("SELECT weights FROM calibrations").fetchone()
        assert len(json.loads(stored)["rules"]) == int(said[1])
        add_goods(db, "g-new", "БРОНЕЖИЛЕТ, NIJ IIIA, ВЕС 2,5 КГ, МОДЕЛЬ ZA-B100", "ZAKALKA CO LTD", "650610")
    assert "24 pairs compared" in run(decided, "match", "--min-confidence", "0").stderr
    sums(decided)
    with closing(review_database(Case.open(decided))) as db:
        after = dict(db.execute("SELECT pair_id, log_odds FROM pairs").fetchall())
        features = [
            feature_row(json.loads(t)) for (t,) in db.execute("SELECT terms FROM pairs ORDER BY pair_id")
        ]
        scored = scorer_of(db).log_odds(np.array(features))
    assert len(after) == len(before) + 24
    assert {pair: after[pair] for pair in before} == before
    assert [after[pair] for pair in sorted(after)] == pytest.approx(scored.tolist(), abs=1e-5)
    assert "nothing new" in run(decided, "match", "--min-confidence", "0").stderr

    # Spoilt, they are one line that says what to do; that mends them, and the same decisions give the same rules.
    with closing(review_database(Case.open(decided))) as db, db.conn:
        db.execute("UPDATE calibrations SET weights = json_set(weights, '$.rules[0]', 'x')")
    failed = CliRunner().invoke(box31, ["-C", str(decided), "match"])
    assert isinstance(failed.exception, Box31Error)
    assert "rules cannot be read" in failed.exception.message
    run(decided, "calibrate")
    with closing(review_database(Case.open(decided))) as db:
        (again,) = db.execute("SELECT weights FROM calibrations ORDER BY calibration_id DESC").fetchone()
    assert again == stored
    assert "nothing new" in run(decided, "match", "--min-confidence", "0").stderr


def test_rules_are_not_kept_where_a_sum_of_terms_says_it_all() -> None:
    features, _ = decisions(2 * RULES_DECISIONS)
    start = Weights(0.0, {"meaning": 6.0, "price_gap": -6.0})
    chance = np.random.default_rng(5).random(len(features))
    labels = (chance < 1 / (1 + np.exp(-start.log_odds(features)))).astype(float)
    assert fit_weights(features, labels, np.arange(len(labels)) % 50, start).weights.rules is None


def test_rules_are_not_tried_on_few_decisions() -> None:
    features, labels = decisions(2 * RULES_DECISIONS)
    items = np.arange(len(labels)) % 50
    few = RULES_DECISIONS - 1
    assert fit_weights(features[:few], labels[:few], items[:few], prior()).weights.rules is None
    assert fit_weights(features, labels, items, prior()).weights.rules is not None
