"""Tax numbers known by how their country writes them."""

from __future__ import annotations

import pytest

from matcher.customs.layout.column_values import profile
from matcher.customs.layout.field_evidence import TELLING, evidence
from matcher.customs.values.written_tax_numbers import countries_of_tax_number


@pytest.mark.parametrize(
    ("cell", "country"),
    [
        ("76.086.428-5", "CHL"),
        ("10773013-2-44", "HUN"),
        ("124-81-00998", "KOR"),
        ("CHE-105.962.705 MWST", "CHE"),
        ("QXA010405T39", "MEX"),
        ("AAQCQ1234K", "IND"),
        ("27AAQCQ1234K1ZV", "IND"),
        ("100234567890123", "ARE"),
        ("NL123456789B01", "NLD"),
        ("el123456789", "GRC"),
        ("10472916K", "CYP"),
        ("CY10472916K", "CYP"),
        ("0995172003001", "ECU"),
        ("1713175071001", "ECU"),
    ],
)
def test_the_form_of_a_number_tells_its_country(cell: str, country: str) -> None:
    assert countries_of_tax_number(cell) == {country}


@pytest.mark.parametrize(
    "cell",
    [
        "76.086.428-6",
        "10472916A",
        "0995172004001",
        "2513175071001",
        "10773013-2-4",
        "124-81-00990",
        "MSKU1234567",
        "QXA019905T39",
        "24PL301010E0012345",
        "DE004851",
        "",
        "-",
    ],
)
def test_what_is_written_otherwise_or_has_wrong_check_digits_is_none(cell: str) -> None:
    assert not countries_of_tax_number(cell)


def test_numbers_with_few_digits_are_of_a_party_where_their_form_says_so() -> None:
    assert evidence("importer_code", profile(["AAQCQ1234K", "BBRFR2345L", "CCSPT3456M"] * 5)) == TELLING
    assert evidence("importer_code", profile(["AAQXQ1K", "BBRXR2L", "CCSXT3M"] * 5)) < 0
