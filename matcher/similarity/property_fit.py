"""How well the properties that a description states fit an item: numbers by unit and label, words by meaning.

No list of properties is needed. A number that the item has counts by how few items of the catalog have it; one that the
item does not have counts against it where the item states such a number, the more so where another item has it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from matcher.arrays import Float32s, Ints
from matcher.attributes.measures import Measure, known_dimension, measures, same
from matcher.records.documents import ItemDocument
from matcher.similarity.phrases import PhraseSpace, properties_of

SAME_LABEL = 0.45  # centred likeness from which two labels name one property, where no other label is as like
CLEAR = 0.5  # centred likeness from which a phrase states a property of the catalog
SAME_VALUE = 0.08  # less than the nearest property's, and it is the same value in other words
SAME_SLOT = 0.35  # centred likeness of two properties from which they may be values of one
MOST_INFORMATION = 4.0  # bits of one agreement: rarer values are misprints


class WordFit(NamedTuple):
    """How the words of a description fit one item; see PropertyFit."""

    words: float = 0.0
    behind: float = 0.0
    agree: float = 0.0
    contradict: float = 0.0


class PropertyFit(NamedTuple):
    """Numbers that agree (`agree`, and how much that tells: `information`), that contradict under one label
    (`contradict`), that another item has and this one lacks (`elsewhere`), that this one only lacks (`doubtful`).

    `words`: how far the words fit this item better than the mean candidate; `words_behind`: worse than the best.
    `words_agree`, `words_contradict`: phrases whose nearest property in the catalog the item has, or has another in place
    of. `denied`: how like a property of the item is to what the description denies. `crowd`: doublings of the number of
    candidates that the description fits as well.
    `behind`: bits of numbers that fit the best candidate more. `agreed`, `refuted`: the numbers, for the reader.
    """

    agree: int = 0
    information: float = 0.0
    contradict: int = 0
    elsewhere: int = 0
    doubtful: int = 0
    behind: float = 0.0
    words: float = 0.0
    words_behind: float = 0.0
    words_agree: float = 0.0
    words_contradict: float = 0.0
    denied: float = 0.0
    crowd: float = 0.0
    agreed: tuple[Measure, ...] = ()
    refuted: tuple[tuple[Measure, Measure], ...] = ()


NO_PROPERTY_FIT = PropertyFit()


class PropertySpace:
    """The properties of a catalog's items."""

    def __init__(self, items: Sequence[ItemDocument], phrases: PhraseSpace) -> None:
        self.phrases = phrases
        self.measures = [_stated(item) for item in items]
        self.count = max(len(items), 1)
        labels = {m.label for found in self.measures for m in found if m.label}
        self._labels = {label: row for row, label in enumerate(sorted(labels))}
        self._label_vectors = phrases.vectors(list(self._labels))
        texts: dict[str, int] = {}
        self._words = [
            np.array(
                sorted({texts.setdefault(t, len(texts)) for page in item.pages for t in properties_of(page)}),
                dtype=np.intp,
            )
            for item in items
        ]
        self._vectors = phrases.vectors(list(texts))
        self._share: dict[tuple[str, str], float] = {}

    def fits(
        self, stated: Sequence[Measure], words: Sequence[str], denied: Sequence[str], items: Sequence[int]
    ) -> list[PropertyFit]:
        """The fit of what a description states and denies to each of its candidate items."""
        labels = self._label_rows([m.label for m in stated])
        numbers = [self._numbers(stated, labels, item) for item in items]
        best = max((fit.information for fit in numbers), default=0.0)
        said = self._by_words(words, items)
        against = self._by_denials(denied, items)
        found = [
            fit._replace(
                behind=best - fit.information,
                denied=no,
                words=of_words.words,
                words_behind=of_words.behind,
                words_agree=of_words.agree,
                words_contradict=of_words.contradict,
            )
            for fit, of_words, no in zip(numbers, said, against, strict=True)
        ]
        worth = [
            fit.information
            + 2 * fit.words_agree
            - 3 * (fit.contradict + fit.elsewhere + fit.words_contradict)
            for fit in found
        ]
        return [
            fit._replace(crowd=math.log2(max(sum(other >= mine - 0.5 for other in worth), 1)))
            for fit, mine in zip(found, worth, strict=True)
        ]

    def _label_rows(self, labels: Sequence[str]) -> list[Float32s | None]:
        """For each label its likeness to all labels of the catalog."""
        known = [label for label in dict.fromkeys(labels) if label]
        if not known or not self._labels:
            return [None] * len(labels)
        alike = self.phrases.vectors(known) @ self._label_vectors.T
        for row, label in enumerate(known):
            for ending in endings(label):
                if ending in self._labels:
                    alike[row, self._labels[ending]] = 1.0
        rows = {label: alike[row] for row, label in enumerate(known)}
        return [rows.get(label) for label in labels]

    def _numbers(
        self, stated: Sequence[Measure], labels: Sequence[Float32s | None], item: int
    ) -> PropertyFit:
        agree = contradict = elsewhere = doubtful = 0
        information = 0.0
        agreed: list[Measure] = []
        refuted: list[tuple[Measure, Measure]] = []
        for mine, row in zip(stated, labels, strict=True):
            known = known_dimension(mine)
            there = [
                m
                for m in self.measures[item]
                if m.dimension == mine.dimension or not (known or known_dimension(m))
            ]
            if not there:
                continue
            likeness = [
                float(row[self._labels[m.label]]) if row is not None and m.label else 0.0 for m in there
            ]
            nearest = int(np.argmax(likeness))
            equal = [m for m in there if same(mine, m)]
            if (
                not known
                and likeness[nearest] < SAME_LABEL
                and not any(m.dimension and m.dimension == mine.dimension for m in there)
            ):
                continue
            if equal and (known or same(mine, there[nearest]) or equal[0].dimension == mine.dimension != ""):
                agree += 1
                information += self._information(mine)
                agreed.append(mine)
            elif likeness[nearest] >= SAME_LABEL:
                contradict += 1
                refuted.append((mine, there[nearest]))
            elif self._information(mine) > 0 and self._has(mine):
                elsewhere += 1
                refuted.append((mine, there[nearest]))
            else:
                doubtful += 1
        return PropertyFit(
            agree, information, contradict, elsewhere, doubtful, agreed=tuple(agreed), refuted=tuple(refuted)
        )

    def _frequency(self, stated: Measure) -> float:
        key = (stated.dimension, f"{stated.value:.6g}")
        if key not in self._share:
            holders = sum(
                any(m.dimension == stated.dimension and same(stated, m) for m in found)
                for found in self.measures
            )
            self._share[key] = holders / self.count
        return self._share[key]

    def _has(self, stated: Measure) -> bool:
        return self._frequency(stated) > 0

    def _information(self, stated: Measure) -> float:
        """Bits that an agreement tells: how few items of the catalog have this number."""
        share = self._frequency(stated)
        return min(-math.log2(max(share, 1 / self.count)), MOST_INFORMATION)

    def _by_words(self, words: Sequence[str], items: Sequence[int]) -> list[WordFit]:
        """For each item how its words fit: beside the mean and the best candidate, and phrase by phrase."""
        if not words or not len(items) or not len(self._vectors):
            return [WordFit()] * len(items)
        alike = self.phrases.vectors(words) @ self._vectors.T
        best, where = self._nearest(alike, items)
        top = best.max(axis=1)
        first = where[np.arange(len(words)), best.argmax(axis=1)]
        clear = top >= CLEAR
        has = clear[:, None] & (best >= (top - SAME_VALUE)[:, None])
        # a property near the phrase's own in the catalog is another value of the same property
        slot = np.einsum("pd,pid->pi", self._vectors[first], self._vectors[where])
        another = clear[:, None] & ~has & (slot >= SAME_SLOT)
        special = np.log2(len(items) / np.maximum(has.sum(axis=1), 1))[:, None] / MOST_INFORMATION
        return [
            WordFit(a, b, c, d)
            for a, b, c, d in zip(
                (best - best.mean(axis=1, keepdims=True)).mean(axis=0).tolist(),
                (top[:, None] - best).mean(axis=0).tolist(),
                (has * np.minimum(special, 1.0)).sum(axis=0).tolist(),
                another.sum(axis=0).astype(float).tolist(),
                strict=True,
            )
        ]

    def _by_denials(self, denied: Sequence[str], items: Sequence[int]) -> list[float]:
        """For each item the likeness of its nearest property to what is denied, where that is clear."""
        if not denied or not len(items) or not len(self._vectors):
            return [0.0] * len(items)
        best, _ = self._nearest(self.phrases.vectors(denied) @ self._vectors.T, items)
        top = best.max(axis=1, keepdims=True)
        clear = np.where((best >= CLEAR) & (best >= top - SAME_VALUE), best, 0.0)
        return [float(value) for value in clear.max(axis=0)]

    def _nearest(self, alike: Float32s, items: Sequence[int]) -> tuple[Float32s, Ints]:
        """Phrases by items: the likeness of the item's nearest property, and which text it is."""
        best = np.zeros((len(alike), len(items)), dtype=np.float32)
        where = np.zeros((len(alike), len(items)), dtype=np.intp)
        for column, item in enumerate(items):
            own = self._words[item]
            if len(own):
                place = alike[:, own].argmax(axis=1)
                where[:, column] = own[place]
                best[:, column] = alike[np.arange(len(alike)), own[place]]
        return best, where


def endings(label: str) -> tuple[str, ...]:
    """A label and its endings: what stands before a label on a line without commas belongs to something else."""
    words = label.split()
    return tuple(" ".join(words[at:]) for at in range(len(words)))


def _stated(item: ItemDocument) -> tuple[Measure, ...]:
    """The measures of an item's pages: those of the specifications under their names, and those of names and texts."""
    found: dict[tuple[str, float, str], Measure] = {}
    for page in item.pages:
        for key, value in page.specs.items():
            for m in measures(f"{key}: {value}"):
                found.setdefault((m.dimension, m.value, m.label), m)
        for text in (page.name, page.description[:1_500]):
            for m in measures(text):
                found.setdefault((m.dimension, m.value, m.label), m)
    return tuple(found.values())
