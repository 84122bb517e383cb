"""An item's first known date: from a dated launch post, or by a whole crawl that did not have it; else nothing is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.case.case import Case
from crawler.case.database import open_database
from matcher.match.run import MatchOptions, run_match
from matcher.records.first_known import FirstKnown, FirstKnownDates, codes_in
from matcher.review.decisions import review_database
from matcher.schema.tables import matcher_migrations
from tests.support.matching_case import add_goods, add_item
from tests.support.tiny_model import make_tiny_model


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with closing(open_database(tmp_path / "box31.db", matcher_migrations)) as opened:
        opened.execute("PRAGMA foreign_keys = OFF")
        yield opened


def post(db: Database, number: int, title: str, published: str | None, certainty: str = "certain") -> None:
    with db.conn:
        url = f"http://zakalka.example/news/{number}"
        db.execute("INSERT OR IGNORE INTO runs (run_id, site, started) VALUES ('r', 'zakalka', '2026-01-01')")
        db.execute(
            "INSERT OR IGNORE INTO captures (capture_id, run_id, site, url, captured_at, kind, warc_file,"
            " warc_offset, warc_length) VALUES ('c', 'r', 'zakalka', ?, '2026-01-01', 'page', 'w', 0, 1)",
            [url],
        )
        db.execute("INSERT INTO posts VALUES (?, 'zakalka', ?, '2026-01-01')", [f"n-{number}", url])
        db.execute(
            "INSERT INTO post_versions (post_id, capture_id, seen_at, extractor, fields_sha256, title, published,"
            " date_certainty) VALUES (?, 'c', '2026-01-01', '1', 'f', ?, ?, ?)",
            [f"n-{number}", title, published, certainty],
        )


def run(db: Database, started: str, reason: str = "finished") -> None:
    with db.conn:
        db.execute(
            "INSERT INTO runs (run_id, site, started, finish_reason) VALUES (?, 'zakalka', ?, ?)",
            [f"zakalka-{started}", started, reason],
        )


@pytest.mark.parametrize(
    "title",
    [
        "New arrival: ZK-V10 vest",
        "新品上市：ZK-V10轻型防弹衣",
        "Новинка! Бронежилет ZK-V10",
        "Новинка: бронежилет ZК-V10",  # a Cyrillic letter that looks like K
        "Zakalka launches ZK V10, ZK-V10 and ZKV10",
        "Нова модель ZK-V10 вже у продажу",
    ],
)
def test_a_launch_post_is_read_in_four_languages(db: Database, title: str) -> None:
    post(db, 1, title, "2023-05-08")
    found = FirstKnownDates(db).of("zakalka", ["ZK-V10"], "2026-01-01T00:00:00Z")
    assert found == FirstKnown("2023-05-08", announced=True)
    assert FirstKnownDates(db).of("other", ["ZK-V10"], "2026-01-01T00:00:00Z") is None
    assert FirstKnownDates(db).of("zakalka", ["ZK-V1"], "2026-01-01T00:00:00Z") is None


@pytest.mark.parametrize(
    ("title", "published", "certainty"),
    [
        ("ZK-V10 passed its test", "2023-05-08", "certain"),
        ("New arrival: ZK-V10", None, "certain"),
        ("New arrival: ZK-V10", "2023-05-08", "ambiguous"),
        ("New arrival: ZK-V10-G", "2023-05-08", "certain"),
        ("Renewed certificate, relaunching never, ZK-V10", "2023-05-08", "certain"),
    ],
)
def test_other_posts_say_nothing(db: Database, title: str, published: str | None, certainty: str) -> None:
    post(db, 1, title, published, certainty)
    assert FirstKnownDates(db).of("zakalka", ["ZK-V10"], "2026-01-01T00:00:00Z") is None


def test_the_earliest_launch_counts(db: Database) -> None:
    post(db, 1, "New arrival: ZK-V10", "2023-05-09")
    post(db, 2, "新品：ZK-V10", "2023-05-08")
    assert FirstKnownDates(db).of("zakalka", ["ZK-V10"], "2026-01-01") == FirstKnown(
        "2023-05-08", announced=True
    )


def test_the_first_crawl_says_nothing_and_a_later_one_only_after_a_whole_one(db: Database) -> None:
    run(db, "2024-01-05T10:00:00Z")
    assert FirstKnownDates(db).of("zakalka", [], "2024-01-05T10:01:00Z") is None
    run(db, "2024-02-05T10:00:00Z", "stopped")
    run(db, "2024-03-05T10:00:00Z")
    run(db, "2024-04-05T10:00:00Z")
    found = FirstKnownDates(db).of("zakalka", [], "2024-03-05T10:01:00Z")
    assert found == FirstKnown("2024-01-05", announced=False)


def test_goods_are_older_only_beyond_the_grace() -> None:
    announced = FirstKnown("2023-05-08", announced=True)
    assert announced.is_after("2023-04-01")
    assert not announced.is_after("2023-04-20")
    assert not announced.is_after("2023-06-01")
    assert not announced.is_after("")
    assert not announced.is_after("spring of 2021")


def test_codes_are_cut_out_of_titles() -> None:
    assert codes_in("新品上市：HD-P4B碳化硼") == {"HDP4B"}
    assert codes_in("Our 2023 fair, stand 12") == {"2023"}


def test_goods_older_than_the_launch_say_so_against_the_pair(tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case", contact="test@box31.example")
    model = str(make_tiny_model(tmp_path / "tiny"))
    with closing(review_database(case)) as opened:
        post(opened, 1, "New arrival: ZK-V10", "2023-05-08")
        add_item(opened, "i-1", "Ballistic Vest ZK-V10", "ZK-V10", "Level: NIJ IIIA; Weight: 2.5 kg")
        for goods, day in (("g-before", "2022-01-15"), ("g-after", "2023-09-01")):
            add_goods(opened, goods, f"БРОНЕЖИЛЕТ ZK-V10 {goods}", "ZAKALKA DEFENCE CO LTD", "621143")
            with opened.conn:
                opened.execute("UPDATE customs_lines SET date = ? WHERE goods_id = ?", [day, goods])
        run_match(case, opened, MatchOptions(model=model))
        rows = {row["goods_id"]: row for row in opened.query("SELECT * FROM pairs")}
    values = {name: value for name, value, _ in json.loads(rows["g-before"]["terms"])}
    assert values["before_item"] == 1.0
    said = "last declared on 2022-01-15; a post of 2023-05-08 launches the item"
    assert said in json.loads(rows["g-before"]["counter_reasons"])
    assert "before_item" not in rows["g-after"]["terms"]
    assert rows["g-before"]["confidence"] < rows["g-after"]["confidence"]
