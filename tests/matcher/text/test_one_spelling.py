"""Words of one meaning that languages and programs spell in other letters have one spelling."""

from __future__ import annotations

import pytest

from matcher.text.one_spelling import one_spelling


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("إيطاليا", "ايطاليا"),
        ("جمهورية كوريا", "جمهوريه كوريا"),
        ("السويد", "سوید"),
        ("關稅", "关税"),
        ("臺灣", "台湾"),
        ("Türkiye", "Turkiye"),
        ("फिनल्याण्ड", "फिनल्यांड"),
        ("ইংল্যাণ্ড", "ইংল্যান্ড"),
    ],
)
def test_letters_of_another_form_are_the_same(one: str, other: str) -> None:
    assert one_spelling(one) == one_spelling(other)


def test_other_words_stay_others() -> None:
    assert len(set(map(one_spelling, ("الهند", "هلند", "中國", "韓國", "полка", "палка")))) == 6
