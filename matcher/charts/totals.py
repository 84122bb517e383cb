"""The rows of `box31 totals` as one self-contained SVG file: the largest cells, all lines beside accepted and likely ones."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from matcher.charts import svg
from matcher.text.display import amount

MOST_CELLS = 8  # groups of bars
LABEL = 29  # letters of a cell's label: as many capitals fit beside the bars
LEAST_PART = 4  # letters of a word in it
_NAMES = {"before_after": "date"}


def totals_chart(rows: Sequence[Mapping[str, Any]], by: Sequence[str]) -> str:
    """Bars of the largest cells: value in US dollars, or lines where no line states a value."""
    money = any(row["value_usd"] is not None for row in rows)
    names = (
        ("value_usd", "accepted_value_usd", "likely_value_usd")
        if money
        else ("lines", "accepted_lines", "likely_lines")
    )
    shown = rows[:MOST_CELLS]
    labels = [_fitted([str(row[division]) for division in by]) for row in shown]
    named = [_NAMES.get(division, division) for division in by]
    title = f"{'Value in US dollars' if money else 'Lines'} by {', '.join(named)}"
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
    axes = svg.Axes("US dollars" if money else "lines", _fitted(named))
    chart = draw("totals", title, told, labels, series, axes)
    return svg.standalone(chart, title, f"{len(rows)} cells{left}", "customs lines")


def _fitted(parts: Sequence[str]) -> str:
    """The parts in LABEL letters: the longest words lose letters first, dates and codes last."""
    short = [re.sub("^before (?=\\d)", "<", re.sub(r"^from (\S+) on$", r"≥\1", part)) for part in parts]
    kept = [len(part) for part in short]
    words = [place for place, part in enumerate(short) if not re.search(r"\d", part)]
    while sum(kept) + 2 * (len(parts) - 1) > LABEL:
        places = [place for place in words if kept[place] > LEAST_PART] or range(len(kept))
        kept[max(places, key=lambda place: kept[place])] -= 1
    return ", ".join(
        part if len(part) <= size else f"{part[: max(1, size - 1)]}…"
        for part, size in zip(short, kept, strict=True)
    )


def _number(value: float | None) -> str:
    return "no data" if value is None else amount(value)
