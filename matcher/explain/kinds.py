"""Sentences on the kind of goods."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.explain.registry import Reason, says
from matcher.explain.written import apart
from matcher.features import PairFacts

SPANS = 2


def kind_title(pair: PairFacts, name: str) -> str:
    """What people call this kind of goods; nothing for none."""
    found = pair.goods.taxonomy.kinds.get(name)
    return found.title if found else name.replace("_", " ")


@says(
    "kind_same",
    "kind_wider",
    "kind_near",
    "kind_other",
    "kind_other_named",
    "kind_other_code",
    "kind_unknown",
)
def kind(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """How the two kinds stand to each other."""
    mine, theirs = (kind_title(pair, name) for name in pair.kinds)
    words = {
        1.0: f"the same kind of goods: {mine}",
        0.75: f"kinds that go together: {mine}, {theirs}",
        0.4: f"kinds that texts mix up: {mine}, {theirs}",
        -1.0: f"other goods: {mine}, not {theirs}",
    }
    if sentence := words.get(pair.kind):
        yield Reason(sentence, weight, apart(pair.goods.own.kind_spans)[:SPANS])
    else:
        yield Reason("the kind of goods is not told by both texts", weight)


@says("kind_aside")
def kind_aside(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """A kind that is not said of the goods themselves."""
    yield Reason(f"{kind_title(pair, pair.kinds[0])} is named in passing only", weight)
