"""The probability of a link in view of the other names of the case: rivals lower it, names that are like both raise it.

A name without a number may be like those of several firms, and is of one of them. Two names that a third is like are more
probably one firm than either comparison says.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matcher.parties.comparison import Comparison, Party, probability, weights

RIVAL = 0.08  # two names less likely one firm than this are of two firms
MOST_ODDS = 50.0  # a rival's odds above this count as this: no name is surer than one in fifty
Pair = tuple[int, int]


@dataclass(frozen=True)
class Context:
    """Of a pair: log-odds of the comparison alone, the logarithm of its rivals' odds, the best support as log-odds, and the
    logarithm of the number of firms that seem to have its own words."""

    own: float
    rivals: float
    support: float
    sharers: float

    def terms(self) -> dict[str, float]:
        """The terms of the probability, by the names of weights.yaml."""
        return {"context own": self.own, "context rivals": self.rivals, "context support": self.support,
                "context sharers": self.sharers}  # fmt: skip


def contexts(found: Mapping[Pair, Comparison], parties: Sequence[Party]) -> dict[Pair, Context]:
    """The context of each pair that is compared by name."""
    near: dict[int, dict[int, Comparison]] = defaultdict(dict)
    for (first, second), comparison in found.items():
        near[first][second] = comparison
        near[second][first] = comparison
    sharers = _sharers(parties)
    out = {}
    for (first, second), comparison in found.items():
        if comparison.basis == "name":
            rivals = max(_rivals(first, second, near), _rivals(second, first, near))
            support = _support(near[first], near[second])
            sharing = max(sharers[parties[place].parts.joined] for place in (first, second))
            out[first, second] = Context(
                _log_odds(comparison.confidence), math.log1p(rivals), support, math.log(sharing)
            )
    return out


def _sharers(parties: Sequence[Party]) -> dict[str, int]:
    """How many firms seem to have the same own words: by number, else by kind of business, place, form and initials."""
    seen: dict[str, set[object]] = defaultdict(set)
    for party in parties:
        valid = [number.digits for number in party.numbers.firm if number.is_valid]
        parts = party.parts
        seen[parts.joined].add(
            valid[0] if valid else (parts.kinds, parts.places, parts.letters, parts.numbers)
        )
    return {joined: len(firms) for joined, firms in seen.items()}


def in_context(context: Context) -> float:
    """The probability of a pair in its context."""
    known = weights()
    return probability(
        known["context bias"] + sum(known[name] * value for name, value in context.terms().items())
    )


def _rivals(place: int, other: int, near: Mapping[int, Mapping[int, Comparison]]) -> float:
    """The odds of the best neighbour of `place` that is of another firm than `other`."""
    best = 0.0
    of_other = near[other]
    for rival, comparison in near[place].items():
        if rival == other or comparison.basis == "contradiction" or comparison.confidence <= best:
            continue
        between = of_other.get(rival)
        if between is not None and (between.basis == "contradiction" or between.confidence < RIVAL):
            best = comparison.confidence
    return min(MOST_ODDS, best / max(1e-6, 1 - best))


def _support(mine: Mapping[int, Comparison], theirs: Mapping[int, Comparison]) -> float:
    """The log-odds of the third name that is most like both, 0 where none is."""
    short, long = sorted((mine, theirs), key=len)
    best = max((min(one.confidence, long[third].confidence) for third, one in short.items() if third in long), default=0.0)  # fmt: skip
    return max(0.0, _log_odds(best))


def _log_odds(confidence: float) -> float:
    bounded = min(0.999, max(0.001, confidence))
    return math.log(bounded / (1 - bounded))
