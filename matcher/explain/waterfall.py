"""Every term of a pair's score, and how they add up."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from matcher.features import FEATURES

_FEATURES = {f.name: f for f in FEATURES}


def waterfall(terms: Sequence[tuple[str, float, float]]) -> list[dict[str, Any]]:
    """The terms as rows: what it is, its value, its log-odds, the sum so far, the confidence so far."""
    rows = []
    total = 0.0
    ordered = sorted(terms, key=lambda term: (term[0] != "base", -abs(term[2]), term[0]))
    for name, value, log_odds in ordered:
        total += log_odds
        feature = _FEATURES.get(name)
        rows.append(
            {
                "term": name,
                "group": feature.group if feature else "base",
                "words": feature.words if feature else "what is usual among compared pairs",
                "value": round(value, 4),
                "log_odds": round(log_odds, 4),
                "sum": round(total, 4),
                "prior_confidence": round(1 / (1 + math.exp(-total)), 4),
            }
        )
    return rows
