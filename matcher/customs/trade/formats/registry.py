"""Which form of statistics a table has."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.customs.trade.formats import countries_across, flat, pivoted, sdmx
from matcher.customs.trade.formats.digits import ascii_digits
from matcher.customs.trade.formats.layout import Layout

FORMS = (sdmx.recognise, countries_across.recognise, flat.recognise, pivoted.recognise)  # the strictest first


def statistics_layout(rows: Sequence[Sequence[str]], header: Sequence[str] | None) -> Layout | None:
    """The layout of a table of published statistics, or None where it is none.

    `rows` are the table's first rows; `header` is given where the format names its columns apart from the rows.
    """
    rows = [ascii_digits(row) for row in rows]
    header = ascii_digits(header) if header is not None else None
    for recognise in FORMS:
        if layout := recognise(rows, header):
            return layout
    return None
