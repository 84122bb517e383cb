"""The network of firms as a picture: importers at the left, exporters or makers at the right, a line for each pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from matcher.charts import svg
from matcher.reading.terms import interface
from matcher.text.display import amount, visible

MOST_TIES = 40
NAME = 26  # letters of a firm's name
ROW = 22  # pixels between firms
_LEFT, _RIGHT = 216, svg.WIDTH - 216  # where the lines begin and end
TOP = 24  # pixels of the names of both sides
_THICKEST = 12.0  # pixels


def network_file(rows: Sequence[Mapping[str, Any]], language: str = "en") -> str | None:
    """The rows of `box31 parties network` as a self-contained SVG file; None without any."""
    chart = network_chart(rows, language=language)
    if chart is None:
        return None
    said = interface("network_ties", language, str(len(rows)))
    if len(rows) > MOST_TIES:
        said = interface("chart_smaller", language, said, str(len(rows) - MOST_TIES))
    title = interface(f"network_of_{rows[0]['partner_role']}", language)
    return svg.standalone(chart, title, said, interface("chart_of_lines", language), language)


def network_chart(
    rows: Sequence[Mapping[str, Any]], chart_id: str = "network", language: str = "en"
) -> Markup | None:
    """The MOST_TIES ties of `box31 parties network` with most weight (US dollars where every line states a value, else lines); None without any."""
    weight = "value_usd" if rows and all(row["valued"] == row["lines"] for row in rows) else "lines"
    shown = sorted(rows, key=lambda row: -row[weight])[:MOST_TIES]
    if not shown:
        return None

    def say(key: str, *filled: str) -> str:
        return interface(key, language, *filled)

    sides = _places(shown, "importer", weight), _places(shown, "partner", weight)
    largest = max(row[weight] for row in shown) or 1
    parts = [_line(row, weight, largest, sides, language) for row in shown]
    names = {row[side]: row[f"{side}_name"] for row in shown for side in ("importer", "partner")}
    role = shown[0]["partner_role"]
    places = ("end", _LEFT - 8), ("", _RIGHT + 8)
    for side, (anchor, x) in zip(sides, places, strict=True):
        parts += [
            f'<text class="{anchor}" x="{x}" y="{y + 4}">{escape(visible(names[firm])[:NAME])}</text>'
            for firm, y in side.items()
        ]
    heads = say("network_importers"), say(f"network_{role}")
    for head, (anchor, x) in zip(heads, places, strict=True):
        parts.append(f'<text class="{anchor} axis" x="{x}" y="14">{head}</text>')
    unit = say("chart_usd" if weight == "value_usd" else "chart_lines")
    said = "; ".join(
        say(
            "network_pair",
            visible(row["importer_name"]),
            visible(row["partner_name"]),
            amount(row[weight]),
        )
        for row in shown
    )
    height = TOP + ROW * max(len(side) for side in sides) + 46
    parts += _legend(largest, say("network_thickness", unit), height - 22)
    title = say("network_by", say(f"network_of_{role}"), unit)
    return svg.picture(chart_id, title, said, parts, height)


def _places(rows: Sequence[Mapping[str, Any]], side: str, weight: str) -> dict[str, int]:
    """Of each firm of a side, from the top by weight, its place from the top in pixels."""
    sums: Counter[str] = Counter()
    for row in rows:
        sums[row[side]] += row[weight]
    return {firm: TOP + 14 + ROW * place for place, (firm, _) in enumerate(sums.most_common())}


def _legend(largest: float, name: str, y: int) -> list[str]:
    """What the thickness of a line says: that of the largest tie, and of a quarter of it."""
    parts = [f'<text class="end axis" x="{_LEFT - 8}" y="{y + 4}">{name}</text>']
    for place, share in enumerate((1, 0.25)):
        x = _LEFT + 170 * place
        parts.append(f'<path class="tie" d="M{x} {y}h32" stroke-width="{_THICKEST * share:.1f}"/>')
        parts.append(f'<text x="{x + 40}" y="{y + 4}">{amount(largest * share)}</text>')
    return parts


def _line(
    row: Mapping[str, Any],
    weight: str,
    largest: float,
    sides: tuple[Mapping[str, int], Mapping[str, int]],
    language: str,
) -> str:
    top, bottom = sides[0][row["importer"]], sides[1][row["partner"]]
    width = max(0.75, _THICKEST * row[weight] / largest)
    told = [visible(row["importer_name"]), visible(row["partner_name"]), amount(row["lines"])]
    if row["value_usd"] is None:
        words = interface("network_tie", language, *told)
    else:
        words = interface("network_tie_usd", language, *told, amount(row["value_usd"]), str(row["valued"]))
    return (
        f'<path class="tie" d="M{_LEFT} {top}C{_LEFT + 80} {top} {_RIGHT - 80} {bottom} {_RIGHT} {bottom}"'
        f' stroke-width="{width:.1f}"><title>{escape(words)}</title></path>'
    )
