"""A pair in words: reasons and counter-reasons with the words of both texts that carry them, and every term."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matcher.attributes import Attribute, extract
from matcher.features import FEATURES, PairFacts
from matcher.quantities import Quantity
from matcher.text import without_markers

MOST = 3  # reasons, and counter-reasons, that are given
WORDS = {f.name: f.words for f in FEATURES}
GROUP = {f.name: f.group for f in FEATURES}
LEAST_TERM = 0.05  # log-odds below which a term is no reason

_UNITS = {
    "mass": "kg", "length": "mm", "size": "mm", "area": "m2", "volume": "l", "voltage": "V", "current": "A",
    "charge": "mAh",
    "energy": "Wh", "power": "W", "frequency": "Hz", "framerate": "Hz", "time": "min", "wavelength": "nm",
    "micro": "um",
    "gsm": "g/m2", "denier": "D", "motor_kv": "KV", "netd": "mK", "force": "N", "cells": "S", "share": "%",
    "angle": "deg",
    "temperature": "C", "speed": "km/h", "magnification": "x", "memory": "GB", "light": "lm", "resolution": "pixels",
}  # fmt: skip


@dataclass(frozen=True)
class Reason:
    """A sentence, the term behind it, and the spans that carry it: [start, end) in the goods' text and its words."""

    sentence: str
    weight: float
    goods_spans: tuple[tuple[int, int], ...] = ()
    item_words: tuple[str, ...] = ()


def reasons(pair: PairFacts, terms: Sequence[tuple[str, float, float]]) -> tuple[list[Reason], list[Reason]]:
    """What speaks for the pair and what against it, strongest first, at most MOST each.

    Terms that say the same thing are one reason: all that speak of the code, the maker, the kind, the properties.
    """
    weight: dict[str, float] = {}
    for name, _, log_odds in terms:
        topic = _TOPIC.get(name)
        if topic:
            side = "+" if log_odds > 0 else "-"
            weight[topic + side] = weight.get(topic + side, 0.0) + log_odds
    speak_for: list[Reason] = []
    against: list[Reason] = []
    for key, total in weight.items():
        if abs(total) < LEAST_TERM:
            continue
        for reason in _SAY[key[:-1]](pair, total):
            (speak_for if total > 0 else against).append(reason)
    speak_for.sort(key=lambda r: (-r.weight, r.sentence))
    against.sort(key=lambda r: (r.weight, r.sentence))
    return speak_for[:MOST], against[:MOST]


_TOPIC = {
    **dict.fromkeys(("code_exact", "code_family", "code_short", "code_alone", "level_model"), "code"),
    **dict.fromkeys(("code_elsewhere", "code_unknown", "code_fits"), "other_code"),
    **dict.fromkeys(("maker_named", "maker_ships", "level_maker"), "maker"),
    "maker_other": "other_maker",
    **dict.fromkeys(
        ("kind_same", "kind_wider", "kind_near", "kind_other", "kind_other_named", "kind_other_code", "kind_unknown",
         "kind_aside"),
        "kind",
    ),
    **dict.fromkeys(
        ("agree_one", "agree_two", "agree_three", "agree_one_unnamed", "agree_two_unnamed", "agree_kind_unnamed",
         "agree_share"),
        "agree",
    ),
    "agree_soft": "agree_soft",
    **dict.fromkeys(("contradict_one", "contradict_more", "contradict_class", "contradict_part"), "contradict"),
    "contradict_soft": "contradict_soft",
    "doubtful": "doubtful",
    **dict.fromkeys(("meaning", "meaning_unnamed"), "meaning"),
    **dict.fromkeys(("ngrams", "words_shared", "signs_shared"), "words"),
    **dict.fromkeys(("heading_fits", "heading_other"), "heading"),
    **dict.fromkeys(("origin_other", "origin_other_unnamed"), "origin"),
    "price_far": "price",
    "before_item": "dates",
}  # fmt: skip


def _code(pair: PairFacts, weight: float) -> list[Reason]:
    hit = pair.own_code
    if hit is None:
        return []
    how = f'the goods name "{hit.written.strip()}"'
    if hit.exact:
        sentence = f"{how}: the item's code {hit.code}" + (" without its prefix" if hit.short else "")
    else:
        sentence = f"{how}: the family of the item's code {hit.code}"
    if hit.read:
        sentence += ", spelt in Cyrillic"
    return [Reason(sentence, weight, (hit.span,) if hit.span else (), (hit.code,))]


