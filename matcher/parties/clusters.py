"""Names that are one firm, joined: by number first, then by name, most likely first, and never against what forbids it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from matcher.parties.candidates import candidate_pairs
from matcher.parties.comparison import UNLIKE_NAMES, Comparison, Party, compare
from matcher.parties.context import Pair, contexts, in_context

DEFAULT = 0.8  # probability from which names are joined; benchmarks/parties.py measures it
VETO = 0.08  # names that are less likely one firm are not joined through a third name either


@dataclass(frozen=True)
class Link:
    """Two names and the probability that they are one firm, in view of the other names."""

    first: int
    second: int
    confidence: float
    comparison: Comparison


@dataclass(frozen=True)
class Decided:
    """What reviewers decided: pairs that are one firm, pairs that are not."""

    same: tuple[Pair, ...] = ()
    different: tuple[Pair, ...] = ()


@dataclass(frozen=True)
class Clusters:
    """`of`: the cluster of each place. `weakest`: the confidence and basis of the weakest link of each. `refused`: decisions against each other."""

    of: tuple[int, ...]
    weakest: Mapping[int, tuple[float, str]]
    refused: tuple[Pair, ...] = ()


def links_between(parties: Sequence[Party]) -> list[Link]:
    """The pairs that may be one firm, with the probability of each in view of the others."""
    found: dict[Pair, Comparison] = {}
    for first, second in candidate_pairs(parties):
        comparison = compare(parties[first], parties[second])
        if comparison.basis != UNLIKE_NAMES:
            found[first, second] = comparison
    seen = contexts(found, parties)
    return [
        Link(first, second, in_context(seen[first, second]) if (first, second) in seen else comparison.confidence, comparison)
        for (first, second), comparison in found.items()
    ]  # fmt: skip


def cluster(
    parties: Sequence[Party], links: Sequence[Link], decided: Decided | None = None, least: float = DEFAULT
) -> Clusters:
    """Join names from the probability `least` on. Decisions come first; the later of two that exclude each other is refused."""
    decided = decided or Decided()
    joining = _Joining(parties, links, decided)
    refused = tuple(pair for pair in decided.same if not joining.join(*pair, (1.0, "decided"), checked=False))
    joining.decided_groups()
    for link in sorted(links, key=lambda link: (link.comparison.basis != "number", -link.confidence, link.first, link.second)):  # fmt: skip
        if link.confidence >= least:
            joining.join(link.first, link.second, (link.confidence, link.comparison.basis))
    return Clusters(
        tuple(joining.root(place) for place in range(len(parties))),
        joining.weakest,
        refused,
    )


@dataclass
class _Joining:
    parties: Sequence[Party]
    links: Sequence[Link]
    decided: Decided
    above: list[int] = field(default_factory=list)
    members: dict[int, list[int]] = field(default_factory=dict)
    known: dict[Pair, Comparison] = field(default_factory=dict)
    apart: set[Pair] = field(default_factory=set)
    weakest: dict[int, tuple[float, str]] = field(default_factory=dict)
    decided_with: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.above = list(range(len(self.parties)))
        self.weakest = dict.fromkeys(self.above, (1.0, "one name"))
        self.members = {place: [place] for place in self.above}
        self.known = {(link.first, link.second): link.comparison for link in self.links}
        self.apart = {(min(pair), max(pair)) for pair in self.decided.different}

    def decided_groups(self) -> None:
        """Remember the names that decisions have joined: what one of them may be joined to, all may."""
        self.decided_with = {
            place: tuple(group) for group in self.members.values() for place in group if len(group) > 1
        }

    def root(self, place: int) -> int:
        while self.above[place] != place:
            self.above[place] = self.above[self.above[place]]
            place = self.above[place]
        return place

    def join(self, first: int, second: int, by: tuple[float, str], *, checked: bool = True) -> bool:
        """Join the clusters of two places by a link's confidence and basis, unless a decision or, where `checked`, the evidence forbids it."""
        a, b = self.root(first), self.root(second)
        if a == b:
            return True
        pairs = list(self._pairs(a, b))
        if any(pair in self.apart for pair in pairs):
            return False
        if checked and not all(map(self._may_be_one, pairs)):
            return False
        low, high = min(a, b), max(a, b)
        self.above[high] = low
        self.members[low] += self.members.pop(high)
        parts = (by, self.weakest[low], self.weakest.pop(high))
        self.weakest[low] = min((part for part in parts if part[1] != "one name"), key=lambda part: part[0])
        return True

    def _pairs(self, a: int, b: int) -> Iterator[Pair]:
        for mine in self.members[a]:
            for other in self.members[b]:
                yield min(mine, other), max(mine, other)

    def _may_be_one(self, pair: Pair) -> bool:
        first, second = (self.decided_with.get(place, (place,)) for place in pair)
        return any(self._is_allowed((min(a, b), max(a, b))) for a in first for b in second if a != b)

    def _is_allowed(self, pair: Pair) -> bool:
        known = self.known.get(pair) or compare(self.parties[pair[0]], self.parties[pair[1]])
        return known.basis in ("number", UNLIKE_NAMES) or known.confidence >= VETO
