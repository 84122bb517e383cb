"""Sentences on how the pair stands among its rivals."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.explain.registry import Reason, says
from matcher.features import PairFacts


@says("ahead_names", "ahead_ngrams", "ahead_meaning", "behind_names", "behind_ngrams", "behind_meaning")
def rivals(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """Against the other items that the goods were compared with."""
    leads = {"name": pair.rivals.names, "spelling": pair.rivals.ngrams, "meaning": pair.rivals.meaning}
    if named := [name for name, lead in leads.items() if lead * weight > 0]:
        who = "no other item of the catalogs is" if weight > 0 else "another item of the catalogs is"
        how = "as near" if weight > 0 else "nearer"
        yield Reason(f"{who} {how} in {', '.join(named)}", weight)


@says("above_usual")
def above_usual(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """Against what is usual for the item."""
    how = "nearer to the item's than that" if weight > 0 else "no nearer to the item's than that"
    yield Reason(f"the spelling is {how} of other goods", weight)


@says("variant_fits_better")
def variant(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """Against the other items whose code the goods name."""
    yield Reason("another variant of the code fits what is stated better", weight)
