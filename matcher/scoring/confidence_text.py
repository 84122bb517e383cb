"""How a confidence is said to people: never as a certainty, always with what it is based on."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.reading.terms import counted, interface

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


@dataclass(frozen=True)
class Basis:
    """What a confidence is based on: decisions (None: the shipped weights), and its interval as words (None: unknown)."""

    decisions: int | None
    interval: tuple[str, str] | None


def basis_of(basis: str, low: float, high: float) -> Basis:
    """What a confidence is based on; `basis` is `prior` or `calibrated:N`."""
    known = low > UNKNOWN or high < 1 - UNKNOWN
    count = int(basis.split(":", 1)[1]) if basis.startswith("calibrated:") else None
    return Basis(count, (probability(low), probability(high)) if known else None)


def stands_on(basis: str, low: float, high: float, language: str = "en") -> str:
    """What a confidence is based on (`prior` or `calibrated:N`), and its interval, in `language`."""
    found = basis_of(basis, low, high)
    if found.decisions is None:
        words = interface("basis_prior", language)
    else:
        count = counted("n_decisions", found.decisions, language)
        words = interface("basis_calibrated", language, f"{found.decisions} {count}")
    known = found.interval
    interval = interface("interval", language, *known) if known else interface("no_interval", language)
    return f"{words}{'，' if language == 'zh' else ', '}{interval}"
