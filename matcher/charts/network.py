"""The network of firms as a picture: importers at the left, exporters or makers at the right, a line for each pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from matcher.charts import svg
from matcher.text.display import amount, visible

MOST_TIES = 40
NAME = 26  # letters of a firm's name
ROW = 22  # pixels between firms
_LEFT, _RIGHT = 216, svg.WIDTH - 216  # where the lines begin and end
TOP = 24  # pixels of the names of both sides
_THICKEST = 12.0  # pixels


def network_file(rows: Sequence[Mapping[str, Any]]) -> str | None:
    """The rows of `box31 parties network` as a self-contained SVG file; None without any."""
    chart = network_chart(rows)
    if chart is None:
        return None
    left = f"; {len(rows) - MOST_TIES} smaller ones not shown" if len(rows) > MOST_TIES else ""
    return svg.standalone(
        chart, f"Importers and {rows[0]['partner_role']}s", f"{len(rows)} ties{left}", "customs lines"
    )


def network_chart(rows: Sequence[Mapping[str, Any]], chart_id: str = "network") -> Markup | None:
    """The MOST_TIES ties of `box31 parties network` with most weight (US dollars where every line states a value, else lines); None without any."""
    weight = "value_usd" if rows and all(row["valued"] == row["lines"] for row in rows) else "lines"
    shown = sorted(rows, key=lambda row: -row[weight])[:MOST_TIES]
    if not shown:
        return None
    sides = _places(shown, "importer", weight), _places(shown, "partner", weight)
    largest = max(row[weight] for row in shown) or 1
    parts = [_line(row, weight, largest, sides) for row in shown]
    names = {row[side]: row[f"{side}_name"] for row in shown for side in ("importer", "partner")}
    for side, (anchor, x) in zip(sides, (("end", _LEFT - 8), ("", _RIGHT + 8)), strict=True):
        parts += [
            f'<text class="{anchor}" x="{x}" y="{y + 4}">{escape(visible(names[firm])[:NAME])}</text>'
            for firm, y in side.items()
        ]
    role = shown[0]["partner_role"]
    unit = "US dollars" if weight == "value_usd" else "lines"
    heads = (("end", _LEFT - 8, "importers"), ("", _RIGHT + 8, f"{role}s"))
    parts += [f'<text class="{anchor} axis" x="{x}" y="14">{name}</text>' for anchor, x, name in heads]
    said = "; ".join(
        f"{visible(row['importer_name'])} and {visible(row['partner_name'])}: {amount(row[weight])}"
        for row in shown
    )
    height = TOP + ROW * max(len(side) for side in sides) + 46
    parts += _legend(largest, unit, height - 22)
    return svg.picture(chart_id, f"Importers and {role}s, by {unit}", said, parts, height)


def _places(rows: Sequence[Mapping[str, Any]], side: str, weight: str) -> dict[str, int]:
    """Of each firm of a side, from the top by weight, its place from the top in pixels."""
    sums: Counter[str] = Counter()
    for row in rows:
        sums[row[side]] += row[weight]
    return {firm: TOP + 14 + ROW * place for place, (firm, _) in enumerate(sums.most_common())}


def _legend(largest: float, unit: str, y: int) -> list[str]:
    """What the thickness of a line says: that of the largest tie, and of a quarter of it."""
    parts = [f'<text class="end axis" x="{_LEFT - 8}" y="{y + 4}">thickness: {unit}</text>']
    for place, share in enumerate((1, 0.25)):
        x = _LEFT + 170 * place
        parts.append(f'<path class="tie" d="M{x} {y}h32" stroke-width="{_THICKEST * share:.1f}"/>')
        parts.append(f'<text x="{x + 40}" y="{y + 4}">{amount(largest * share)}</text>')
    return parts


def _line(
    row: Mapping[str, Any], weight: str, largest: float, sides: tuple[Mapping[str, int], Mapping[str, int]]
) -> str:
    top, bottom = sides[0][row["importer"]], sides[1][row["partner"]]
    width = max(0.75, _THICKEST * row[weight] / largest)
    words = f"{visible(row['importer_name'])}, {visible(row['partner_name'])}: {amount(row['lines'])} lines"
    if row["value_usd"] is not None:
        words += f", {amount(row['value_usd'])} USD in the {row['valued']} that state it"
    return (
        f'<path class="tie" d="M{_LEFT} {top}C{_LEFT + 80} {top} {_RIGHT - 80} {bottom} {_RIGHT} {bottom}"'
        f' stroke-width="{width:.1f}"><title>{escape(words)}</title></path>'
    )
