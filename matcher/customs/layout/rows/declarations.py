"""Numbers of declarations and of their lines, found by which values go together in the rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from matcher.customs.layout.assignment import Assignment
from matcher.customs.layout.columns import Columns
from matcher.customs.layout.questions import OTHER_MATTER
from matcher.customs.layout.rows.offices import DIGITS, find_office
from matcher.customs.layout.rows.row_columns import FOUND, RowColumns
from matcher.customs.layout.rows.row_relations import (
    LEAST_REPEATED,
    LEAST_ROWS,
    NEARLY_ALL,
    Numbers,
    changes_at,
    constant_within,
    counts_groups,
    counts_up,
    holds_dates,
    runs_of,
    several_lines,
    starts_of_declarations,
    stated_once,
)
from matcher.customs.values.cells import day
from matcher.text.plain_words import plain
from matcher.text.word_files import word_file

LIKELY = 0.95  # of what a header supports, too
FEW = 0.3  # share of numbers that have the date beside them
# The day of a Russian, Belarusian or Kazakh declaration
_BETWEEN_STROKES = re.compile(r"/(\d\d)(\d\d)(\d\d)/")
LEAST_RUNS = 4  # declarations of several lines from which a column is seen to vary within them
# Fields that a declaration states once for all its lines.
OF_DECLARATION = (
    *("date", "declaration", "importer", "importer_code", "importer_address", "exporter", "exporter_address"),
    *("declarant", "declarant_code", "destination", "currency", "incoterms", "direction", "office"),
)


def find_declarations(columns: RowColumns) -> None:
    """Decide the date, the office and the numbers of the declaration and of its lines, where free columns show them."""
    _date_of_declaration(columns)
    starts = _line_numbers(columns)
    if "declaration" not in columns.mapping or not (columns.spelt("declaration") or _formal(columns)):
        _declaration_by_form(columns)
    _one_declaration(columns)
    if "declaration" not in columns.mapping and starts:
        _declaration_by_lines(columns, starts)
    find_office(columns)


def with_date_in_number(columns: Columns, assignment: Assignment) -> Assignment:
    """The assignment with the only column of dates whose date is part of each declaration number, where there is one; with a
    doubt where the numbers have other dates than the column that was read.

    10228010/130723/0537514 was registered on 2023-07-13, whatever headers say.
    """
    under_way = RowColumns(columns, dict(assignment.mapping), dict(assignment.confidence))
    numbers = [
        place
        for place, seen in enumerate(columns.profiles)
        if seen.seen >= LEAST_ROWS and _are_formal(under_way.cells(place))
    ]
    if under_way.sure("declaration"):
        numbers.append(under_way.place("declaration"))
    held = {
        place
        for place in range(len(columns.profiles))
        if under_way.is_date(place) and len(set(under_way.cells(place))) >= LEAST_REPEATED
        for number in numbers
        if holds_dates(under_way.cells(number), [day(cell) for cell in under_way.cells(place)]) >= NEARLY_ALL
    }
    if len(held) == 1:
        under_way.decide("date", held.pop(), FOUND)
    elif not held and _have_other_dates(under_way):
        under_way.doubt("date")
    else:
        return assignment
    return replace(assignment, mapping=under_way.mapping, confidence=under_way.confidence)


def _have_other_dates(columns: RowColumns) -> bool:
    """Whether the numbers of declarations have dates between their strokes, and not those under a header that is not known as
    that of the date."""
    if not columns.sure("declaration") or not columns.sure("date") or columns.spelt("date"):
        return False
    numbers, cells = columns.cells(columns.place("declaration")), columns.cells(columns.place("date"))
    dated = [_BETWEEN_STROKES.search(number) for number in numbers]
    written = [found and day(".".join(found.groups())) for found in dated]
    return (
        sum(map(bool, written)) >= NEARLY_ALL * len(numbers)
        and len(set(cells)) >= LEAST_REPEATED
        and holds_dates(numbers, [day(cell) for cell in cells]) < FEW
    )


def is_of_declaration(columns: RowColumns, place: int) -> bool:
    """Whether a column is the same in all lines of each declaration."""
    begin = starts(columns)
    several = several_lines(begin, len(columns.rows))
    return len(several) >= LEAST_RUNS and constant_within(columns.cells(place), begin) >= NEARLY_ALL


def starts(columns: RowColumns) -> list[int]:
    """The rows at which declarations begin, by the columns decided so far; empty where that is not known."""
    if columns.sure("line_no") and (
        found := starts_of_declarations(columns.numbers(columns.place("line_no")))
    ):
        return found
    if columns.sure("declaration"):
        found = runs_of(columns.cells(columns.place("declaration")))
        if len(found) < len(columns.rows):
            return found
    return []


def doubt_what_varies(columns: RowColumns) -> None:
    """Lower the confidence of fields read by words alone that differ between the lines of one declaration."""
    found = starts(columns)
    if len(several_lines(found, len(columns.rows))) < LEAST_RUNS:
        return
    for name in OF_DECLARATION:
        if name in columns.mapping and name != "declaration" and not columns.spelt(name):
            cells = stated_once(columns.cells(columns.place(name)), found)
            if any(cells) and constant_within(cells, found) < 0.7:
                columns.doubt(name)


def _date_of_declaration(columns: RowColumns) -> None:
    """Of several columns of dates the one whose header speaks of the declaration; where none does, a doubt.

    Goods are released, shipped and arrive on other days than they are declared on.
    """
    if "date" not in columns.mapping:
        return
    place = columns.place("date")
    others = [
        other
        for other, reading in enumerate(columns.columns.believed)
        if other not in columns.taken() | {place}
        and columns.is_date(other)
        and ("date" in {*reading.evidence, *columns.columns.readings[other].about} or reading.guessed)
        and not reading.about & OTHER_MATTER
    ]
    if not others:
        if _says(columns, place, "other_day") and _other_dates(columns, place):
            columns.doubt("date")
        return
    for concept in ("declaration", "registered"):
        declared = [other for other in others if _says(columns, other, concept)]
        if _says(columns, place, concept):
            accepted = [other for other in declared if _says(columns, other, "registered")]
            if len(accepted) == 1 and not _says(columns, place, "registered"):
                columns.decide("date", accepted[0], FOUND)
            return
        if len(declared) == 1:
            columns.decide("date", declared[0], FOUND)
            return
    only_word = len(plain(columns.columns.headers[place]).split()) == 1
    apart = only_word and all(_says(columns, other, "other_day") for other in others)
    if _says(columns, place, "other_day") or not (columns.spelt("date") or apart):
        columns.doubt("date")


def _other_dates(columns: RowColumns, place: int) -> list[int]:
    """Other columns of dates, whatever their headers are about."""
    return [other for other in columns.left() if other != place and columns.is_date(other)]


def _says(columns: RowColumns, place: int, concept: str) -> bool:
    """Whether the header is about it; "release of the declaration" is about another day all the same."""
    about = columns.columns.readings[place].about
    return concept in about and (concept == "other_day" or "other_day" not in about)


def _line_numbers(columns: RowColumns) -> Sequence[int]:
    if columns.sure("line_no"):
        numbers = columns.numbers(columns.place("line_no"))
        found_by_words = starts_of_declarations(numbers)
        if not _count_through(columns, numbers) and (found_by_words or not _begin_again(columns)):
            return found_by_words
        columns.other.add(columns.place("line_no"))
        columns.doubt("line_no")
    free = _begin_again(columns)
    if len(free) != 1:
        return []
    for name in ("article", "model"):
        if columns.mapping.get(name) == (free[0][0],):
            columns.drop(name)
    place, found = free[0]
    columns.decide("line_no", place, FOUND)
    if columns.sure("declaration") and changes_with(columns, columns.place("declaration"), found):
        columns.proved.add("line_no")
    return found


def _begin_again(columns: RowColumns) -> list[tuple[int, list[int]]]:
    """Columns whose numbers begin again, and where: those that are not taken, and "N° Article", "Goods" under which lines of each
    declaration are numbered."""
    numbered = [columns.place(name) for name in ("article", "model") if name in columns.mapping]
    return [
        (place, found)
        for place in (*columns.free("line_no", any_header=True), *numbered)
        if (found := starts_of_declarations(columns.numbers(place)))
    ]


def _count_through(columns: RowColumns, numbers: Numbers) -> bool:
    """True for 1, 2, 3 ... or 1, 2, 2, 3 ... over several declarations: the rows of the table or the declarations are
    counted, not the lines of a declaration."""
    if len(numbers) < LEAST_ROWS or not (counts_up(numbers) or counts_groups(numbers)):
        return False
    of_declaration = [name for name in ("declaration", "date") if columns.sure(name)]
    return any(len(set(columns.cells(columns.place(name)))) > 1 for name in of_declaration)


def _one_declaration(columns: RowColumns) -> None:
    """Of several columns whose headers name a declaration, none of its form, none is read: each office numbers its own."""
    if not columns.sure("declaration") or columns.spelt("declaration") or _formal(columns):
        return
    if any(
        columns.profile(other).digits >= DIGITS and not columns.is_date(other)
        for other in columns.also_named("declaration")
    ):
        columns.drop("declaration")


def _declaration_by_form(columns: RowColumns) -> None:
    """By a form that only declarations have, or by the date of the declaration inside the number."""
    dates = columns.dates()
    found = []
    for place in columns.free("declaration", any_header=True):
        formal = _are_formal(columns.cells(place))
        dated = holds_dates(columns.cells(place), dates) >= NEARLY_ALL
        if (formal or dated) and not columns.is_date(place):
            found.append(place)
    if len(found) == 1:
        columns.decide("declaration", found[0], FOUND)


def _formal(columns: RowColumns) -> bool:
    return _are_formal(columns.cells(columns.place("declaration")))


def _are_formal(cells: Sequence[str]) -> bool:
    """True for numbers of a form that only declarations have."""
    stated = [cell for cell in cells if cell]
    return sum(bool(_forms().fullmatch(cell)) for cell in stated) >= NEARLY_ALL * len(stated)


def _declaration_by_lines(columns: RowColumns, starts: Sequence[int]) -> None:
    """By changing where the numbers of lines begin again, and only there."""
    found = [place for place in columns.free("declaration") if changes_with(columns, place, starts)]
    # without a word of it the number may be that of an invoice, a bill of lading, a telephone
    words = frozenset(("declaration", "registered", "customs", "paper"))
    parties = frozenset(("importer", "exporter", "agent", "party", "key"))  # who have registrations, too
    about = [
        place
        for place in found
        if (said := columns.columns.readings[place].about) & words and not said & parties
    ]
    if len(about) == 1:
        columns.decide("declaration", about[0], LIKELY)


def changes_with(columns: RowColumns, place: int, starts: Sequence[int]) -> bool:
    """Whether a column holds numbers that are one for each declaration and another for the next."""
    cells = columns.cells(place)
    return (
        not columns.is_date(place)
        and columns.profile(place).tax < 0.8
        and columns.profile(place).digits >= DIGITS
        and constant_within(cells, starts) >= NEARLY_ALL
        and changes_at(cells, starts) >= NEARLY_ALL
    )


def are_of_one_day(columns: RowColumns, place: int) -> bool:
    """Whether the rows of each number follow each other, several of them for many numbers, and are of one date."""
    cells = columns.cells(place)
    begin = runs_of(cells)
    return (
        columns.sure("date")
        and len(begin) == len(set(cells))
        and len(several_lines(begin, len(cells))) >= LEAST_RUNS
        and changes_with(columns, place, begin)
        and constant_within(columns.cells(columns.place("date")), begin) >= NEARLY_ALL
    )


@cache
def _forms() -> re.Pattern[str]:
    return re.compile("|".join(word_file("matcher.customs.layout", "value_words.yaml")["declarations"]))
