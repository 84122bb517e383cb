"""The reliability chart: stated confidence against the share accepted."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.charts import svg
from matcher.reading.terms import interface
from matcher.scoring.calibration import ReliabilityBin


def reliability_chart(bins: Sequence[ReliabilityBin], language: str = "en") -> str:
    """Stated against observed as a self-contained SVG file: a dot for each step, its size by the count."""
    chart = svg.reliability(
        "reliability",
        interface("reliability_title", language),
        interface("reliability_words", language),
        [(step.stated, step.observed, step.count) for step in bins],
        "decisions",
        language,
    )
    decided = sum(step.count for step in bins)
    return svg.standalone(
        chart,
        interface("reliability_name", language),
        interface("reliability_decided", language, str(decided)),
        interface("chart_of_decisions", language),
        language,
    )
