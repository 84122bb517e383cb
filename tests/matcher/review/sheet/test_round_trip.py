"""Sheets out, decisions in: what a reviewer wrote arrives, nothing else does."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from crawler.case.case import Case
from matcher.commands.cli import box31
from matcher.review.decisions import review_database, state_counts, states_of
from matcher.verification.decisions import decision_checks
from tests.support.review_case import make_case, pair_id


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return make_case(tmp_path / "case", 20)


def run(case: Case, *words: str) -> Result:
    return CliRunner().invoke(box31, ["-C", str(case.root), "review", *words])


def exported(case: Case, path: Path) -> list[dict[str, str]]:
    done = run(case, "export", "-o", str(path))
    assert done.exit_code == 0, done.output
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.DictWriter(handle, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_accept_reject_unsure_and_blank_arrive(case: Case, tmp_path: Path) -> None:
    rows = exported(case, tmp_path / "sheet.csv")
    assert len(rows) == 20
    for row, word in zip(rows, ("accept", "reject", "unsure", ""), strict=False):
        row.update(decision=word, reviewer="Ann", note=f"note for {word}")
    done = run(case, "import", str(write(tmp_path / "ann.csv", rows)))
    assert done.exit_code == 0, done.output
    db = review_database(case)
    assert states_of(db, [pair_id(n) for n in range(4)]) == {
        pair_id(0): "accepted",
        pair_id(1): "rejected",
        pair_id(2): "unsure",
        pair_id(3): "proposed",
    }
    assert state_counts(db)["proposed"] == 17
    assert db.execute("SELECT reviewer, note FROM decisions WHERE pair_id = ?", [pair_id(1)]).fetchone() == (
        "Ann",
        "note for reject",
    )


def test_a_second_import_changes_nothing(case: Case, tmp_path: Path) -> None:
    rows = exported(case, tmp_path / "sheet.csv")
    rows[0].update(decision="accept", reviewer="Ann")
    path = write(tmp_path / "ann.csv", rows)
    assert run(case, "import", str(path)).exit_code == 0
    before = [*review_database(case).query("SELECT * FROM decisions")]
    again = run(case, "import", str(path))
    assert again.exit_code == 0
    assert "0 decisions new" in again.output
    assert [*review_database(case).query("SELECT * FROM decisions")] == before
    (count,) = review_database(case).execute("SELECT count(*) FROM review_imports").fetchone()
    assert count == 1


def test_wrong_words_unknown_ids_and_stale_rows_are_named_and_stop_nothing(
    case: Case, tmp_path: Path
) -> None:
    rows = exported(case, tmp_path / "sheet.csv")
    for row in rows[:4]:
        row.update(decision="accept", reviewer="Ann")
    rows[0]["decision"] = "perhaps yes"
    rows[1]["pair_id"] = "p-ffffffffffffffff"
    db = review_database(case)
    with db.conn:
        db.execute("UPDATE pairs SET signature = 'new' WHERE pair_id = ?", [pair_id(2)])
    done = run(case, "import", str(write(tmp_path / "ann.csv", rows)))
    assert done.exit_code == 3
    assert "ann.csv:2: 'perhaps yes' is not a decision" in done.output
    assert "ann.csv:3: p-ffffffffffffffff is not a pair of this case" in done.output
    assert f"ann.csv:4: evidence of {pair_id(2)} has changed" in done.output
    assert states_of(db, [pair_id(n) for n in range(4)]) == {
        pair_id(0): "proposed",
        pair_id(1): "proposed",
        pair_id(2): "stale",
        pair_id(3): "accepted",
    }


def test_check_says_the_same_and_changes_nothing(case: Case, tmp_path: Path) -> None:
    rows = exported(case, tmp_path / "sheet.csv")
    rows[0].update(decision="accept", reviewer="Ann")
    rows[1].update(decision="yess", reviewer="Ann")
    path = write(tmp_path / "ann.csv", rows)
    before = [*review_database(case).conn.iterdump()]
    kept = sorted(case.reviews.iterdir())
    done = run(case, "check", str(path))
    assert done.exit_code == 3
    assert "1 decisions would be new" in done.output
    assert "'yess' is not a decision" in done.output
    assert [*review_database(case).conn.iterdump()] == before
    assert sorted(case.reviews.iterdir()) == kept


def test_every_sheet_is_kept_byte_for_byte(case: Case, tmp_path: Path) -> None:
    rows = exported(case, tmp_path / "sheet.csv")
    rows[0].update(decision="accept", reviewer="Ann")
    path = write(tmp_path / "ann.csv", rows)
    run(case, "import", str(path))
    db = review_database(case)
    for table, name, original in (
        ("review_exports", "file", tmp_path / "sheet.csv"),
        ("review_imports", "kept_as", path),
    ):
        file, sha256 = db.execute(f"SELECT {name}, sha256 FROM {table}").fetchone()
        kept = (case.reviews / file).read_bytes()
        assert kept == original.read_bytes()
        assert hashlib.sha256(kept).hexdigest() == sha256


def test_a_decided_pair_is_not_shown_again(case: Case, tmp_path: Path) -> None:
    rows = exported(case, tmp_path / "sheet.csv")
    rows[0].update(decision="accept", reviewer="Ann")
    run(case, "import", str(write(tmp_path / "ann.csv", rows)))
    assert rows[0]["pair_id"] not in {row["pair_id"] for row in exported(case, tmp_path / "next.csv")}


def test_undo_takes_an_import_back_and_the_file_can_come_again(case: Case, tmp_path: Path) -> None:
    rows = exported(case, tmp_path / "sheet.csv")
    rows[0].update(decision="accept", reviewer="Ann")
    path = write(tmp_path / "ann.csv", rows)
    run(case, "import", str(path))
    db = review_database(case)
    (import_id,) = db.execute("SELECT import_id FROM review_imports").fetchone()
    assert run(case, "undo", import_id).exit_code == 0
    assert state_counts(db)["proposed"] == 20
    assert run(case, "undo", import_id).exception is not None
    assert run(case, "import", str(path)).exit_code == 0
    assert state_counts(db)["accepted"] == 1


def test_a_row_without_a_name_is_kept_under_its_export(case: Case, tmp_path: Path) -> None:
    rows = exported(case, tmp_path / "sheet.csv")
    rows[0].update(decision="accept")
    done = run(case, "import", str(write(tmp_path / "who.csv", rows)))
    assert done.exit_code == 0
    assert "1 rows name no reviewer" in done.output
    (reviewer,) = review_database(case).execute("SELECT reviewer FROM decisions").fetchone()
    assert reviewer == f"unnamed ({rows[0]['export_id']})"


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_only_accepts_a_row_and_rejects_the_blank_ones_of_the_same_goods(
    case: Case, tmp_path: Path, format: str
) -> None:
    """Pairs 2n and 2n + 1 of the case are of the same goods."""
    rows = exported(case, tmp_path / "sheet.csv")
    by_pair = {row["pair_id"]: row for row in rows}
    for n, word, name in (
        (0, "only", "Ann"),
        (2, "Только это", "Ann"),
        (3, "unsure", "Bob"),
        (4, "only", "Ann"),
    ):
        by_pair[pair_id(n)].update(decision=word, reviewer=name)
    by_pair[pair_id(1)].update(note="too light")
    by_pair[pair_id(5)].update(reviewer="Bob")  # another person has still to decide it
    by_pair[pair_id(6)].update(decision="only", reviewer="Ann", row_signature="s-forged")
    path = write(tmp_path / "ann.csv", rows)
    if format == "xlsx":
        book = openpyxl.Workbook()
        assert book.active is not None
        for row in [[*rows[0]], *([*row.values()] for row in rows)]:
            book.active.append(row)
        path = tmp_path / "ann.xlsx"
        book.save(path)
    done = run(case, "import", str(path))
    assert "1 blank rows of the same goods are rejected" in done.output
    db = review_database(case)
    states = ("accepted", "rejected", "accepted", "unsure", "accepted", "proposed", "proposed", "proposed")
    assert states_of(db, map(pair_id, range(8))) == {pair_id(n): state for n, state in enumerate(states)}
    sql = "SELECT reviewer, note FROM decisions WHERE pair_id = ?"
    assert db.execute(sql, [pair_id(1)]).fetchone() == ("Ann", "too light")
    assert not [finding for finding in decision_checks(case, db) if finding.problem]
    db.execute("UPDATE decisions SET decision = 'accept' WHERE pair_id = ?", [pair_id(1)])
    assert [finding for finding in decision_checks(case, db) if finding.problem]
