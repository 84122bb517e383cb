"""Slots: which words of a catalog are values of one property, of which an item has one.

Two values belong to one slot where a specification of the site gives both under one label, where their words are alike,
or where two items of one kind state the same but for these; unless one item has both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.arrays import Float32s, Ints

ALIKE = 0.35  # centred likeness of two properties from which they may be values of one
ONE_VALUE = 0.75  # centred likeness from which two texts of a catalog name one value

LabelledText = tuple[str, str]  # label of a specification, empty for a text without one, and the words


class Slots:
    """The slots of a catalog's properties. `vectors`: of the texts; `held`: for each item the numbers of its texts."""

    def __init__(
        self,
        vectors: Float32s,
        held: Sequence[Ints],
        labels: Sequence[Sequence[tuple[str, int]]],
        kinds: Sequence[object],
    ) -> None:
        """`labels`: for each item the site and label, as one text, under which it gives which of its texts.

        `kinds`: for each item what it is alike in: site, languages, kind.
        """
        self._vectors = vectors
        self._held = held
        self._items_of: dict[int, list[int]] = defaultdict(list)
        for item, own in enumerate(held):
            for text in own.tolist():
                self._items_of[text].append(item)
        self._labels_of: dict[int, set[str]] = defaultdict(set)
        self._texts_of: dict[str, set[int]] = defaultdict(set)
        for given in labels:
            for label, text in given:
                self._labels_of[text].add(label)
                self._texts_of[label].add(text)
        self._instead = _instead(held, kinds)
        self._known: dict[int, NDArray[np.bool_]] = {}

    def of(self, text: int) -> NDArray[np.bool_]:
        """For each text whether it is a value of the same property as `text`, or the same value in other words."""
        if text not in self._known:
            alike = self._vectors @ self._vectors[text]
            found = alike >= ALIKE
            for label in self._labels_of.get(text, ()):
                found[list(self._texts_of[label])] = True
            found[list(self._instead[text])] = True
            together = np.zeros(len(found), dtype=bool)
            for item in self._items_of[text]:
                together[self._held[item]] = True
            found &= ~together | (alike >= ONE_VALUE)
            found[text] = True
            self._known[text] = found
        return self._known[text]


def _instead(held: Sequence[Ints], kinds: Sequence[object]) -> Mapping[int, set[int]]:
    """For each text those that an item of the same kind has in its place, all else that both state being equal."""
    of_rest: dict[tuple[object, frozenset[int]], set[int]] = defaultdict(set)
    for own, kind in zip(held, kinds, strict=True):
        texts = frozenset(own.tolist())
        if len(texts) > 1:
            for text in texts:
                of_rest[kind, texts - {text}].add(text)
    found: dict[int, set[int]] = defaultdict(set)
    for others in of_rest.values():
        for text in others:
            found[text] |= others
    return found


class OfSite:
    """The candidates of one site: their `places` among all, and the `texts` that each holds, one after another."""

    def __init__(self, places: Sequence[int], held: Sequence[Ints]) -> None:
        self.places = np.array(places, dtype=np.intp)
        self.texts: Ints = np.concatenate(held)
        self._owner = np.repeat(np.arange(len(held)), [len(own) for own in held])
        self._starts = np.cumsum([0, *(len(own) for own in held[:-1])])

    def best(self, scores: Float32s) -> Ints:
        """For each candidate which of its texts has the highest of the `scores` of all texts; -1 where all are -inf."""
        own = scores[self.texts]
        best = np.maximum.reduceat(own, self._starts)
        out = np.full(len(self.places), -1, dtype=np.intp)
        rows = np.flatnonzero((own == best[self._owner]) & (own > -np.inf))[::-1]
        out[self._owner[rows]] = self.texts[rows]
        return out
