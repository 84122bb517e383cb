"""The one list of what reasons speak of, which the modules of this package fill."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from matcher.features import PairFacts


@dataclass(frozen=True)
class Reason:
    """A sentence, what its topic adds to the log-odds, and the words that carry it.

    `goods_spans` are [start, end) in the description without page markers (GoodsDocument.clean), `item_words` the words
    of the item's pages.
    """

    sentence: str
    weight: float
    goods_spans: tuple[tuple[int, int], ...] = ()
    item_words: tuple[str, ...] = ()
    topic: str = ""
    side: int = 0  # 1: for the pair, -1: against it; told even where the weight is nought


Sentences = Callable[[PairFacts, float], Iterable[Reason]]

TOPICS: dict[str, str] = {}  # by the term's name
SENTENCES: dict[str, Sentences] = {}  # by topic


def says(*terms: str) -> Callable[[Sentences], Sentences]:
    """The decorated function words what these terms say together; it is given the pair and what they add up to."""

    def register(function: Sentences) -> Sentences:
        topic = function.__name__
        SENTENCES[topic] = function
        TOPICS.update(dict.fromkeys(terms, topic))
        return function

    return register
