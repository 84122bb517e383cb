"""The rule of the states: a function of the set of decisions, whatever order they came in."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.case.case import Case
from crawler.case.errors import LOCKED
from matcher.review.decisions import (
    Decision,
    labelled_pairs,
    record,
    review_database,
    state_of,
    states_of,
    undo_click,
    undo_import,
)
from matcher.review.progress import cohen_kappa, conflict_rows, status_rows
from matcher.review.sheet.columns import ExportOptions
from matcher.review.sheet.export import export_sheet
from matcher.review.sheet.importing import import_sheets
from tests.support.copies import copy_case
from tests.support.review_case import make_case, pair_id
from tests.support.spreadsheets import Rows, as_text, read_csv

PAIR = pair_id(0)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return make_case(tmp_path / "case", 12, adjudicator="Judge")


def sheet(case: Case, **options: object) -> Rows:
    export = export_sheet(case, review_database(case), options=ExportOptions(**options))  # type: ignore[arg-type]
    return read_csv(export.kept)


def answer(rows: Rows, path: Path, reviewer: str, words: dict[str, str]) -> Path:
    """The sheet as `reviewer` sends it back: decisions by pair id."""
    header = rows[0]
    decision, name, pair = (header.index(column) for column in ("decision", "reviewer", "pair_id"))
    filled = [[*row] for row in rows]
    for row in filled[1:]:
        if row[pair] in words:
            row[decision], row[name] = words[row[pair]], reviewer
    path.write_bytes(as_text(filled, ",", "utf-8-sig"))
    return path


def say(case: Case, rows: Rows, tmp_path: Path, reviewer: str, word: str, name: str = "") -> None:
    path = answer(rows, tmp_path / f"{name or reviewer}-{word}.csv", reviewer, {PAIR: word})
    import_sheets(case, review_database(case), [path])


def test_two_who_differ_make_a_dispute_and_the_adjudicator_settles_it(case: Case, tmp_path: Path) -> None:
    rows = sheet(case)
    say(case, rows, tmp_path, "Ann", "accept")
    say(case, rows, tmp_path, "Bob", "reject")
    db = review_database(case)
    assert state_of(db, PAIR) == "disputed"
    conflicts = [*conflict_rows(db)]
    assert [(row["reviewer"], row["decision"], row["where"]) for row in conflicts] == [
        ("Ann", "accept", "Ann-accept.csv:2"),
        ("Bob", "reject", "Bob-reject.csv:2"),
    ]
    again = sheet(case, sample="disputed")
    assert [row[again[0].index("pair_id")] for row in again[1:]] == [PAIR]
    say(case, again, tmp_path, " judge ", "reject")
    assert state_of(db, PAIR) == "rejected"


def test_unsure_beside_accept_is_a_difference_too(case: Case, tmp_path: Path) -> None:
    rows = sheet(case)
    say(case, rows, tmp_path, "Ann", "accept")
    say(case, rows, tmp_path, "Bob", "unsure")
    assert state_of(review_database(case), PAIR) == "disputed"


def test_the_adjudicator_settles_nothing_by_unsure(case: Case, tmp_path: Path) -> None:
    rows = sheet(case)
    for reviewer, word in (("Ann", "accept"), ("Bob", "reject"), ("Judge", "unsure")):
        say(case, rows, tmp_path, reviewer, word)
    assert state_of(review_database(case), PAIR) == "disputed"


def test_a_reviewer_with_two_words_to_one_question_disputes_with_himself(case: Case, tmp_path: Path) -> None:
    rows = sheet(case)
    say(case, rows, tmp_path, "Ann", "accept")
    say(case, rows, tmp_path, "ANN", "reject")
    assert state_of(review_database(case), PAIR) == "disputed"


def test_the_answer_to_a_later_question_counts_in_either_order(case: Case, tmp_path: Path) -> None:
    first, second = sheet(case), sheet(case)
    for order, (one, two) in enumerate(
        ((("accept", first), ("reject", second)), (("reject", second), ("accept", first)))
    ):
        copy = Case.open(copy_case(case.root, tmp_path / f"copy{order}"))
        for word, rows in (one, two):
            say(copy, rows, tmp_path, "Ann", word, f"{order}")
        assert state_of(review_database(copy), PAIR) == "rejected"


def test_new_evidence_makes_a_decision_stale_and_the_old_evidence_revives_it(
    case: Case, tmp_path: Path
) -> None:
    say(case, sheet(case), tmp_path, "Ann", "accept")
    db = review_database(case)
    (old,) = db.execute("SELECT signature FROM pairs WHERE pair_id = ?", [PAIR]).fetchone()
    for signature, state in (("new", "stale"), (old, "accepted")):
        with db.conn:
            db.execute("UPDATE pairs SET signature = ? WHERE pair_id = ?", [signature, PAIR])
        assert state_of(db, PAIR) == state


def test_a_sheet_imported_after_the_evidence_changed_comes_to_the_same_as_before(
    case: Case, tmp_path: Path
) -> None:
    rows = sheet(case)
    db = review_database(case)
    with db.conn:
        db.execute("UPDATE pairs SET signature = 'new' WHERE pair_id = ?", [PAIR])
    say(case, rows, tmp_path, "Ann", "accept")
    assert state_of(db, PAIR) == "stale"
    shown = sheet(case)
    row = next(row for row in shown if PAIR in row)
    assert "Ann: accept (evidence changed since)" in row


def test_what_two_files_say_stands_until_both_are_undone(case: Case, tmp_path: Path) -> None:
    rows = sheet(case)
    words = {PAIR: "accept"}
    one, two = (answer(rows, tmp_path / f"{n}.csv", "Ann", {**words, pair_id(n): "reject"}) for n in (1, 2))
    db = review_database(case)
    result = import_sheets(case, db, [one, two])
    (count,) = db.execute("SELECT count(*) FROM decisions WHERE pair_id = ?", [PAIR]).fetchone()
    assert count == 1
    for file, state in zip(result.files, ("accepted", "proposed"), strict=True):
        undo_import(db, file.import_id)
        assert state_of(db, PAIR) == state
    (count,) = db.execute("SELECT count(*) FROM decisions").fetchone()
    assert count == 3, "nothing is deleted"


def test_a_click_counts_from_its_own_time_and_undoing_it_brings_back_the_sheet(
    case: Case, tmp_path: Path
) -> None:
    say(case, sheet(case), tmp_path, "Ann", "accept")
    db = review_database(case)
    (signature,) = db.execute("SELECT signature FROM pairs WHERE pair_id = ?", [PAIR]).fetchone()
    with db.conn:
        decision, new = record(db, Decision(PAIR, signature, "ann", "reject", "2100-01-01T00:00:00Z"))
    assert new
    assert state_of(db, PAIR) == "rejected"
    undo_click(db, decision)
    assert state_of(db, PAIR) == "accepted"


def test_a_hundred_reviewers_in_any_order_and_twice_come_to_the_same(case: Case, tmp_path: Path) -> None:
    draw = random.Random(31)
    exports = [sheet(case) for _ in range(3)]
    files = []
    for n in range(100):
        words = {
            pair_id(pair): draw.choice(["accept", "reject", "unsure"] if pair > 8 else ["accept"])
            for pair in range(12)
            if draw.random() < 0.08
        }
        reviewer = "Judge" if n == 50 else f"reviewer {n % 70}"  # thirty answer two sheets
        files.append(answer(draw.choice(exports), tmp_path / f"{n}.csv", reviewer, words))
    outcomes = []
    for order in range(4):
        copy = Case.open(copy_case(case.root, tmp_path / f"copy{order}"))
        draw.shuffle(files)
        db = review_database(copy)
        for batch in range(0, 100, 25):
            import_sheets(copy, db, files[batch : batch + 25])
        draw.shuffle(files)
        assert import_sheets(copy, db, files).new == 0
        rows = db.execute(
            "SELECT pair_id, reviewer_key, decision, asked_at, note FROM decisions ORDER BY 1, 2, 3, 4"
        ).fetchall()
        outcomes.append((rows, states_of(db, [pair_id(n) for n in range(12)])))
    assert all(outcome == outcomes[0] for outcome in outcomes)
    assert len(set(outcomes[0][1].values())) >= 2, "the trial holds agreement and disputes"


def importing(case: Case, path: Path) -> subprocess.Popen[bytes]:
    words = [
        "-c",
        "from matcher.commands.cli import main; main()",
        "-C",
        str(case.root),
        "review",
        "import",
        str(path),
    ]
    return subprocess.Popen([sys.executable, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def test_two_imports_at_once_lose_nothing(case: Case, tmp_path: Path) -> None:
    rows = sheet(case)
    words = {pair_id(k): "accept" for k in range(12)}
    files = [answer(rows, tmp_path / f"{n}.csv", f"reviewer {n}", words) for n in range(3)]
    waiting = [*files]
    rounds = 0
    while waiting:
        started = [(path, importing(case, path)) for path in waiting]
        codes = {path: child.wait() for path, child in started}
        assert set(codes.values()) <= {0, LOCKED}
        waiting = [path for path, code in codes.items() if code == LOCKED]
        rounds += 1
        assert rounds < 10
    (count,) = review_database(case).execute("SELECT count(*) FROM decisions").fetchone()
    assert count == 3 * 12


def test_only_settled_pairs_teach_and_tell_how_they_were_drawn(case: Case, tmp_path: Path) -> None:
    rows = sheet(case, sample="audit", limit=5, seed=1)
    drawn = [row[rows[0].index("pair_id")] for row in rows[1:]]
    path = answer(
        rows, tmp_path / "a.csv", "Ann", {drawn[0]: "accept", drawn[1]: "reject", drawn[2]: "unsure"}
    )
    db = review_database(case)
    import_sheets(case, db, [path])
    labels = {label["pair_id"]: label for label in labelled_pairs(db)}
    assert {pair: label["label"] for pair, label in labels.items()} == {drawn[0]: 1, drawn[1]: 0}
    assert {label["shown_because"] for label in labels.values()} == {"audit"}
    assert all(0 < label["sampling_probability"] <= 1 for label in labels.values())


def test_kappa() -> None:
    assert cohen_kappa([]) is None
    assert cohen_kappa([("accept", "accept")] * 5) is None
    # 20 + 15 of 50 alike, margins 25/25 and 30/20: .7 observed, .5 by chance (the textbook's example).
    words = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert cohen_kappa(words) == pytest.approx(0.4)


def test_status_counts_reviewers_agreement_and_the_next_step(case: Case, tmp_path: Path) -> None:
    rows = sheet(case)
    for reviewer, words in (("Ann", ("accept", "reject", "accept")), ("Bob", ("accept", "reject", "reject"))):
        path = answer(
            rows, tmp_path / f"{reviewer}.csv", reviewer, {pair_id(n): word for n, word in enumerate(words)}
        )
        import_sheets(case, review_database(case), [path])
    measures = {row["measure"]: (row["value"], row["detail"]) for row in status_rows(review_database(case))}
    assert measures["pairs accepted"][0] == 1
    assert measures["pairs disputed"][0] == 1
    assert measures["reviewer Ann"] == (3, "67% accept, 33% reject, 0% unsure")
    assert measures["agreement Ann and Bob"] == (
        "0.40",
        "Cohen's kappa; 2 of 3 common pairs alike; Ann accept, Bob reject: 1",
    )
    assert measures["next calibration step"] == (30, "28 more accepted or rejected pairs")
