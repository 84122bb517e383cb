"""Figures, periods and places as the cells of statistics write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from matcher.customs.trade.formats.texts import words
from matcher.customs.trade.formats.texts.facts import period_of
from matcher.customs.trade.formats.texts.headings import Span, heading_of, span_in
from matcher.customs.trade.formats.texts.vocabulary import fold, word_list
from matcher.customs.values.cells import is_nothing, number
from matcher.customs.values.countries import alpha3

LONGEST = 60  # characters of a cell that may be a figure
BOUNDS_OF_RANGE = 2
_SCALE = r"(?:k|m|mn|bn|mln|mld|mio|mrd|tys|mil)"
# A number and the mark of a footnote or flag behind it: 5*, 60 p, 1 234 (r), 7 [1]; 10 mln is none.
_FLAGGED = re.compile(
    rf"(.*\d)\s*(?:[¹²³⁴-⁹⁰*†‡]+|\s(?!{_SCALE}$)[a-z]{{1,3}}|[(\[](?!(?:{_SCALE}|t|kg)[)\]])(?:[a-z]{{1,2}}|\d)[)\]])$"
)
_TORN = re.compile(
    r"\d\s+(?!\d{3}(?!\d)|\d{2}\s+\d)\d"
)  # digits that blanks part otherwise than thousands: 10 1
_NUMBER = re.compile(r"\d(?:[\d.,\s]*\d)?")
_FOOTNOTE = re.compile(r"\s*(?:[(\[]\d{1,2}[)\]]|[¹²³⁴-⁹⁰*†‡]+)$")
_BOUNDS = frozenset("<>≤≥⩽⩾=~∼≈≃±+-–—−?…./()")  # signs beside a number that is a bound or a guess
_IN_BRACKETS = re.compile(r"\(\s*\d[\d.,\s]*\)")
# A mark in place of a figure: ": c", "…¹", "К", "(D)".
_NO_FIGURE = re.compile(r"\W*[^\W\d_]{0,2}\W*[¹²³⁴-⁹⁰\d*]?\)?")


@lru_cache(maxsize=1 << 14)
def is_place(cell: str) -> bool:
    """Whether a cell is a country, a group of countries or the world."""
    if len(cell) > words.LONGEST:
        return False
    return bool(alpha3(cell)) or words.country(cell) == words.WORLD or words.is_group(cell)


def share(cells: Sequence[str], test: Callable[[str], bool]) -> float:
    """The share of cells that pass a test; 0 of none."""
    return sum(map(test, cells)) / len(cells) if cells else 0.0


def is_mark(cell: str) -> bool:
    """Whether a cell has a mark in place of a figure: ": c", "…¹", "К"."""
    return len(cell) <= LONGEST and bool(_NO_FIGURE.fullmatch(cell))


@lru_cache(maxsize=1 << 14)
def is_bound(cell: str) -> bool:
    """Whether a cell has a bound or a guess in place of a figure: <1, ~5, 5-10, ca. 12, (5), which may be a footnote or a negative number."""
    if len(cell) > LONGEST or not (numbers := _NUMBER.findall(cell)):
        return False
    if _IN_BRACKETS.fullmatch(cell.strip()):
        return True
    if figure_of(cell) is not None or len(numbers) > BOUNDS_OF_RANGE:
        return False
    signs = re.findall(r"[^\W\d_]+|[^\w\s]", _NUMBER.sub(" ", cell))
    return bool(set(signs) - {"."}) and all(
        sign in _BOUNDS or fold(sign) in word_list("guesses") for sign in signs
    )


def is_remark(cell: str) -> bool:
    """Whether a cell has words in place of a figure: "n/a (1)", "conf.", "see the notes"; a unit or a period is none."""
    text = _FOOTNOTE.sub("", cell.strip())
    if is_nothing(text):
        return True
    said = heading_of(text)
    measured = said.measure.scale or said.measure.currency or said.measure.mass or said.measure.unit
    return not re.search(r"\d", text) and not (measured or said.span or said.flow)


def is_figure(cell: str) -> bool:
    """Whether a cell is a number, says nothing, or has a mark in place of a figure."""
    return figure_of(cell) is not None or is_nothing(cell) or is_mark(cell)


def is_torn(cell: str) -> bool:
    """Whether blanks part the digits of a cell otherwise than thousands: 10 1 is no 101."""
    return _TORN.search(cell) is not None


@lru_cache(maxsize=1 << 14)
def figure_of(cell: str, decimal: str | None = None) -> float | None:
    """The number of a cell, with or without the mark of a footnote or flag behind it."""
    if len(cell) > LONGEST:
        return None
    if is_torn(cell):
        return None
    if (plain := number(cell, decimal)) is not None:
        return plain
    match = _FLAGGED.fullmatch(cell.strip())
    return number(match[1], decimal) if match else None


def flow_of_cell(cell: str) -> str | None:
    """The direction that a cell is or names; None for none."""
    return None if len(cell) > words.LONGEST else words.flow_of(cell) or words.flow_in(cell)


def is_flow(cell: str) -> bool:
    """Whether a cell is or names a direction."""
    return flow_of_cell(cell) is not None


def period_in(cell: str) -> tuple[int, int] | None:
    """The first and last month that a cell states, counted from year 0."""
    if found := period_of(cell):
        return found
    span, rest = span_in(cell)
    return span.months(None) if span and not re.search(r"[^\W_]{2}|\d", rest) else None


def month_of(cell: str) -> Span | None:
    """The month of a cell: 5, May, "05 - May"."""
    if cell.isdigit() and len(cell) <= words.LONGEST:
        return Span(int(cell), int(cell)) if 1 <= int(cell) <= 12 else None
    span, rest = span_in(cell)
    if span is None or span.year is not None or span.is_year:
        return None
    left = rest.strip(" .-–")
    return span if not left or (left.isdigit() and int(left) == span.first == span.last) else None
