"""What is said of announced orders and their lines: sentences of matcher/reading/orders.yaml."""

from __future__ import annotations

from dataclasses import replace

from matcher.reading.texts import Filling, Sentence

_DAYS = "_days"


def order_sentence(key: str, number: int = 1, /, **values: Filling) -> Sentence:
    """The sentence `key` on `number` things."""
    return Sentence("orders", key, tuple(values.items()), number)


def without_days(sentence: Sentence) -> Sentence:
    """The sentence without its number of days, so that those of several lines are one."""
    if not sentence.key.endswith(_DAYS):
        return sentence
    return replace(sentence, key=sentence.key.removesuffix(_DAYS), values=(), number=1)
