"""Features of the kind of goods."""

from __future__ import annotations

from matcher.features.pair_facts import PairFacts
from matcher.features.registry import feature


@feature("kind", 1, "the same kind of goods")
def kind_same(pair: PairFacts) -> float:
    """Both name the kind."""
    return float(pair.kind == 1.0)


@feature("kind", 1, "one kind is the wider of the other")
def kind_wider(pair: PairFacts) -> float:
    """ "Vest" for an armour vest."""
    return float(pair.kind == 0.75)


@feature("kind", 1, "kinds that texts mix up")
def kind_near(pair: PairFacts) -> float:
    """A plate and a tile of the same ceramic."""
    return float(pair.kind == 0.4)


@feature("kind", -1, "another kind of goods")
def kind_other(pair: PairFacts) -> float:
    """A hard hat is no combat helmet."""
    return float(pair.kind == -1.0)


@feature("kind", -1, "the kind is named in passing only")
def kind_aside(pair: PairFacts) -> float:
    """A cover FOR a helmet, goods OF aramid fabric."""
    return float(pair.kind > 0 and not pair.goods.named_kind)


@feature("kind", -1, "another kind, though the maker is named")
def kind_other_named(pair: PairFacts) -> float:
    """A maker of helmets that ships office tables."""
    return float(pair.kind == -1.0 and pair.named)


@feature("kind", -1, "another kind, though the code is named")
def kind_other_code(pair: PairFacts) -> float:
    """A bearing that happens to have a motor's number."""
    return float(pair.kind == -1.0 and pair.level == "model")


@feature("kind", -1, "no known kind of goods is named")
def kind_unknown(pair: PairFacts) -> float:
    """Without a kind on both sides the rest must carry the pair."""
    return float(pair.kind == 0.0)
