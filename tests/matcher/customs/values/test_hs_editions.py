"""Codes and the years in which they exist."""

from __future__ import annotations

import pytest

from matcher.customs.values.hs_codes import headings, hs_list
from matcher.customs.values.hs_editions import EDITIONS, edition_notes, gone, made


def test_drones_have_no_heading_before_2022() -> None:
    (note,) = edition_notes(["8806"], 2021, 2023)
    assert note.startswith("8806 (unmanned aircraft) does not exist before HS 2022")
    assert "8525, 8802" in note
    assert edition_notes(["880622"], 2021, 2021) == [note]
    assert edition_notes(["8806"], 2022, 2025) == []


def test_a_heading_that_lost_goods_says_so() -> None:
    assert edition_notes(["8802"], 2020, 2023) == [
        "from HS 2022 on, part of 8802 is in 8806 (unmanned aircraft)"
    ]
    assert edition_notes(["8802"], 2023, 2024) == []
    assert edition_notes(["8802"], 2019, 2021) == []


def test_a_sum_that_holds_both_loses_nothing() -> None:
    assert not any("part of" in note for note in edition_notes(["8802", "8806"], 2020, 2023))
    assert edition_notes(["88"], 2020, 2023) == []


def test_a_code_that_meant_other_goods_says_so() -> None:
    (note,) = edition_notes(["8524"], 2003, 2023)
    assert "until 2006 8524 meant other goods" in note


def test_a_code_that_is_gone_names_its_successor() -> None:
    assert [note for note in edition_notes(["8803"], 2023, 2023) if "does not exist since HS 2022" in note]
    assert edition_notes(["6908"], 2018, 2018)[0].endswith("its goods are in 6907")
    assert edition_notes(["8803"], 2019, 2021) == []


def test_codes_without_a_change_have_no_note() -> None:
    assert edition_notes(["6506", "6211", "9306"], 2010, 2025) == []


@pytest.mark.parametrize("one", made(), ids=lambda one: one.code)
def test_what_an_edition_made_is_in_the_list_of_codes(one: object) -> None:
    from matcher.customs.values.hs_editions import Made

    assert isinstance(one, Made)
    assert one.since in EDITIONS
    assert one.code in hs_list()
    assert {source[:4] for source in one.sources} <= headings()
    assert one.sources or one.others


def test_what_an_edition_took_away_is_in_no_later_list() -> None:
    for one in gone():
        assert one.code not in hs_list() or len(one.code) == 4
        assert all(target in hs_list() for target in one.targets)
