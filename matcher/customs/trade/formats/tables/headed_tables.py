"""A table by its headings: where they are, and what each column holds by its heading and its cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, pairwise

from matcher.customs.layout.header_rows import HEADER_ROWS
from matcher.customs.trade.formats.tables.layout import SAMPLE
from matcher.customs.trade.formats.texts import words
from matcher.customs.trade.formats.texts.figures import (
    figure_of,
    is_bound,
    is_figure,
    is_flow,
    is_mark,
    is_place,
    month_of,
    period_in,
    share,
)
from matcher.customs.trade.formats.texts.goods_codes import are_codes, code_in, longest_code
from matcher.customs.trade.formats.texts.headings import Heading, heading_of, span_in
from matcher.customs.trade.formats.texts.measures import measure
from matcher.customs.trade.formats.texts.several_codes import names_several
from matcher.customs.trade.formats.texts.titles import Titles, titles_of
from matcher.customs.values.cells import is_nothing

DEEPEST = 3  # rows of headings
KEYS = (
    *("hs", "reporter_iso", "reporter", "partner_iso", "partner", "flow"),
    *("period", "year", "month", "unit", "unit2", "second", "edition"),
)
MOSTLY = 0.8  # share of a column's cells that must be what the column is taken for
FEW = 0.2  # share of figures among the cells that say something, of a column whose heading names an amount
SOME = 0.5  # the same for a column whose header says what it is


@dataclass(frozen=True)
class FigureColumn:
    """A column of figures: what its heading says."""

    at: int
    heading: Heading


@dataclass(frozen=True)
class Headed:
    """A table by its headings: `above` are the rows over them, `end` the row in which they end, `body` the first rows below and
    `sections` the number of rows above each of them that say a direction alone.

    `at` is field -> column, `numeric` the columns of numbers that are no field, `figures` those whose headings say what they are.
    """

    above: Sequence[Sequence[str]]
    columns: tuple[str, ...]
    end: int
    body: tuple[tuple[str, ...], ...]
    sections: tuple[int, ...]
    at: dict[str, int]
    numeric: tuple[int, ...]
    figures: tuple[FigureColumn, ...]

    def cells(self, column: int) -> list[str]:
        """What the rows of the body have in a column, empty cells left out."""
        return [row[column].strip() for row in self.body if column < len(row) and row[column].strip()]

    @cached_property
    def titles(self) -> Titles:
        """What the rows above the headings say."""
        return titles_of(self.above)

    @cached_property
    def places(self) -> list[int]:
        """The columns of countries."""
        return [
            i for i in range(len(self.columns)) if i not in self.numeric and share(self.cells(i), is_place) >= MOSTLY
        ]  # fmt: skip

    @property
    def bare(self) -> list[int]:
        """The columns of numbers that have no heading."""
        return [at for at in self.numeric if not self.columns[at].strip()]

    @cached_property
    def silent(self) -> tuple[int, ...]:
        """The columns whose headings are of figures, of which the first rows have none."""
        return tuple(
            i for i in self._unread
            if announces_figures(self.columns[i]) or (_names_amount(self.columns[i]) and all(map(is_mark, self.cells(i))))
        )  # fmt: skip

    @cached_property
    def texts_with_numbers(self) -> tuple[int, ...]:
        """The columns of texts whose headings name an amount, some of whose cells are numbers."""
        return tuple(
            i for i in self._unread
            if i not in self.silent and _names_amount(self.columns[i]) and any(map(_is_figure_or_bound, self.cells(i)))
        )  # fmt: skip

    @property
    def _unread(self) -> list[int]:
        return [i for i in range(len(self.columns)) if i not in self.at.values() and i not in self.numeric]


def headed_tables(rows: Sequence[Sequence[str]], header: Sequence[str] | None) -> Iterator[Headed]:
    """The tables that the first rows may be, by where their headings begin; last those with columns of numbers without a heading:
    a row of a query above the table ("Year" | "2024") heads fewer columns than the table has."""
    blocks = [(0, 0)] if header is not None else _headings_among(rows)
    bare = []
    for top, end in blocks:
        headings = [header] if header is not None else rows[top:end]
        table = _headed(headings, rows[end:], rows[:top], end)
        if table and table.bare:
            bare.append(table)
        elif table:
            yield table
    yield from bare


def _headings_among(rows: Sequence[Sequence[str]]) -> Iterator[tuple[int, int]]:
    """(first row, row behind the last) of headings that the first rows may have."""
    for top, row in enumerate(rows[:HEADER_ROWS]):
        if sum(bool(cell.strip()) for cell in row) < 2 or _is_data(row):
            continue
        end = top + 1
        while end < min(len(rows), top + DEEPEST) and _is_below(rows[end]):
            end += 1
        yield top, end


def _first_block(rows: Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
    """The rows before other headings, and before the notes below the last figures (": | not available").

    A table may go on with other years or units below a header of its own.
    """
    began = False
    end = 0
    for at, row in enumerate(rows):
        data = _is_data(row)
        if began and not data and sum(bool(span_in(cell)[0]) for cell in row) > 1:
            return rows[:at]
        began = began or data
        end = at + 1 if data else end
    return rows[:end] if began else rows


def _is_data(row: Sequence[str]) -> bool:
    """Whether a row has figures other than years: it is none of headings."""
    return any(figure_of(cell) is not None and not span_in(cell)[0] for cell in row if cell.strip())


def _is_below(row: Sequence[str]) -> bool:
    """Whether `row` goes on with the headings above: no figures, and no code where a heading stands."""
    filled = [i for i, cell in enumerate(row) if cell.strip()]
    return (
        len(filled) > 1
        and not _is_data(row)
        and not any(code_in(row[i]) and not (filled[0] > 0 and span_in(row[i])[0]) for i in filled)
        and not _is_row_of_remarks([row[i] for i in filled])
    )


def _is_row_of_remarks(cells: Sequence[str]) -> bool:
    """Whether a row has a country with remarks or bounds in place of its figures: it is none of headings."""
    said = [heading_of(cell) for cell in cells[1:]]
    announced = any(h.span or h.flow or h.amount or not h.of_trade for h in said)
    return is_place(cells[0]) and not announced and not any(map(is_place, cells[1:]))


def _joined(headings: Sequence[Sequence[str]]) -> list[str]:
    """One heading for each column: what stands over several columns is said of each that has a heading of its own below."""
    width = max(map(len, headings))
    rows = [[row[i].strip() if i < len(row) else "" for i in range(width)] for row in headings]
    for lower, upper in pairwise(reversed(rows)):
        group = ""
        for i in range(width):
            if upper[i]:
                group = upper[i]
            elif lower[i] and group:
                upper[i] = group
            elif not lower[i]:
                group = ""
    return [" ".join(filter(None, dict.fromkeys(row[i] for row in rows))) for i in range(width)]


def _headed(
    headings: Sequence[Sequence[str]],
    below: Sequence[Sequence[str]],
    above: Sequence[Sequence[str]],
    end: int,
) -> Headed | None:
    columns = _joined(headings)
    filled = [(row, sum(bool(cell.strip()) for cell in row)) for row in _first_block(below)]
    before = accumulate(count == 1 and words.flow_in(" ".join(row)) is not None for row, count in filled)
    sections = [number for (_, count), number in zip(filled, before, strict=True) if count > 1][:SAMPLE]
    body = [row for row, count in filled if count > 1][:SAMPLE]
    if len(columns) < 2 or not body:
        return None
    cells = [[row[i].strip() for row in body if i < len(row) and row[i].strip()] for i in range(len(columns))]
    at = _keys(columns, cells)
    numeric = [
        i for i, column in enumerate(cells) if i not in at.values() and _is_of_figures(columns[i], column)
    ]
    heard = [FigureColumn(i, heading_of(columns[i])) for i in numeric]
    figures = [
        f
        for f in heard
        if f.heading.of_trade and (f.heading.amount or f.heading.span or f.heading.flow or f.heading.unread)
    ]
    return Headed(
        above,
        tuple(columns),
        end,
        tuple(map(tuple, body)),
        tuple(sections),
        at,
        tuple(numeric),
        tuple(_with_true_months(figures)),
    )


def _is_of_figures(heading: str, cells: Sequence[str]) -> bool:
    """Whether a column holds figures: most cells are, or some are and the heading says so, with remarks or bounds in place of others."""
    telling = [cell for cell in cells if _is_figure_or_bound(cell) or not (is_nothing(cell) or is_mark(cell))]
    figures = share(telling, _is_figure_or_bound)
    if share(cells, is_figure) >= MOSTLY:
        return any(figure_of(cell) is not None for cell in cells) or (
            figures > 0 and announces_figures(heading)
        )
    if announces_figures(heading):
        return figures > 0
    return _names_amount(heading) and figures >= (FEW if heading_of(heading).amount else SOME)


def _names_amount(heading: str) -> bool:
    said = heading_of(heading)
    return bool(said.of_trade and (said.amount or said.flow)) and not _is_of_text(heading)


def _is_figure_or_bound(cell: str) -> bool:
    return figure_of(cell) is not None or is_bound(cell)


def _is_of_text(heading: str) -> bool:
    kinds = words.column_kinds(heading).keys() & {"unit", "unit2", *KEYS}
    return bool(kinds) or words.is_description(heading) or words.has_word("divisions", heading)


def announces_figures(heading: str) -> bool:
    """Whether a heading says that its column holds amounts of trade: by a period, a currency or a mass."""
    said = heading_of(heading)
    dated = said.span is not None and (said.span.year is not None or bool(said.flow or said.amount))
    measured = said.measure.currency or said.measure.mass
    return bool(said.of_trade and (dated or measured)) and not _is_of_text(heading)


def _with_true_months(figures: Sequence[FigureColumn]) -> list[FigureColumn]:
    """The columns, without a month that all of them name: "Customs Value (Gen)" is no January."""
    months = {f.heading.span for f in figures if f.heading.span and f.heading.span.year is None}
    if len(months) != 1 or not all(
        words.has_word("no_months", f.heading.text) for f in figures if f.heading.span in months
    ):
        return list(figures)
    return [
        FigureColumn(f.at, replace(f.heading, span=None))
        if f.heading.span in months and not f.heading.cumulated
        else f
        for f in figures
    ]


def _keys(columns: Sequence[str], cells: Sequence[Sequence[str]]) -> dict[str, int]:
    """Field -> column of what is no figure: by its header and its cells, else by its cells."""
    tests: dict[str, Callable[[str], bool]] = {
        "hs": lambda cell: code_in(cell) is not None or names_several(cell),
        "period": lambda cell: period_in(cell) is not None,
        "year": lambda cell: bool(re.fullmatch(r"(?:19|20)\d\d", cell)),
        "month": lambda cell: month_of(cell) is not None,
        "partner": is_place,
        "partner_iso": is_place,
        "flow": is_flow,
    }
    kinds = [words.column_kinds(column) for column in columns]
    at: dict[str, int] = {}
    for name in KEYS:
        test = tests.get(name, lambda cell: figure_of(cell) is None or code_in(cell) is None)
        offers = [
            (-longest_code(cells[i]) if name == "hs" else 0, kind[name], i) for i, kind in enumerate(kinds)
            if name in kind and i not in at.values() and cells[i] and share(cells[i], test) >= SOME
            and not measure(columns[i]).currency and (name in ("hs", "flow") or not words.is_description(columns[i]))
        ]  # fmt: skip
        if offers:
            at[name] = min(offers)[-1]
    # Columns without a heading, or with one that is not understood.
    for name in ("year", "month", "hs", "partner"):
        if name in at or (name in ("year", "month") and "period" in at):
            continue
        found = [
            i for i, column in enumerate(cells)
            if i not in at.values() and len(column) > 1 and not _is_amount(columns[i]) and share(column, tests[name]) >= MOSTLY
            and (name != "hs" or are_codes(column)) and not (name == "month" and any(map(str.isdigit, column)))
        ]  # fmt: skip
        if found:
            at[name] = found[0]
    return at


def _is_amount(column: str) -> bool:
    heading = heading_of(column)
    return bool(heading.amount or heading.span or heading.flow or not heading.of_trade)
