"""Signs behind a number that are inches, or the end of a quotation."""

from __future__ import annotations

import pytest

from matcher.attributes.measures import measures
from matcher.attributes.quantities import quantities
from matcher.attributes.quotation import closes_quotation
from tests.support.growth import filled, grows_linearly


@pytest.mark.parametrize(
    ("text", "inches"),
    [
        ('каска "феррон 35" д.20мм', 0),
        ('каска "феррон 35"д.20мм', 0),
        ('каска ""феррон 35"" д.20мм', 0),
        ("каска ''феррон 35'' д.20мм", 0),
        ('каска “феррон 35" д.20мм', 0),
        ('каска «феррон 35" д.20мм', 0),
        ('труба 10" оцинкованная', 1),
        ("труба 10'' оцинкованная", 1),
        ('труба "норд" 10" оцинкованная', 1),
        ('труба "норд", 10" оцинкованная', 1),
        ('задвижка "норд 50", 10"', 1),
        ('экран 15" и 17"', 2),
    ],
)
def test_what_ends_a_quotation_is_no_inch_and_other_inches_stay(text: str, inches: int) -> None:
    lengths = [q for q in quantities(text) if q.dimension == "length" and q.values != (20.0,)]
    assert len(lengths) == inches
    if "10''" in text:
        return  # measures.py reads no two apostrophes
    assert len([m for m in measures(text) if m.dimension == "length" and m.value != 20]) == inches


def test_a_size_in_a_name_in_quotes_is_not_in_inches() -> None:
    assert not any(max(q.values) > 50 for q in quantities('бинокль "феррон 5x7" чёрный'))
    assert [q.values[0] for q in quantities('плита 5" x 7"') if q.dimension == "size"] == [127.0]


@pytest.mark.parametrize("piece", ['"a 5', "5''", '"'])
def test_many_quotes_take_linear_time(piece: str) -> None:
    def read(size: int) -> None:
        text = filled(piece, size)
        closes_quotation(text, len(text) - 1)
        measures(text)
        quantities(text)

    assert grows_linearly(read, 4_000)
