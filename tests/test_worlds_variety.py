"""What only some makers, files and lines of invented cases do: units in labels, sizes, papers, files without HS codes."""

from __future__ import annotations

import csv
import random
import re
from pathlib import Path

import pytest

from benchmarks.worlds.generate import write_world
from benchmarks.worlds.variety import (
    LOOSE,
    hs_habit,
    hs_stated,
    is_said,
    paper,
    size_of,
    with_units_in_labels,
)
from benchmarks.worlds.vocabulary import load
from benchmarks.worlds.world import draw_world


def test_the_split_that_is_judged_on_has_none() -> None:
    variety = load("evaluation").styles.variety
    assert not any(
        getattr(variety, share)
        for share in ("unit_in_label", "without_hs", "loose_hs", "size", "paper", "glued")
    )
    assert all(load(split).styles.variety.unit_in_label for split in ("training", "development"))


def test_a_share_of_none_draws_nothing() -> None:
    one, two = random.Random(1), random.Random(1)
    assert not is_said(one, 0)
    assert one.random() == two.random()


def test_units_of_a_table_go_to_its_labels() -> None:
    products = draw_world("evaluation", 3).products
    variety = load("training").styles.variety.model_copy(update={"unit_in_label": 1.0})
    shown = with_units_in_labels(random.Random(2), variety, products)
    before = {
        (p.sku, text) for p in products for text in p.specs.values() if text.endswith((" mm", " kg", " мм"))
    }
    assert before
    assert not before & {(p.sku, text) for p in shown for text in p.specs.values()}
    assert [len(p.specs) for p in shown] == [len(p.specs) for p in products]


def test_hs_codes_are_left_out_or_those_of_other_goods() -> None:
    rng = random.Random(3)
    assert hs_stated(rng, "none", "848210", ["940320"]) == ""
    assert hs_stated(rng, "as it is", "848210", ["940320"]) == "848210"
    loose = [hs_stated(rng, "loose", "848210", ["940320"]) for _ in range(400)]
    assert abs(loose.count("940320") / 400 - LOOSE) < 0.1


@pytest.mark.parametrize("habit", ["none", "as it is"])
def test_a_world_without_hs_codes_has_no_column_of_them(tmp_path: Path, habit: str) -> None:
    variety = load("training").styles.variety
    seed = next(
        n for n in range(99) if hs_habit(random.Random(f"variety of lines training {n}"), variety) == habit
    )
    write_world(draw_world("training", seed), tmp_path)
    for path in (tmp_path / "customs").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as lines:
            assert ("HS_CODE" in next(csv.reader(lines))) == (habit == "as it is")


def test_sizes_and_papers_are_written_out() -> None:
    rng = random.Random(4)
    assert re.fullmatch(r"30 ?[x*×х] ?42 ?mm", size_of(rng, ["30", "42"], "mm"))
    assert re.fullmatch(r"lot \d{3,6} of \d\d\.\d\d\.20\d\d", paper(rng, "lot {n} of {date}"))
