"""Filters of sheets and pages: the pairs asked for and no others, recorded with the export."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.case.case import Case
from crawler.case.errors import UsageProblem
from matcher.commands.cli import box31
from matcher.review.decisions import review_database
from matcher.review.pair_filter import PairFilter
from matcher.review.sampling import choose
from matcher.web.queue import Filters, Queue
from tests.support.review_case import make_case
from tests.support.spreadsheets import read_csv

CONDITIONS = {
    PairFilter(site="norvex"): "i.site = 'norvex'",
    PairFilter(importer="силуан"): "l.importer LIKE '%СИЛУАН%'",
    PairFilter(hs="9005"): "l.hs LIKE '9005%'",
    PairFilter(file="ru_imports_2023.csv", text="прилад NVX-"): "g.text LIKE '%рилад%NVX-%'",
    PairFilter(low=0.4, high=0.6): "p.confidence BETWEEN 0.4 AND 0.6",
    PairFilter(importer="колобок", hs="65"): "l.importer LIKE '%КОЛОБОК%' AND l.hs LIKE '65%'",
}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return make_case(tmp_path_factory.mktemp("filters") / "case", 60)


@pytest.mark.parametrize("asked", CONDITIONS)
def test_a_filter_lets_through_the_pairs_that_meet_it(case: Case, asked: PairFilter) -> None:
    db = review_database(case)
    with db.conn:
        db.execute("UPDATE customs_lines SET hs = '9005801000' WHERE line_id % 3 = 0")
    sql = (
        "SELECT DISTINCT p.pair_id FROM pairs p JOIN items i USING (item_id) JOIN goods g USING (goods_id)"
        f" JOIN current_lines l USING (goods_id) WHERE {CONDITIONS[asked]}"
    )
    wanted = {pair_id for (pair_id,) in db.execute(sql)}
    assert {row.pair_id for row in choose(db, asked=asked)} == wanted
    query = {name: str(value) for name, value in asked.values().items() if value not in (None, "")}
    queue = Queue(db, "Ann")
    assert {row.pair_id for row in queue.page(Filters.of(query), None, 100)} == wanted
    assert Filters.of(query).asked == asked


def test_a_blind_page_has_no_range_of_confidence(case: Case) -> None:
    assert Filters.of({"low": "0.9", "site": "norvex"}, blind=True).asked == PairFilter(site="norvex")
    assert Filters.of({"low": "much"}).asked.is_empty


def test_export_takes_filters_keeps_them_and_names_what_is_not_in_the_case(
    case: Case, tmp_path: Path
) -> None:
    def run(*words: str) -> None:
        done = CliRunner().invoke(
            box31, ["-C", str(case.root), "review", "export", *words], catch_exceptions=False
        )
        assert done.exit_code == 0, done.output

    sheet = tmp_path / "sheet.csv"
    run("-o", str(sheet), "--importer", "силуан", "--from", ".5", "--group", "line")
    header, *cells = read_csv(sheet)
    rows = [dict(zip(header, row, strict=True)) for row in cells]
    assert rows
    assert all("СИЛУАН" in row["importers"] and float(row["confidence"]) >= 0.5 for row in rows)
    (options,) = review_database(case).execute("SELECT options FROM review_exports").fetchone()
    assert json.loads(options)["asked"]["importer"] == "силуан"
    with pytest.raises(UsageProblem, match=r"ru_imports_2023\.csv"):
        run("--file", "other.csv")
    with pytest.raises(UsageProblem, match="nobody"):
        run("--site", "nobody")
    with pytest.raises(UsageProblem, match="--blind"):
        run("--blind", "--from", ".5")
