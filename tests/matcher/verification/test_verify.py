"""`box31 verify` finds what was changed behind its back, and says what it looked at."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import BOX31
from tests.matcher.conftest import dossier_of
from tests.support.copies import copy_case


@pytest.fixture
def case(story_case: Path, tmp_path: Path) -> Path:
    copy = copy_case(story_case, tmp_path / "case")
    dossier_of(copy, copy / "dossiers" / "one")
    return copy


def verify(case: Path) -> tuple[int, list[dict[str, Any]]]:
    done = subprocess.run([BOX31, "-C", case, "verify", "--json"], capture_output=True, text=True)
    assert "Traceback" not in done.stderr
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def wrong(case: Path) -> list[tuple[str, str, str]]:
    code, rows = verify(case)
    found = [(row["area"], row["subject"], row["problem"]) for row in rows if row["problem"]]
    assert code == (1 if found else 0)
    return found


def change(case: Path, sql: str) -> None:
    db = sqlite3.connect(case / "box31.db")
    db.execute(sql)
    db.commit()
    db.close()


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x55
    path.write_bytes(content)


def test_an_untouched_case_is_well_and_every_area_was_looked_at(case: Path) -> None:
    code, rows = verify(case)
    assert code == 0
    areas = {"archive", "database", "records", "customs", "pairs", "decisions", "dossiers"}
    assert {row["area"] for row in rows} >= areas
    assert sum(row["checked"] for row in rows if row["area"] == "archive") == 9


def test_a_flipped_byte_in_the_archive(case: Path) -> None:
    flip(next((case / "archive" / "norvex").glob("*.warc.gz")))
    assert any(area == "archive" and "norvex" in subject for area, subject, _ in wrong(case))


def test_a_missing_archive_folder(case: Path) -> None:
    shutil.rmtree(case / "archive" / "norvex")
    assert ("archive", "archive/norvex", "the folder is missing") in wrong(case)


def test_a_flipped_byte_in_a_dossier(case: Path) -> None:
    flip(case / "dossiers" / "one" / "data" / "index.html")
    assert wrong(case) == [("dossiers", "dossiers/one", "data/index.html: changed since the bag was made")]


def test_a_dossier_whose_captures_the_case_does_not_know(case: Path) -> None:
    change(case, "UPDATE captures SET payload_sha256 = 'ff' WHERE kind = 'image'")
    assert any(area == "dossiers" and "another content" in problem for area, _, problem in wrong(case))


BREAKS = {
    "UPDATE customs_files SET rows_in = rows_in + 7": "add up to",
    "UPDATE customs_files SET rejects = rejects + 1": "rejects counted",
    "DELETE FROM customs_lines WHERE line_id = 3": "lines counted",
    "UPDATE customs_lines SET raw = '{}' WHERE line_id = 4": "its cells are no list",
    "UPDATE customs_lines SET replaced_by = 9999 WHERE line_id = 5": "which is not there",
    "UPDATE pairs SET confidence = 1.5 WHERE rowid = 4": "confidence 1.5",
    "UPDATE pairs SET reasons = 'no json' WHERE rowid = 2": "reasons or terms are no lists",
    "UPDATE pairs SET terms = 'no json' WHERE rowid = 3": "reasons or terms are no lists",
    "UPDATE pairs SET log_odds = 9 WHERE rowid = 1": "log-odds 9.0, terms 2.2",
    "DELETE FROM goods WHERE rowid = 1": "refers to a row of goods",
}


def test_rows_that_break_a_rule_are_named(case: Path) -> None:
    for sql in BREAKS:
        change(case, sql)
    problems = [problem for area, _, problem in wrong(case) if area == "database"]
    for words, breaks in Counter(BREAKS.values()).items():
        assert sum(words in problem for problem in problems) >= breaks, words


def test_a_kept_sheet_that_was_changed_or_lost(case: Path) -> None:
    done = subprocess.run(
        [BOX31, "-C", case, "review", "export", "--format", "csv"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert wrong(case) == []
    (sheet,) = (case / "reviews").glob("export-*")
    sheet.write_bytes(sheet.read_bytes() + b"x")
    assert ("decisions", f"reviews/{sheet.name}", "changed since it was kept") in wrong(case)
    sheet.unlink()
    assert wrong(case) == [("decisions", f"reviews/{sheet.name}", "missing")]


def test_a_damaged_database_is_one_clear_row(case: Path) -> None:
    path = case / "box31.db"
    content = bytearray(path.read_bytes())
    for at in range(8192, len(content) - 4096, 4096):
        content[at : at + 400] = b"\xee" * 400
    path.write_bytes(content)
    assert any(area == "database" for area, _, _ in wrong(case))
