"""Sentences on how the pair stands among its rivals."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.explain.registry import Reason, says
from matcher.features import PairFacts


@says("ahead_names", "ahead_ngrams", "ahead_meaning", "behind_names", "behind_ngrams", "behind_meaning")
def rivals(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """Against the other items that the goods were compared with."""
    standing = pair.rivals
    leads = {"name": standing.names, "spelling": standing.ngrams, "meaning": standing.meaning}
    if named := [name for name, lead in leads.items() if lead * weight > 0]:
        if weight > 0:
            yield Reason(f"no other item of the catalogs is as near in {', '.join(named)}", weight)
        else:
            others = [other for other, lead in zip(standing.nearest, leads.values(), strict=True) if lead < 0]
            who = list(dict.fromkeys(others))
            yield Reason(
                f"{', '.join(who)} {'is' if len(who) == 1 else 'are'} nearer in {', '.join(named)}", weight
            )


@says("above_usual")
def above_usual(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """Against what is usual for the item."""
    how = "nearer to the item's than that" if weight > 0 else "no nearer to the item's than that"
    yield Reason(f"the spelling is {how} of other goods", weight)


@says("variant_fits_better")
def variant(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """Against the other items whose code the goods name."""
    yield Reason("another variant of the code fits what is stated better", weight)