def _other_code(pair: PairFacts, weight: float) -> list[Reason]:
    if pair.own_code is None and pair.elsewhere:
        return [Reason(f'the goods name "{pair.elsewhere.strip()}", the code of another item', weight)]
    if pair.hit is not None and pair.hit.fits:
        sentence = f'the goods name "{pair.hit.written.strip()}" only as what they are for'
        return [Reason(sentence, weight, (pair.hit.span,) if pair.hit.span else (), (pair.hit.code,))]
    if pair.unknown:
        return [Reason(f'the stated code "{pair.unknown.strip()}" is none of this catalog\'s', weight)]
    return []


def _maker(pair: PairFacts, weight: float) -> list[Reason]:
    where = {
        "maker": "as the maker",
        "trademark": "as the trademark",
        "text": "in the text",
        "exporter": "as the shipper",
    }
    if not pair.named:
        return []
    naming = pair.naming
    sentence = f'"{naming.words}" is named {where[naming.where]}: the maker of {pair.item.site}'
    return [Reason(sentence, weight, (naming.span,) if naming.span else (), pair.item.brands[:1])]


def _other_maker(pair: PairFacts, weight: float) -> list[Reason]:
    return [Reason(f'another maker or mark is named: "{pair.naming.other}"', weight)]


def _kind(pair: PairFacts, weight: float) -> list[Reason]:
    mine, theirs = (_title(pair, name) for name in pair.kinds)
    spans = pair.goods.own.kind_spans[:2]
    if pair.kind == 0:
        return [Reason("the kind of goods is not told by both texts", weight)]
    if weight < 0:
        if pair.kind < 0:
            return [Reason(f"other goods: {mine}, not {theirs}", weight, spans)]
        return [Reason(f"{mine} is named in passing only", weight)]
    words = {1.0: f"the same kind of goods: {mine}", 0.75: f"kinds that go together: {mine}, {theirs}"}
    return [Reason(words.get(pair.kind, f"kinds that texts mix up: {mine}, {theirs}"), weight, spans)]


def _agree(pair: PairFacts, weight: float) -> list[Reason]:
    found = pair.comparison.agree
    if not found:
        return []
    named = ", ".join(_named(mine, pair) for mine, _ in found[:4])
    more = f" and {len(found) - 4} more" if len(found) > 4 else ""
    verb = "agrees" if len(found) == 1 else "agree"
    return [Reason(f"{named}{more} {verb}", weight, _spans(found, pair), _words(found, pair))]


def _agree_soft(pair: PairFacts, weight: float) -> list[Reason]:
    found = pair.comparison.agree_soft
    return [
        Reason(f"{', '.join(_named(mine, pair) for mine, _ in found[:3])} fits", weight, _spans(found, pair))
    ]


def _contradict(pair: PairFacts, weight: float) -> list[Reason]:
    out = []
    for mine, theirs in pair.comparison.contradict[:2]:
        page = f"the page has {_value(theirs)}" if theirs is not None else "the page has none"
        out.append(Reason(f"{_named(mine, pair)} is stated, {page}", weight, _spans([(mine, theirs)], pair)))
    return out


def _contradict_soft(pair: PairFacts, weight: float) -> list[Reason]:
    mine, theirs = pair.comparison.contradict_soft[0]
    page = _value(theirs) if theirs is not None else "none"
    return [
        Reason(f"{_named(mine, pair)} is stated, the page has {page}", weight, _spans([(mine, theirs)], pair))
    ]


def _doubtful(pair: PairFacts, weight: float) -> list[Reason]:
    mine, _ = pair.comparison.doubtful[0]
    return [
        Reason(f"{_named(mine, pair)} is not among the page's measures", weight, _spans([(mine, None)], pair))
    ]


def _meaning(pair: PairFacts, weight: float) -> list[Reason]:
    return [Reason("the texts mean alike" if weight > 0 else "the texts do not mean alike", weight)]


def _common_words(pair: PairFacts, weight: float) -> list[Reason]:
    return [Reason("rare words or letter sequences in common", weight)]


