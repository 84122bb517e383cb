"""The rows of `box31 totals` as one self-contained SVG file: the largest cells, all lines beside accepted and likely ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from matcher.charts import svg
from matcher.text.display import amount

MOST_CELLS = 8  # groups of bars
LABEL = 28  # letters of a cell's label


def totals_chart(rows: Sequence[Mapping[str, Any]], by: Sequence[str]) -> str:
    """Bars of the largest cells: value in US dollars, or lines where no line states a value."""
    money = any(row["value_usd"] is not None for row in rows)
    names = (
        ("value_usd", "accepted_value_usd", "likely_value_usd")
        if money
        else ("lines", "accepted_lines", "likely_lines")
    )
    shown = rows[:MOST_CELLS]
    labels = [", ".join(str(row[division])[:LABEL] for division in by) for row in shown]
    title = f"{'Value in US dollars' if money else 'Lines'} by {', '.join(by)}"
    told = "; ".join(
        f"{label}: all {_number(row[names[0]])}, accepted {_number(row[names[1]])}, likely {_number(row[names[2]])}"
        for label, row in zip(labels, shown, strict=True)
    )
    series = [
        svg.Series(word, [row[name] for row in shown])
        for word, name in zip(("all", "accepted", "likely"), names, strict=True)
    ]
    left = f"; {len(rows) - len(shown)} smaller ones not shown" if len(rows) > len(shown) else ""
    draw = svg.bars if by[0] == "month" and len(by) == 1 else svg.rows
    axes = svg.Axes("US dollars" if money else "lines", ", ".join(by))
    chart = draw("totals", title, told, labels, series, axes)
    return svg.standalone(chart, title, f"{len(rows)} cells{left}", "customs lines")


def _number(value: float | None) -> str:
    return "no data" if value is None else amount(value)
