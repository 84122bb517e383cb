"""Patterns that are tried only where they can begin find what they find anywhere."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.attributes import classes, quantity_labels
from matcher.attributes import extract as attributes
from matcher.attributes.quantity_units import BY_UNIT
from matcher.text.prefix_regex import PrefixedRegex, beginning, letter_tree, matches_at

ANCHORED = {
    "levels": classes._NIJ,
    "labels of names": attributes._LABELLED,
    "labels of numbers": quantity_labels._LABEL,
}
# The words, numerals and signs of which the patterns are made, and letters that begin words but end elsewhere.
PIECES = st.sampled_from(
    [
        *(
            "класс ",
            "клас",
            "кл. ",
            "nij ",
            "0101.06 ",
            "level ",
            "iii",
            "iiia",
            "ііі",
            "3a",
            "3а",
            "iv",
            "ст",
            "i ",
            "级",
        ),
        *(
            "изготовитель: ",
            "тов.знак ",
            "тм ",
            "brand ",
            "品牌",
            "acme ltd",
            "страна",
            "; ",
            ", ",
            ". ",
            " - ",
            "x",
            "1",
        ),
        *(
            "толщина ",
            "ширина ",
            "dia",
            "diam",
            "length",
            "take-off ",
            "takeoff",
            "под плит",
            "весы ",
            "vi",
            "\n",
            "  ",
        ),
    ]
)
TEXTS = st.lists(PIECES, max_size=14).map("".join)


@pytest.mark.parametrize("name", ANCHORED)
@given(text=TEXTS)
def test_anchored_patterns_find_what_the_pattern_finds(name: str, text: str) -> None:
    anchored = ANCHORED[name]
    assert [m.span() for m in anchored.finditer(text)] == [m.span() for m in anchored.pattern.finditer(text)]


@given(text=TEXTS)
def test_classes_are_looked_for_wherever_their_pattern_fits(text: str) -> None:
    everywhere = [
        (group, value, *match.span())
        for _, pattern, read in classes._READERS
        for match in (pattern.pattern if isinstance(pattern, PrefixedRegex) else pattern).finditer(text)
        for group, value in read(match)
    ]
    assert classes.classes(text) == everywhere


@given(text=st.lists(st.sampled_from([*BY_UNIT, "1", "20", " ", "z", "."]), max_size=8).map("".join))
@settings(deadline=None)
def test_a_tree_of_letters_matches_the_longest_word(text: str) -> None:
    words = "|".join(sorted(map(re.escape, BY_UNIT), key=len, reverse=True))
    tree = re.compile(letter_tree(BY_UNIT))
    assert [m.group() for m in tree.finditer(text)] == re.findall(words, text)


def test_matches_at_given_places_do_not_overlap() -> None:
    assert [m.group() for m in matches_at(re.compile(r"\d+-\d+"), "1-2-3-4", [0, 2, 4, 6])] == ["1-2", "3-4"]


@pytest.mark.parametrize(
    ("pattern", "letters"), [("взл[её]т", "взл"), ("take-?off", "take"), ("вес\\w*", "вес")]
)
def test_the_beginning_of_a_pattern(pattern: str, letters: str) -> None:
    assert beginning(pattern) == letters


def test_a_pattern_that_may_begin_with_anything_cannot_be_anchored() -> None:
    with pytest.raises(ValueError, match="does not begin"):
        beginning("(?:a|b)c")
    with pytest.raises(ValueError, match="empty beginning"):
        PrefixedRegex("x?", ["x", ""])
