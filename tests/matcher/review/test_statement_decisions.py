"""Statements of posts are accepted and rejected in the sheet and the browser of pairs; orders and the dossier say so."""

from __future__ import annotations

import csv
import http.client
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import openpyxl
import pytest
from click.testing import CliRunner, Result

from crawler.case.case import Case
from matcher.commands.cli import box31
from tests.matcher.orders.test_orders import write
from tests.matcher.web.test_review_pages import served


def run(root: Path, *words: str | Path) -> Result:
    return CliRunner().invoke(box31, ["-C", str(root), *map(str, words)])


def order(root: Path) -> dict[str, Any]:
    (row,) = [json.loads(line) for line in run(root, "orders", "--json").stdout.splitlines()]
    assert isinstance(row, dict)
    return row


def sheet_of(root: Path, path: Path, **cells: str) -> list[dict[str, str]]:
    """A CSV of statements, exported, with `cells` filled in."""
    done = run(root, "review", "export", "--statements", "--state", "accepted", "-o", path)
    assert done.exit_code == 0, done.output
    with path.open(encoding="utf-8-sig", newline="") as handle:
        rows = [row | cells for row in csv.DictReader(handle)]
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return rows


def test_an_accepted_statement_is_so_in_orders_until_the_import_is_undone(tmp_path: Path) -> None:
    root = write(tmp_path / "case")
    assert order(root)["state"] == "proposed"
    sheet_of(root, tmp_path / "sheet.csv", decision="accept", reviewer="Ann")
    done = run(root, "review", "import", tmp_path / "sheet.csv")
    assert done.exit_code == 0, done.output
    assert "1 decision on statements new" in done.stderr
    assert order(root)["state"] == "accepted (Ann)"
    assert order(root)["declared"] == 880
    again = run(root, "review", "import", tmp_path / "sheet.csv")
    assert "0 decisions on statements new" in again.stderr
    checked = run(root, "verify", "--quick", "--json")
    rows = [json.loads(line) for line in checked.stdout.splitlines()]
    (found,) = [row for row in rows if "on statements" in row.values()]
    assert (found["checked"], found["problem"]) == (1, "")
    import_id = done.stderr.split("(import ")[1].split(")")[0]
    assert run(root, "review", "undo", import_id).exit_code == 0
    assert order(root)["state"] == "proposed"


def test_a_rejected_statement_has_no_lines_and_says_who_rejected_it(tmp_path: Path) -> None:
    root = write(tmp_path / "case")
    sheet_of(root, tmp_path / "sheet.csv", decision="reject", reviewer="Ann")
    run(root, "review", "import", tmp_path / "sheet.csv")
    row = order(root)
    assert (row["lines"], row["declared"]) == (0, 0)
    assert row["not_fitting"] == "the statement was rejected by Ann: no line is set beside it"
    assert row["said"].endswith("; rejected, not compared with lines")


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ({"decision": "perhaps so"}, "is not a decision"),
        ({"decision": "accept", "row_signature": "s-0000"}, "nothing is recorded"),
        ({"decision": "accept", "words": "Another sentence"}, "sort and copy whole rows only"),
        ({"decision": "accept", "statement_id": "s-000000000000"}, "not a statement of this case"),
        ({"decision": "accept", "export_id": "x-1"}, "was not made by this case"),
    ],
)
def test_a_row_that_is_not_what_was_asked_is_named_and_not_recorded(
    tmp_path: Path, cells: dict[str, str], kind: str
) -> None:
    root = write(tmp_path / "case")
    sheet_of(root, tmp_path / "sheet.csv", **cells)
    done = run(root, "review", "import", tmp_path / "sheet.csv")
    assert done.exit_code == 3
    assert kind in done.stderr
    assert order(root)["state"] == "proposed"


def test_a_workbook_has_pairs_and_statements_and_both_are_taken(tmp_path: Path) -> None:
    root = write(tmp_path / "case")
    path = tmp_path / "sheet.xlsx"
    assert run(root, "review", "export", "--statements", "--state", "accepted", "-o", path).exit_code == 0
    book = openpyxl.load_workbook(path)
    for name in ("Review", "Statements"):
        assert book[name]["A1"].value == "decision"
        book[name]["A2"] = "accept"
        book[name]["C2"] = "Boris"
    book.save(tmp_path / "filled.xlsx")
    done = run(root, "review", "import", tmp_path / "filled.xlsx")
    assert done.exit_code == 0, done.output
    assert "1 rows: 1 accept" in done.stderr
    assert order(root)["state"] == "accepted (Boris)"


def test_reviewers_who_differ_dispute_and_the_adjudicator_decides(tmp_path: Path) -> None:
    root = write(tmp_path / "case")
    for name, word in (("Ann", "accept"), ("Boris", "reject")):
        sheet_of(root, tmp_path / f"{name}.csv", decision=word, reviewer=name)
        run(root, "review", "import", tmp_path / f"{name}.csv")
    assert order(root)["state"] == "disputed (Ann, Boris)"
    config = root / "box31.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace('# adjudicator = "" ', 'adjudicator = "Boris" '), encoding="utf-8")
    assert order(root)["not_fitting"].startswith("the statement was rejected by Boris")


def test_the_browser_records_a_decision_and_refuses_one_on_other_words(tmp_path: Path) -> None:
    case = Case.open(write(tmp_path / "case"))
    with served(case, "--reviewer", "Ann") as address:
        page = answer("GET", f"{address}statements")[1]
        assert "ordered 1,000 pcs of TG-V52" in page
        (statement_id,) = re.findall(r'class="statement" id="(s-\w+)"', page)
        (signature,) = re.findall(r'name="signature" value="(\w+)"', page)
        token = re.findall(r'name="form_token" value="(\w+)"', page)[0]
        form = {"form_token": token, "decision": "accept", "signature": "0" * 16}
        assert answer("POST", f"{address}statements/{statement_id}", form)[0] == 409
        assert order(case.root)["state"] == "proposed"
        assert (
            answer("POST", f"{address}statements/{statement_id}", form | {"signature": signature})[0] == 303
        )
    assert order(case.root)["state"] == "accepted (Ann)"


def answer(method: str, address: str, form: dict[str, str] | None = None) -> tuple[int, str]:
    place = urlsplit(address)
    connection = http.client.HTTPConnection(place.hostname or "", place.port)
    headers = {"content-type": "application/x-www-form-urlencoded"} if form else {}
    connection.request(method, place.path, urlencode(form or {}), headers)
    got = connection.getresponse()
    return got.status, got.read().decode()
