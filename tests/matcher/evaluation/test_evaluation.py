"""The figures of `box31 eval` on cases small enough to work out by hand, and against scikit-learn."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import average_precision_score

from crawler.case.database import open_database
from crawler.case.errors import UsageProblem
from matcher.evaluation.evaluation import ScoredPair, evaluate, measure, read_gold
from matcher.schema.tables import matcher_migrations

HEADER = "file,row,site,product_sku,product_url,product_url_alt,level\n"


def scored(*rows: tuple[int, str, float]) -> list[ScoredPair]:
    return [ScoredPair(("f.csv", row), item, confidence, confidence) for row, item, confidence in rows]


def test_a_worked_example() -> None:
    """Ranking: true .9, false .8, true .7; one true pair was never proposed."""
    found = measure(
        scored((2, "a", 0.9), (2, "b", 0.8), (3, "b", 0.7)),
        {("f.csv", 2): {"a"}, ("f.csv", 3): {"b"}, ("f.csv", 4): {"a"}},
        {("f.csv", 2): "model", ("f.csv", 3): "maker", ("f.csv", 4): "maker"},
        lines=5,
    )
    assert found.average_precision == pytest.approx((1 / 1 + 2 / 3) / 3)
    assert found.hits == {"model": {1: 1, 5: 1, 10: 1}, "maker": {1: 0.5, 5: 0.5, 10: 0.5}}
    half = next(row for row in found.thresholds if row["threshold"] == 0.8)
    assert (half["proposed"], half["precision"]) == (2, 0.5)
    assert half["recall"] == pytest.approx(1 / 3)
    assert found.brier == pytest.approx((0.1**2 + 0.8**2 + 0.3**2) / 3)


def test_hits_count_only_the_first_k_of_the_line_itself() -> None:
    rows = scored(*[(2, f"x{n}", 0.9 - n / 100) for n in range(7)], (2, "true", 0.5), (3, "true", 0.99))
    found = measure(rows, {("f.csv", 2): {"true"}}, {("f.csv", 2): "description"}, lines=2)
    assert found.hits["description"] == {1: 0, 5: 0, 10: 1}


def test_average_precision_is_that_of_scikit_learn_ties_included() -> None:
    random = np.random.default_rng(0)
    confidences = random.integers(0, 12, 300) / 12
    labels = random.random(300) < confidences
    rows = [ScoredPair(("f.csv", n), "a", c, c) for n, c in enumerate(confidences)]
    truth = {("f.csv", n): {"a"} for n in range(300) if labels[n]}
    found = measure(rows, truth, dict.fromkeys(truth, "model"), lines=300)
    assert found.average_precision == pytest.approx(average_precision_score(labels, confidences))


def test_nothing_proposed_is_zero_and_not_an_error() -> None:
    found = measure([], {("f.csv", 2): {"a"}}, {("f.csv", 2): "model"}, lines=1)
    assert (found.average_precision, found.hits["model"][10]) == (0, 0)


def gold_file(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "gold.csv"
    path.write_text(HEADER + "\n".join(rows), encoding="utf-8")
    return path


def test_items_are_found_by_page_then_by_code_and_the_missing_are_named(tmp_path: Path) -> None:
    db = open_database(tmp_path / "box31.db", matcher_migrations)
    db.execute("PRAGMA foreign_keys = OFF")
    for item, url, model in (("i-1", "http://h/en/a.html", "HD-1"), ("i-2", "http://h/shop/b/", "HD-2")):
        db["items"].insert({"item_id": item, "site": "s", "key": url, "url": url, "first_seen": "t"})
        version = {"item_id": item, "capture_id": "c", "seen_at": "t", "extractor": "1", "fields_sha256": "f"}
        db["item_versions"].insert({**version, "url": url, "model": model})
    db["item_urls"].insert({"site": "s", "url": "http://h/ru/a.html", "item_id": "i-1", "language": "ru"})
    db.conn.commit()
    gold = read_gold(
        gold_file(
            tmp_path,
            "f.csv,6,s,mirror,ru/a.html,,model",
            "f.csv,2,s,other,en/a.html,,model",
            "f.csv,3,s,other,zh/b.html,shop/b/index.html,maker",
            "f.csv,4,s,hd 2,nowhere.html,,maker",
            "f.csv,5,s,HD-9,nowhere.html,,description",
        )
    )
    found = evaluate(db, gold)
    assert found.unknown_products == ["s:HD-9"]
    assert len(found.unknown_lines) == 5
    assert found.gold_pairs == 5


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("file,row\na,1\n", "no column product_sku, product_url, level"),
        (HEADER + "f.csv,two,s,x,y,,model\n", "gold.csv:2: row must be a whole number, not 'two'"),
    ],
)
def test_a_wrong_gold_file_is_named(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "gold.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageProblem, match=words):
        read_gold(path)


def test_a_gold_file_that_is_not_there_or_not_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="cannot be read"):
        read_gold(tmp_path / "none.csv")
    (tmp_path / "b.csv").write_bytes(b"\xff\xfe\x00file")
    with pytest.raises(UsageProblem, match="not a UTF-8 CSV file"):
        read_gold(tmp_path / "b.csv")
