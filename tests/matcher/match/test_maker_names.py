"""Names of a maker that its pages do not have: by profile, by decision, by accepted pairs; and names that are not its."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlite_utils import Database

from crawler.case.case import Case
from matcher.commands.cli import box31
from matcher.records.maker_names import MakerName, read_maker_names
from matcher.review.decisions import Decision, record, review_database
from tests.support.matching_case import add_goods, add_item

TRADER = "SEVERNYI SCHIT LLC"  # shares no word with the site, its brand or its pages
LINES = (
    "БРОНЕЖИЛЕТ, КЛАСС NIJ IIIA, ЦВЕТ ЧЕРНЫЙ",
    "БРОНЕЖИЛЕТ, NIJ III, ЗЕЛЕНЫЙ",
    "ЖИЛЕТ ЗАЩИТНЫЙ ЗЕЛЕНЫЙ, NIJ III",
)


@pytest.fixture
def matched(tmp_path: Path) -> Iterator[tuple[Case, Database]]:
    case = Case.create(tmp_path / "case", contact="test@box31.example")
    with closing(review_database(case)) as db:
        add_item(db, "i-1", "Ballistic Vest ZK-V10 Black", "ZK-V10", "Level: NIJ IIIA; Color: black")
        add_item(db, "i-2", "Ballistic Vest ZK-V20 Green", "ZK-V20", "Level: NIJ III; Color: green")
        for number, text in enumerate(LINES):
            add_goods(db, f"g-{number}", text, TRADER, "621143")
        with db.conn:
            db.execute("UPDATE customs_files SET lines = ?", [len(LINES)])
        run(case, "match", "--min-confidence", "0")
        yield case, db


def run(case: Case, *words: str) -> str:
    done = CliRunner().invoke(box31, ["-C", str(case.root), *words], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def levels(db: Database) -> set[str]:
    return {level for (level,) in db.execute("SELECT level FROM pairs").fetchall()}


def test_a_decision_on_firms_makes_a_name_the_makers_until_it_is_undone(
    matched: tuple[Case, Database],
) -> None:
    case, db = matched
    assert levels(db) == {"description"}
    (before,) = db.execute("SELECT max(confidence) FROM pairs").fetchone()
    run(case, "parties", "merge", TRADER, "ZAKALKA", "--reviewer", "Ann", "--note", "register")
    run(case, "match", "--min-confidence", "0")
    assert levels(db) == {"maker"}
    (after,) = db.execute("SELECT max(confidence) FROM pairs").fetchone()
    assert after > before
    (pair_id, said) = db.execute("SELECT pair_id, sentences FROM pairs ORDER BY confidence DESC").fetchone()
    assert "the same firm as reviewers decided" in said
    assert "the same firm as reviewers decided" in run(case, "explain", pair_id)
    run(case, "parties", "undo", "1")
    run(case, "match", "--min-confidence", "0")
    assert levels(db) == {"description"}
    assert db.execute("SELECT max(confidence) FROM pairs").fetchone() == (before,)


def test_a_name_that_was_decided_to_be_another_firms_speaks_against(matched: tuple[Case, Database]) -> None:
    case, db = matched
    run(case, "parties", "split", TRADER, "--from", "ZAKALKA", "--reviewer", "Ann")
    run(case, "match", "--min-confidence", "0")
    assert [(one.name, one.same) for one in read_maker_names(db)] == [(TRADER, 0)]
    said = {counter for (counter,) in db.execute("SELECT counter_reasons FROM pairs").fetchall()}
    assert all(f'another maker or mark is named: \\"{TRADER}\\"' in one for one in said)


def test_a_profile_gives_names_and_a_bad_one_is_said(matched: tuple[Case, Database]) -> None:
    case, db = matched
    (case.sites / "zakalka.yaml").write_text(
        f"name: zakalka\nstart: [http://zakalka.example/]\nmaker_names: [{TRADER}]\n", encoding="utf-8"
    )
    (case.sites / "other.yaml").write_text("start: 5\n", encoding="utf-8")
    said = run(case, "match", "--min-confidence", "0")
    assert "other.yaml" in said
    assert "its maker_names are not read" in said
    assert levels(db) == {"maker"}


def test_accepted_pairs_of_two_items_teach_the_makers_name(matched: tuple[Case, Database]) -> None:
    case, db = matched

    def accept(item: str, goods: str) -> None:
        sql = "SELECT pair_id, signature FROM pairs WHERE item_id = ? AND goods_id = ?"
        pair_id, signature = db.execute(sql, [item, goods]).fetchone()
        with db.conn:
            record(db, Decision(pair_id, signature, "Ann", "accept", "2024-02-02T10:00:00Z"))

    accept("i-1", "g-0")
    run(case, "match", "--min-confidence", "0")
    assert not read_maker_names(db)
    accept("i-2", "g-1")
    run(case, "match", "--min-confidence", "0")
    assert read_maker_names(db) == [MakerName("zakalka", TRADER, 1, "a name in accepted pairs of this site")]
    assert levels(db) == {"maker"}
    assert db.execute("SELECT count(*) FROM pair_states WHERE state = 'accepted'").fetchone() == (2,)
