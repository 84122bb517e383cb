"""Kept values: given at once where they are known, worked out again where their tables have changed."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from matcher.review.decisions import Decision, now, record, review_database
from matcher.web import kept as kept_module
from matcher.web.kept import Kept, Working
from tests.support.review_case import make_case, pair_id

TABLES = ("decisions",)


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    case = make_case(tmp_path / "case", 2)
    return Kept(case, review_database(case))


def asked(kept: Kept, value: object = None) -> object:
    return asyncio.run(kept.get("n", "n is counted", TABLES, lambda db: value))


def test_a_value_that_is_there_is_given_however_little_time_there_is(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.begin("n", TABLES, lambda db: 7).result()
    monkeypatch.setattr(kept_module, "WAIT", 0)  # the time is over before the value is looked at
    assert asked(kept) == 7


def test_a_value_that_takes_longer_says_what_is_worked_out(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_module, "WAIT", 0)
    go_on = threading.Event()
    kept.begin("n", TABLES, lambda db: go_on.wait(60))
    with pytest.raises(Working, match="n is counted"):
        asked(kept)
    go_on.set()


def test_a_problem_is_raised_and_tried_again(kept: Kept) -> None:
    with pytest.raises(ZeroDivisionError):
        kept.begin("n", TABLES, lambda db: 1 // 0).result()
    kept.begin("n", TABLES, lambda db: 8).result()
    assert asked(kept) == 8


def test_a_value_is_worked_out_again_once_a_table_of_it_has_changed(kept: Kept) -> None:
    kept.begin("n", TABLES, lambda db: 1).result()
    assert asked(kept, 2) == 1
    db = review_database(kept.case)
    (signature,) = db.execute("SELECT signature FROM pairs WHERE pair_id = ?", [pair_id(0)]).fetchone()
    with db.conn:
        record(db, Decision(pair_id(0), signature, "Ann", "accept", now()))
    kept.begin("n", TABLES, lambda db: 3).result()
    assert asked(kept) == 3
