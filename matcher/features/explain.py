"""A pair in words: its reasons and counter-reasons with the words that carry them, and every term of its score."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from matcher.features import FEATURES, PairFacts
from matcher.features.registry import SENTENCES, TOPICS, Reason
from matcher.reading.reasons import verbatim
from matcher.reading.terms import term as term_words
from matcher.text.normal_forms import marked_spans

__all__ = ["MOST", "TOPICS", "Reason", "Step", "all_reasons", "kept", "reweighed", "strongest", "waterfall"]

MOST = 3  # reasons, and counter-reasons, that are given
ALWAYS = frozenset(("contradict", "contradict_soft"))  # topics that are said at any weight
LEAST_TERM = 0.2  # log-odds below which a topic is no reason: it moves no confidence by more than .05
_SIGN = {f.name: f.sign for f in FEATURES}

Terms = Sequence[tuple[str, float, float]]  # (name, value, log-odds), as matcher.scoring gives them


def all_reasons(pair: PairFacts, terms: Terms) -> list[Reason]:
    """Whatever can be said for the pair or against it, those that weigh nothing by these terms too.

    Terms of one topic are one reason, which weighs what they add up to: all that speak of the code, of the maker, of
    the kind, of the words in common. A sentence without weight takes the side that its terms may have.
    """
    lean: dict[str, float] = {}
    for name, value, _ in terms:
        if topic := TOPICS.get(name):
            lean[topic] = lean.get(topic, 0.0) + _SIGN[name] * value
    weights = _weights(terms)
    lean = {topic: weights[topic] or side for topic, side in lean.items()}
    return [
        replace(reason, topic=topic, weight=weights[topic], side=1 if side > 0 else -1)
        for topic, side in lean.items()
        if side
        for reason in SENTENCES[topic](pair, side)
    ]


def strongest(reasons: Sequence[Reason]) -> tuple[list[Reason], list[Reason]]:
    """The reasons for and against that weigh most, at most MOST each; what the page says otherwise, however little it weighs."""
    telling = [r for r in reasons if abs(r.weight) >= LEAST_TERM or r.topic in ALWAYS]
    telling.sort(key=lambda reason: (-abs(reason.weight), reason.sentence))
    return [r for r in telling if r.weight > 0][:MOST], [r for r in telling if r.weight < 0][:MOST]


def kept(reasons: Sequence[Reason], text: str) -> list[list[Any]]:
    """Reasons as they are kept in JSON: [topic, side, sentence, spans in `text` with its page markers, page's words]."""
    return [[r.topic, r.side, r.sentence, marked_spans(text, r.goods_spans), r.item_words] for r in reasons]


def reweighed(stored: Sequence[Sequence[Any]], terms: Terms) -> list[Reason]:
    """Reasons kept by `kept`, as they weigh by these terms; those whose topic has changed sides are left out."""
    weights = _weights(terms)
    return [
        Reason(
            verbatim(sentence),
            weights[topic],
            tuple((start, end) for start, end in spans),
            tuple(words),
            topic,
            side,
        )
        for topic, side, sentence, spans, words in stored
        if side * weights.get(topic, 0.0) > 0
    ]


def _weights(terms: Terms) -> dict[str, float]:
    """What the terms of each topic add up to."""
    weights: dict[str, float] = {}
    for name, _, log_odds in terms:
        if topic := TOPICS.get(name):
            weights[topic] = weights.get(topic, 0.0) + log_odds
    return weights


_FEATURES = {f.name: f for f in FEATURES}


@dataclass(frozen=True)
class Step:
    """A term of a score: its name, group and words, its value, its log-odds, the sum and the confidence so far."""

    term: str
    group: str
    words: str
    value: float
    log_odds: float
    sum: float
    prior_confidence: float


def waterfall(terms: Terms, language: str = "en") -> list[Step]:
    """The terms in the order in which they are shown, the base first, then by weight; their words in `language`."""
    steps = []
    total = 0.0
    ordered = sorted(terms, key=lambda term: (term[0] != "base", -abs(term[2]), term[0]))
    for name, value, log_odds in ordered:
        total += log_odds
        feature = _FEATURES.get(name)
        steps.append(
            Step(
                term=name,
                group=feature.group if feature else "base",
                words=term_words("features", name if feature else "base", language),
                value=round(value, 4),
                log_odds=round(log_odds, 4),
                sum=round(total, 4),
                prior_confidence=round(1 / (1 + math.exp(-total)), 4),
            )
        )
    return steps
