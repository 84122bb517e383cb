"""Features of stated measures and words of properties beside those of the whole catalog, and their sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matcher.attributes.measures import Measure, measures
from matcher.features.pair_facts import PairFacts
from matcher.features.registry import Reason, feature, says
from matcher.features.word_places import apart
from matcher.reading.reasons import said
from matcher.schema.terms import Level

MOST_AGREE = 4  # measures that a sentence names
MOST_CONTRADICT = 2


@feature("measures", 1)
def measures_agree(pair: PairFacts) -> float:
    """Whatever is measured; three at most."""
    return min(pair.own.properties.numbers.agree, 3) if pair.confirms else 0.0


@feature("measures", 1)
def measures_information(pair: PairFacts) -> float:
    """Bits: how few items of the catalog have these numbers, in fours."""
    return min(pair.own.properties.numbers.information, 12.0) / 4 if pair.confirms else 0.0


@feature("measures", -1)
def measures_behind(pair: PairFacts) -> float:
    """Bits of the best candidate less this one's, in fours."""
    return min(pair.own.properties.behind, 8.0) / 4


@feature("measures", -1)
def measures_contradict(pair: PairFacts) -> float:
    """The label may be in another language."""
    return min(pair.own.properties.numbers.contradict, 2)


@feature("measures", -1)
def measures_elsewhere(pair: PairFacts) -> float:
    """The item states such numbers, and not this one."""
    return min(pair.own.properties.numbers.elsewhere, 2)


@feature("measures", -1)
def measures_doubtful(pair: PairFacts) -> float:
    """The item states such numbers, and no item of the catalog has this one."""
    return min(pair.own.properties.numbers.doubtful, 2)


@feature("measures", -1)
def measures_lone(pair: PairFacts) -> float:
    """Both sides state one pressure, under labels that are not known to be one."""
    return min(pair.own.properties.numbers.lone, 2)


@feature("measures", -1)
def measures_contradict_coded(pair: PairFacts) -> float:
    """Of whatever class."""
    found = pair.own.properties.numbers
    return min(found.contradict + found.elsewhere, 2) if pair.level == Level.MODEL else 0.0


@feature("measures", 1)
def measures_agree_unnamed(pair: PairFacts) -> float:
    """Without a name the properties are all there is."""
    unnamed = pair.nobody_named and pair.confirms
    return min(pair.own.properties.numbers.agree, 3) if unnamed else 0.0


@feature("measures", 1)
def property_choice(pair: PairFacts) -> float:
    """Log-odds among the candidates' values, by the encoder; three at most."""
    return min(max(pair.own.properties.choice, 0.0), 3.0)


@feature("measures", -1)
def property_choice_other(pair: PairFacts) -> float:
    """Log-odds among the candidates' values, by the encoder; four at most."""
    return min(max(-pair.own.properties.choice, 0.0), 4.0)


@feature("measures", -1)
def property_denied(pair: PairFacts) -> float:
    """Its likeness to what is denied."""
    return pair.own.properties.denied


@feature("rivals", -1)
def crowd(pair: PairFacts) -> float:
    """Doublings of their number beyond four, where no code is named."""
    return max(pair.own.crowd - 2.0, 0.0) if pair.own_code is None else 0.0


@says("measures_agree", "measures_information", "measures_agree_unnamed")
def say_measures(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """The numbers that both have."""
    found = pair.own.properties.numbers.agreed
    if found:
        # the numbers of one size, 50x110x27 mm, stand at one place
        named = dict.fromkeys(
            pair.goods.clean[m.start : m.end].strip() or f"{m.value:g}" for m in found[:MOST_AGREE]
        )
        yield Reason(said("measures", len(named), measures=", ".join(named)), weight, _places(found, pair))


@says("measures_contradict", "measures_elsewhere", "measures_contradict_coded")
def say_other_measures(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """The numbers in whose place the page has others."""
    for mine, theirs in pair.own.properties.numbers.refuted[:MOST_CONTRADICT]:
        stated = pair.goods.clean[mine.start : mine.end].strip() or f"{mine.value:g}"
        label = f"{mine.label} " if mine.label else ""
        sentence = said("contradict", property=f"{label}{stated}", value=f"{theirs.value:g}")
        yield Reason(sentence, weight, _places([mine], pair))


@says("measures_behind", "measures_doubtful", "measures_lone")
def say_rival_measures(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """Against other items."""
    yield Reason(said("rival_measures"), weight)


@says("property_choice", "property_choice_other")
def say_property_choice(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """The words of properties."""
    yield Reason(said("choice" if weight > 0 else "choice_other"), weight)


def _places(found: Sequence[Measure], pair: PairFacts) -> tuple[tuple[int, int], ...]:
    """Spans of measures in the description, not in its translation."""
    own = set(measures(pair.goods.clean))
    return apart((m.start, m.end) for m in found if m in own)


@says("property_denied")
def say_denied(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """What the description says the goods are not or have not."""
    yield Reason(said("denied"), weight)


@says("crowd")
def say_crowd(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """Too little is said to tell items apart."""
    yield Reason(said("crowd", count=f"{2**pair.own.crowd:.0f}"), weight)
