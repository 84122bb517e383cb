"""How well what a description states and denies in words fits an item: by meaning, against the other candidates."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.arrays import Float32s, Ints
from matcher.records.documents import ItemDocument
from matcher.similarity.description_parts import GRADE, is_grade
from matcher.similarity.phrase_space import PhraseSpace
from matcher.similarity.property_slots import ONE_VALUE, LabelledText, OfSite, Slots
from matcher.similarity.similarity import background, likenesses

CLEAR = 0.5  # centred likeness from which a phrase states a property of the catalog
FAINT = (
    0.15  # centred likeness up to which a phrase states no property; between this and CLEAR it counts in part
)
SAME_VALUE = 0.08  # less than the nearest property's, and it is the same value in other words
LESSON = 1.5  # log-odds of one record that names an item with another value; some of them err
TAUGHT = 0.5  # likeness of a phrase to what all items have that records with it name
MOST_LESSONS = 2  # of one item, and of all together
CHOICE_SCALE = 0.12  # of the likeness, for odds between the values of one property
LEAST_CHOICE = -3.0  # of one phrase: no likeness is surer than that
SAME_SIGN = (
    0.15  # more likeness of a phrase and a value that have a word of Latin letters in common: NPN, Ex ia
)
SIGN_GIVEN = 1.0  # likeness of a phrase that is only a sign to texts with it
SIGN_MISSING = 0.5  # and at most to others
_SIGN = re.compile(rf"(?<![^\W_])(?:[a-z]{{2,}}|{GRADE})(?![^\W_])")

Taught = Mapping[str, Sequence[tuple[str, int]]]


class WordSpace:
    """What a catalog's items state in words. `taught`: phrase -> records that have it and name an item's code (goods id, item)."""

    def __init__(
        self,
        items: Sequence[ItemDocument],
        stated: Sequence[Sequence[LabelledText]],
        kinds: Ints,
        phrases: PhraseSpace,
        taught: Taught,
        sample: Sequence[str],
    ) -> None:
        """`stated`: each item's properties in words; `kinds`: its cluster (matcher.similarity.kind_clusters); `sample`:
        phrases of goods, which tell how near all are to a property."""
        self._phrases = phrases
        self._catalog = [(item.site, *sorted({page.language for page in item.pages})) for item in items]
        self._taught = taught
        texts: dict[str, int] = {}
        self._words = [
            np.array(sorted({texts.setdefault(text, len(texts)) for _, text in own}), dtype=np.intp)
            for own in stated
        ]
        self._vectors = phrases.vectors(list(texts))
        labelled = [
            [(f"{item.site} {label}", texts[text]) for label, text in own if label]
            for item, own in zip(items, stated, strict=True)
        ]
        alike = [(*catalog, int(kind)) for catalog, kind in zip(self._catalog, kinds, strict=True)]
        self._signs = _signs_of(texts)
        self._slots = Slots(self._vectors, self._words, labelled, alike)
        held = np.zeros(len(texts), dtype=np.float32)
        for own in self._words:
            held[own] += 1.0
        self._held = held / max(len(items), 1)
        self._columns = self._vectors.astype(np.float64)
        usual = background(self._vectors, phrases.vectors(sample))
        self._hub = usual - usual.mean() if len(usual) else usual

    def choices(self, goods_id: str, words: Sequence[str], items: Sequence[int]) -> list[float]:
        """For each item log-odds that the words state its values of properties, not those of other items of its site."""
        if not words or not len(items) or not len(self._vectors):
            return [0.0] * len(items)
        alike = likenesses(self._phrases.vectors(words), self._columns) - self._hub
        for row, phrase in enumerate(words):
            if is_grade(phrase):
                alike[row] = self._sign_likeness(phrase, alike[row])
                continue
            for sign in set(_SIGN.findall(phrase)) & self._signs.keys():
                alike[row, self._signs[sign]] += SAME_SIGN
            if phrase in self._taught:
                alike[row] += self._taught_likeness(goods_id, phrase)
        out = np.zeros(len(items))
        for site in self._by_site(items):
            for row, phrase in enumerate(words):
                out[site.places] += self._odds(goods_id, phrase, alike[row], site)
        return [float(value) for value in out]

    def denials(self, goods_id: str, denied: Sequence[str], items: Sequence[int]) -> list[float]:
        """For each item from 0 to 1, how surely the words denied are a property that it has."""
        out = np.zeros(len(items))
        if not denied or not len(items) or not len(self._vectors):
            return [float(value) for value in out]
        alike = likenesses(self._phrases.vectors(denied), self._columns) - self._hub
        best = self._nearest(alike, items)
        top = best.max(axis=1, keepdims=True)
        likely = np.where((best >= CLEAR) & (best >= top - SAME_VALUE), best, 0.0).max(axis=0)
        out = np.maximum(out, likely)
        for site in self._by_site(items):
            for row, phrase in enumerate(denied):
                odds = self._odds(goods_id, phrase, alike[row], site)
                out[site.places] = np.maximum(out[site.places], np.clip(odds, 0.0, 1.0))
        return [float(min(value, 1.0)) for value in out]

    def _sign_likeness(self, sign: str, alike: Float32s) -> Float32s:
        """Likeness of a phrase that is only a sign (E27) to all texts: the encoder takes E14 for nearly the same."""
        if sign not in self._signs:
            return np.zeros_like(alike)
        out = np.minimum(alike, SIGN_MISSING)
        out[self._signs[sign]] = SIGN_GIVEN
        return out

    def _taught_likeness(self, goods_id: str, phrase: str) -> Float32s:
        """How much more often than others the items have each property that other records with this phrase name."""
        named = {item for goods, item in self._taught[phrase] if goods != goods_id}
        out = np.zeros(len(self._vectors), dtype=np.float32)
        if not named:
            return out
        for item in named:
            out[self._words[item]] += 1.0
        return np.asarray(TAUGHT * (out / (len(named) + 1) - self._held), dtype=np.float32)

    def _by_site(self, items: Sequence[int]) -> list[OfSite]:
        """The candidates of each site and language that state anything: values in the words of two catalogs do not compete."""
        found: dict[tuple[str, ...], list[int]] = {}
        for place, item in enumerate(items):
            if len(self._words[item]):
                found.setdefault(self._catalog[item], []).append(place)
        return [OfSite(places, [self._words[items[place]] for place in places]) for places in found.values()]

    def _odds(self, goods_id: str, phrase: str, alike: Float32s, site: OfSite) -> NDArray[np.float64]:
        """Log-odds that a phrase states each candidate's value; `alike`: its likeness to all texts of the catalog.

        A property near the phrase's own in the catalog is a value of what the phrase speaks of. The values that the
        candidates have compete, by their likeness and by what records with the same phrase and a code have taught; a
        phrase says nothing where there is only one value, and of items that give none.
        """
        out = np.zeros(len(site.places))
        nearest = int(site.texts[int(alike[site.texts].argmax())])
        sure = float(np.clip((alike[nearest] - FAINT) / (CLEAR - FAINT), 0.0, 1.0))
        if sure == 0:
            return out
        where = site.best(np.where(self._slots.of(nearest), alike, -np.inf))
        mine = np.flatnonzero(where >= 0)
        values = np.unique(where[mine])
        if len(values) < 2:
            return out
        named = [item for goods, item in self._taught.get(phrase, ()) if goods != goods_id]
        odds = alike[values].astype(float) / CHOICE_SCALE + self._lessons(values, named)
        ratio = np.maximum(odds - np.logaddexp.reduce(odds) + math.log(len(values)), LEAST_CHOICE)
        out[mine] = sure * ratio[np.searchsorted(values, where[mine])]
        return out

    def _lessons(self, values: Ints, named: Sequence[int]) -> NDArray[np.float64]:
        """For each value the log-odds from the items that records with the phrase name: have they it, or another?"""
        out = np.zeros(len(values))
        for item, count in Counter(named).items():
            own = self._words[item]
            if not len(own):
                continue
            has = (self._vectors[values] @ self._vectors[own].T).max(axis=1) >= ONE_VALUE
            if has.any():
                out += np.where(has, 0.0, -LESSON) * min(count, MOST_LESSONS)
        return np.asarray(np.maximum(out, -MOST_LESSONS * LESSON))

    def _nearest(self, alike: Float32s, items: Sequence[int]) -> Float32s:
        """Phrases by items: the likeness of the item's nearest property."""
        best = np.zeros((len(alike), len(items)), dtype=np.float32)
        for column, item in enumerate(items):
            if len(self._words[item]):
                best[:, column] = alike[:, self._words[item]].max(axis=1)
        return best


def _signs_of(texts: Mapping[str, int]) -> dict[str, list[int]]:
    """The words in Latin letters of texts, each with the numbers of the texts that have it."""
    found: dict[str, list[int]] = {}
    for text, row in texts.items():
        for sign in set(_SIGN.findall(text)):
            found.setdefault(sign, []).append(row)
    return found
