"""Sentences on stated properties: measures, classes, materials, parts, colours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matcher.attributes.extract import Attribute, extract
from matcher.attributes.quantities import Quantity
from matcher.explain.registry import Reason, says
from matcher.explain.written import apart
from matcher.features import PairFacts
from matcher.text.normal_forms import without_markers

MOST_AGREE = 4  # properties that a sentence names
MOST_SOFT = 3
MOST_CONTRADICT = 2
MOST_WORDS = 6

_UNITS = {
    "mass": "kg", "length": "mm", "size": "mm", "area": "m2", "volume": "l", "voltage": "V", "current": "A",
    "charge": "mAh", "energy": "Wh", "power": "W", "frequency": "Hz", "framerate": "Hz", "time": "min",
    "wavelength": "nm", "micro": "um", "gsm": "g/m2", "denier": "D", "motor_kv": "KV", "netd": "mK", "force": "N",
    "cells": "S", "share": "%", "angle": "deg", "temperature": "C", "speed": "km/h", "magnification": "x",
    "memory": "GB", "light": "lm", "resolution": "pixels",
}  # fmt: skip

_TITLES = {
    "gsm": "weight per area", "micro": "measure", "netd": "NETD", "framerate": "frame rate", "motor_kv": "motor KV",
    "cells": "cells in series",
}  # fmt: skip
METRES = 10_000  # millimetres from which lengths are told in metres


@says("agree_one", "agree_two", "agree_three", "agree_one_unnamed", "agree_two_unnamed", "agree_kind_unnamed", "agree_share")  # fmt: skip
def agree(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """What the page confirms."""
    if found := pair.comparison.agree:
        named = ", ".join(_named(mine, pair) for mine, _ in found[:MOST_AGREE])
        more = f" and {len(found) - MOST_AGREE} more" if len(found) > MOST_AGREE else ""
        verb = "agrees" if len(found) == 1 else "agree"
        yield Reason(f"{named}{more} {verb}", weight, _spans(found, pair), _words(found, pair))


@says("agree_soft")
def agree_soft(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """Colour or size."""
    found = pair.comparison.agree_soft
    named = ", ".join(_named(mine, pair) for mine, _ in found[:MOST_SOFT])
    yield Reason(f"{named} fits", weight, _spans(found, pair), _words(found, pair))


@says("contradict_one", "contradict_more", "contradict_class", "contradict_part", "contradict_coded")
def contradict(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """What the page says otherwise, each property a sentence."""
    for found in pair.comparison.contradict[:MOST_CONTRADICT]:
        yield Reason(_otherwise(*found, pair), weight, _spans([found], pair), _words([found], pair))


@says("contradict_soft", "contradict_soft_coded")
def contradict_soft(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """Another colour or size."""
    found = pair.comparison.contradict_soft[0]
    yield Reason(_otherwise(*found, pair), weight, _spans([found], pair), _words([found], pair))


@says("doubtful")
def doubtful(pair: PairFacts, weight: float) -> Iterator[Reason]:
    """A measure that may be of something else."""
    mine, _ = pair.comparison.doubtful[0]
    sentence = f"{_named(mine, pair)} is not among the page's measures"
    yield Reason(sentence, weight, _spans([(mine, None)], pair))


def _otherwise(mine: Attribute, theirs: Attribute | None, pair: PairFacts) -> str:
    """What is stated, and what the page has in its place."""
    if theirs is None:
        page = "none"
    elif _is_part(theirs, pair):
        page = "none" if _denies(theirs) else "one"
    else:
        page = _value(theirs)
    return f"{_named(mine, pair)} is stated, the page has {page}"


def _is_part(attribute: Attribute, pair: PairFacts) -> bool:
    group = pair.goods.taxonomy.groups.get(attribute.group)
    return group is not None and group.is_part


def _denies(attribute: Attribute) -> bool:
    return attribute.denied or attribute.value == "no"


def _named(attribute: Attribute, pair: PairFacts) -> str:
    group = pair.goods.taxonomy.groups.get(attribute.group)
    title = group.title if group else _TITLES.get(attribute.group, attribute.group.replace("_", " "))
    if _is_part(attribute, pair):
        return f"no {title}" if _denies(attribute) else title
    if attribute.quantity is not None and attribute.quantity.label:
        title = attribute.quantity.label
    return f"{title} {_value(attribute)}"


def _value(attribute: Attribute) -> str:
    if attribute.quantity is not None:
        return _measured(attribute.quantity)
    value = attribute.value.replace("_", " ")
    return f"no {value}" if attribute.denied else value.upper() if attribute.kind == "class" else value


def _measured(quantity: Quantity) -> str:
    unit, scale = _UNITS.get(quantity.dimension, ""), 1.0
    if unit == "mm" and min(quantity.values) >= METRES:
        unit, scale = "m", 1000.0
    values = quantity.values if quantity.ranged else sorted(quantity.values, reverse=True)  # 50x50x8, 640x512
    joined = ("-" if quantity.ranged else "x").join(f"{value / scale:.6g}" for value in values)
    return f"{joined} {unit}".strip()


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
