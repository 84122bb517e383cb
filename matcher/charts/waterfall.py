"""A score as a picture: each term moves the sum of the log-odds to the right (for the pair) or to the left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from matcher.features.explain import Step

MOST = 14  # terms with a bar of their own; the rest is one bar
ROW, HEAD, FOOT, LEFT, RIGHT = 20, 22, 26, 300, 56
WIDTH = 760
WORDS = 46  # characters of a term's words


@dataclass(frozen=True)
class Words:
    """The chart's texts in the reader's language; `smaller` has {} for a number."""

    title: str
    axis: str
    even_odds: str
    total: str
    smaller: str
    speaks_for: str
    speaks_against: str


def waterfall_chart(steps: Sequence[Step], said: Words) -> Markup:
    """The terms from the base to the sum, one bar a row, with their log-odds; "" where there are none."""
    told = [step for step in steps if step.log_odds]
    if not told:
        return Markup("")
    rows = [(step.words, step.log_odds) for step in told[:MOST]]
    if rest := told[MOST:]:
        rows.append((said.smaller.format(len(rest)), sum(step.log_odds for step in rest)))
    ends = [0.0]
    for _, log_odds in rows:
        ends.append(ends[-1] + log_odds)
    low, high = min(ends), max(ends)
    scale = (WIDTH - LEFT - RIGHT) / max(high - low, 1e-9)

    def x_of(value: float) -> float:
        return LEFT + (value - low) * scale

    height = HEAD + ROW * (len(rows) + 1) + FOOT
    parts = [
        f'<line class="zero" x1="{x_of(0):.1f}" x2="{x_of(0):.1f}" y1="{HEAD - 6}" y2="{height - ROW - FOOT}"/>'
    ]
    parts.append(f'<text class="mid" x="{x_of(0):.1f}" y="12">{escape(said.even_odds)}</text>')
    for place, (words, log_odds) in enumerate(rows):
        y = HEAD + ROW * place
        start, end = sorted((x_of(ends[place]), x_of(ends[place + 1])))
        side = "for" if log_odds > 0 else "against"
        shown = words if len(words) <= WORDS else words[: WORDS - 2] + " …"
        parts.append(f'<text class="end" x="{LEFT - 10}" y="{y + 14}">{escape(shown)}</text>')
        parts.append(
            f'<rect class="{side}" x="{start:.1f}" y="{y + 3}" width="{max(end - start, 1):.1f}" height="{ROW - 6}"/>'
        )
        parts.append(f'<text x="{end + 5:.1f}" y="{y + 14}">{log_odds:+.2f}</text>')
    y = HEAD + ROW * len(rows)
    parts.append(f'<text class="end sum" x="{LEFT - 10}" y="{y + 14}">{escape(said.total)}</text>')
    parts.append(f'<circle class="at" cx="{x_of(ends[-1]):.1f}" cy="{y + 10}" r="5"/>')
    parts.append(f'<text class="sum" x="{x_of(ends[-1]) + 9:.1f}" y="{y + 14}">{ends[-1]:+.2f}</text>')
    parts.append(f'<text class="end" x="{LEFT - 10}" y="{height - 8}">{escape(said.axis)}</text>')
    for place, (side, words) in enumerate((("for", said.speaks_for), ("against", said.speaks_against))):
        x = LEFT + 130 * place
        parts.append(f'<rect class="{side}" x="{x}" y="{height - 18}" width="12" height="12"/>')
        parts.append(f'<text x="{x + 18}" y="{height - 8}">{escape(words)}</text>')
    title = said.title
    return Markup(  # noqa: S704 - every text in it is escaped
        f'<svg class="waterfall" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )
