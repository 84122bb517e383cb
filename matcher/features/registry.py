"""The one list of features and of the sentences on them, filled by the modules of this package in a fixed order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from matcher.features.pair_facts import PairFacts
from matcher.reading.reasons import Said


@dataclass(frozen=True)
class Feature:
    """A feature: its name, group (for ablation), the direction it may count in (0: see the package), its function.

    The words of a term in an explanation are in matcher/reading/reasons.yaml, by its name.
    """

    name: str
    group: str
    sign: int
    value: Callable[[PairFacts], float]


@dataclass(frozen=True)
class Reason:
    """What is said, what its topic adds to the log-odds, and the words that carry it.

    `goods_spans` are [start, end) in the description without page markers (GoodsDocument.clean), `item_words` the words
    of the item's pages.
    """

    said: Said
    weight: float
    goods_spans: tuple[tuple[int, int], ...] = ()
    item_words: tuple[str, ...] = ()
    topic: str = ""
    side: int = 0  # 1: for the pair, -1: against it; kept even where the weight is zero

    @property
    def sentence(self) -> str:
        """The sentence as it is kept, in English."""
        return self.said.english


Value = Callable[[PairFacts], float]
Sentences = Callable[[PairFacts, float], Iterable[Reason]]

FEATURES: list[Feature] = []
TOPICS: dict[str, str] = {}  # topic of each term, by the term's name
SENTENCES: dict[str, Sentences] = {}  # by topic


def feature(group: str, sign: int) -> Callable[[Value], Value]:
    """Register the decorated function as a feature."""

    def register(function: Value) -> Value:
        FEATURES.append(Feature(function.__name__, group, sign, function))
        return function

    return register


def says(*terms: str) -> Callable[[Sentences], Sentences]:
    """Register the decorated function as the wording of these terms; it gets the pair and the sum of the terms.

    The topic is the function's name without `say_`.
    """

    def register(function: Sentences) -> Sentences:
        topic = function.__name__.removeprefix("say_")
        SENTENCES[topic] = function
        TOPICS.update(dict.fromkeys(terms, topic))
        return function

    return register
