"""Right of reply: questions and answers are kept byte for byte with their hash, checked by verify, and in the dossier."""

from __future__ import annotations

import csv
import hashlib
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from crawler.case.errors import UsageProblem
from matcher.commands.cli import box31
from tests.matcher.orders.test_orders import write

LETTER = b"Subject: your vests\r\n\r\nDid you sell them?\r\n"


def run(root: Path, *words: str | Path) -> Result:
    return CliRunner().invoke(box31, ["-C", str(root), *map(str, words)])


def listed(root: Path) -> list[dict[str, Any]]:
    done = run(root, "reply", "--json")
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def asked(tmp_path: Path) -> tuple[Path, str]:
    """A case in which the maker was asked about its site, and the id of the request."""
    root = write(tmp_path / "case")
    (tmp_path / "letter.eml").write_bytes(LETTER)
    done = run(root, "reply", "ask", "Maker Ltd", "--day", "2026-11-02", "--by", "Ann", "--file", tmp_path / "letter.eml", "--about", "maker")  # fmt: skip
    assert done.exit_code == 0, done.output
    return root, done.stdout.strip()


def test_a_question_and_its_answer_are_kept_with_their_hashes(asked: tuple[Path, str]) -> None:
    root, request = asked
    (row,) = listed(root)
    assert (row["state"], row["who"], row["about"]) == ("asked", "Maker Ltd", "maker")
    assert row["sha256"] == hashlib.sha256(LETTER).hexdigest()
    assert (root / "replies" / row["kept_as"]).read_bytes() == LETTER
    done = run(
        root,
        "reply",
        "answer",
        request,
        "--day",
        "2026-11-09",
        "--by",
        "Ann",
        "--text",
        "No.",
        "--who",
        "Press office",
    )
    assert done.exit_code == 0, done.output
    rows = listed(root)
    assert [(row["kind"], row["state"], row["who"]) for row in rows] == [
        ("asked", "answered", "Maker Ltd"),
        ("answered", "answered", "Press office"),
    ]


def test_that_no_answer_came_is_said_with_its_day(asked: tuple[Path, str]) -> None:
    root, request = asked
    run(root, "reply", "answer", request, "--day", "2026-11-20", "--by", "Ann", "--none")
    assert [(row["kind"], row["day"], row["sha256"]) for row in listed(root)][1] == (
        "no answer",
        "2026-11-20",
        "",
    )


def test_after_an_answer_none_is_refused_and_an_answer_after_none_counts(asked: tuple[Path, str]) -> None:
    root, request = asked
    run(root, "reply", "answer", request, "--day", "2026-11-09", "--by", "Ann", "--none")
    run(root, "reply", "answer", request, "--day", "2026-11-10", "--by", "Ann", "--text", "late")
    done = run(root, "reply", "answer", request, "--day", "2026-11-11", "--by", "Ann", "--none")
    assert isinstance(done.exception, UsageProblem)
    assert "answered on 2026-11-10" in done.exception.message
    assert [(row["kind"], row["state"]) for row in listed(root)] == [
        ("asked", "answered"), ("no answer", "answered"), ("answered", "answered"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ask", "Maker", "--day", "May", "--by", "Ann", "--text", "a"), "--day May: give a day"),
        (("ask", "Maker", "--day", "2026-11-02", "--by", "Ann"), "give --file FILE or --text WORDS"),
        (("ask", "Maker", "--day", "2026-11-02", "--by", "Ann", "--text", "a", "--about", "p-0"), "no pair, item, post or site"),
        (("answer", "q-0", "--day", "2026-11-02", "--by", "Ann", "--text", "a"), "no such request"),
        (("answer", "REQUEST", "--day", "2026-10-01", "--by", "Ann", "--text", "a"), "before the question of 2026-11-02"),
        (("answer", "REQUEST", "--day", "2026-11-09", "--by", "Ann", "--text", "a", "--none"), "give no --file"),
        (("answer", "REQUEST", "--day", "2999-11-09", "--by", "Ann", "--none"), "--day 2999-11-09: is to come"),
        (("ask", "Maker", "--day", "2999-11-09", "--by", "Ann", "--text", "a"), "--day 2999-11-09: is to come"),
    ],
)  # fmt: skip
def test_what_cannot_be_recorded_is_refused(
    asked: tuple[Path, str], words: tuple[str, ...], said: str
) -> None:
    root, request = asked
    done = run(root, "reply", *(request if word == "REQUEST" else word for word in words))
    assert isinstance(done.exception, UsageProblem)
    assert said in done.exception.message
    assert len(listed(root)) == 1


def test_verify_finds_a_changed_letter(asked: tuple[Path, str]) -> None:
    root, _ = asked

    def problem() -> str:
        rows = [json.loads(line) for line in run(root, "verify", "--quick", "--json").stdout.splitlines()]
        (found,) = [row for row in rows if row["check"] == "letters"]
        return str(found["problem"])

    assert problem() == ""
    next((root / "replies").iterdir()).write_bytes(b"Another letter")
    assert "changed since it was recorded" in problem()


def test_the_dossier_has_who_was_asked_and_the_letters_unless_it_is_redacted(
    asked: tuple[Path, str], tmp_path: Path
) -> None:
    root, _ = asked
    done = run(root, "dossier", "--accepted", "-o", tmp_path / "dossier")
    assert done.exit_code in (0, 3), done.output
    data = tmp_path / "dossier" / "data"
    with (data / "tables" / "replies.csv").open(encoding="utf-8", newline="") as handle:
        (row,) = csv.DictReader(handle)
    assert (data / "replies" / row["kept_as"]).read_bytes() == LETTER
    report = (data / "index.html").read_text(encoding="utf-8")
    assert "Right of reply" in report
    assert hashlib.sha256(LETTER).hexdigest() in report
    run(root, "dossier", "--accepted", "--redact", "-o", tmp_path / "redacted")
    assert not (tmp_path / "redacted" / "data" / "replies").exists()


def test_the_ledger_covers_the_table(asked: tuple[Path, str]) -> None:
    root, _ = asked
    with sqlite3.connect(root / "box31.db") as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM ledger_sums WHERE rows = 1")]
    connection.close()
    assert "replies" in tables
