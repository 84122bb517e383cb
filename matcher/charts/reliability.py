"""The reliability chart: stated confidence against the share accepted."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.scoring.calibration import ReliabilityBin


def reliability_chart(bins: Sequence[ReliabilityBin]) -> str:
    """Stated against observed as an SVG of its own: a point for each step, its size by the count."""
    size, margin = 320, 40
    inner = size - 2 * margin

    def x(value: float) -> float:
        return margin + inner * value

    def y(value: float) -> float:
        return size - margin - inner * value

    largest = max((row.count for row in bins), default=1)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" font-family="sans-serif" font-size="10">',
        "<title>Reliability: stated confidence against the share accepted</title>",
        f'<rect width="{size}" height="{size}" fill="#fff"/>',
        f'<path d="M{x(0)} {y(0)}H{x(1)}M{x(0)} {y(0)}V{y(1)}" stroke="#333" fill="none"/>',
        f'<path d="M{x(0)} {y(0)}L{x(1)} {y(1)}" stroke="#999" stroke-dasharray="4 3" fill="none"/>',
    ]
    for tick in (0, 0.25, 0.5, 0.75, 1):
        parts.append(f'<text x="{x(tick):.1f}" y="{y(0) + 14:.1f}" text-anchor="middle">{tick:g}</text>')
        parts.append(f'<text x="{x(0) - 6:.1f}" y="{y(tick) + 3:.1f}" text-anchor="end">{tick:g}</text>')
    for row in bins:
        radius = 3 + 7 * (row.count / largest) ** 0.5
        parts.append(
            f'<circle cx="{x(row.stated):.1f}" cy="{y(row.observed):.1f}" r="{radius:.1f}"'
            ' fill="#27c" fill-opacity=".7">'
            f"<title>{row.count} decisions: stated {row.stated:.2f}, accepted {row.observed:.2f}</title></circle>"
        )
    parts.append(f'<text x="{size / 2}" y="{size - 6}" text-anchor="middle">stated confidence</text>')
    parts.append(
        f'<text x="12" y="{size / 2}" text-anchor="middle" transform="rotate(-90 12 {size / 2})">share accepted</text>'
    )
    return "\n".join([*parts, "</svg>", ""])
