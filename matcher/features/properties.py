"""Features of stated properties: measures, classes, materials, parts, colours."""

from __future__ import annotations

import math

from matcher.attributes.extract import Attribute
from matcher.features.pair_facts import PairFacts
from matcher.features.registry import feature


def _agreements(pair: PairFacts) -> int:
    return len(pair.comparison.agree) if pair.kind >= 0 else 0


@feature("attributes", 1, "a stated property agrees")
def agree_one(pair: PairFacts) -> float:
    """A measure, class, material or part that tells goods apart."""
    return float(_agreements(pair) >= 1)


@feature("attributes", 1, "two stated properties agree")
def agree_two(pair: PairFacts) -> float:
    """Two make chance unlikely."""
    return float(_agreements(pair) >= 2)


@feature("attributes", 1, "three or more stated properties agree")
def agree_three(pair: PairFacts) -> float:
    """Each further one counts less."""
    return min(math.log2(max(_agreements(pair) - 1, 1)), 2.0)


@feature("attributes", 1, "a property agrees where nobody is named")
def agree_one_unnamed(pair: PairFacts) -> float:
    """Without a name the properties are all there is."""
    return float(pair.level == "description" and _agreements(pair) >= 1)


@feature("attributes", 1, "two properties agree where nobody is named")
def agree_two_unnamed(pair: PairFacts) -> float:
    """Two properties and the kind are the least that makes a lead."""
    return float(pair.level == "description" and _agreements(pair) >= 2)


@feature("attributes", 1, "kind and two properties agree where nobody is named")
def agree_kind_unnamed(pair: PairFacts) -> float:
    """Only together do they say more than that somebody sells such goods."""
    return float(pair.level == "description" and _agreements(pair) >= 2 and pair.kind >= 0.75)


@feature("attributes", 1, "the colour or size agrees")
def agree_soft(pair: PairFacts) -> float:
    """Many different goods are black."""
    return min(len(pair.comparison.agree_soft), 2)


# Where the item's code is named, contradictions have features of their own: a line that names code and maker and gives
# another colour than the page is mostly about that item; whether a variant of it fits better is asked by
# matcher.features.standing.


def _contradictions(pair: PairFacts) -> tuple[tuple[Attribute, Attribute | None], ...]:
    return () if pair.level == "model" else pair.comparison.contradict


@feature("attributes", -1, "a stated property contradicts")
def contradict_one(pair: PairFacts) -> float:
    """The page says otherwise."""
    return float(len(_contradictions(pair)) >= 1)


@feature("attributes", -1, "more stated properties contradict")
def contradict_more(pair: PairFacts) -> float:
    """Each beyond the first, two at most."""
    return min(max(len(_contradictions(pair)) - 1, 0), 2)


@feature("attributes", -1, "a class or a labelled measure contradicts")
def contradict_class(pair: PairFacts) -> float:
    """A protection class or a resolution is read more surely than a material."""
    return float(
        any(
            mine.kind == "class"
            or (mine.quantity is not None and mine.group in ("resolution", "size", "mass"))
            for mine, _ in _contradictions(pair)
        )
    )


@feature("attributes", -1, "a variant's part is stated that the page does not have")
def contradict_part(pair: PairFacts) -> float:
    """Variants of one model differ in a visor, a collar, a rangefinder."""
    return float(any(theirs is None for _, theirs in _contradictions(pair)))


@feature("attributes", -1, "stated properties contradict, though the code is named")
def contradict_coded(pair: PairFacts) -> float:
    """How many, two at most."""
    return min(len(pair.comparison.contradict), 2) if pair.level == "model" else 0.0


@feature("attributes", -1, "the colour or size contradicts")
def contradict_soft(pair: PairFacts) -> float:
    """A white one is not the black one."""
    return float(bool(pair.comparison.contradict_soft) and pair.level != "model")


@feature("attributes", -1, "the colour or size contradicts, though the code is named")
def contradict_soft_coded(pair: PairFacts) -> float:
    """A page shows one colour, a maker sells several."""
    return float(bool(pair.comparison.contradict_soft) and pair.level == "model")


@feature("attributes", -1, "a measure fits nothing on the page")
def doubtful(pair: PairFacts) -> float:
    """It may measure something the page does not state."""
    return min(len(pair.comparison.doubtful), 2)


@feature("attributes", 1, "share of the stated properties that agree")
def agree_share(pair: PairFacts) -> float:
    """Of all that is stated, what the page confirms."""
    found = pair.comparison
    total = len(found.agree) + len(found.contradict) + len(found.doubtful) + len(found.silent)
    return len(found.agree) / total if total and pair.kind >= 0 else 0.0
