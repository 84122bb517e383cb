"""Headings of the HS are told by what they are where no column has whole codes."""

from __future__ import annotations

import pytest

from matcher.customs.layout.recognition.recognise import recognise

GOODS = [
    "green tea in bags of 25 g, boxed",
    "women's shoes with soles of rubber",
    "switchboards for low voltage",
    "wooden chairs with padded seats",
    "ball bearings, single row, shielded",
    "pumps for drinking water, 1.1 kW",
    "plastic crates for bottles, stacking",
    "cotton bed linen, printed, sets",
    "tiles of glazed ceramics, 30 x 60",
    "toys of plastic, building blocks",
]


def read(codes: list[str]) -> tuple[str | None, list[str]]:
    """The column read as the HS code, and the fields asked about, of a manifest with these numbers beside its goods."""
    header = ["B/L no", "Seq", "Cargo description", "Gr.", "Gross weight kg"]
    rows = [
        [f"BKO{7341 + 97 * n}", str(n % 3 + 1), GOODS[n % 10], codes[n % len(codes)], f"{40 + 13.7 * n:.2f}"]
        for n in range(60)
    ]
    found = recognise([header, *rows])
    place = found.mapping.get("hs")
    return (header[place[0]] if place else None), [question.field for question in found.questions]


@pytest.mark.parametrize(
    "codes",
    [
        ["0902", "6404", "8537", "9401", "8482", "8413", "3923", "6302", "6907", "9503"],
        ["09.02", "6404.19", "85.37", "9401.61", "8482.10", "84.13", "3923.10", "6302", "6907", "9503.00"],
    ],
)
def test_headings_of_many_chapters_are_the_hs_code(codes: list[str]) -> None:
    assert read(codes) == ("Gr.", [])


@pytest.mark.parametrize(
    "codes",
    [
        ["0902", "6404", "8537", "9401", "8482", "8413", "3923", "6302", "6999", "9503"],
        ["2001", "2002", "2003", "2004", "2005", "2006", "2007", "2008", "2009", "2001"],
        ["0902", "6404", "8537", "9401", "8482"],
    ],
    ids=["no heading among them", "one chapter", "few"],
)
def test_other_numbers_of_four_digits_are_not_taken_for_headings(codes: list[str]) -> None:
    assert read(codes)[0] is None
