"""A length of goods that are cut to order, beside the greatest one that a page states."""

from __future__ import annotations

import pytest

from matcher.attributes.greatest_length import is_within_greatest
from matcher.attributes.measures import labelled, measures


@pytest.mark.parametrize(
    ("declared", "label", "value", "within"),
    [
        ("rail QX, length 800 mm", "最大长度", "2000 mm", True),
        ("рейка, длина 800 мм", "Maximum length", "2 m", True),
        ("thanh ray L=800mm", "Длина максимальная", "2000 мм", True),
        ("Schiene, Länge 800 mm", "chiều dài tối đa", "2000 mm", True),
        ("rail QX, length 2500 mm", "最大长度", "2000 mm", False),
        ("rail QX, length 800 mm", "Length", "2000 mm", False),
        ("rail QX, width 800 mm", "Maximum length", "2000 mm", False),
        ("rail QX, length 800 mm", "Maximum diameter", "2000 mm", False),
        ("rail QX, length 800 mm", "Maximum load", "2000 kg", False),
    ],
)
def test_a_length_up_to_the_greatest_is_within_it(
    declared: str, label: str, value: str, within: bool
) -> None:
    (mine,) = measures(declared)
    assert is_within_greatest(mine, measures(labelled(label, value))) is within
