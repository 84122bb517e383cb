"""Numbers that are part of a code of the catalog are no measures of the goods."""

from __future__ import annotations

import pytest

from matcher.attributes.measures import measures
from matcher.candidates.codes.code_hits import CodeHit
from matcher.match.own_terms import apart_from_codes


@pytest.mark.parametrize(
    ("text", "code", "left"),
    [
        ("winch TARVO 31.5BQE", "TARVO 31.5BQE", []),
        ("winch TARVO 31.5, 12 kg", "TARVO 31.5", [12]),
        ("rail TARVO-20HA, 3 kg", "TARVO-20HA", [3]),  # no hectares
        ("rail TARVO 20-G, 3 kg", "TARVO 20-G", [3]),  # no grams
        ("net TARVO 40 mm", "TARVO 40 mm", [40]),  # a size with its unit is one
        ("vest TARVO 230 600D, 3 kg", "TARVO 230", [600, 3]),  # not 230 600
    ],
)
def test_numbers_without_a_known_unit_in_a_code_are_left_out(text: str, code: str, left: list[float]) -> None:
    start = text.index(code)
    hit = CodeHit(code, code, True, False, False, "", (start, start + len(code)))
    assert [m.value for m in apart_from_codes(measures(text), {0: hit}, text)] == left
