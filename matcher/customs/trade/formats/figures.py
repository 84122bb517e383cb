"""Figures, periods and places as the cells of statistics write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from matcher.customs.trade.formats import words
from matcher.customs.trade.formats.facts import period_of
from matcher.customs.trade.formats.headings import Span, span_in
from matcher.customs.values.cells import is_nothing, number
from matcher.customs.values.countries import alpha3

LONGEST = 60  # characters of a cell that may be a figure
# A number and the mark of a footnote or flag behind it; 10 mln is none.
_FLAGGED = re.compile(r"(.*\d)\s*(?:[¹²³⁴-⁹⁰*†‡]+|\s(?!(?:k|m|mn|bn|mln|mld|mio|mrd|tys|mil)$)[a-z]{1,3})$")
# A mark in place of a figure: ": c", "…¹", "К", "(D)".
_NO_FIGURE = re.compile(r"\W*[^\W\d_]{0,2}\W*[¹²³⁴-⁹⁰\d*]?\)?")


def is_place(cell: str) -> bool:
    """Whether a cell is a country, a group of countries or the world."""
    return bool(alpha3(cell)) or words.country(cell) == words.WORLD or words.is_group(cell)


def share(cells: Sequence[str], test: Callable[[str], bool]) -> float:
    """The share of cells that pass a test; 0 of none."""
    return sum(map(test, cells)) / len(cells) if cells else 0.0


def is_mark(cell: str) -> bool:
    """Whether a cell has a mark in place of a figure: ": c", "…¹", "К"."""
    return len(cell) <= LONGEST and bool(_NO_FIGURE.fullmatch(cell))


def is_figure(cell: str) -> bool:
    """Whether a cell is a number, says nothing, or has a mark in place of a figure."""
    return figure_of(cell) is not None or is_nothing(cell) or is_mark(cell)


def figure_of(cell: str, decimal: str | None = None) -> float | None:
    """The number of a cell, with or without the mark of a footnote or flag behind it."""
    if len(cell) > LONGEST:
        return None
    if (plain := number(cell, decimal)) is not None:
        return plain
    match = _FLAGGED.fullmatch(cell.strip())
    return number(match[1], decimal) if match else None


def period_in(cell: str) -> tuple[int, int] | None:
    """The first and last month that a cell states, counted from year 0."""
    if found := period_of(cell):
        return found
    span, rest = span_in(cell)
    return span.months(None) if span and not re.search(r"[^\W_]{2}|\d", rest) else None


def month_of(cell: str) -> Span | None:
    """The month of a cell: 5, May, "05 - May"."""
    if cell.isdigit():
        return Span(int(cell), int(cell)) if 1 <= int(cell) <= 12 else None
    span, rest = span_in(cell)
    if span is None or span.year is not None or (span.first, span.last) == (1, 12):
        return None
    left = rest.strip(" .-–")
    return span if not left or (left.isdigit() and int(left) == span.first == span.last) else None
