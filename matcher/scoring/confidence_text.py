"""How a confidence is said to people: never as a certainty, always with what it is based on."""

from __future__ import annotations

UNKNOWN = 0.005  # an interval from below this to as near 1 says nothing

# What a pair's level says of the customs goods.
LEVELS = {
    "model": "the goods name the model or article",
    "maker": "the goods name the maker or its mark, not the model",
    "description": "the goods name nobody; only kind and attributes agree",
}


def probability(value: float) -> str:
    """Two decimals, and never a rounded certainty: >0.99, <0.01."""
    return ">0.99" if value > 0.995 else "<0.01" if value < 0.005 else f"{value:.2f}"


def stands_on(basis: str, low: float, high: float) -> str:
    """What a confidence is based on (`prior` or `calibrated:N`), and its interval."""
    known = low > UNKNOWN or high < 1 - UNKNOWN
    interval = f"interval {probability(low)} to {probability(high)}" if known else "no interval yet"
    if basis.startswith("calibrated:"):
        count = basis.split(":", 1)[1]
        return f"calibrated on {count} {'decision' if count == '1' else 'decisions'}, {interval}"
    return f"{basis}, not calibrated, {interval}"
