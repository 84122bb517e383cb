"""Features of how the pair stands among its rivals, and their sentences."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.features.pair_facts import PairFacts
from matcher.features.registry import Reason, feature, says


@feature("rivals", 1, "no other item's name is as much alike")
def name_margin(pair: PairFacts) -> float:
    """The lead over the goods' next best item."""
    return max(pair.rivals.names, 0.0)


@feature("rivals", -1, "another item's name is more alike")
def name_deficit(pair: PairFacts) -> float:
    """How far behind the goods' best item."""
    return max(-pair.rivals.names, 0.0)


@feature("rivals", 1, "no other item has as many of the character sequences")
def ngram_margin(pair: PairFacts) -> float:
    """See name_margin."""
    return max(pair.rivals.ngrams, 0.0)


@feature("rivals", -1, "another item has more of the character sequences")
def ngram_deficit(pair: PairFacts) -> float:
    """See name_deficit."""
    return max(-pair.rivals.ngrams, 0.0)


@feature("rivals", 1, "no other item means so much the same")
def meaning_margin(pair: PairFacts) -> float:
    """The only one of the three that crosses languages."""
    return max(pair.rivals.meaning, 0.0)


@feature("rivals", -1, "another item means more the same")
def meaning_deficit(pair: PairFacts) -> float:
    """See meaning_margin."""
    return max(-pair.rivals.meaning, 0.0)


@feature("rivals", 1, "more character sequences in common than is usual for the item")
def above_usual(pair: PairFacts) -> float:
    """Items with long pages share something with every goods. Negative below what is usual."""
    return pair.rivals.above


@feature("rivals", -1, "another variant of the named code contradicts less")
def variant_fits_better(pair: PairFacts) -> float:
    """AB-100 in green is the AB-100-G, not the AB-100, which is black."""
    return float(pair.rivals.variant)


@says("name_margin", "ngram_margin", "meaning_margin", "name_deficit", "ngram_deficit", "meaning_deficit")
def say_rivals(pair: PairFacts, weight: float) -> Iterator[Reason]:
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
def say_above_usual(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """Against what is usual for the item."""
    how = "nearer to the item's than that" if weight > 0 else "no nearer to the item's than that"
    yield Reason(f"the spelling is {how} of other goods", weight)


@says("variant_fits_better")
def say_variant(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """Against the other items whose code the goods name."""
    yield Reason("another variant of the code fits what is stated better", weight)
