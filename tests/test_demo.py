"""The main job, end to end, by the command that a newcomer types."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import subprocess
from pathlib import Path

from matcher import demo as demo_package
from tests.conftest import BOX31, Demo

GOLD = Path(demo_package.__file__).parent / "data" / "customs_gold.csv"


def box31(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([BOX31, *words], capture_output=True, text=True)


def listing(case: Path, *words: str) -> list[dict[str, str]]:
    done = box31("-C", case, *words, "--csv")
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout)))


def test_it_shows_every_command_and_ends_with_three_to_go_on(demo: Demo) -> None:
    assert [line.split()[4] for line in demo.stderr.splitlines() if line.startswith("$ box31 -C")] == [
        "crawl",
        "customs",
        "match",
        "review",
    ]
    assert sum(line.startswith("  box31 ") for line in demo.stderr.splitlines()) == 3
    assert "A match is a lead, not proof of end use." in demo.stderr


def test_every_product_and_post_of_the_maker_is_found_with_both_languages(demo: Demo) -> None:
    items = listing(demo.case, "items")
    gold = {row["product_sku"] for row in csv.DictReader(GOLD.open(encoding="utf-8"))}
    assert gold <= {item["model"] for item in items}
    assert len(items) == 21
    posts = listing(demo.case, "posts")
    moscow = next(post for post in posts if post["title"].startswith("莫斯科客户来厂验货"))
    assert moscow["published"] == "2023-03-14"


def test_every_row_of_the_customs_files_is_a_line_a_reject_or_named(demo: Demo) -> None:
    for file in listing(demo.case, "customs", "files"):
        parts = sum(int(file[part]) for part in ("headers", "lines", "rejects", "blank"))
        assert int(file["rows_in"]) == parts


def test_the_true_pairs_stand_near_the_top(demo: Demo) -> None:
    done = box31("-C", demo.case, "eval", GOLD, "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["unknown_products"] == found["unknown_lines"] == []
    assert found["hits"]["model"]["10"] >= 0.99
    assert found["hits"]["maker"]["10"] >= 0.85
    assert found["average_precision"] >= 0.4


def test_a_pair_is_traced_to_its_line_and_to_the_archive(demo: Demo) -> None:
    pair = listing(demo.case, "pairs")[0]
    line = next(row for row in listing(demo.case, "pairs", "--lines") if row["pair_id"] == pair["pair_id"])
    source = GOLD.parent / "customs" / line["customs_file"]
    encoding, delimiter = ("cp1251", ";") if line["customs_file"].startswith("ru") else ("utf-8-sig", ",")
    with source.open(encoding=encoding, newline="") as handle:
        record = list(csv.reader(handle, delimiter=delimiter))[int(line["row"]) - 1]
    assert line["description"] in record
    assert box31("-C", demo.case, "archive", "verify").returncode == 0


def test_a_decision_makes_the_round_trip(demo_copy: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    assert box31("-C", demo_copy, "review", "export", "-o", sheet, "--format", "csv").returncode == 0
    rows = list(csv.DictReader(sheet.open(encoding="utf-8-sig", newline="")))
    rows[0] |= {"decision": "accept", "reviewer": "Ada"}
    rows[1] |= {"decision": "reject", "reviewer": "Ada"}
    with sheet.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    assert box31("-C", demo_copy, "review", "import", sheet).returncode == 0
    accepted = listing(demo_copy, "pairs", "--state", "accepted")
    assert [row["pair_id"] for row in accepted] == [rows[0]["pair_id"]]
    again = box31("-C", demo_copy, "review", "import", sheet)
    assert again.returncode == 0
    assert len(listing(demo_copy, "pairs", "--state", "accepted")) == 1


def test_a_second_demo_in_the_same_folder_is_refused(demo: Demo) -> None:
    done = box31("demo", demo.case)
    assert done.returncode == 2
    assert "holds a case already" in done.stderr


def test_redacted_lines_name_no_sole_trader_and_keep_firms(demo_copy: Path) -> None:
    before = listing(demo_copy, "pairs", "--lines")
    with sqlite3.connect(demo_copy / "box31.db") as db:
        db.execute("UPDATE customs_lines SET importer = 'ИП КОЛОБОК К.К.' WHERE row = ?", [before[0]["row"]])
    after = listing(demo_copy, "pairs", "--lines", "--redact")
    persons = [row["row"] == before[0]["row"] for row in before]
    assert [row["importer"] == "[redacted]" for row in after] == persons
    assert [row["description"] for row in after] == [row["description"] for row in before]
