"""Features of how the pair stands among its rivals, and their sentences."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.features.pair_facts import PairFacts
from matcher.features.registry import Reason, feature, says
from matcher.reading.reasons import phrase, said


@feature("rivals", 1)
def name_margin(pair: PairFacts) -> float:
    """The lead over the goods' next best item."""
    return max(pair.rivals.names, 0.0)


@feature("rivals", -1)
def name_deficit(pair: PairFacts) -> float:
    """How far behind the goods' best item."""
    return max(-pair.rivals.names, 0.0)


@feature("rivals", 1)
def ngram_margin(pair: PairFacts) -> float:
    """See name_margin."""
    return max(pair.rivals.ngrams, 0.0)


@feature("rivals", -1)
def ngram_deficit(pair: PairFacts) -> float:
    """See name_deficit."""
    return max(-pair.rivals.ngrams, 0.0)


@feature("rivals", 1)
def meaning_margin(pair: PairFacts) -> float:
    """The only one of the three that crosses languages."""
    return max(pair.rivals.meaning, 0.0)


@feature("rivals", -1)
def meaning_deficit(pair: PairFacts) -> float:
    """See meaning_margin."""
    return max(-pair.rivals.meaning, 0.0)


@feature("rivals", 1)
def above_usual(pair: PairFacts) -> float:
    """Items with long pages share something with every goods. Negative below what is usual."""
    return pair.rivals.above


@feature("rivals", -1)
def variant_fits_better(pair: PairFacts) -> float:
    """AB-100 in green is the AB-100-G, not the AB-100, which is black."""
    return float(pair.rivals.variant)


@feature("rivals", -1)
def outdone(pair: PairFacts) -> float:
    """Goods are one product: where another item is all but certain, this one is less likely than it looks alone."""
    return pair.rivals.outdone


@says("name_margin", "ngram_margin", "meaning_margin", "name_deficit", "ngram_deficit", "meaning_deficit")
def say_rivals(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """Against the other items that the goods were compared with."""
    standing = pair.rivals
    leads = {"name": standing.names, "spelling": standing.ngrams, "meaning": standing.meaning}
    if named := [phrase(f"near_{name}") for name, lead in leads.items() if lead * weight > 0]:
        if weight > 0:
            yield Reason(said("nearest", likeness=", ".join(named)), weight)
        else:
            others = [other for other, lead in zip(standing.nearest, leads.values(), strict=True) if lead < 0]
            who = list(dict.fromkeys(others))
            sentence = said("nearer", len(who), items=", ".join(who), likeness=", ".join(named))
            yield Reason(sentence, weight)


@says("above_usual")
def say_above_usual(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """Against what is usual for the item."""
    yield Reason(said("above_usual" if weight > 0 else "below_usual"), weight)


@says("variant_fits_better")
def say_variant(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """Against the other items whose code the goods name."""
    yield Reason(said("variant"), weight)


@says("outdone")
def say_outdone(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """Against the likeliest other item."""
    yield Reason(said("outdone", items=pair.rivals.outdone_by), weight)