def _heading(pair: PairFacts, weight: float) -> list[Reason]:
    codes = ", ".join(pair.goods.hs6[:2])
    kind = _title(pair, pair.kinds[1]) or "it"
    return [Reason(f"HS {codes} is {'usual' if weight > 0 else 'unusual'} for {kind}", weight)]


def _origin(pair: PairFacts, weight: float) -> list[Reason]:
    return [
        Reason(
            f"the origin is {', '.join(pair.goods.origins[:2])}, the maker's goods come from {pair.home}",
            weight,
        )
    ]


def _price(pair: PairFacts, weight: float) -> list[Reason]:
    return [
        Reason(
            f"a piece is declared at {pair.goods.unit_price:.2f} USD, the page asks {pair.item.price:.2f}",
            weight,
        )
    ]


def _dates(pair: PairFacts, weight: float) -> list[Reason]:
    beginning = pair.item.beginning
    if beginning is None:
        return []
    said = (
        f"a post of {beginning.day} launches the item"
        if beginning.launched
        else f"on {beginning.day} the catalog did not have the item yet"
    )
    return [Reason(f"last declared on {pair.goods.last_date}; {said}", weight)]


_SAY: dict[str, Any] = {
    "code": _code, "other_code": _other_code, "maker": _maker, "other_maker": _other_maker, "kind": _kind,
    "agree": _agree,
    "agree_soft": _agree_soft, "contradict": _contradict, "contradict_soft": _contradict_soft, "doubtful": _doubtful,
    "meaning": _meaning, "words": _common_words, "heading": _heading, "origin": _origin, "price": _price,
    "dates": _dates,
}  # fmt: skip


def _title(pair: PairFacts, name: str) -> str:
    """What people call this kind of goods; nothing for none."""
    kind = pair.goods.taxonomy.kinds.get(name)
    return kind.title if kind else name.replace("_", " ")


def _named(attribute: Attribute, pair: PairFacts) -> str:
    group = pair.goods.taxonomy.groups.get(attribute.group)
    if group is not None and set(group.wider) <= {"yes", "no"}:
        return f"no {group.title}" if attribute.denied or attribute.value == "no" else group.title
    title = group.title if group else attribute.group.replace("_", " ")
    if attribute.quantity is not None and attribute.quantity.label:
        title = attribute.quantity.label
    return f"{title} {_value(attribute)}"


def _value(attribute: Attribute) -> str:
    if attribute.quantity is not None:
        return _measured(attribute.quantity)
    value = attribute.value.replace("_", " ")
    return f"no {value}" if attribute.denied else value.upper() if attribute.kind == "class" else value


def _measured(quantity: Quantity) -> str:
    joined = ("-" if quantity.ranged else "x").join(f"{value:g}" for value in quantity.values)
    unit = _UNITS.get(quantity.dimension, "")
    return f"{joined} {unit}".strip()


def _spans(
    found: Sequence[tuple[Attribute, Attribute | None]], pair: PairFacts
) -> tuple[tuple[int, int], ...]:
    own = set(pair.goods.own.stated)
    return tuple((mine.start, mine.end) for mine, _ in found if mine in own)


def _words(found: Sequence[tuple[Attribute, Attribute | None]], pair: PairFacts) -> tuple[str, ...]:
    """The words of the item's pages that carry its side."""
    out = []
    for page in pair.item.pages:
        text = without_markers(page.stated)
        for theirs in (theirs for _, theirs in found if theirs is not None):
            if theirs in extract(text, pair.item.taxonomy).stated:
                out.append(text[theirs.start : theirs.end])
    return tuple(dict.fromkeys(out))[:6]


def waterfall(terms: Sequence[tuple[str, float, float]]) -> list[dict[str, Any]]:
    """The terms as rows: what it is, its value, its log-odds, the sum so far, the confidence so far."""
    import math

    rows = []
    total = 0.0
    ordered = sorted(terms, key=lambda term: (term[0] != "base", -abs(term[2]), term[0]))
    for name, value, log_odds in ordered:
        total += log_odds
        rows.append(
            {
                "term": name,
                "group": GROUP.get(name, "base"),
                "words": WORDS.get(name, "what is usual among compared pairs"),
                "value": round(value, 4),
                "log_odds": round(log_odds, 4),
                "sum": round(total, 4),
                "prior_confidence": round(1 / (1 + math.exp(-total)), 4),
            }
        )
    return rows
