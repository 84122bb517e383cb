"""`box31 posts`: statements, text, pictures and search on the invented case; language versions of one post are one."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from click.testing import CliRunner, Result

from crawler.case.case import Case
from matcher.attributes.taxonomy import shipped
from matcher.commands.cli import box31
from matcher.records.load import load_items
from matcher.schema.tables import matcher_migrations
from matcher.statements.case_posts import statements_of_case
from tests.support.dossier_case import CaseWriter


def run(root: Path, *words: str) -> Result:
    return CliRunner().invoke(box31, ["-C", str(root), "posts", *words])


def test_statements_are_listed_with_their_words_and_post(story_case: Path) -> None:
    done = run(story_case, "statements", "--event", "order", "--json")
    assert done.exit_code == 0, done.output
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    (vests,) = [row for row in rows if row["quantity"] == 12_000]
    assert (vests["codes"], vests["date"], vests["party"]) == ("HD-BV205", "2023-03-14", "SILUAN-EKIP")
    assert vests["confidence_basis"].startswith("prior")
    text = "On 14 March 2023 buyers of SILUAN-EKIP ordered 12,000 HD-BV205 vests and helmets HD HF03."
    span = vests["spans"]["quantity"]
    assert (span["part"], text[span["start"] : span["end"]]) == ("text", "12,000")
    assert vests["post_id"].startswith("n-")


def test_an_unknown_event_or_post_is_one_clear_line(story_case: Path) -> None:
    done = run(story_case, "statements", "--event", "gift")
    assert done.exit_code != 0
    assert "visit, test" in str(done.exception)
    assert "no post with this id" in str(run(story_case, "text", "n-nothing").exception)


def test_text_and_search_name_the_same_post(story_case: Path) -> None:
    found = json.loads(run(story_case, "search", "SILUAN-EKIP", "--json").stdout.splitlines()[0])
    done = run(story_case, "text", found["id"])
    assert "buyers of SILUAN-EKIP ordered 12,000" in done.stdout
    listed = list(csv.DictReader(run(story_case, "--csv").stdout.splitlines()))
    assert found["id"] in {row["post_id"] for row in listed}


def test_versions_of_a_post_in_two_languages_are_one_statement(tmp_path: Path) -> None:
    case = CaseWriter.make(tmp_path / "case")
    case.post("maker", "1", "客户订购", "3月9日，塔什干客户订购TG-V52防弹背心12000件。", "2023-03-14", "zh")
    english = "On March 9 a customer from Tashkent ordered 12,000 pcs of TG-V52 and 500 TG-H90."
    case.post("maker", "2", "New order", english, "2023-03-16", "en")
    case.post("maker", "3", "New order", english.replace("9", "8"), "2023-06-16", "en")
    case.close()
    db = Case.open(tmp_path / "case").database(matcher_migrations)
    said = statements_of_case(db, load_items(db, shipped()), shipped())
    first = [one for one in said if one.post.published < "2023-06" and one.statement.quantity == 12_000]
    assert len(first) == 1
    assert [version.language for version in first[0].versions] == ["en"]
    assert len({one.id for one in said}) == len(said)


def test_pictures_of_posts_are_listed_with_their_bytes(story_case: Path) -> None:
    done = run(story_case, "pictures", "--csv")
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("site,kind,owner_id,name,page_url,position,picture_url")
