"""Sides that are empty and texts that are none: a clear line, nothing lost, and what comes later is matched."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.case.case import Case
from matcher.commands.cli import box31
from matcher.review.decisions import review_database
from tests.support.matching_case import add_goods, add_item
from tests.support.tiny_model import make_tiny_model

ITEM = "i-1", "Ballistic Vest ZK-V10", "ZK-V10", "Level: NIJ IIIA; Weight: 2.5 kg"
GOODS = "g-1", "БРОНЕЖИЛЕТ ZK-V10", "ZAKALKA DEFENCE CO LTD", "621143"
STRANGE = {
    "letters": "ЩЩЩ " * 25_000,
    "one word": "a" * 100_000,
    "no spaces": "防弹背心" * 25_000,
    "digits": "1234567890" * 10_000,
    "digits of a number too long": "9" * 5_000,
    "one sign": "-",
    "blanks": " \t ",
    "signs": "!!! ??? ((( [[[ ;;;:::",
    "controls": "\x01\x02 vest \x7f\u202e",
    "emoji": "🦺 🦺🦺",
    "half a pair": "vest \udcff".encode("utf-8", "replace").decode(),
    "nested": "(" * 3_000,
    "measures": "10 ММ Х " * 12_000,
    "labels": "Модель: " * 12_000,
}


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(make_tiny_model(tmp_path_factory.mktemp("models") / "tiny"))


def match(case: Case, model: str) -> tuple[dict[str, int], str]:
    done = CliRunner().invoke(box31, ["-C", str(case.root), "match", "--model", model, "--json"])
    assert done.exit_code == 0, (done.output, done.exception)
    return json.loads(done.stdout), done.stderr


@pytest.mark.parametrize("first", ["items", "lines"])
def test_an_empty_side_is_said_and_what_comes_later_is_matched(
    model: str, tmp_path: Path, first: str
) -> None:
    case = Case.create(tmp_path / "case", contact="test@box31.example")
    fill = [lambda db: add_item(db, *ITEM), lambda db: add_goods(db, *GOODS)]
    words = ["no customs lines (run `box31 customs import`)", "no catalog items (run `box31 crawl`)"]
    if first == "lines":
        fill.reverse()
        words.reverse()
    with closing(review_database(case)) as db:
        fill[0](db)
    for _ in range(2):
        counts, said = match(case, model)
        assert f"nothing to match: {words[0]}" in said
        assert counts["compared"] == 0
    with closing(review_database(case)) as db:
        fill[1](db)
    counts, said = match(case, model)
    assert (counts["compared"], counts["kept"], counts["likely"]) == (1, 1, 1), said


def test_strange_texts_stop_nothing_and_look_like_nothing(model: str, tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case", contact="test@box31.example")
    with closing(review_database(case)) as db:
        add_item(db, *ITEM)
        add_goods(db, *GOODS)
        for number, text in enumerate(STRANGE.values()):
            add_goods(db, f"g-strange-{number}", text, "", "847130")
    counts, _ = match(case, model)
    assert counts["goods"] == len(STRANGE) + 1
    assert counts["likely"] == 1
    listed = CliRunner().invoke(box31, ["-C", str(case.root), "pairs", "--min-confidence", "0", "--json"])
    assert listed.exit_code == 0, (listed.output, listed.exception)
    rows = [json.loads(line) for line in listed.stdout.splitlines()]
    assert [row["goods"] for row in rows if row["confidence"] >= 0.5] == ["БРОНЕЖИЛЕТ ZK-V10"]
    for row in rows:
        shown = CliRunner().invoke(box31, ["-C", str(case.root), "explain", row["pair_id"]])
        assert shown.exit_code == 0, (shown.output, shown.exception)
