"""Variants of one code: a stated colour or class tells them apart, and sinks no pair where there is nothing to tell."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from crawler.case.case import Case
from matcher.match.run import MatchOptions, run_match
from matcher.review.decisions import review_database
from tests.support.matching_case import add_goods, add_item

BLACK, GREEN = "Ballistic Vest ZK-BV100 Black", "Ballistic Vest ZK-BV100-G Olive Green"
LINE = "БРОНЕЖИЛЕТ ZK-BV100, ЦВЕТ ОЛИВКОВЫЙ, NIJ IIIA"


def confidences(folder: Path, *items: tuple[str, str, str]) -> dict[str, tuple[float, str, str]]:
    """Of each item the confidence that LINE is it, the reasons and the counter-reasons."""
    case = Case.create(folder / "case", name="case", contact="test@box31.example")
    with closing(review_database(case)) as db:
        for number, (name, model, specs) in enumerate(items):
            add_item(db, f"i-{number}", name, model, specs)
        add_goods(db, "g-1", LINE, "ZAKALKA", "621143")
        run_match(case, db, MatchOptions(min_confidence=0.0))
        return {
            item: (confidence, reasons, against)
            for item, confidence, reasons, against in db.execute(
                "SELECT item_id, confidence, reasons, counter_reasons FROM pairs"
            ).fetchall()
        }


def test_the_variant_of_the_stated_colour_is_it(tmp_path: Path) -> None:
    found = confidences(
        tmp_path,
        (BLACK, "ZK-BV100", "Level: NIJ IIIA; Colour: black"),
        (GREEN, "ZK-BV100-G", "Level: NIJ IIIA; Colour: olive green"),
    )
    assert found["i-1"][0] > 0.75
    assert found["i-0"][0] < found["i-1"][0] - 0.1
    assert "another variant of the code fits what is stated better" in found["i-0"][2]


def test_without_such_a_variant_the_colour_is_a_doubt_and_no_more(tmp_path: Path) -> None:
    (black,) = confidences(tmp_path, (BLACK, "ZK-BV100", "Level: NIJ IIIA; Colour: black")).values()
    assert black[0] > 0.5
    assert "colour olive is stated, the page has black" in black[2]
    assert "variant" not in black[2]


def test_a_variant_of_another_site_does_not_count(tmp_path: Path) -> None:
    """Codes are a maker's own: another maker's ZK-BV100 in olive tells nothing about this one's."""
    case = Case.create(tmp_path / "case", name="case", contact="test@box31.example")
    with closing(review_database(case)) as db:
        add_item(db, "i-0", BLACK, "ZK-BV100", "Level: NIJ IIIA; Colour: black")
        add_item(db, "i-1", "Vest ZK-BV100 Olive", "ZK-BV100", "Colour: olive green", brand="VORTREX")
        with db.conn:
            db.execute("UPDATE items SET site = 'vortrex' WHERE item_id = 'i-1'")
        add_goods(db, "g-1", LINE, "ZAKALKA", "621143")
        run_match(case, db, MatchOptions(min_confidence=0.0))
        (against,) = db.execute("SELECT counter_reasons FROM pairs WHERE item_id = 'i-0'").fetchone()
    assert "variant" not in against
