"""A pair in words: reasons and counter-reasons with the words of both texts that carry them, and every term.

Each module holds the sentences of one subject beside the names of the terms (matcher.features) that they are for.
"""

from __future__ import annotations

from collections.abc import Sequence

from matcher.explain import circumstances, kinds, names, properties, signs, standing, wording  # noqa: F401 - they fill SENTENCES
from matcher.explain.registry import SENTENCES, TOPICS, Reason
from matcher.explain.waterfall import waterfall
from matcher.features import PairFacts

__all__ = ["MOST", "TOPICS", "Reason", "reasons", "waterfall"]

MOST = 3  # reasons, and counter-reasons, that are given
LEAST_TERM = 0.2  # log-odds below which a topic is no reason: it moves no confidence by more than .05


def reasons(pair: PairFacts, terms: Sequence[tuple[str, float, float]]) -> tuple[list[Reason], list[Reason]]:
    """What speaks for the pair and what against it, strongest first, at most MOST each.

    `terms` are (name, value, log-odds), as matcher.scoring gives them. Terms of one topic are one reason, which weighs
    what they add up to: all that speak of the code, of the maker, of the kind, of the words in common.
    """
    weight: dict[str, float] = {}
    for name, _, log_odds in terms:
        if topic := TOPICS.get(name):
            weight[topic] = weight.get(topic, 0.0) + log_odds
    found = [
        reason
        for topic, total in weight.items()
        if abs(total) >= LEAST_TERM
        for reason in SENTENCES[topic](pair, total)
    ]
    found.sort(key=lambda reason: (-abs(reason.weight), reason.sentence))
    return [r for r in found if r.weight > 0][:MOST], [r for r in found if r.weight < 0][:MOST]
