"""No wording and no rounding makes a certainty of a confidence."""

from __future__ import annotations

import pytest

from matcher.scoring.confidence_text import probability, stands_on


@pytest.mark.parametrize(
    ("value", "said"), [(1.0, ">0.99"), (0.9999, ">0.99"), (0.99, "0.99"), (0.5, "0.50"), (0.0001, "<0.01")]
)
def test_a_probability_is_never_said_as_a_certainty(value: float, said: str) -> None:
    assert probability(value) == said


def test_it_says_what_it_stands_on() -> None:
    assert stands_on("prior", 0.0, 1.0) == "prior, not calibrated, no interval yet"
    assert stands_on("calibrated:88", 0.91, 0.9999) == "calibrated on 88 decisions, interval 0.91 to >0.99"
