"""Whether a Latin name is a Chinese one by its sound, so that the Chinese name of another maker can be told from it."""

from __future__ import annotations

import pytest

from matcher.text.transliteration import spelt_in_pinyin


@pytest.mark.parametrize(
    ("name", "spelt"),
    [
        ("HENGDUN", True),
        ("Shandong Hengdun Protective", True),
        ("Tianlu", True),
        ("Norvex Optronics", False),
        ("ZAKALKA", False),
        ("Guide Infrared", False),
        ("STONE TURTLE", False),
        ("恒盾", False),
        ("", False),
    ],
)
def test_pinyin_is_told_from_other_names(name: str, spelt: bool) -> None:
    assert spelt_in_pinyin(name) is spelt
