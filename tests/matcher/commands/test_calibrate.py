"""Decisions through the real round trip: sheet out, words in, import, `calibrate`; what the confidences say then."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from crawler.case.case import Case
from matcher.commands.cli import box31
from matcher.match.guarantee import guarantee_of
from matcher.match.run import run_match
from matcher.review.decisions import review_database
from matcher.review.sampling import choose
from matcher.scoring.calibration import MIN_DECISIONS
from matcher.scoring.precision_guarantee import role
from tests.support.copies import copy_case
from tests.support.matching_case import add_goods, small_world

Truth = dict[str, str]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> tuple[Case, Truth]:
    case, truth = small_world(tmp_path_factory.mktemp("calibrate") / "case")
    with closing(review_database(case)) as db:
        run_match(case, db)
    return case, truth


@pytest.fixture
def case(world: tuple[Case, Truth], tmp_path: Path) -> Path:
    return copy_case(world[0].root, tmp_path / "case")


def run(case: Path, *words: str) -> Result:
    done = CliRunner().invoke(box31, ["-C", str(case), *words])
    assert done.exit_code == 0, (done.output, done.exception)
    return done


def listed(case: Path, *words: str) -> list[dict[str, Any]]:
    lines = run(case, "pairs", "--min-confidence", "0", "--json", *words).stdout.splitlines()
    return [json.loads(line) for line in lines]


def of_pair(case: Path) -> dict[str, tuple[str, str]]:
    with closing(review_database(Case.open(case))) as db:
        rows = db.execute("SELECT pair_id, item_id, goods_id FROM pairs").fetchall()
    return {pair: (item, goods) for pair, item, goods in rows}


def reviewed(case: Path, truth: Truth, *words: str, wanted: Callable[[int], bool] = lambda _: True) -> int:
    """Export a sheet, decide by the truth the rows that are `wanted`, import it; gives the number of decisions."""
    sheet = case.parent / "sheet.csv"
    run(case, "review", "export", "-o", str(sheet), "--reviewer", "Ann", *words)
    with sheet.open(encoding="utf-8-sig", newline="") as handle:
        rows = [row for number, row in enumerate(csv.DictReader(handle)) if wanted(number)]
    pairs = of_pair(case)
    for row in rows:
        item, goods = pairs[row["pair_id"]]
        row["decision"] = "accept" if truth[goods] == item else "reject"
    filled = case.parent / "filled.csv"
    with filled.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    run(case, "review", "import", str(filled))
    return len(rows)


def training(case: Path) -> int:
    """How many decisions lie on items whose decisions train."""
    pairs = of_pair(case)
    return sum(
        role(pairs[row["pair_id"]][0]) == "training"
        for row in listed(case)
        if row["state"] in ("accepted", "rejected")
    )


def test_decisions_change_basis_interval_and_confidence(case: Path, world: tuple[Case, Truth]) -> None:
    before = {row["pair_id"]: row for row in listed(case)}
    assert {row["confidence_basis"] for row in before.values()} == {"prior"}
    for row in before.values():  # the spread between the worlds that the prior was fitted to
        assert 0 <= row["confidence_low"] < row["confidence"] < row["confidence_high"] <= 1
    decisions = reviewed(case, world[1])
    trained = training(case)
    assert decisions == len(before)
    assert MIN_DECISIONS < trained < decisions

    done = run(case, "calibrate", "--json")
    assert f"{decisions} decisions, {trained} of them for training" in done.stderr
    table = [json.loads(line) for line in done.stdout.splitlines()]
    assert sum(row["count"] for row in table) == decisions
    assert all(0 <= row["low"] <= row["stated"] <= row["high"] <= 1 for row in table)

    after = listed(case)
    assert {row["confidence_basis"] for row in after} == {f"calibrated:{decisions}"}
    assert {row["pair_id"] for row in after} == set(before)
    assert all(row["confidence_low"] <= row["confidence"] <= row["confidence_high"] for row in after)
    assert all(row["confidence_high"] - row["confidence_low"] < 1 for row in after)
    assert [row["confidence"] for row in after] != [before[row["pair_id"]]["confidence"] for row in after]
    shown = run(case, "explain", after[0]["pair_id"])
    assert f"calibrated on {decisions} decisions" in shown.stdout

    def brier(confidence: Callable[[dict[str, Any]], float]) -> float:
        return sum((confidence(row) - (row["state"] == "accepted")) ** 2 for row in after)

    assert brier(lambda row: row["confidence"]) < brier(lambda row: before[row["pair_id"]]["confidence"])


def test_the_chart_shows_every_step_of_the_table(case: Path, world: tuple[Case, Truth]) -> None:
    reviewed(case, world[1])
    chart = case.parent / "chart.svg"
    done = run(case, "calibrate", "--csv", "--chart", str(chart))
    rows = list(csv.DictReader(done.stdout.splitlines()))
    assert list(rows[0]) == ["low", "high", "count", "stated", "observed"]
    svg = ElementTree.parse(chart).getroot()
    circles = list(svg.iter("{http://www.w3.org/2000/svg}circle"))
    assert len(circles) == len(rows)
    assert f"{rows[0]['count']} decisions" in "".join(circles[0].itertext())
    assert not (case / "reliability.svg").exists()
    run(case, "calibrate")
    assert (case / "reliability.svg").read_bytes() == chart.read_bytes()


def test_what_was_calibrated_is_not_compared_again_and_the_same_decisions_give_the_same(
    case: Path, world: tuple[Case, Truth]
) -> None:
    reviewed(case, world[1])
    run(case, "calibrate")
    calibrated = listed(case)
    assert "nothing new" in run(case, "match").stderr
    run(case, "calibrate")
    assert listed(case) == calibrated


def test_what_comes_after_calibrate_is_scored_by_what_it_taught(
    case: Path, world: tuple[Case, Truth]
) -> None:
    decisions = reviewed(case, world[1])
    run(case, "calibrate")
    old = {row["pair_id"] for row in listed(case)}
    with closing(review_database(Case.open(case))) as db:
        add_goods(db, "g-new", "БРОНЕЖИЛЕТ, NIJ IIIA, ВЕС 2,5 КГ, МОДЕЛЬ ZA-B100", "ZAKALKA CO LTD", "650610")
    assert "24 pairs compared" in run(case, "match").stderr
    new = [row for row in listed(case) if row["pair_id"] not in old]
    assert new
    assert {row["confidence_basis"] for row in new} == {f"calibrated:{decisions}"}
    assert all(row["confidence_low"] <= row["confidence"] <= row["confidence_high"] for row in new)
    assert "ZA-B100" in max(new, key=lambda row: row["confidence"])["item_name"]
    assert old <= {row["pair_id"] for row in listed(case)}


def test_below_thirty_decisions_the_basis_stays_prior(case: Path, world: tuple[Case, Truth]) -> None:
    before = [(row["pair_id"], row["confidence"], row["confidence_basis"]) for row in listed(case)]
    decisions = reviewed(case, world[1], wanted=lambda number: number < MIN_DECISIONS - 10)
    assert 0 < decisions < MIN_DECISIONS
    done = run(case, "calibrate")
    assert f"until there are {MIN_DECISIONS - decisions} more" in done.stderr
    assert not (case / "reliability.svg").exists()
    assert [(row["pair_id"], row["confidence"], row["confidence_basis"]) for row in listed(case)] == before


def test_decisions_that_are_taken_back_bring_the_prior_back(case: Path, world: tuple[Case, Truth]) -> None:
    shown = ("pair_id", "confidence", "confidence_basis", "confidence_low", "confidence_high")
    before = [[row[name] for name in shown] for row in listed(case)]
    reviewed(case, world[1])
    run(case, "calibrate")
    (imported,) = (
        json.loads(line)["measure"].removeprefix("import ")
        for line in run(case, "review", "status", "--json").stdout.splitlines()
        if '"import ' in line
    )
    run(case, "review", "undo", imported)
    assert f"until there are {MIN_DECISIONS} more" in run(case, "calibrate").stderr
    assert [[row[name] for name in shown] for row in listed(case)] == before


def test_the_promise_stands_on_decisions_at_the_top_and_is_true(
    case: Path, world: tuple[Case, Truth]
) -> None:
    asked = "match", "--target-precision", "0.8"
    nothing_yet = run(case, *asked).stderr
    assert "not yet" in nothing_yet
    reviewed(case, world[1], "--limit", "70")
    said = run(case, *asked).stderr
    found = re.search(r"from confidence ([\d.]+) on: (\d+) pairs", said)
    assert found, said
    rows = [row for row in listed(case) if row["confidence"] >= float(found[1])]
    assert len(rows) == int(found[2])
    pairs = of_pair(case)
    kept = [row for row in rows if role(pairs[row["pair_id"]][0]) == "certificate"]
    assert f"of {len(kept)} decisions" in said
    assert sum(row["state"] == "proposed" for row in kept) <= 0.05 * len(kept), "no further than the review"
    assert sum(row["state"] == "accepted" for row in kept) >= 0.8 * len(kept)


def test_unsettled_pairs_that_keep_a_promise_away_are_named(case: Path, world: tuple[Case, Truth]) -> None:
    """More decisions would not help: the one at the top that nobody settled would."""
    asked = "match", "--target-precision", "0.9", "--json"
    ranked = [row["pair_id"] for row in listed(case)]
    pairs = of_pair(case)
    kept = next(pair for pair in ranked if role(pairs[pair][0]) == "certificate")
    assert json.loads(run(case, *asked).stdout)["promise"]["confidence"] is None
    sheet = case.parent / "unsure.csv"
    run(case, "review", "export", "-o", str(sheet), "--reviewer", "Ann", "--limit", "60")
    text = sheet.read_text(encoding="utf-8-sig")
    with sheet.open("w", encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(text.splitlines(keepends=True))
        writer = csv.DictWriter(handle, list(reader.fieldnames or ()))
        writer.writeheader()
        for row in reader:
            true = world[1][pairs[row["pair_id"]][1]] == pairs[row["pair_id"]][0]
            word = "unsure" if row["pair_id"] == kept else "accept" if true else "reject"
            writer.writerow({**row, "decision": word})
    run(case, "review", "import", str(sheet))
    said = json.loads(run(case, *asked).stdout)["promise"]["said"]
    assert said.startswith("not yet")
    assert f"{kept} near the top is unsure, disputed or stale and counts as not true: settle it" in said


def test_rows_that_were_shown_and_not_answered_do_not_flatter_the_promise(
    case: Path, world: tuple[Case, Truth]
) -> None:
    """The reviewer decides only what is plainly true; what he left blank was shown all the same."""
    pairs = of_pair(case)
    with closing(review_database(Case.open(case))) as db:
        ids = [row.pair_id for row in choose(db, "top")]
    true = [world[1][pairs[pair][1]] == pairs[pair][0] for pair in ids]
    reviewed(case, world[1], wanted=lambda number: true[number])
    with closing(review_database(Case.open(case))) as db:
        found = guarantee_of(db, 0.6)
        kept = [
            (log_odds, world[1][goods] == item)
            for item, goods, log_odds in db.execute("SELECT item_id, goods_id, log_odds FROM pairs")
            if role(item) == "certificate"
        ]
    assert found.threshold is not None
    above = [label for log_odds, label in kept if log_odds >= found.threshold]
    assert (found.decisions, found.accepted) == (len(above), sum(above))
    assert found.accepted < found.decisions < len(kept)
