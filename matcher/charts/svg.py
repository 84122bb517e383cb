"""Small SVG charts, written by hand: no script, no font, a title and a description for screen readers.

Each belongs beside the table of the same numbers. Colours and type come from the dossier's style sheet.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

from matcher.reading.terms import interface
from matcher.text.display import amount, visible

WIDTH, HEIGHT = 640, 266
LEFT, RIGHT, TOP, BOTTOM = 56, 12, 26, 56
MOST_LABELS = 9  # along the horizontal axis
ROW_LABEL, ROW_LETTERS = 236, 34  # pixels and letters of the labels before rows of bars
HEAD = 62  # pixels above the chart, for its title and what it says

STYLE = """
text{font:12px system-ui,"Segoe UI","Noto Sans","Noto Sans CJK SC",sans-serif;fill:#4d5a66}
.axis{font-style:italic}.title{font-size:17px;font-weight:600;fill:#1b2530}.end{text-anchor:end}.mid{text-anchor:middle}.grid{stroke:#e1e5e8}
.s0{fill:#17557a}.s1{fill:#b4541a}.s2{fill:#4f7a28}.s3{fill:#74408f}
.l0,.l1,.l2,.l3{fill:none;stroke-width:2}.l0{stroke:#17557a}.l1{stroke:#b4541a;stroke-dasharray:6 3}
.ideal{stroke:#999;stroke-dasharray:4 3}.see{fill-opacity:.7}
.tie{fill:none;stroke:#17557a;stroke-opacity:.45}
.l2{stroke:#4f7a28;stroke-dasharray:2 3}.l3{stroke:#74408f}
"""


@dataclass(frozen=True)
class Series:
    """One row of values, one for each of the chart's steps; None is a gap, not a zero."""

    name: str
    values: Sequence[float | None]


@dataclass(frozen=True)
class Axes:
    """What the axes are of: the values with their unit, and the steps, in the reader's language."""

    values: str
    steps: str
    language: str = "en"


def bars(
    chart_id: str, title: str, description: str, steps: Sequence[str], series: Sequence[Series], axes: Axes
) -> Markup:
    """Bars side by side for each step, one for each series, from zero up."""
    top = _ceiling([value for one in series for value in one.values if value is not None])
    inside = WIDTH - LEFT - RIGHT
    step = inside / max(len(steps), 1)
    width = min(step * 0.78 / max(len(series), 1), 40)
    parts = [_grid(top, axes.language), _steps(steps, step), _names(axes)]
    for place, one in enumerate(series):
        for number, value in enumerate(one.values):
            if not value:
                continue
            x = LEFT + step * (number + 0.5) + width * (place - len(series) / 2)
            y = _y(value, top)
            parts.append(
                f'<rect class="s{place % 4}" x="{x:.1f}" y="{y:.1f}" width="{max(width - 1, 0.5):.1f}"'
                f' height="{HEIGHT - BOTTOM - y:.1f}"><title>{escape(visible(steps[number]))}:'
                f" {escape(visible(one.name))} {amount(value)}</title></rect>"
            )
    return _svg(chart_id, title, description, parts, series)


def rows(
    chart_id: str, title: str, description: str, steps: Sequence[str], series: Sequence[Series], axes: Axes
) -> Markup:
    """Bars from left to right, one row of them for each step, with room for long labels before them."""
    top = _ceiling([value for one in series for value in one.values if value is not None])
    left, thick = ROW_LABEL, 11
    high = thick * len(series) + 12
    height = TOP + high * len(steps) + BOTTOM
    scale = (WIDTH - left - RIGHT - 8) / top
    parts = [
        f'<text class="end axis" x="{left - 8}" y="{TOP - 6}">{escape(visible(axes.steps))}</text>',
        f'<text class="end axis" x="{WIDTH - RIGHT}" y="{height - BOTTOM + 32}">{escape(visible(axes.values))}</text>',
    ]
    for quarter in range(5):
        value = top * quarter / 4
        x = left + value * scale
        parts.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{height - BOTTOM}"/>')
        place = "end" if quarter == 4 else "mid"
        parts.append(
            f'<text class="{place}" x="{x:.1f}" y="{height - BOTTOM + 16}">{_short(value, axes.language)}</text>'
        )
    for number, step in enumerate(steps):
        y = TOP + high * number + 6
        middle = y + thick * len(series) / 2 + 4
        label = step if len(step) <= ROW_LETTERS else step[: ROW_LETTERS - 1] + "…"
        parts.append(f'<text class="end" x="{left - 8}" y="{middle:.1f}">{escape(visible(label))}</text>')
        for place_of, one in enumerate(series):
            value_of = one.values[number]
            if value_of:
                parts.append(
                    f'<rect class="s{place_of % 4}" x="{left}" y="{y + thick * place_of:.1f}"'
                    f' width="{max(value_of * scale, 0.5):.1f}" height="{thick - 1}"><title>{escape(visible(step))}:'
                    f" {escape(visible(one.name))} {amount(value_of)}</title></rect>"
                )
    return _svg(chart_id, title, description, parts, series, height=height)


def lines(
    chart_id: str,
    title: str,
    description: str,
    steps: Sequence[str],
    series: Sequence[Series],
    axes: Axes,
) -> Markup:
    """A line with a dot for each value of each series; a gap stays a gap."""
    top = _ceiling([value for one in series for value in one.values if value is not None])
    step = (WIDTH - LEFT - RIGHT) / max(len(steps), 1)
    parts = [_grid(top, axes.language), _steps(steps, step), _names(axes)]
    for place, one in enumerate(series):
        points = [
            (LEFT + step * (number + 0.5), _y(value, top), value, steps[number])
            for number, value in enumerate(one.values)
            if value is not None
        ]
        path = ""
        before = None
        for number, value in enumerate(one.values):
            if value is not None:
                x, y = LEFT + step * (number + 0.5), _y(value, top)
                path += f"{'L' if before == number - 1 else 'M'}{x:.1f} {y:.1f}"
                before = number
        parts.append(f'<path class="l{place % 4}" d="{path}"/>')
        parts.extend(
            f'<circle class="s{place % 4}" cx="{x:.1f}" cy="{y:.1f}" r="3"><title>{escape(visible(name))}:'
            f" {escape(visible(one.name))} {amount(value)}</title></circle>"
            for x, y, value, name in points
        )
    return _svg(chart_id, title, description, parts, series)


def reliability(
    chart_id: str,
    title: str,
    description: str,
    points: Sequence[tuple[float, float, int]],
    counted: str = "pairs",
    language: str = "en",
) -> Markup:
    """Stated confidence against the share accepted: (stated, observed, count of what is `counted`, pairs or decisions); the
    larger the dot, the more of them."""
    size, left, bottom = 260, 44, 34
    scale = size - left - bottom

    def at(x: float, y: float) -> tuple[float, float]:
        return left + x * scale, 12 + (1 - y) * scale

    parts = []
    for mark in (0, 0.25, 0.5, 0.75, 1):
        x, y = at(mark, mark)
        parts.append(f'<line class="grid" x1="{left}" x2="{left + scale}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(f'<text class="end" x="{left - 6}" y="{y + 4:.1f}">{mark:g}</text>')
        parts.append(f'<text class="mid" x="{x:.1f}" y="{12 + scale + 16}">{mark:g}</text>')
    (x1, y1), (x2, y2) = at(0, 0), at(1, 1)
    parts.append(f'<line class="ideal" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>')
    most = max((count for _, _, count in points), default=1)
    for stated, observed, count in points:
        x, y = at(stated, observed)
        radius = 3 + 7 * math.sqrt(count / most)
        said = interface(
            f"reliability_dot_{counted}", language, f"{stated:.2f}", f"{observed:.2f}", str(count)
        )
        parts.append(
            f'<circle class="s0 see" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"><title>{said}</title></circle>'
        )
    below, beside = interface("reliability_stated", language), interface("reliability_accepted", language)
    parts.append(f'<text class="mid" x="{left + scale / 2}" y="{size - 2}">{below}</text>')
    middle = 12 + scale / 2
    parts.append(
        f'<text class="mid" x="10" y="{middle:.0f}" transform="rotate(-90 10 {middle:.0f})">{beside}</text>'
    )
    return _svg(chart_id, title, description, parts, (), width=size + 20, height=size + 4)


@dataclass(frozen=True)
class Lane:
    """One lane of a timeline: moments as (ISO day, size 0 to 1, words)."""

    name: str
    moments: Sequence[tuple[str, float, str]]


def timeline(
    chart_id: str, title: str, description: str, lanes: Sequence[Lane], language: str = "en"
) -> Markup | None:
    """Moments on lanes along one axis of time; dots grow with their size. None where no moment has a date."""
    days = sorted(day for lane in lanes for text, _, _ in lane.moments if (day := day_of(text)))
    if not days:
        return None
    first, last = days[0], days[-1]
    span = max((last - first).days, 1)
    left, height = 120, 40 * len(lanes) + 34
    scale = WIDTH - left - 24

    def x_of(day: date) -> float:
        return left + 8 + scale * ((day - first).days / span)

    parts = []
    for row, lane in enumerate(lanes):
        y = 24 + 40 * row
        parts.append(f'<line class="grid" x1="{left}" x2="{WIDTH - 8}" y1="{y}" y2="{y}"/>')
        parts.append(f'<text class="end" x="{left - 8}" y="{y + 4}">{escape(visible(lane.name))}</text>')
        parts.extend(
            f'<circle class="s{row % 4} see" cx="{x_of(day):.1f}" cy="{y}" r="{4 + 8 * size:.1f}">'
            f"<title>{escape(visible(words))}</title></circle>"
            for text, size, words in lane.moments
            if (day := day_of(text))
        )
    axis = interface("chart_date", language)
    parts.append(f'<text class="end axis" x="{left - 8}" y="{height - 6}">{axis}</text>')
    ends = [(first, "from"), (last, "end")] if last > first else [(first, "from")]
    parts.extend(
        f'<text class="{place}" x="{x_of(day):.1f}" y="{height - 6}">{day.isoformat()}</text>'
        for day, place in ends
    )
    return _svg(chart_id, title, description, parts, (), height=height)


def picture(chart_id: str, title: str, description: str, parts: Sequence[str], height: float) -> Markup:
    """A chart of parts that another module has drawn; every text in them must be escaped."""
    return _svg(chart_id, title, description, parts, (), height=height)


def standalone(chart: Markup, title: str, said: str, source: str, language: str = "en") -> str:
    """A chart as a self-contained SVG file with its title, a sentence and its source, which is said to be the case's."""
    source = interface("chart_source", language, source)
    found = re.search(r'viewBox="0 0 (\d+) (\d+)"', chart)
    assert found
    width, height = int(found[1]), int(found[2])
    inner = str(chart).replace(
        '<svg class="chart"', f'<svg x="0" y="{HEAD}" width="{width}" height="{height}"', 1
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height + HEAD + 20}" width="{width * 1.5:.0f}"'
        f' lang="{language}"><style>{STYLE}</style><rect width="100%" height="100%" fill="#fff"/>'
        f'<text class="title" x="16" y="26">{escape(title[:78])}</text>'
        f'<text x="16" y="46">{escape(said[:110])}</text>{inner}'
        f'<text x="16" y="{height + HEAD + 12}">{escape(source)}</text></svg>\n'
    )


def day_of(text: str) -> date | None:
    """The day of an ISO 8601 date or time; the middle of the month where there is no day; None for anything else."""
    try:
        return date.fromisoformat(f"{text}-15" if len(text) == 7 else text[:10])
    except ValueError:
        return None


def _ceiling(values: Sequence[float]) -> float:
    """The next round number above the largest value: 1, 2, 2.5 or 5 times a power of ten."""
    largest = max(values, default=0)
    if largest <= 0:
        return 1
    power = 10.0 ** math.floor(math.log10(largest))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= largest)


def _y(value: float, top: float) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / top


def _grid(top: float, language: str) -> str:
    parts = []
    for quarter in range(5):
        value = top * quarter / 4
        y = _y(value, top)
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(f'<text class="end" x="{LEFT - 6}" y="{y + 4:.1f}">{_short(value, language)}</text>')
    return "".join(parts)


def _short(value: float, language: str) -> str:
    for size, key in ((1e9, "chart_billion"), (1e6, "chart_million"), (1e3, "chart_thousand")):
        if value >= size:
            return interface(key, language, f"{value / size:g}")
    return f"{value:g}"


def _steps(steps: Sequence[str], width: float) -> str:
    every = max(1, math.ceil(len(steps) / MOST_LABELS))
    return "".join(
        f'<text class="mid{" odd" if number // every % 2 else ""}" x="{LEFT + width * (number + 0.5):.1f}"'
        f' y="{HEIGHT - BOTTOM + 18}">'
        f"{escape(visible(step))}</text>"
        for number, step in enumerate(steps)
        if number % every == 0
    )


def _names(axes: Axes) -> str:
    """The names of the axes: that of the values above theirs, that of the steps at the end of theirs."""
    return (
        f'<text class="axis" x="4" y="{TOP - 12}">{escape(visible(axes.values))}</text>'
        f'<text class="end axis" x="{WIDTH - RIGHT}" y="{HEIGHT - BOTTOM + 34}">{escape(visible(axes.steps))}</text>'
    )


def _svg(
    chart_id: str,
    title: str,
    description: str,
    parts: Sequence[str],
    series: Sequence[Series],
    width: float = WIDTH,
    height: float = HEIGHT,
) -> Markup:
    legend = "".join(
        f'<rect class="s{place % 4}" x="{LEFT + 150 * place}" y="{height - 12:.0f}" width="10" height="10"/>'
        f'<text class="legend" x="{LEFT + 150 * place + 15}" y="{height - 3:.0f}">'
        f"{escape(visible(one.name[:22]))}</text>"
        for place, one in enumerate(series)
        if len(series) > 1
    )
    return Markup(  # noqa: S704 - every text in `parts` has been escaped above
        f'<svg class="chart" viewBox="0 0 {width:.0f} {height + (8 if legend else 0):.0f}" role="img"'
        f' aria-labelledby="{chart_id}-t {chart_id}-d"><title id="{chart_id}-t">{escape(visible(title))}</title>'
        f'<desc id="{chart_id}-d">{escape(visible(description))}</desc>{"".join(parts)}{legend}</svg>'
    )
