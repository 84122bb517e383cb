"""Which form of statistics a table has."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.customs.trade.formats.cubes.recognition import recognise as recognise_cube
from matcher.customs.trade.formats.flat import sdmx
from matcher.customs.trade.formats.flat import table as flat
from matcher.customs.trade.formats.pivoted import recognition as pivoted
from matcher.customs.trade.formats.rewritten import codes_and_countries, countries_across
from matcher.customs.trade.formats.rewritten.titled_records import titled
from matcher.customs.trade.formats.rewritten.two_ends import ends_of, with_partners
from matcher.customs.trade.formats.rewritten.two_languages import of_one_language
from matcher.customs.trade.formats.tables.headed_tables import headed_tables
from matcher.customs.trade.formats.tables.layout import Layout
from matcher.customs.trade.formats.texts.digits import ascii_about, ascii_digits
from matcher.customs.trade.formats.texts.said_beside import Said, said_beside
from matcher.customs.trade.formats.texts.two_languages import in_one_language
from matcher.sheets.tables.about import About


def statistics_layout(
    rows: Sequence[Sequence[str]], header: Sequence[str] | None, about: About | None = None
) -> Layout | None:
    """The layout of a table of published statistics, or None where it is none.

    `rows` are the table's first rows; `header` is given where the format names its columns apart from the rows, `about` is what it says
    beside them.
    """
    rows = [ascii_digits(row) for row in rows]
    header = ascii_digits(header) if header is not None else None
    about = ascii_about(about) if about is not None else None
    if about is not None and about.dimensions:
        return recognise_cube(about, header or ())
    rows, header, sign = in_one_language(rows, header)
    layout = _of_one_language(rows, header, about)
    return of_one_language(layout, sign) if layout and sign else layout


def _of_one_language(
    rows: Sequence[Sequence[str]], header: Sequence[str] | None, about: About | None
) -> Layout | None:
    said = said_beside(about.said) if about is not None else Said()
    if said != Said():
        above = [*said.rows(), *((header,) if header is not None else ())]
        layout = _of_one_language([*above, *rows], None, None)
        if layout and (
            layout.header_row == len(above) if header is not None else layout.header_row > len(above)
        ):
            return titled(layout, said, above)
        if header is None:
            return None  # what is said beside it changes its figures: without it they would be others
    return sdmx.recognise(rows, header) or _by_headings_or_rows(rows, header)


def _by_headings_or_rows(rows: Sequence[Sequence[str]], header: Sequence[str] | None) -> Layout | None:
    """The layout of a table that no standard describes: the strictest form first."""
    if ends := ends_of(rows, header):
        columns = ends.header(header) if header is not None else None
        inner = _by_headings_or_rows(ends.rows(rows, None), columns)
        return with_partners(inner, ends) if inner else None
    tables = list(headed_tables(rows, header))
    return (
        countries_across.recognise(tables)
        or codes_and_countries.recognise(tables, rows)
        or flat.recognise(rows, header)
        or pivoted.recognise(tables)
    )
