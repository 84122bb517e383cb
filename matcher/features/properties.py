"""Features of the properties that the taxonomy knows: classes, materials, parts, colours, and their sentences."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from matcher.attributes.extract import Attribute, extract
from matcher.features.pair_facts import PairFacts
from matcher.features.registry import Reason, feature, says
from matcher.features.word_places import apart
from matcher.reading.property_words import denies, english_property, english_value, is_part
from matcher.reading.reasons import Said, said
from matcher.schema.terms import Level
from matcher.text.normal_forms import without_markers

MOST_AGREE = 4  # properties that a sentence names
MOST_SOFT = 3
MOST_CONTRADICT = 2
MOST_WORDS = 6


def _agreements(pair: PairFacts) -> int:
    return len(pair.comparison.agree) if pair.kind >= 0 and pair.confirms else 0


@feature("attributes", 1)
def agree_one(pair: PairFacts) -> float:
    """A measure, class, material or part that tells goods apart."""
    return float(_agreements(pair) >= 1)


@feature("attributes", 1)
def agree_two(pair: PairFacts) -> float:
    """Two make chance unlikely."""
    return float(_agreements(pair) >= 2)


@feature("attributes", 1)
def agree_three(pair: PairFacts) -> float:
    """Each further one counts less."""
    return min(math.log2(max(_agreements(pair) - 1, 1)), 2.0)


@feature("attributes", 1)
def agree_one_unnamed(pair: PairFacts) -> float:
    """Without a name the properties are all there is."""
    return float(pair.nobody_named and _agreements(pair) >= 1)


@feature("attributes", 1)
def agree_two_unnamed(pair: PairFacts) -> float:
    """Two properties and the kind are the least that makes a lead."""
    return float(pair.nobody_named and _agreements(pair) >= 2)


@feature("attributes", 1)
def agree_kind_unnamed(pair: PairFacts) -> float:
    """Only together do they say more than that somebody sells such goods."""
    return float(pair.nobody_named and _agreements(pair) >= 2 and pair.kind >= 0.75)


@feature("attributes", 1)
def agree_soft(pair: PairFacts) -> float:
    """Many different goods are black."""
    return min(len(pair.comparison.agree_soft), 2)


# Where the item's code is named, contradictions have features of their own: a line that names code and maker and gives
# another colour than the page is mostly about that item; whether a variant of it fits better is asked by
# matcher.features.competition.


def _contradictions(pair: PairFacts) -> tuple[tuple[Attribute, Attribute | None], ...]:
    return () if pair.level == Level.MODEL else pair.comparison.contradict


@feature("attributes", -1)
def contradict_one(pair: PairFacts) -> float:
    """The page says otherwise."""
    return float(len(_contradictions(pair)) >= 1)


@feature("attributes", -1)
def contradict_more(pair: PairFacts) -> float:
    """Each beyond the first, two at most."""
    return min(max(len(_contradictions(pair)) - 1, 0), 2)


@feature("attributes", -1)
def contradict_class(pair: PairFacts) -> float:
    """A protection class or a resolution is read more surely than a material."""
    return float(
        any(
            mine.kind == "class"
            or (mine.quantity is not None and mine.group in ("resolution", "size", "mass"))
            for mine, _ in _contradictions(pair)
        )
    )


@feature("attributes", -1)
def contradict_part(pair: PairFacts) -> float:
    """Variants of one model differ in a visor, a collar, a rangefinder."""
    return float(any(theirs is None for _, theirs in _contradictions(pair)))


@feature("attributes", -1)
def contradict_coded(pair: PairFacts) -> float:
    """How many, two at most."""
    return min(len(pair.comparison.contradict), 2) if pair.level == Level.MODEL else 0.0


@feature("attributes", -1)
def contradict_soft(pair: PairFacts) -> float:
    """A white one is not the black one."""
    return float(bool(pair.comparison.contradict_soft) and pair.level != Level.MODEL)


@feature("attributes", -1)
def contradict_soft_coded(pair: PairFacts) -> float:
    """A page shows one colour, a maker sells several."""
    return float(bool(pair.comparison.contradict_soft) and pair.level == Level.MODEL)


@feature("attributes", -1)
def doubtful(pair: PairFacts) -> float:
    """It may measure something the page does not state."""
    return min(len(pair.comparison.doubtful), 2)


@feature("attributes", 1)
def agree_share(pair: PairFacts) -> float:
    """Of all that is stated, what the page confirms."""
    found = pair.comparison
    total = len(found.agree) + len(found.contradict) + len(found.doubtful) + len(found.silent)
    return _agreements(pair) / total if total else 0.0


@says("agree_one", "agree_two", "agree_three", "agree_one_unnamed", "agree_two_unnamed", "agree_kind_unnamed", "agree_share")  # fmt: skip
def say_agree(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """What the page confirms."""
    if found := pair.comparison.agree:
        named = ", ".join(_named(mine, pair) for mine, _ in found[:MOST_AGREE])
        sentence = said("agree", len(found), properties=named)
        if len(found) > MOST_AGREE:
            sentence = said("agree_more", properties=named, count=str(len(found) - MOST_AGREE))
        yield Reason(sentence, weight, _spans(found, pair), _words(found, pair))


@says("agree_soft")
def say_agree_soft(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """Colour or size."""
    found = pair.comparison.agree_soft
    named = ", ".join(_named(mine, pair) for mine, _ in found[:MOST_SOFT])
    sentence = said("agree_soft", properties=named)
    yield Reason(sentence, weight, _spans(found, pair), _words(found, pair))


@says("contradict_one", "contradict_more", "contradict_class", "contradict_part", "contradict_coded")
def say_contradict(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """What the page says otherwise, each property a sentence."""
    for found in pair.comparison.contradict[:MOST_CONTRADICT]:
        yield Reason(_otherwise(*found, pair), weight, _spans([found], pair), _words([found], pair))


@says("contradict_soft", "contradict_soft_coded")
def say_contradict_soft(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """Another colour or size."""
    found = pair.comparison.contradict_soft[0]
    yield Reason(_otherwise(*found, pair), weight, _spans([found], pair), _words([found], pair))


@says("doubtful")
def say_doubtful(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """A measure that may be of something else."""
    mine, _ = pair.comparison.doubtful[0]
    sentence = said("doubtful", property=_named(mine, pair))
    yield Reason(sentence, weight, _spans([(mine, None)], pair))


def _otherwise(mine: Attribute, theirs: Attribute | None, pair: PairFacts) -> Said:
    """What is stated, and what the page has in its place."""
    stated = _named(mine, pair)
    if theirs is not None and not is_part(theirs, pair.goods.taxonomy):
        return said("contradict", property=stated, value=english_value(theirs))
    has_none = theirs is None or denies(theirs)
    return said("contradict_none" if has_none else "contradict_one", property=stated)


def _named(attribute: Attribute, pair: PairFacts) -> str:
    return english_property(attribute, pair.goods.taxonomy)


def _spans(
    found: Sequence[tuple[Attribute, Attribute | None]], pair: PairFacts
) -> tuple[tuple[int, int], ...]:
    own = set(pair.goods.own.stated)
    return apart((mine.start, mine.end) for mine, _ in found if mine in own)


def _words(found: Sequence[tuple[Attribute, Attribute | None]], pair: PairFacts) -> tuple[str, ...]:
    """The words of the item's pages that carry its side."""
    out = []
    for page in pair.item.pages:
        text = without_markers(page.stated)
        for theirs in (theirs for _, theirs in found if theirs is not None):
            if theirs in extract(text, pair.item.taxonomy).stated:
                out.append(text[theirs.start : theirs.end])
    return tuple(dict.fromkeys(out))[:MOST_WORDS]
