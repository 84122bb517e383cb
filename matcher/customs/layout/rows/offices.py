"""Customs offices, found by codes that go with the numbers of declarations."""

from __future__ import annotations

import re

from matcher.customs.layout.rows.row_columns import FOUND, RowColumns
from matcher.customs.layout.rows.row_relations import LEAST_ROWS, NEARLY_ALL, Cells
from matcher.customs.values.calendars import YEARS

DIGITS = 0.9  # share of cells with a digit, from which a column may be one of numbers
LEAST_DIGITS = 3  # of an office's code that stands alone before a stroke
LEAST_LONG = 5  # of one whose country its first digits tell
LEAST_LETTERED, LEAST_LETTERS = 3, 2  # different codes of letters alone, and letters of one
SOME_DIRECTIONS = 0.5  # share of codes that are directions (IM, EX), which numbers begin with too
LEAST_PAPERS = 6  # different codes, each of one declaration
LEAST_OFFICES, MOST_OFFICES = 2, 0.5  # different codes of customs offices, and their share of the rows

_OF_THE_UNION = re.compile(r"([A-Z]{2})[A-Z\d]{2}\d{4}")  # HR030171, of the Union's list of customs offices
_MRN = re.compile(r"\d\d([A-Z]{2})[A-Z\d]{14}")


def find_office(columns: RowColumns) -> None:
    """Decide the office, where the codes of one column alone go with the numbers of the declarations."""
    if not columns.sure("declaration"):
        return
    numbers = columns.cells(columns.place("declaration"))
    places = [
        place
        for place, seen in enumerate(columns.columns.profiles)
        if (place not in columns.taken() or columns.mapping.get("office") == (place,))
        and seen.distinct <= MOST_OFFICES
        and not columns.is_date(place)
        and not _one_each(columns.cells(place), numbers)
    ]
    for found in (
        [place for place in places if _are_in_numbers(columns, place, numbers)],
        [place for place in places if _is_of_same_state(columns, place, numbers)],
        [place for place in places if _is_of_same_form(columns, place, numbers)],
    ):
        if len(found) == 1:
            columns.decide("office", found[0], FOUND)
            columns.proved.add("office")
            return


def _one_each(codes: Cells, numbers: Cells) -> bool:
    """Whether each declaration has a code of its own, as the papers of an accountant have, which its number does not begin with: an
    office has several declarations."""
    beside = {
        (code, number)
        for code, number in zip(codes, numbers, strict=True)
        if code and number and not re.match(rf"{re.escape(code)}[/-]", number)
    }
    different = len({code for code, _ in beside})
    return different >= LEAST_PAPERS and different == len({number for _, number in beside}) == len(beside)


def _are_in_numbers(columns: RowColumns, place: int, numbers: Cells) -> bool:
    """Whether codes are part of the number beside them: 10702070 of 10702070/090323/0266908, NL000396 of 24NL00039610203040R5,
    4070 of 4070/I/20711, BC of BC 13 240 X0517."""
    codes, seen = columns.cells(place), columns.profile(place)
    return (
        (seen.digits >= DIGITS and _are_parts(codes, numbers))
        or _are_first_parts(codes, numbers)
        or (
            seen.direction < SOME_DIRECTIONS
            and _are_first_letters(codes, numbers, _least_lettered(columns, place))
        )
    )


def _is_of_same_state(columns: RowColumns, place: int, numbers: Cells) -> bool:
    """Whether nearly all codes have the form of the Union's offices and the state of the number beside them, HR030171 and
    24HR73605814438265; not those of an exit or a transit."""
    rows = [
        (code, number) for code, number in zip(columns.cells(place), numbers, strict=True) if code and number
    ]
    same = sum(
        (office := _OF_THE_UNION.fullmatch(code)) is not None
        and (mrn := _MRN.fullmatch(number)) is not None
        and office[1] == mrn[1]
        for code, number in rows
    )
    passing = "passing" in columns.columns.readings[place].about
    return len(rows) >= LEAST_ROWS and same >= NEARLY_ALL * len(rows) and not passing


def _is_of_same_form(columns: RowColumns, place: int, numbers: Cells) -> bool:
    """Whether codes whose header calls them those of the customs have as many digits as each number before its first stroke, and the
    same two first ones, which are the country's: 10702070 beside 10131010/240524/5939368."""
    rows = [
        (code, re.split(r"[/-]", number)[0])
        for code, number in zip(columns.cells(place), numbers, strict=True)
        if code and number
    ]
    same = sum(
        code.isdecimal()
        and first.isdecimal()
        and len(code) == len(first) >= LEAST_LONG
        and code[:2] == first[:2]
        for code, first in rows
    )
    named = columns.columns.readings[place].about & {"customs_house", "office"}
    return bool(named) and len(rows) >= LEAST_ROWS and same >= NEARLY_ALL * len(rows)


def _are_parts(codes: Cells, numbers: Cells) -> bool:
    """Whether nearly all codes, of several offices, are part of the number beside them."""
    rows = [(code, number) for code, number in zip(codes, numbers, strict=True) if code and number]
    kinds = {code for code, _ in rows}
    if len(rows) < LEAST_ROWS or len(kinds) < LEAST_OFFICES:
        return False
    return sum(code in number for code, number in rows) >= NEARLY_ALL * len(rows)


def _are_first_parts(codes: Cells, numbers: Cells) -> bool:
    """Whether nearly all codes, of few digits and no years, are the number before the first stroke of that beside them."""
    stated = {code for code in codes if code}
    if not all(code.isdecimal() and len(code) >= LEAST_DIGITS for code in stated):
        return False
    if all(len(code) == len("2024") and int(code) in YEARS for code in stated):
        return False
    return _are_parts(codes, [re.split(r"[/-]", number)[0] for number in numbers])


def _least_lettered(columns: RowColumns, place: int) -> int:
    """How many different codes of letters show an office: less where the header speaks of one."""
    return LEAST_OFFICES if "office" in columns.about(place) else LEAST_LETTERED


def _are_first_letters(codes: Cells, numbers: Cells, least: int) -> bool:
    """Whether nearly all codes, of several offices, are the letters that the number beside them begins with."""
    stated = {code for code in codes if code}
    return (
        len(stated) >= least
        and all(code.isalpha() and len(code) >= LEAST_LETTERS for code in stated)
        and _are_parts(codes, [re.split(r"[\W\d_]", number)[0] for number in numbers])
    )
