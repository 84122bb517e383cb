"""Whether goods are called what an item is, a part of it, or only something about it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matcher.features.kinds import part_named, say_part
from matcher.features.pair_facts import PairFacts
from matcher.records.documents import Page
from tests.matcher.features.test_pair_facts import HIT, pair


def described(text: str, item: str) -> PairFacts:
    """A pair of goods with this description and an item of this name."""
    facts = pair(HIT)
    goods, named = replace(facts.goods, text=text), replace(facts.item, pages=(Page("en", item, "", "", {}),))
    return replace(facts, goods=goods, item=named)


@pytest.mark.parametrize(
    ("text", "item", "named"),
    [
        ("Printed catalogues of grinders QX", "Grinder", 1.0),
        ("Printed catalogues of grinders QX", "Printed catalogues", 0.0),
        ("Tem nhãn dán máy mài", "Grinder", 1.0),
        ("Grinder QX with catalogue", "Grinder", 0.0),
    ],
)
def test_printed_matter_and_packing_are_no_such_goods(text: str, item: str, named: float) -> None:
    assert part_named(described(text, item)) == named


def test_what_is_about_goods_is_not_said_to_be_a_part() -> None:
    said = {
        next(say_part(described(text, "Grinder"), -1)).sentence for text in ("Empty boxes", "Spare parts")
    }
    assert len(said) == 2
