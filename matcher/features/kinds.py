"""Features of the kind of goods, and their sentences."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from matcher.candidates.usage.about_goods import names_about, opens_about
from matcher.candidates.usage.code_use import words_for
from matcher.features.pair_facts import PairFacts
from matcher.features.registry import Reason, feature, says
from matcher.features.word_places import apart
from matcher.reading.reasons import said
from matcher.schema.terms import Level
from matcher.similarity.named_parts import is_called_part, names_part

SPANS = 2


@feature("kind", 1)
def kind_same(pair: PairFacts) -> float:
    """Both name the kind."""
    return float(pair.kind == 1.0)


@feature("kind", 1)
def kind_wider(pair: PairFacts) -> float:
    """ "Vest" for an armour vest."""
    return float(pair.kind == 0.75)


@feature("kind", 1)
def kind_near(pair: PairFacts) -> float:
    """A plate and a tile of the same ceramic."""
    return float(pair.kind == 0.4)


@feature("kind", -1)
def kind_other(pair: PairFacts) -> float:
    """A hard hat is no combat helmet."""
    return float(pair.kind == -1.0)


@feature("kind", -1)
def kind_aside(pair: PairFacts) -> float:
    """A cover FOR a helmet, goods OF aramid fabric."""
    return float(pair.kind > 0 and not pair.goods.named_kind)


@feature("kind", -1)
def kind_other_named(pair: PairFacts) -> float:
    """A maker of helmets that ships office tables."""
    return float(pair.kind == -1.0 and pair.named)


@feature("kind", -1)
def kind_other_code(pair: PairFacts) -> float:
    """A bearing that happens to have a motor's number; not rails QX-7 for machines, of which rails are the only goods."""
    return float(pair.kind == -1.0 and pair.level == Level.MODEL and pair.goods.named_kind)


@feature("kind", -1)
def kind_unknown(pair: PairFacts) -> float:
    """Without a kind on both sides the rest must carry the pair."""
    return float(pair.kind == 0.0)


@feature("kind", 1)
def kind_meaning(pair: PairFacts) -> float:
    """By the encoder, above what is usual for the item's kind."""
    return max(pair.own.kind.meaning, -0.5)


@feature("kind", 1)
def kind_margin(pair: PairFacts) -> float:
    """The lead over the best other kind of the same site."""
    return max(pair.own.kind.margin, 0.0)


@feature("kind", -1)
def kind_deficit(pair: PairFacts) -> float:
    """See kind_margin."""
    return max(-pair.own.kind.margin, 0.0)


@feature("kind", 1)
def kind_taught(pair: PairFacts) -> float:
    """By the encoder, to the nearest such declaration of the case."""
    return pair.own.kind.taught


@feature("kind", 1)
def kind_taught_margin(pair: PairFacts) -> float:
    """The lead over those of the best other kind."""
    return max(pair.own.kind.taught_margin, 0.0)


@feature("kind", -1)
def kind_taught_deficit(pair: PairFacts) -> float:
    """See kind_taught_margin."""
    return max(-pair.own.kind.taught_margin, 0.0)


@feature("kind", -1)
def kind_of_use(pair: PairFacts) -> float:
    """The words after "for" fit the item's kind better than those that name the goods."""
    return min(pair.own.kind.use, 0.5)


@feature("kind", -1)
def part_named(pair: PairFacts) -> float:
    """Unless the item is one, by its name or its category; so is what is only about such goods, as a catalogue or a box."""
    if _is_about(pair):
        return 1.0
    if not names_part(pair.goods.clean) or any(
        names_part(said) for page in pair.item.pages for said in (page.name, page.category)
    ):
        return 0.0
    code = None if pair.hit is None else pair.hit.written if not pair.use else ""
    item = cache(lambda: words_for(pair.item))
    return float(is_called_part(pair.goods.clean, code, lambda words: item().names(words)))


def _is_about(pair: PairFacts) -> bool:
    """Whether the goods are printed matter, packing or the like, and the item is none."""
    return opens_about(pair.goods.clean) and not any(
        names_about(said) for page in pair.item.pages for said in (page.name, page.category)
    )


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
def say_kind(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """How the two kinds stand to each other."""
    mine, theirs = (kind_title(pair, name) for name in pair.kinds)
    keys = {0.75: "kind_wider", 0.4: "kind_near", -1.0: "kind_other"}
    places = apart(pair.goods.own.kind_spans)[:SPANS]
    if pair.kind == 1.0:
        yield Reason(said("kind_same", kind=mine), weight, places)
    elif key := keys.get(pair.kind):
        yield Reason(said(key, kind=mine, other_kind=theirs), weight, places)
    else:
        yield Reason(said("kind_unknown"), weight)


@says("kind_aside")
def say_kind_aside(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """A kind that is not said of the goods themselves."""
    yield Reason(said("kind_aside", kind=kind_title(pair, pair.kinds[0])), weight)


@says("kind_meaning", "kind_margin", "kind_deficit")
def say_kind_words(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """By the catalog's own words."""
    yield Reason(said("kind_words" if weight > 0 else "kind_words_other"), weight)


@says("kind_taught", "kind_taught_margin", "kind_taught_deficit")
def say_kind_taught(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """By the case's certain records."""
    yield Reason(said("kind_taught" if weight > 0 else "kind_taught_other"), weight)


@says("kind_of_use")
def say_use(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """A heat sink for transistors is no transistor."""
    yield Reason(said("use"), weight)


@says("part_named")
def say_part(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """A word for a part or an accessory, or for what only bears the name of other goods."""
    yield Reason(said("about" if _is_about(pair) else "part"), weight)
