"""Which pairs are asked about: order, probability, and never twice."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.case.case import Case
from crawler.case.errors import UsageProblem
from matcher.commands.cli import box31
from matcher.review.decisions import Decision, record, review_database
from matcher.review.sampling import arrange, choose
from matcher.review.sheet.columns import ExportOptions
from matcher.review.sheet.export import export_sheet
from tests.support.review_case import make_case, pair_id
from tests.support.spreadsheets import read_csv


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return make_case(tmp_path / "case", 100)


def decide(case: Case, number: int, reviewer: str, word: str) -> None:
    db = review_database(case)
    (signature,) = db.execute("SELECT signature FROM pairs WHERE pair_id = ?", [pair_id(number)]).fetchone()
    with db.conn:
        record(db, Decision(pair_id(number), signature, reviewer, word, "2026-11-25T00:00:00Z"))


def test_top_is_by_confidence_and_uncertain_around_one_half(case: Case) -> None:
    db = review_database(case)
    assert [row.pair_id for row in choose(db, "top", limit=3)] == [pair_id(n) for n in range(3)]
    assert {row.pair_id for row in choose(db, "uncertain", limit=4)} == {pair_id(n) for n in (48, 49, 50, 51)}


def test_an_audit_draws_alike_from_every_tenth_and_keeps_the_probability(case: Case) -> None:
    db = review_database(case)
    with db.conn:  # two tenths of the scale hold few pairs
        db.execute("UPDATE pairs SET confidence = 0.95 WHERE confidence < 0.2 AND confidence > 0.02")
    confidence = dict(db.execute("SELECT pair_id, confidence FROM pairs").fetchall())
    size = Counter(min(int(value * 10), 9) for value in confidence.values())
    drawn = choose(db, "audit", limit=40, seed=3)
    bands = Counter(min(int(confidence[row.pair_id] * 10), 9) for row in drawn)
    assert len(drawn) == 40
    assert max(bands.values()) - min(bands[band] for band in bands if size[band] > 5) <= 1
    for row in drawn:
        band = min(int(confidence[row.pair_id] * 10), 9)
        assert row.probability == pytest.approx(bands[band] / size[band])
    assert choose(db, "audit", limit=40, seed=3) == drawn
    assert choose(db, "audit", limit=40, seed=4) != drawn
    assert len(choose(db, "audit", limit=1000)) == 100


def test_what_to_review_next_is_half_top_a_quarter_uncertain_and_a_quarter_audit(case: Case) -> None:
    db = review_database(case)
    drawn = choose(db, "next", limit=40, seed=3)
    assert Counter(row.because for row in drawn) == {"top": 20, "uncertain": 10, "audit": 10}
    assert len({row.pair_id for row in drawn}) == 40
    assert [row.pair_id for row in drawn[:20]] == [pair_id(n) for n in range(20)]
    assert {row.pair_id for row in drawn[20:30]} == {pair_id(n) for n in range(45, 55)}
    assert {row.probability for row in drawn[:30]} == {1.0}
    assert all(0 < row.probability < 1 for row in drawn[30:])
    export = export_sheet(case, db, options=ExportOptions(sample="next", limit=40, seed=3))
    rows = read_csv(export.kept)
    why = Counter(row[rows[0].index("why")] for row in rows[1:])
    assert sorted(why.values()) == [10, 10, 20]
    assert len(choose(db, "next")) == 100


def test_the_export_keeps_why_and_with_which_probability(case: Case) -> None:
    db = review_database(case)
    export = export_sheet(case, db, options=ExportOptions(sample="audit", limit=20))
    rows = db.execute(
        "SELECT shown_because, sampling_probability FROM review_export_rows WHERE export_id = ?",
        [export.export_id],
    ).fetchall()
    assert len(rows) == 20
    assert {because for because, _ in rows} == {"audit"}
    assert {probability for _, probability in rows} == {0.2}


def test_a_reviewer_does_not_see_what_he_decided_but_others_may_read_it_again(case: Case) -> None:
    decide(case, 0, "Ann", "accept")
    db = review_database(case)
    assert pair_id(0) not in {row.pair_id for row in choose(db, "top")}
    again = choose(db, "top", states=["accepted"], reviewer="Bob")
    assert [row.pair_id for row in again] == [pair_id(0)]
    assert choose(db, "top", states=["accepted"], reviewer=" ANN ") == []


def test_disputed_pairs_are_shown_with_what_was_said(case: Case) -> None:
    decide(case, 5, "Ann", "accept")
    decide(case, 5, "Bob", "reject")
    rows = read_csv(export_sheet(case, review_database(case), options=ExportOptions(sample="disputed")).kept)
    row = dict(zip(rows[0], rows[1], strict=True))
    assert len(rows) == 2
    assert row["earlier_decisions"] == "Ann: accept; Bob: reject"
    assert row["why"] == "reviewers differ"


def test_who_differs_with_himself_is_asked_again_and_others_are_not(case: Case) -> None:
    """Two copies of one sheet said both; only he can tell which he meant."""
    decide(case, 5, "Ann", "accept")
    decide(case, 5, "Ann", "reject")
    decide(case, 6, "Ann", "accept")
    decide(case, 6, "Bob", "reject")
    db = review_database(case)

    def asked(reviewer: str) -> list[str]:
        return [row.pair_id for row in choose(db, "disputed", reviewer=reviewer)]

    assert asked("Ann") == [pair_id(5)]
    assert asked("Bob") == [pair_id(5)]
    assert asked("Cem") == [pair_id(5), pair_id(6)]
    assert not {pair_id(5), pair_id(6)} & {row.pair_id for row in choose(db, "top", reviewer="Ann")}


@pytest.mark.parametrize("group", ["item", "importer"])
def test_groups_lie_together_best_first(case: Case, group: str) -> None:
    db = review_database(case)
    arranged = arrange(db, choose(db, "top"), group)
    sql = {
        "item": "SELECT pair_id, item_id FROM pairs",
        "importer": "SELECT DISTINCT p.pair_id, l.importer FROM pairs p JOIN current_lines l USING (goods_id)",
    }[group]
    of = dict(db.execute(sql).fetchall())
    order = [of[row.pair_id] for row in arranged]
    assert arranged[0].pair_id == pair_id(0)
    assert sum(a != b for a, b in pairwise(order)) == len(set(order)) - 1


def test_a_filled_sheet_is_not_overwritten(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    export_sheet(case, review_database(case), path)
    export_sheet(case, review_database(case), path)  # nobody has written in it
    filled = path.read_bytes() + b"accept"
    path.write_bytes(filled)
    kept = sorted(case.reviews.iterdir())
    with pytest.raises(UsageProblem, match="import it first"):
        export_sheet(case, review_database(case), path)
    assert path.read_bytes() == filled
    assert sorted(case.reviews.iterdir()) == kept


def test_an_export_that_cannot_be_written_leaves_nothing(case: Case, tmp_path: Path) -> None:
    done = CliRunner().invoke(
        box31, ["-C", str(case.root), "review", "export", "-o", str(tmp_path / "no" / "a.csv")]
    )
    assert done.exit_code != 0
    assert "cannot be written" in str(done.exception)
    assert not [*case.reviews.iterdir()]
    assert review_database(case).execute("SELECT count(*) FROM review_exports").fetchone() == (0,)


def test_names_of_persons_are_left_out_on_request(case: Case) -> None:
    db = review_database(case)
    with db.conn:
        db.execute(
            "UPDATE customs_lines SET importer = 'ИП Иванов Иван Иванович' WHERE goods_id = 'g-000000'"
        )
    rows = read_csv(export_sheet(case, db, options=ExportOptions(redact=True)).kept)
    importers = {row[rows[0].index("importers")] for row in rows[1:]}
    assert "[redacted]" in importers
    assert not [cell for row in rows for cell in row if "Иванов" in cell]
    assert "ООО СИЛУАН-ЭКИП" in importers
