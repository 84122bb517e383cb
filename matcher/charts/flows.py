"""The rows of `box31 flows` as one self-contained SVG file: no script, no font, its numbers in words as well."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from matcher.charts import svg
from matcher.reading.terms import interface
from matcher.text.display import amount

if TYPE_CHECKING:
    from markupsafe import Markup

MOST_PARTNERS = 8  # groups of bars
MOST_SERIES = 4  # lines or bars side by side that can still be distinguished
Rows = Sequence[Mapping[str, Any]]
NamedRows = Mapping[str, Mapping[str, Mapping[str, Any]]]  # name of a series -> period -> row


def against_chart(rows: Rows) -> str:
    """Country A beside country B, period by period, value in US dollars."""
    a, b = rows[0]["a"], rows[0]["b"]
    codes = sorted({row["hs"] for row in rows})
    steps = [row["period"] if len(codes) == 1 else f"{row['hs']} {row['period']}" for row in rows]
    chart = svg.bars(
        "flows",
        f"{', '.join(codes)}: {a} and {b}",
        "; ".join(
            f"{step}: {a} {_usd(row['value_a'])}, {b} {_usd(row['value_b'])}"
            for step, row in _zip(steps, rows)
        ),
        steps,
        [
            svg.Series(a, [row["value_a"] for row in rows]),
            svg.Series(b, [row["value_b"] for row in rows]),
        ],
        svg.Axes("US dollars", "period" if len(codes) == 1 else "code and period"),
    )
    said = "; ".join(f"{step}: {a} {row['times']} {b}" for step, row in _zip(steps[-4:], rows[-4:]))
    return svg.standalone(
        chart, f"Goods {', '.join(codes)}, value in US dollars: {a} and {b}", said, rows[-1]["source"]
    )


def share_chart(rows: Rows) -> str:
    """One country's share of the value, period by period, a line for each code group."""
    periods = sorted({row["period"] for row in rows})
    by_code: dict[str, dict[str, float | None]] = defaultdict(dict)
    for row in rows:
        by_code[row["hs"]][row["period"]] = row["share_percent"]
    codes = sorted(by_code)[:MOST_SERIES]
    country = rows[0]["country"]
    chart = svg.lines(
        "flows",
        f"Share of {country}",
        "; ".join(f"{row['hs']} {row['period']}: {row['share']}" for row in rows),
        periods,
        [svg.Series(code, [by_code[code].get(period) for period in periods]) for code in codes],
        svg.Axes("share of the value, per cent", "period"),
    )
    first, last = rows[0], rows[-1]
    said = f"{first['period']}: {first['share']}; {last['period']}: {last['share']}" + _left(len(by_code))
    return svg.standalone(
        chart, f"Goods {', '.join(codes)}: share of {country} in per cent of the value", said, last["source"]
    )


def flows_chart(rows: Rows, language: str = "en") -> str:
    """Years side by side for each partner, or the course over months or quarters, value in US dollars."""
    by_series: dict[str, dict[str, Mapping[str, Any]]] = defaultdict(dict)
    codes = sorted({row["hs"] or interface("flows_no_code", language) for row in rows})
    for row in rows:
        ends = interface("flows_from_to", language, row["from"], row["to"])
        name = ends + (f", {row['hs']}" if len(codes) > 1 else "")
        if row["value_usd"] is not None or row["period"] not in by_series[name]:
            by_series[name][row["period"]] = row
    largest = sorted(
        by_series, key=lambda name: -sum(row["value_usd"] or 0 for row in by_series[name].values())
    )
    key = "flows_goods_others" if len(codes) > MOST_SERIES else "flows_goods"
    title = interface(key, language, ", ".join(codes[:MOST_SERIES]))
    years = all(len(row["period"]) == 4 for row in rows)
    shown = largest[: MOST_PARTNERS if years else MOST_SERIES]
    chart, said = (_years if years else _course)(_Drawn(title, by_series, largest, shown, language))
    if left := len(largest) - len(shown):
        said = interface("chart_smaller", language, said, str(left))
    return svg.standalone(chart, title, said, interface(f"source_{rows[-1]['source']}", language), language)


@dataclass(frozen=True)
class _Drawn:
    """What a chart of flows shows: of all series by name, the largest first, those that are drawn."""

    title: str
    by_series: NamedRows
    largest: Sequence[str]
    shown: Sequence[str]
    language: str

    def say(self, key: str, *filled: str) -> str:
        return interface(key, self.language, *filled)

    def usd(self, value: float | None) -> str:
        return self.say("no_data") if value is None else f"{amount(value)} {self.say('usd')}"

    @property
    def periods(self) -> list[str]:
        return sorted({period for found in self.by_series.values() for period in found})

    @property
    def described(self) -> str:
        return "; ".join(
            f"{name} {period}: {self.usd(row['value_usd'])}"
            for name in self.largest
            for period, row in self.by_series[name].items()
        )


def _years(drawn: _Drawn) -> tuple[Markup, str]:
    """Years side by side for each partner, and the last change in words."""
    last = drawn.periods[-1]
    chart = svg.rows(
        "flows",
        drawn.title,
        drawn.described,
        drawn.shown,
        [
            svg.Series(year, [drawn.by_series[name].get(year, {}).get("value_usd") for name in drawn.shown])
            for year in drawn.periods[-MOST_SERIES:]
        ],
        svg.Axes(drawn.say("chart_usd"), drawn.say("flows_ends"), drawn.language),
    )
    changes = [(name, drawn.by_series[name].get(last)) for name in drawn.shown[:MOST_SERIES]]
    said = [
        drawn.say(
            "flows_change",
            name,
            row["change"] if row["change_percent"] is not None else drawn.say("no_data"),
            last,
        )
        for name, row in changes
        if row
    ]
    return chart, "; ".join(said)


def _course(drawn: _Drawn) -> tuple[Markup, str]:
    """The course over months or quarters, and from when to when."""
    periods = drawn.periods
    lines = [
        svg.Series(name, [drawn.by_series[name].get(p, {}).get("value_usd") for p in periods])
        for name in drawn.shown
    ]
    axes = svg.Axes(drawn.say("chart_usd"), drawn.say("chart_period"), drawn.language)
    chart = svg.lines("flows", drawn.title, drawn.described, periods, lines, axes)
    return chart, drawn.say("flows_course", periods[0], periods[-1])


def _usd(value: float | None) -> str:
    return "no data" if value is None else f"{amount(value)} USD"


def _left(count: int) -> str:
    return f"; {count - MOST_SERIES} more codes not shown" if count > MOST_SERIES else ""


def _zip(steps: Sequence[str], rows: Rows) -> list[tuple[str, Mapping[str, Any]]]:
    return list(zip(steps, rows, strict=True))
