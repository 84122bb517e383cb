"""Codes of customs offices that go with the numbers of the declarations beside them."""

from __future__ import annotations

import pytest

from matcher.customs.layout.assignment import Assignment, assign
from matcher.customs.layout.columns import columns_of
from matcher.customs.layout.rows.relations import with_row_relations

DECLARATIONS = [f"24HR7360581{n:06d}{n % 10}" for n in range(24)]
KNOWN: dict[str, tuple[int, ...]] = {"declaration": (0,)}


def office_among(numbers: list[str], **codes: list[str]) -> str | None:
    """The header of the column that is read as the office, beside numbers of declarations."""
    columns = columns_of(["MRN", *codes], [list(row) for row in zip(numbers, *codes.values(), strict=True)])
    found = with_row_relations(columns, Assignment(KNOWN, dict.fromkeys(KNOWN, 0.97))).mapping
    return columns.headers[found["office"][0]] if "office" in found else None


def several(*kinds: str) -> list[str]:
    return [kinds[n * 7 % 5 % len(kinds)] for n in range(24)]


def test_codes_of_the_unions_offices_have_the_state_of_the_number_beside_them() -> None:
    assert office_among(DECLARATIONS, Zq1x=several("HR030171", "HR040037")) == "Zq1x"
    assert office_among(DECLARATIONS, Zq1x=several("SI001234", "HU110000")) is None
    assert office_among(DECLARATIONS, Zq1x=several("HR0301712", "HR0400371")) is None


def test_offices_of_exit_are_not_those_of_the_declaration() -> None:
    codes = several("HR030171", "HR040037")
    assert office_among(DECLARATIONS, Zq1x=codes, Ausgangszollstelle=codes[::-1]) == "Zq1x"


def test_a_name_beside_each_code_is_of_the_same_office_and_another_office_is_not() -> None:
    codes = several("2925", "5721", "3104")
    names = ["Yiwu" if code == "2925" else "Zhongshan" if code == "5721" else "Beilun" for code in codes]
    headers = ["申报地海关", "出境关别"]

    def read(others: list[str]) -> str | None:
        rows = [list(row) for row in zip([f"D{n:05d}" for n in range(24)], codes, others, strict=True)]
        columns = columns_of(["海关编号", *headers], rows)
        found = with_row_relations(columns, assign(columns)).mapping
        return columns.headers[found["office"][0]] if "office" in found else None

    assert read(names) == headers[0]
    assert read(names[5:] + names[:5]) is None


def test_of_two_columns_of_such_codes_neither_is_read() -> None:
    codes = several("HR030171", "HR040037")
    assert office_among(DECLARATIONS, Zq1x=codes, Zq2x=codes[::-1]) is None


@pytest.mark.parametrize(("header", "found"), [("Код поста", True), ("Zq1x", False)])
def test_codes_as_long_as_that_in_the_number_are_offices_where_their_header_says_so(
    header: str, found: bool
) -> None:
    numbers = [f"05100010/{n % 28 + 1:02d}0424/0{n + 188535}" for n in range(24)]
    assert office_among(numbers, **{header: several("05100010", "05100040")}) == (header if found else None)


@pytest.mark.parametrize(("header", "found"), [("Zollstelle", True), ("Zq1x", False)])
def test_two_codes_that_numbers_begin_with_are_offices_where_their_header_says_so(
    header: str, found: bool
) -> None:
    codes = several("QV", "TK")
    numbers = [f"{code} {n:04d}/77" for n, code in enumerate(codes)]
    assert office_among(numbers, **{header: codes}) == (header if found else None)


def test_the_papers_of_an_accountant_are_no_offices_though_the_numbers_hold_them() -> None:
    papers = [f"3{n // 2:03d}" for n in range(24)]
    numbers = [f"24DK00470000{paper}R{n}" for n, paper in enumerate(papers)]
    numbers = [numbers[n // 2 * 2] for n in range(24)]
    assert office_among(numbers, Zq1x=papers) is None
    offices = [f"3{n // 8:03d}" for n in range(24)]
    several_each = [f"24DK00470{office}{n:04d}R{n % 10}" for n, office in enumerate(offices)]
    assert office_among(several_each, Zq1x=offices) == "Zq1x"
