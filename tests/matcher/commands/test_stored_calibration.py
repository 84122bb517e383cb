"""What a case stores of its calibration is read with suspicion: the folder may come from anybody."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.case.case import Case
from crawler.case.errors import Box31Error
from matcher.commands.cli import box31
from matcher.match.scored_pairs import scorer_of
from matcher.review.decisions import review_database
from matcher.scoring.calibration import Calibration, map_from_dict
from matcher.scoring.weights import prior

MAP = Calibration("average", 0.9, 1.1, -0.2, 120, {"prior": 0.25, "beta": 0.75})
STORED = {
    "weights": json.dumps(prior().as_dict()),
    "map": json.dumps(MAP.as_dict()),
    "scores": "[[1.5, 1.0], [-2.0, 0.0]]",
}


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return Case.create(tmp_path / "case", name="case", contact="test@box31.example").root


def keep(case: Path, **changed: str) -> None:
    with closing(review_database(Case.open(case))) as db, db.conn:
        db.execute(
            "INSERT INTO calibrations (made_at, prior, weights, map, decisions, scores) VALUES ('2026', ?, ?, ?, 2, ?)",
            [prior().digest, *(STORED | changed).values()],
        )


def test_a_map_is_read_as_it_was_kept() -> None:
    assert map_from_dict(json.loads(json.dumps(MAP.as_dict()))) == MAP


def test_the_stored_scorer_is_the_one_that_counts(case: Path) -> None:
    keep(case)
    with closing(review_database(Case.open(case))) as db:
        scorer = scorer_of(db)
    assert (scorer.weights.digest, scorer.calibration) == (prior().digest, MAP)
    assert (scorer.decided.tolist(), scorer.labels.tolist()) == ([1.5, -2.0], [1.0, 0.0])


@pytest.mark.parametrize(
    ("column", "stored"),
    [
        ("weights", "no JSON"),
        ("weights", "[" * 100_000),
        ("weights", "[]"),
        ("weights", '{"base": NaN, "weights": {}}'),
        ("map", "{}"),
        ("map", "[1, 2]"),
        ("map", json.dumps(MAP.as_dict() | {"kind": "other"})),
        ("map", json.dumps(MAP.as_dict() | {"kind": ["prior"]})),
        ("map", json.dumps(MAP.as_dict() | {"a": -1.0})),
        ("map", json.dumps(MAP.as_dict()).replace("0.9", "1e999")),
        ("map", json.dumps(MAP.as_dict() | {"shares": 3})),
        ("scores", "{}"),
        ("scores", '[["a", 1]]'),
        ("scores", "[[1, 0], [2]]"),
        ("scores", "[[1e999, 1]]"),
        ("scores", "[[1, 0], [2, NaN]]"),
    ],
)
def test_what_is_spoilt_is_one_line_that_says_what_to_do(case: Path, column: str, stored: str) -> None:
    keep(case, **{column: stored})
    with closing(review_database(Case.open(case))) as db, pytest.raises(Box31Error) as raised:
        scorer_of(db)
    assert "cannot be read" in raised.value.message
    assert "run `box31 calibrate` again" in raised.value.message
    assert "\n" not in raised.value.message


def test_calibrate_mends_it(case: Path) -> None:
    keep(case, map="no JSON")
    done = CliRunner().invoke(box31, ["-C", str(case), "calibrate"])
    assert done.exit_code == 0, (done.output, done.exception)
    with closing(review_database(Case.open(case))) as db:
        assert scorer_of(db).calibration == Calibration()
