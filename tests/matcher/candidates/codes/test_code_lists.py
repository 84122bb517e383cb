"""Codes that a record lists with their numbers of pieces, or joined by "and"."""

from __future__ import annotations

import pytest

from matcher.candidates.codes.code_hits import CodeHit
from matcher.candidates.codes.code_lists import is_listed, with_uses_of_lists
from matcher.candidates.usage.code_use import Use
from tests.support.growth import filled, grows_linearly


@pytest.mark.parametrize(
    ("text", "uses"),
    [
        ("LID FOR SCALES QX 20 i, QX 35 i, QX 50 i", ["fits", "fits", "fits"]),
        ("LID FOR SCALES QX 20 i and QX 35 i; SCALES QX 50 i", ["fits", "fits", ""]),
        ("LID FOR SCALES QX 20 i, SCALES QX 35 i", ["fits", ""]),
    ],
)
def test_codes_that_follow_in_a_list_are_what_the_first_is(text: str, uses: list[Use]) -> None:
    hits = {}
    for number, code in enumerate(("QX 20 i", "QX 35 i", "QX 50 i")[: len(uses)]):
        span = text.index(code), text.index(code) + len(code)
        hits[number] = CodeHit(code, code, True, False, False, "" if number else "fits", span)
    assert [hit.use for hit in with_uses_of_lists(hits, text).values()] == uses


@pytest.mark.parametrize(
    ("text", "code", "listed"),
    [
        ("ДРЕЛИ: МОД. QX20B С КЕЙСОМ -12 ШТ, МОД. QX20 -30 ШТ, 220В", "QX20B", True),
        ("ДРЕЛИ: МОД. QX20B С КЕЙСОМ -12 ШТ, МОД. QX20 -30 ШТ, 220В", "QX20 ", True),
        ("DRILLS QX20 (40 PCS), QX20B (10 PCS)", "QX20 ", True),
        ("Máy khoan QX 20 và QX-20B, mới 100%", "QX 20", True),
        ("Máy khoan QX 20 và QX-20B, mới 100%", "QX-20B", True),
        ("DRILLS QX-20 & QX-20B", "QX-20B", True),
        ("дрели QX-20 и мод. QX-20B", "QX-20B", True),
        ("钻机QX-20和QX-20B", "QX-20B", True),
        ("DRILL QX-20, MODEL QX-20B", "QX-20", False),
        ("DRILL QX-20, MODEL QX-20B", "QX-20B", False),
        ("ДРЕЛЬ QX-20, МОДЕЛЬ QX-20B, 12 ШТ", "QX-20,", False),
    ],
)
def test_a_count_or_a_word_for_and_tells_codes_of_a_list(text: str, code: str, listed: bool) -> None:
    start = text.index(code)
    assert is_listed(text, start, start + len(code.strip(" ,"))) == listed


@pytest.mark.parametrize("piece", ["1", " и", "и "])
def test_what_stands_behind_a_code_is_read_to_a_bound(piece: str) -> None:
    assert grows_linearly(lambda size: is_listed("QX-20 " + filled(piece, size), 0, 5), 10_000)
    assert grows_linearly(lambda size: is_listed(filled(piece, size) + "QX-20", size, size + 5), 10_000)
