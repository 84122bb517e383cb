"""Thousands of names that differ by a number only: few comparisons, and the links that all comparisons give."""

from __future__ import annotations

import pytest

from matcher.parties import candidates
from matcher.parties.clusters import Link, links_between
from matcher.parties.comparison import read_party

NAMES = [
    "ООО СИЛУАН", "SILUAN LLC", "ООО СИЛУАН ТРЕЙД", *(f"ООО СИЛУАН {n}" for n in range(1, 31)), "SILUAN 7 LLC", "ТОО СИЛУАН 7",
]  # fmt: skip


def links(names: list[str]) -> dict[tuple[int, int], Link]:
    return {
        (link.first, link.second): link for link in links_between([read_party(name, "") for name in names])
    }


def test_names_with_other_numbers_are_not_compared_in_a_large_group_but_are_rivals(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = links(NAMES)
    monkeypatch.setattr(candidates, "MOST_SHARING", 10)
    few = links(NAMES)
    assert len(few) < len(whole) / 3
    assert all(few[pair].confidence == whole[pair].confidence for pair in few)
    likely = {pair for pair, link in whole.items() if link.confidence >= 0.3}
    assert likely <= set(few)
    seventh = NAMES.index("ООО СИЛУАН 7"), NAMES.index("SILUAN 7 LLC")
    assert few[seventh].confidence > few[0, seventh[0]].confidence


def test_two_thousand_of_them_are_a_matter_of_a_moment() -> None:
    assert len(links([f"ООО ТОРГОВАЯ КОМПАНИЯ СИЛУАН {n}" for n in range(2_000)])) == 0
