"""Cross-tables: all lines, accepted and expected ones, each traced to its lines."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlite_utils import Database

from crawler.case.case import Case
from crawler.case.errors import UsageProblem
from matcher.commands.cli import box31
from matcher.customs.ingest.store import import_file
from matcher.review.decisions import Decision, record
from tests.support.customs_files import WriteCsv
from tests.support.matching_case import add_item
from tests.support.pages import Pages

HEADER = (
    "IMP_DATE",
    "HS_CODE",
    "PRODUCT_DESCRIPTION",
    "IMPORTER_NAME",
    "SUPPLIER_NAME",
    "DESTINATION_COUNTRY",
    "TOTAL_VALUE_USD",
)
LINES = [
    ("2023-01-05", "6506108000", "ШЛЕМ А", "ООО «КИТЕЖ»", "RED WREN CO., LTD", "RU", "100"),
    ("2023-01-09", "6506108000", "ШЛЕМ А", "КИТЕЖ, ООО", "Red Wren Company Limited", "RU", "50"),
    ("2023-02-01", "6506108000", "ШЛЕМ Б", "ООО «КИТЕЖ»", "RED WREN CO., LTD", "RU", "200"),
    ("2023-02-02", "9608101000", "РУЧКА", "ИП ИВАНОВ И.И.", "GREY OTTER INC", "KZ", "7"),
    ("", "9608101000", "РУЧКА", "ИП ИВАНОВ И.И.", "GREY OTTER INC", "KZ", ""),
]  # fmt: skip


@pytest.fixture
def filled(case: Case, db: Database, write_csv: WriteCsv) -> Case:
    """ШЛЕМ А accepted, ШЛЕМ Б proposed with .4 (.3 to .6), РУЧКА rejected, of one item."""
    import_file(db, write_csv(LINES, header=HEADER))
    add_item(db, "i-1", "Helmet H1", "H1", "Weight: 1 kg")
    with db.conn:
        db.execute("INSERT INTO match_runs (match_id, started, model, weights) VALUES (1, '2024', 'm', 'w')")
        for n, (text, confidence) in enumerate((("ШЛЕМ А", 0.9), ("ШЛЕМ Б", 0.4), ("РУЧКА", 0.2))):
            (goods,) = db.execute("SELECT goods_id FROM goods WHERE text = ?", [text]).fetchone()
            db.execute(
                "INSERT INTO pairs (pair_id, item_id, goods_id, match_id, level, log_odds, confidence, confidence_basis,"
                " confidence_low, confidence_high, terms, reasons, counter_reasons, signature)"
                " VALUES (?, 'i-1', ?, 1, 'maker', 0, ?, 'prior', ?, ?, '[]', '[]', '[]', 's')",
                [f"p-{n}", goods, confidence, confidence - 0.1, confidence + 0.2],
            )
        record(db, Decision("p-0", "s", "Ann", "accept", "2024-01-01T00:00:00Z"))
        record(db, Decision("p-2", "s", "Ann", "reject", "2024-01-01T00:00:00Z"))
    db.conn.close()
    return case


def rows(case: Case, *words: str) -> list[dict[str, object]]:
    done = CliRunner().invoke(box31, ["-C", str(case.root), "totals", *words, "--json"])
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_sums_before_and_after_a_date_are_the_sums_of_their_lines(filled: Case) -> None:
    found = {
        (row["importer"], row["before_after"]): row["lines"]
        for row in rows(filled, "--by", "importer", "--split", "2023-02")
    }
    assert found == {
        ("ООО «КИТЕЖ»", "before 2023-02"): 2,
        ("ООО «КИТЕЖ»", "from 2023-02 on"): 1,
        ("ИП ИВАНОВ И.И.", "from 2023-02 on"): 1,
        ("ИП ИВАНОВ И.И.", "?"): 1,
    }
    lines = rows(filled, "--by", "importer", "--split", "2023-02", "--rows")
    assert sorted((line["row"], line["before_after"]) for line in lines) == [
        (2, "before 2023-02"), (3, "before 2023-02"), (4, "from 2023-02 on"), (5, "from 2023-02 on"), (6, "?"),
    ]  # fmt: skip
    pages = Pages(filled)
    page = pages.get("totals?by1=importer&by2=hs&by3=month&split=2023-02").text
    links = re.findall(r'href="/secret/(totals/rows[^"]+)">([0-9,]+)<', page)
    assert len(links) >= 4
    for link, number in links:
        assert pages.get(html.unescape(link)).total == int(number)


def test_labels_of_a_chart_keep_what_tells_its_cells_apart(filled: Case) -> None:
    drawn = Pages(filled).get("totals/chart.svg?by1=importer&by2=month&split=2023-02").text
    assert (
        "Lines by importer, month, date" in drawn or "Value in US dollars by importer, month, date" in drawn
    )
    labels = set(re.findall(r">([^<>]*\d{4}-\d\d[^<>]*)</text>", drawn))
    assert any(label.endswith("2023-01, &lt;2023-02") for label in labels), labels
    assert any(label.endswith("2023-02, ≥2023-02") for label in labels), labels


def test_a_firm_is_summed_over_its_spellings(filled: Case) -> None:
    kitezh, person = rows(filled, "--by", "importer")
    assert (kitezh["importer"], kitezh["lines"], kitezh["value_usd"]) == ("ООО «КИТЕЖ»", 3, 350)
    assert (kitezh["accepted_lines"], kitezh["accepted_value_usd"]) == (2, 150)
    assert (kitezh["likely_value_usd"], kitezh["likely_value_low"], kitezh["likely_value_high"]) == (
        230,
        210,
        270,
    )
    assert kitezh["likely_lines"] == 2.4
    assert (person["lines"], person["value_usd"], person["valued"], person["likely_lines"]) == (2, 7, 1, 0)
    assert rows(filled, "--by", "importer", "--redact")[1]["importer"] == "[redacted]"


def test_a_country_is_summed_over_its_names_and_codes_and_an_unknown_one_stays(
    case: Case, db: Database, write_csv: WriteCsv
) -> None:
    written = ("РОССИЯ", "РОССИЯ", "RU", "Russian Federation", "Rosva?", "")
    lines = [(*LINES[0][:5], destination, str(10 + at)) for at, destination in enumerate(written)]
    import_file(db, write_csv(lines, header=HEADER))
    db.conn.close()
    found = {
        row["destination"]: (row["lines"], row["value_usd"]) for row in rows(case, "--by", "destination")
    }
    assert found == {"РОССИЯ": (4, 46), "Rosva?": (1, 14), "?": (1, 15)}
    behind = [
        row["row"] for row in rows(case, "--by", "destination", "--rows") if row["destination"] == "РОССИЯ"
    ]
    assert behind == [2, 3, 4, 5]


def test_cells_of_two_things_and_of_a_period(filled: Case) -> None:
    found = rows(filled, "--by", "hs,month", "--from", "2023-02")
    assert [(row["hs"], row["month"], row["value_usd"]) for row in found] == [
        ("6506", "2023-02", 200),
        ("9608", "2023-02", 7),
    ]
    done = CliRunner().invoke(box31, ["-C", str(filled.root), "totals", "--by", "month", "--to", "2023-01"])
    assert "left out, without a date: 1 line" in done.stderr


def test_rejected_goods_are_no_item_s(filled: Case) -> None:
    found = {row["item"]: row["lines"] for row in rows(filled, "--by", "item")}
    assert found == {"Helmet H1": 3, "?": 2}


def test_every_sum_unfolds_to_its_lines(filled: Case) -> None:
    for by in ("importer,month", "exporter,destination", "site,item,hs", "maker", "origin,departure"):
        divisions = by.split(",")
        behind = rows(filled, "--by", by, "--rows")
        for total in rows(filled, "--by", by):
            own = [row for row in behind if all(row[d] == total[d] for d in divisions)]
            assert len(own) == total["lines"]
            assert sum(float(str(row["value_usd"] or 0)) for row in own) == (total["value_usd"] or 0)
            assert sum(bool(row["accepted"]) for row in own) == total["accepted_lines"]
            assert all(row["customs_file"] == "lines.csv" and int(str(row["row"])) >= 2 for row in own)


def test_the_chart_is_one_file_with_its_numbers_in_words(filled: Case, tmp_path: Path) -> None:
    rows(filled, "--by", "importer", "--chart", str(tmp_path / "totals.svg"))
    text = (tmp_path / "totals.svg").read_text(encoding="utf-8")
    assert text.startswith("<svg")
    assert "all 350, accepted 150, likely 230" in text
    assert "Source: customs lines of the case<" in text
    words = ["totals", "--by", "importer", "--rows", "--chart", str(tmp_path / "lines.svg")]
    refused = CliRunner().invoke(box31, ["-C", str(filled.root), *words])
    assert str(refused.exception) == "--chart draws sums: leave out --rows"
    assert not (tmp_path / "lines.svg").exists()


@pytest.mark.parametrize("by", ["colour", "hs,hs", "hs,month,origin,maker", ""])
def test_wrong_divisions_are_one_line(case: Case, by: str) -> None:
    done = CliRunner().invoke(box31, ["-C", str(case.root), "totals", "--by", by])
    assert isinstance(done.exception, UsageProblem)
    assert "give one to three different ones of" in done.exception.message
