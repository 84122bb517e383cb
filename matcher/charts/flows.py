"""The rows of `box31 flows` as one SVG file that stands alone: no script, no font, its numbers in words as well."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from matcher.charts import svg as charts
from matcher.text.display import amount

MOST_SERIES = 4  # lines or bars side by side that can still be told apart
HEAD = 62  # pixels above the chart, for its title and what it says

STYLE = """
text{font:12px system-ui,"Segoe UI","Noto Sans","Noto Sans CJK SC",sans-serif;fill:#4d5a66}
.title{font-size:17px;font-weight:600;fill:#1b2530}.end{text-anchor:end}.mid{text-anchor:middle}.grid{stroke:#e1e5e8}
.s0{fill:#17557a}.s1{fill:#b4541a}.s2{fill:#4f7a28}.s3{fill:#74408f}
.l0,.l1,.l2,.l3{fill:none;stroke-width:2}.l0{stroke:#17557a}.l1{stroke:#b4541a;stroke-dasharray:6 3}
.l2{stroke:#4f7a28;stroke-dasharray:2 3}.l3{stroke:#74408f}
"""

Rows = Sequence[Mapping[str, Any]]


def against_chart(rows: Rows) -> str:
    """Country A beside country B, period by period, value in US dollars."""
    a, b = rows[0]["a"], rows[0]["b"]
    codes = sorted({row["hs"] for row in rows})
    steps = [row["period"] if len(codes) == 1 else f"{row['hs']} {row['period']}" for row in rows]
    chart = charts.bars(
        "flows",
        f"{', '.join(codes)}: {a} and {b}",
        "; ".join(
            f"{step}: {a} {_usd(row['value_a'])}, {b} {_usd(row['value_b'])}"
            for step, row in _zip(steps, rows)
        ),
        steps,
        [
            charts.Series(a, [row["value_a"] for row in rows]),
            charts.Series(b, [row["value_b"] for row in rows]),
        ],
    )
    said = "; ".join(f"{step}: {a} {row['times']} {b}" for step, row in _zip(steps[-4:], rows[-4:]))
    return standalone(
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
    chart = charts.lines(
        "flows",
        f"Share of {country}",
        "; ".join(f"{row['hs']} {row['period']}: {row['share']}" for row in rows),
        periods,
        [charts.Series(code, [by_code[code].get(period) for period in periods]) for code in codes],
    )
    first, last = rows[0], rows[-1]
    said = f"{first['period']}: {first['share']}; {last['period']}: {last['share']}" + _left(len(by_code))
    return standalone(
        chart, f"Goods {', '.join(codes)}: share of {country} in per cent of the value", said, last["source"]
    )


def flows_chart(rows: Rows) -> str:
    """Years side by side for each partner, or the course over months or quarters, value in US dollars."""
    by_series: dict[str, dict[str, Mapping[str, Any]]] = defaultdict(dict)
    codes = sorted({row["hs"] for row in rows})
    for row in rows:
        name = f"{row['from']} to {row['to']}" + (f", {row['hs']}" if len(codes) > 1 else "")
        by_series[name][row["period"]] = row
    largest = sorted(
        by_series, key=lambda name: -sum(row["value_usd"] or 0 for row in by_series[name].values())
    )
    periods = sorted({row["period"] for row in rows})
    description = "; ".join(
        f"{name} {period}: {_usd(row['value_usd'])}"
        for name in largest
        for period, row in by_series[name].items()
    )
    others = " and others" if len(codes) > MOST_SERIES else ""
    title = f"Goods {', '.join(codes[:MOST_SERIES])}{others}, value in US dollars"
    if all(len(period) == 4 for period in periods):
        shown = largest[:8]
        chart = charts.bars(
            "flows",
            title,
            description,
            shown,
            [
                charts.Series(year, [by_series[name].get(year, {}).get("value_usd") for name in shown])
                for year in periods[-MOST_SERIES:]
            ],
        )
        changes = [(name, by_series[name].get(periods[-1])) for name in shown[:MOST_SERIES]]
        said = "; ".join(f"{name}: {row['change']} in {periods[-1]}" for name, row in changes if row)
        left = len(largest) - len(shown)
    else:
        shown = largest[:MOST_SERIES]
        chart = charts.lines(
            "flows",
            title,
            description,
            periods,
            [
                charts.Series(name, [by_series[name].get(p, {}).get("value_usd") for p in periods])
                for name in shown
            ],
        )
        said = f"{periods[0]} to {periods[-1]}"
        left = len(largest) - len(shown)
    return standalone(
        chart, title, said + (f"; {left} smaller ones not shown" if left else ""), rows[-1]["source"]
    )


def standalone(chart: Markup, title: str, said: str, source: str) -> str:
    """A chart as a file of its own, with its title, what it says and its source written above it."""
    found = re.search(r'viewBox="0 0 (\d+) (\d+)"', chart)
    assert found
    width, height = int(found[1]), int(found[2])
    inner = str(chart).replace(
        '<svg class="chart"', f'<svg x="0" y="{HEAD}" width="{width}" height="{height}"', 1
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height + HEAD + 20}" width="{width * 1.5:.0f}"'
        f' lang="en"><style>{STYLE}</style><rect width="100%" height="100%" fill="#fff"/>'
        f'<text class="title" x="16" y="26">{escape(title[:78])}</text>'
        f'<text x="16" y="46">{escape(said[:110])}</text>{inner}'
        f'<text x="16" y="{height + HEAD + 12}">Source: {escape(source)} of the case</text></svg>\n'
    )


def _usd(value: float | None) -> str:
    return "no data" if value is None else f"{amount(value)} USD"


def _left(count: int) -> str:
    return f"; {count - MOST_SERIES} more codes not shown" if count > MOST_SERIES else ""


def _zip(steps: Sequence[str], rows: Rows) -> list[tuple[str, Mapping[str, Any]]]:
    return list(zip(steps, rows, strict=True))
