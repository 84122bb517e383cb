"""The one list of features, which the modules of this package fill in a fixed order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from matcher.features.pair_facts import PairFacts


@dataclass(frozen=True)
class Feature:
    """A feature: its name, group (for ablation), the direction it may count in (0: see the package), its function."""

    name: str
    group: str
    sign: int
    value: Callable[[PairFacts], float]
    words: str  # of a term in an explanation


FEATURES: list[Feature] = []


def feature(
    group: str, sign: int, words: str
) -> Callable[[Callable[[PairFacts], float]], Callable[[PairFacts], float]]:
    def register(function: Callable[[PairFacts], float]) -> Callable[[PairFacts], float]:
        FEATURES.append(Feature(function.__name__, group, sign, function, words))
        return function

    return register
