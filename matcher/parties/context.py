"""The probability of a link in view of the other names of the case: rivals lower it, names that are like both raise it.

A name without a number may be like those of several firms, and is of one of them. Two names that a third is like are more
probably one firm than either comparison says.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from matcher.parties.candidates import share_whole_key
from matcher.parties.comparison import UNLIKE_NAMES, Comparison, Party, compare, probability, weights

RIVAL = 0.08  # two names less likely one firm than this are of two firms
MOST_ODDS = 50.0  # a rival's odds above this count as this: no name is surer than one in fifty
Pair = tuple[int, int]
Near = dict[int, dict[int, Comparison]]  # of each name, the names it was compared with
_Stated = tuple[frozenset[str], ...]  # kinds, places, letters, numbers of a name
Likeliest = Sequence[tuple[float, int]]  # confidence and name


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
    near: Near = defaultdict(dict)
    between = _Between(near, parties)
    for (first, second), comparison in found.items():
        near[first][second] = comparison
        near[second][first] = comparison
    likeliest = {place: _likeliest(theirs) for place, theirs in near.items()}
    sharers = _sharers(parties)
    out = {}
    for (first, second), comparison in found.items():
        if comparison.basis == "name":
            rivals = max(
                _rivals(second, likeliest[first], between), _rivals(first, likeliest[second], between)
            )
            short, long = sorted((first, second), key=lambda place: len(near[place]))
            support = _support(likeliest[short], near[long])
            sharing = max(sharers[parties[place].parts.joined] for place in (first, second))
            out[first, second] = Context(
                _log_odds(comparison.confidence), math.log1p(rivals), support, math.log(sharing)
            )
    return out


def _sharers(parties: Sequence[Party]) -> dict[str, int]:
    """How many firms seem to have the same own words: by number, else by kind of business, place, form and initials.

    A name that states less than another may be of the same firm, and counts as none.
    """
    seen: dict[str, set[str | _Stated]] = defaultdict(set)
    for party in parties:
        valid = [number.digits for number in party.numbers.firm if number.is_valid]
        parts = party.parts
        seen[parts.joined].add(
            valid[0] if valid else (parts.kinds, parts.places, frozenset(parts.letters), parts.numbers)
        )
    return {joined: _firms(firms) for joined, firms in seen.items()}


def _firms(seen: set[str | _Stated]) -> int:
    stated = [one for one in seen if not isinstance(one, str)]
    most = [one for one in stated if not any(one != other and _is_less(one, other) for other in stated)]
    return max(1, len(seen) - len(stated) + len(most))


def _is_less(one: _Stated, other: _Stated) -> bool:
    return all(not mine or mine == theirs for mine, theirs in zip(one, other, strict=True))


def in_context(context: Context) -> float:
    """The probability of a pair in its context."""
    known = weights()
    return probability(
        known["context bias"] + sum(known[name] * value for name, value in context.terms().items())
    )


def _likeliest(near: Mapping[int, Comparison]) -> Likeliest:
    """The neighbours of a name, the likeliest first: what is looked for in them is found near the beginning."""
    return sorted(((one.confidence, place) for place, one in near.items()), reverse=True)


@dataclass(frozen=True)
class _Between:
    """Whether two names are of two firms. In a large group not all pairs were compared: those are compared when asked."""

    near: Near
    parties: Sequence[Party]
    asked: dict[Pair, bool] = field(default_factory=dict)

    def are_two(self, first: int, second: int) -> bool:
        pair = min(first, second), max(first, second)
        if pair not in self.asked:
            self.asked[pair] = self._are_two(*pair)
        return self.asked[pair]

    def _are_two(self, first: int, second: int) -> bool:
        known = self.near[first].get(second)
        if known is None:
            a, b = self.parties[first], self.parties[second]
            known = compare(a, b) if a.parts.numbers != b.parts.numbers and share_whole_key(a, b) else None
        if known is None or known.basis == UNLIKE_NAMES:
            return False
        return known.basis == "contradiction" or known.confidence < RIVAL


def _rivals(other: int, likeliest: Likeliest, between: _Between) -> float:
    """The odds of the best neighbour of a name that is of another firm than `other`."""
    for confidence, rival in likeliest:
        if rival != other and between.are_two(other, rival):
            return min(MOST_ODDS, confidence / max(1e-6, 1 - confidence))
    return 0.0


def _support(mine: Likeliest, theirs: Mapping[int, Comparison]) -> float:
    """The log-odds of the third name that is most like both, 0 where none is."""
    best = 0.0
    for confidence, third in mine:
        if confidence <= best:
            break
        if third in theirs:
            best = max(best, min(confidence, theirs[third].confidence))
    return max(0.0, _log_odds(best))


def _log_odds(confidence: float) -> float:
    bounded = min(0.999, max(0.001, confidence))
    return math.log(bounded / (1 - bounded))
