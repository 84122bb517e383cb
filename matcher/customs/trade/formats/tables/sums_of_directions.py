"""Columns whose figures are exports and imports together, or the balance of both: they repeat what other columns say.

| Exports | Imports | Total trade | Balance |
| 30      | 20      | 50          | 10      |
"""

from __future__ import annotations

from collections import defaultdict

from matcher.customs.trade.formats.tables.headed_tables import FigureColumn, Headed
from matcher.customs.trade.formats.texts.figures import figure_of
from matcher.customs.trade.formats.texts.headings import Span

LEAST = 3  # rows with a figure other than 0 in either direction
MOSTLY = 0.9  # share of them whose figures agree
ROUNDED = 2.0  # units of which a sum of rounded figures may be another


def sums_of_directions(table: Headed) -> set[int]:
    """The columns without a direction whose figures are the sums or differences of two columns, one of each direction."""
    directed: dict[tuple[str | None, Span | None], list[FigureColumn]] = defaultdict(list)
    for figure in table.figures:
        directed[figure.heading.flow, figure.heading.span].append(figure)
    return {
        figure.at
        for figure in table.figures
        if figure.heading.flow is None and figure.heading.amount in (None, "value")
        for exports in directed["export", figure.heading.span]
        for imports in directed["import", figure.heading.span]
        if _adds_up(table, figure, exports, imports)
    }


def _adds_up(table: Headed, figure: FigureColumn, exports: FigureColumn, imports: FigureColumn) -> bool:
    rows = [
        tuple(figure_of(row[f.at]) if f.at < len(row) else None for f in (figure, exports, imports))
        for row in table.body
    ]
    told = [
        (whole, out or 0.0, back or 0.0) for whole, out, back in rows if whole is not None and (out or back)
    ]
    agree = max(
        (sum(abs(whole - out - sign * back) <= ROUNDED for whole, out, back in told) for sign in (1, -1)), default=0
    )  # fmt: skip
    return len(told) >= LEAST and agree >= MOSTLY * len(told)
