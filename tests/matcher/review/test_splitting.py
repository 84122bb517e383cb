"""One draw divided among reviewers: everything once, the common part for all, and their agreement afterwards."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawler.case.case import Case
from matcher.commands.cli import box31
from matcher.review.decisions import Decision, record, review_database
from matcher.review.sampling import Chosen
from matcher.review.sheet.split_export import share_of
from matcher.review.splitting import split
from tests.support.review_case import make_case, pair_id

DRAWN = [Chosen(f"p-{n:03}", "top", 1.0) for n in range(100)]


def test_each_pair_is_somebodys_and_the_common_part_is_everybodys() -> None:
    shares = split(DRAWN, ["Ann", "Bob", "Eve"], 0.15, 7, {})
    ids = {name: [row.pair_id for row in own] for name, own in shares.items()}
    assert set().union(*ids.values()) == {row.pair_id for row in DRAWN}
    common = set(ids["Ann"]) & set(ids["Bob"])
    assert common == set(ids["Ann"]) & set(ids["Eve"])
    assert len(common) == 15
    assert sorted(map(len, ids.values())) == [15 + 28, 15 + 28, 15 + 29]
    assert ids["Ann"] == sorted(ids["Ann"]), "the order of the draw is kept"
    assert split(DRAWN, ["Ann", "Bob", "Eve"], 0.15, 7, {}) == shares
    assert split(DRAWN, ["Ann", "Bob", "Eve"], 0.15, 8, {}) != shares


def test_what_a_reviewer_has_decided_goes_to_the_other() -> None:
    shares = split(DRAWN, ["Ann", "Bob"], 0, 0, {"Ann": frozenset(row.pair_id for row in DRAWN[:90])})
    assert {row.pair_id for row in DRAWN[:90]} <= {row.pair_id for row in shares["Bob"]}
    everybody = frozenset(row.pair_id for row in DRAWN)
    assert split(DRAWN, ["Ann", "Bob"], 0.5, 0, {"Ann": everybody, "Bob": everybody}) == {
        "Ann": [],
        "Bob": [],
    }


@pytest.mark.parametrize(
    ("text", "share"), [("15%", 0.15), ("15", 0.15), ("0,15", 0.15), ("0", 0.0), ("100 %", 1.0)]
)
def test_shares_as_people_write_them(text: str, share: float) -> None:
    assert share_of(text) == pytest.approx(share)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return make_case(tmp_path / "case", 20)


def run(case: Case, *words: str) -> Result:
    return CliRunner().invoke(box31, ["-C", str(case.root), "review", *words])


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def test_a_sheet_for_each_name(case: Case, tmp_path: Path) -> None:
    done = run(
        case, "export", "-o", str(tmp_path / "s.csv"), "--split", "Ann, Боб", "--overlap", "20%", "--blind"
    )
    assert done.exit_code == 0, done.output
    ann, bob = rows_of(tmp_path / "s-Ann.csv"), rows_of(tmp_path / "s-Боб.csv")
    assert {row["reviewer"] for row in ann} == {"Ann"}
    assert {row["reviewer"] for row in bob} == {"Боб"}
    assert len(ann) + len(bob) == 24
    assert len({row["pair_id"] for row in ann} & {row["pair_id"] for row in bob}) == 4
    assert "confidence" not in ann[0]


@pytest.mark.parametrize(
    "words",
    [
        ("--split", "Ann"),
        ("--split", "Ann,ANN"),
        ("--split", "Ann,Bob", "--overlap", "150%"),
        ("--split", "Ann,Bob", "--overlap", "-1"),
        ("--overlap", "15%"),
        ("--split", "Ann,Bob", "--reviewer", "Ann"),
    ],
)
def test_wrong_words_are_refused_before_anything_is_written(case: Case, words: tuple[str, ...]) -> None:
    done = run(case, "export", *words)
    assert done.exit_code != 0
    assert not any(case.reviews.glob("*"))


def test_no_sheet_is_written_where_one_would_be_overwritten(case: Case, tmp_path: Path) -> None:
    (tmp_path / "s-Bob.csv").write_text("mine")
    assert run(case, "export", "-o", str(tmp_path / "s.csv"), "--split", "Ann,Bob").exit_code != 0
    assert not (tmp_path / "s-Ann.csv").exists()


def test_rows_of_one_line_lie_together(case: Case, tmp_path: Path) -> None:
    assert (
        run(case, "export", "-o", str(tmp_path / "s.csv"), "--group", "line", "--sample", "audit").exit_code
        == 0
    )
    texts = [row["customs_text"] for row in rows_of(tmp_path / "s.csv")]
    assert len(set(texts)) == sum(a != b for a, b in zip(texts, ["", *texts], strict=False))


def test_status_says_who_differs_and_how(case: Case) -> None:
    db = review_database(case)
    signatures = dict(db.execute("SELECT pair_id, signature FROM pairs").fetchall())
    said = {"Ann": ("accept", "accept", "reject", "unsure"), "Bob": ("accept", "reject", "reject", "accept")}
    with db.conn:
        for name, words in said.items():
            for n, word in enumerate(words):
                pair = pair_id(n)
                record(db, Decision(pair, signatures[pair], name, word, f"2026-01-01T00:00:0{n}Z"))
    output = run(case, "status", "--csv").output
    assert "agreement Ann and Bob,0.20" in output
    assert "Ann accept, Bob reject: 1; Ann unsure, Bob accept: 1" in output
