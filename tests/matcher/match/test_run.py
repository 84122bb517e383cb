"""A match run: pairs are proposed with reasons, nothing is scored twice, the same input gives the same numbers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from sqlite_utils import Database

from crawler.case.case import Case
from crawler.case.errors import UsageProblem
from matcher.attributes.taxonomy import shipped
from matcher.commands.cli import box31
from matcher.embedding.encoder import Encoder
from matcher.match.run import VECTORS, MatchOptions, run_match
from matcher.match.scored_pairs import signature
from matcher.records.load import load_goods, load_items
from matcher.review.decisions import review_database
from tests.support.matching_case import add_goods, add_item

ITEMS = [
    (
        "i-1",
        "Ballistic Vest ZK-V10 Black",
        "ZK-V10",
        "Level: NIJ IIIA; Material: aramid; Weight: 2.5 kg; Color: black",
    ),
    (
        "i-2",
        "Ballistic Vest ZK-V10-G Green",
        "ZK-V10-G",
        "Level: NIJ IIIA; Material: aramid; Weight: 2.5 kg; Color: green",
    ),
    (
        "i-3",
        "Thermal Riflescope ZK-T50 640x512",
        "ZK-T50",
        "Sensor: 640x512; Lens: 50 mm; Pixel pitch: 12 um",
    ),
    ("i-4", "Hi-vis Vest ZK-H1 Orange", "ZK-H1", "Material: polyester; Color: orange"),
]
GOODS = [
    ("g-model", "БРОНЕЖИЛЕТ ZK-V10, ЦВЕТ ЧЕРНЫЙ", "ZAKALKA DEFENCE CO LTD", "621143"),
    ("g-maker", "ПРИЦЕЛ ТЕПЛОВИЗИОННЫЙ, ОБЪЕКТИВ 50 ММ", "ЗАКАЛКА ДЕФЕНС КО., ЛТД", "901310"),
    ("g-words", "ПРИЦЕЛ ТЕПЛОВИЗИОННЫЙ 640×512, ОБЪЕКТИВ 50 ММ, 12 МКМ", "", "901310"),
    ("g-other", "БРОНЕЖИЛЕТ NIJ IIIA, АРАМИД, ВЕС 2,5 КГ", "STONE TURTLE ARMOR CO", "621143"),
    ("g-civil", "ЖИЛЕТ ТРИКОТАЖНЫЙ ЖЕНСКИЙ, ШЕРСТЬ", "", "611011"),
    ("g-digits", "1234567890", "", "847130"),
    ("g-long", "СТОЛ ОФИСНЫЙ " * 8_000, "", "940330"),
]


@pytest.fixture(scope="module")
def matched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Case, Database]]:
    case = Case.create(tmp_path_factory.mktemp("matching") / "case", contact="test@box31.example")
    with closing(review_database(case)) as db:
        for item in ITEMS:
            add_item(db, *item)
        for goods in GOODS:
            add_goods(db, *goods)
        run_match(case, db)
        yield case, db


def pair(db: Database, item_id: str, goods_id: str) -> dict[str, Any]:
    found = list(db.query("SELECT * FROM pairs WHERE item_id = ? AND goods_id = ?", [item_id, goods_id]))
    return found[0] if found else {"confidence": 0.0, "level": ""}


def test_each_level_is_found_and_said_why(matched: tuple[Case, Database]) -> None:
    _, db = matched
    model, maker, words = pair(db, "i-1", "g-model"), pair(db, "i-3", "g-maker"), pair(db, "i-3", "g-words")
    assert (model["level"], maker["level"], words["level"]) == ("model", "maker", "description")
    assert model["confidence"] > 0.9
    assert maker["confidence"] > 0.3
    assert words["confidence"] > 0.3
    assert "ZK-V10" in json.loads(model["reasons"])[0]
    assert any("agree" in reason for reason in json.loads(words["reasons"]))
    assert all(len(json.loads(row["reasons"])) <= 3 for row in db.query("SELECT reasons FROM pairs"))


def test_a_comparison_asks_for_no_text_that_was_not_encoded_before_it(
    matched: tuple[Case, Database],
) -> None:
    case, db = matched
    assert db.execute("SELECT count(*) FROM goods WHERE goods_id = 'g-digits'").fetchone()[0] == 1
    encoder = Encoder("bundled", case.root / VECTORS)
    encoder.remember([""])  # the head of a description without words
    assert encoder.encoded == 1


def test_contradictions_and_other_makers_stay_low(matched: tuple[Case, Database]) -> None:
    _, db = matched
    assert pair(db, "i-2", "g-model")["confidence"] < pair(db, "i-1", "g-model")["confidence"] / 2
    # Every property agrees, and a firm that is like no known one may be another name of the maker.
    assert pair(db, "i-1", "g-other")["confidence"] < 0.7
    for goods in ("g-civil", "g-digits", "g-long"):
        assert all(pair(db, item[0], goods)["confidence"] < 0.15 for item in ITEMS)


def test_the_terms_add_up_to_the_log_odds(matched: tuple[Case, Database]) -> None:
    for row in matched[1].query("SELECT terms, log_odds, confidence FROM pairs"):
        assert sum(term for _, _, term in json.loads(row["terms"])) == pytest.approx(
            row["log_odds"], abs=1e-3
        )
        assert row["confidence"] == pytest.approx(1 / (1 + np.exp(-row["log_odds"])), abs=2e-4)
        assert 0 < row["confidence"] < 1


@pytest.mark.parametrize(
    "text",
    [
        "1) БРОНЕЖИЛЕТ ZK-V10, ЦВЕТ ЧЕРНЫЙ; 2) ПРИЦЕЛ ТЕПЛОВИЗИОННЫЙ ZK-T50",
        "ИЗДЕЛИЯ: БРОНЕЖИЛЕТ ZK-V10 - 20 ШТ, ПРИЦЕЛ ТЕПЛОВИЗИОННЫЙ ZK-T50 - 10 ШТ",
    ],
)
def test_the_signature_of_a_list_of_articles_is_of_the_record_as_a_whole(tmp_path: Path, text: str) -> None:
    case = Case.create(tmp_path / "case", contact="test@box31.example")
    with closing(review_database(case)) as db:
        for item in ITEMS:
            add_item(db, *item)
        add_goods(db, "g-list", text, "", "621143")
        run_match(case, db, MatchOptions(min_confidence=0.001))
        (item,) = [one for one in load_items(db, shipped()) if one.item_id == "i-1"]
        (record,) = load_goods(db, shipped())
        (signed,) = db.execute("SELECT signature FROM pairs WHERE item_id = 'i-1'").fetchone()
    assert signed == signature(item, record)


def test_nothing_is_compared_twice_and_new_goods_meet_all_items(matched: tuple[Case, Database]) -> None:
    case, db = matched
    before = db.execute("SELECT pair_id, confidence FROM pairs ORDER BY pair_id").fetchall()
    again = run_match(case, db)
    assert (again.compared, again.encoded) == (0, 0)
    assert db.execute("SELECT pair_id, confidence FROM pairs ORDER BY pair_id").fetchall() == before
    add_goods(db, "g-new", "БРОНЕЖИЛЕТ ZK-V10-G", "ZAKALKA", "621143")
    new = run_match(case, db)
    assert (new.new_items, new.new_goods, new.compared, new.encoded) == (0, 1, len(ITEMS), 1)
    assert pair(db, "i-2", "g-new")["confidence"] > 0.8


def test_explain_shows_the_terms_and_the_words(matched: tuple[Case, Database]) -> None:
    case, db = matched
    pair_id = pair(db, "i-3", "g-words")["pair_id"]
    shown = CliRunner().invoke(box31, ["-C", str(case.root), "explain", pair_id])
    assert shown.exit_code == 0, shown.output
    assert "50 ММ, 12 МКМ agree with the page" in shown.output
    assert '"12 МКМ" at' in shown.output
    rows = CliRunner().invoke(box31, ["-C", str(case.root), "explain", pair_id, "--json"]).stdout.splitlines()
    assert sum(json.loads(row)["log_odds"] for row in rows) == pytest.approx(
        json.loads(rows[-1])["sum"], abs=1e-2
    )


def test_pairs_are_listed_in_the_promised_columns(matched: tuple[Case, Database]) -> None:
    case, _ = matched
    for options, columns in (
        (
            [],
            "pair_id,confidence,confidence_basis,confidence_low,confidence_high,level,state,site,sku,item_name",
        ),
        (
            ["--lines"],
            "pair_id,confidence,confidence_basis,level,state,site,sku,item_name,item_url,customs_file,row",
        ),
    ):
        shown = CliRunner().invoke(box31, ["-C", str(case.root), "pairs", *options, "--csv"])
        assert shown.exit_code == 0, shown.output
        assert shown.stdout.startswith(columns)
        assert "zakalka" in shown.stdout


def test_a_model_that_is_not_there_changes_nothing(tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case", contact="test@box31.example")
    with closing(review_database(case)) as db:
        add_item(db, *ITEMS[0])
        add_goods(db, *GOODS[0])
        empty = tmp_path / "no-model"
        empty.mkdir()
        with pytest.raises(UsageProblem, match="no-model"):
            run_match(case, db, MatchOptions(model=str(empty)))
        assert db.execute("SELECT count(*) FROM pairs").fetchone() == (0,)


def test_an_empty_side_is_said(tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case", contact="test@box31.example")
    shown = CliRunner().invoke(box31, ["-C", str(case.root), "match"])
    assert shown.exit_code == 0
    assert "no catalog items" in shown.stderr


def test_calibrate_says_how_many_decisions_are_missing(matched: tuple[Case, Database]) -> None:
    shown = CliRunner().invoke(box31, ["-C", str(matched[0].root), "calibrate"])
    assert shown.exit_code == 0, shown.output
    assert "until there are 30 more" in shown.stderr


def test_a_least_confidence_that_is_given_holds_for_every_pair(matched: tuple[Case, Database]) -> None:
    case, _ = matched
    command = ["-C", str(case.root), "pairs", "--json"]
    every = CliRunner().invoke(box31, [*command, "--min-confidence", "0"]).stdout.splitlines()
    sure = CliRunner().invoke(box31, [*command, "--min-confidence", "0.5"])
    plain = CliRunner().invoke(box31, command)
    assert 0 < len(sure.stdout.splitlines()) < len(every)
    assert all(json.loads(line)["confidence"] >= 0.5 for line in sure.stdout.splitlines())
    hidden = len(every) - len(plain.stdout.splitlines())
    assert (f"{hidden} pair" in plain.stderr) is bool(hidden)
    assert sure.stderr == ""


def test_a_pair_may_be_named_in_capitals(matched: tuple[Case, Database]) -> None:
    case, db = matched
    pair_id = pair(db, "i-3", "g-words")["pair_id"]
    assert CliRunner().invoke(box31, ["-C", str(case.root), "explain", pair_id.upper()]).exit_code == 0
