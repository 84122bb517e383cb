"""The reliability chart: stated confidence against the share accepted."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.charts import svg
from matcher.scoring.calibration import ReliabilityBin


def reliability_chart(bins: Sequence[ReliabilityBin]) -> str:
    """Stated against observed as a self-contained SVG file: a dot for each step, its size by the count."""
    chart = svg.reliability(
        "reliability",
        "Reliability: stated confidence against the share accepted",
        "A dot on the dashed line means that as many pairs were accepted as the confidence says.",
        [(step.stated, step.observed, step.count) for step in bins],
        "decisions",
    )
    decided = sum(step.count for step in bins)
    return svg.standalone(chart, "Reliability", f"{decided} decided pairs, share accepted", "decisions")
