"""The rows of `box31 totals` as one self-contained SVG file: the largest cells, all lines beside accepted and likely ones."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from matcher.charts import svg
from matcher.reading.terms import interface
from matcher.text.display import amount

MOST_CELLS = 8  # groups of bars
LABEL = 29  # letters of a cell's label: as many capitals fit beside the bars
LEAST_PART = 4  # letters of a word in it
NAMED_HERE = ("hs", "kind")  # divisions whose words are the chart's own


def totals_chart(rows: Sequence[Mapping[str, Any]], by: Sequence[str], language: str = "en") -> str:
    """Bars of the largest cells: value in US dollars, or lines where no line states a value."""
    money = any(row["value_usd"] is not None for row in rows)
    names = (
        ("value_usd", "accepted_value_usd", "likely_value_usd")
        if money
        else ("lines", "accepted_lines", "likely_lines")
    )

    def say(key: str, *filled: str) -> str:
        return interface(key, language, *filled)

    shown = rows[:MOST_CELLS]
    labels = [_fitted([str(row[division]) for division in by]) for row in shown]
    named = [say(f"{'totals_by' if name in NAMED_HERE else 'division'}_{name}") for name in by]
    title = say("totals_usd_by" if money else "totals_lines_by", ", ".join(named))
    told = "; ".join(
        say("totals_cell", label, *(_number(row[name], language) for name in names))
        for label, row in zip(labels, shown, strict=True)
    )
    series = [
        svg.Series(say(key), [row[name] for row in shown])
        for key, name in zip(("totals_all", "totals_accepted", "totals_likely"), names, strict=True)
    ]
    cells = say("totals_cells", str(len(rows)))
    if len(rows) > len(shown):
        cells = say("chart_smaller", cells, str(len(rows) - len(shown)))
    draw = svg.bars if by[0] == "month" and len(by) == 1 else svg.rows
    axes = svg.Axes(say("chart_usd" if money else "chart_lines"), _fitted(named), language)
    chart = draw("totals", title, told, labels, series, axes)
    return svg.standalone(chart, title, cells, say("chart_of_lines"), language)


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


def _number(value: float | None, language: str) -> str:
    return interface("no_data", language) if value is None else amount(value)
