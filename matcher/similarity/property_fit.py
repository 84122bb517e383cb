"""How well the properties that a description states fit an item: numbers by unit and label, words by meaning.

No list of properties is needed. A number that the item has counts by how few items of the catalog have it; one that the
item does not have counts against it where the item states such a number, the more so where another item has it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.arrays import Float32s, Float64s, Ints
from matcher.attributes.measures import Measure, are_same, known_dimension, measures, same
from matcher.records.documents import ItemDocument
from matcher.similarity.phrases import PhraseSpace, is_grade
from matcher.similarity.property_slots import ONE_VALUE, LabelledText, OfSite, Slots
from matcher.similarity.similarity import background, likenesses
from matcher.similarity.taught_labels import Example, TaughtLabels, names_of
from matcher.text.normal_forms import code_form

SAME_LABEL = 0.45  # centred likeness from which two labels name one property, where no other label is as like
CLEAR = 0.5  # centred likeness from which a phrase states a property of the catalog
FAINT = (
    0.15  # centred likeness up to which a phrase states no property; between this and CLEAR it counts in part
)
NEAREST_LABEL = (
    0.2  # the same where no label of the site's numbers without a unit is as like and the numbers are equal
)
NEAREST_OTHER = 0.3  # and where they are not
SAME_VALUE = 0.08  # less than the nearest property's, and it is the same value in other words
LESSON = 1.5  # log-odds of one record that names an item with another value; some of them err
TAUGHT = 0.5  # likeness of a phrase to what all items have that records with it name
MOST_LESSONS = 2  # of one item, and of all together
CHOICE_SCALE = 0.12  # of the likeness, for odds between the values of one property
LEAST_CHOICE = -3.0  # of one phrase: no likeness is surer than that
SEVERAL = frozenset(
    ("length", "size", "mass")
)  # dimensions of which goods have several measures, or their packing has
SAME_SIGN = (
    0.15  # more likeness of a phrase and a value that have a word of Latin letters in common: NPN, Ex ia
)
SIGN_GIVEN, SIGN_MISSING = (
    1.0,
    0.5,
)  # likeness of a phrase that is only a sign to texts with it; to others at most
_SIGN = re.compile(
    r"(?<![^\W_])(?:[a-z]{2,}|[a-z]{1,2}\d{1,2}(?:-\d{1,3})?|\d{1,2}[a-z]{1,2}|\d{1,2}⁄\d{1,2})(?![^\W_])"
)
AS_WELL = 0.5  # bits less than another candidate, and it fits as well
MOST_INFORMATION = 4.0  # bits of one agreement: rarer values are misprints


class PropertyFit(NamedTuple):
    """Numbers that agree (`agree`, and how much that tells: `information`), that contradict under one label
    (`contradict`), that another item has and this one lacks (`elsewhere`), that this one only lacks (`doubtful`). `lone`:
    of the last two those whose dimension both sides state once: a pressure, not a length, of which goods have several.

    `choice`: log-odds that phrases state the item's values of properties rather than those of other candidates.
    `denied`: how like a property of the item is to what the description denies. `crowd`: doublings of the number of
    candidates that the description fits as well.
    `behind`: bits of numbers that fit the best candidate more. `agreed`, `refuted`: the numbers, for the reader.
    """

    agree: int = 0
    information: float = 0.0
    contradict: int = 0
    elsewhere: int = 0
    doubtful: int = 0
    lone: int = 0
    behind: float = 0.0
    choice: float = 0.0
    denied: float = 0.0
    crowd: float = 0.0
    agreed: tuple[Measure, ...] = ()
    refuted: tuple[tuple[Measure, Measure], ...] = ()


NO_PROPERTY_FIT = PropertyFit()
Taught = Mapping[str, Sequence[tuple[str, int]]]


class Stated(NamedTuple):
    """What the description of a goods record states in numbers and in words, and what it denies."""

    goods_id: str
    numbers: Sequence[Measure]
    words: Sequence[str]
    denied: Sequence[str]
    denied_numbers: Sequence[Measure] = ()


class PropertySpace:
    """The properties of a catalog's items. `taught`: phrase -> records that have it and name an item's code (goods id, item)."""

    def __init__(
        self,
        items: Sequence[ItemDocument],
        stated: Sequence[Sequence[LabelledText]],
        kinds: Ints,
        phrases: PhraseSpace,
        taught: Taught,
        sample: Sequence[str],
        examples: Sequence[Example] = (),
    ) -> None:
        """`stated`: each item's properties in words; `kinds`: its cluster (matcher.similarity.kind_clusters); `sample`:
        phrases of goods, which tell how near all are to a property."""
        self.phrases = phrases
        self._catalog = [(item.site, *sorted({page.language for page in item.pages})) for item in items]
        self.taught = taught
        self.measures = [_stated(item) for item in items]
        self.count = max(len(items), 1)
        labels = {m.label for found in self.measures for m in found if m.label}
        self._labels = {label: row for row, label in enumerate(sorted(labels))}
        self._site_of = [item.site for item in items]
        self._bare = self._labels_without_unit()
        self._label_vectors = phrases.vectors(list(self._labels)).astype(np.float64)
        self._taught_labels = TaughtLabels(examples, self.measures)
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
        self.slots = Slots(self._vectors, self._words, labelled, alike)
        held = np.zeros(len(texts), dtype=np.float32)
        for own in self._words:
            held[own] += 1.0
        self._held = held / self.count
        self._columns = self._vectors.astype(np.float64)
        usual = background(self._vectors, phrases.vectors(sample))
        self._hub = usual - usual.mean() if len(usual) else usual
        self._share: dict[tuple[str, str], float] = {}
        self._values = self._values_of_dimensions()

    def _values_of_dimensions(self) -> dict[str, tuple[Float64s, Ints]]:
        """For each dimension the values that items have, and whose each is."""
        found: dict[str, list[tuple[float, int]]] = {}
        for item, measured in enumerate(self.measures):
            for m in measured:
                found.setdefault(m.dimension, []).append((m.value, item))
        return {
            dimension: (np.array([v for v, _ in pairs]), np.array([i for _, i in pairs], dtype=np.intp))
            for dimension, pairs in found.items()
        }

    def _labels_without_unit(self) -> dict[str, Ints]:
        """For each site the rows of the labels under which it gives numbers without a known unit."""
        found: dict[str, set[int]] = {}
        for site, measured in zip(self._site_of, self.measures, strict=True):
            found.setdefault(site, set()).update(
                self._labels[m.label] for m in measured if m.label and not known_dimension(m)
            )
        return {site: np.array(sorted(rows), dtype=np.intp) for site, rows in found.items()}

    def fits(self, stated: Stated, items: Sequence[int]) -> list[PropertyFit]:
        """The fit of what a description states and denies to each of its candidate items."""
        labels = self._label_rows(stated)
        numbers = [self._numbers(stated.numbers, labels, item) for item in items]
        best = max((fit.information for fit in numbers), default=0.0)
        chosen = self._choices(stated, items)
        against = self._denials(stated, items)
        worth = np.array(
            [
                fit.information + choice - 3 * (fit.contradict + fit.elsewhere)
                for fit, choice in zip(numbers, chosen, strict=True)
            ]
        )
        as_well = len(worth) - np.searchsorted(np.sort(worth), worth - AS_WELL)
        crowds = np.log2(np.maximum(as_well, 1)).tolist()
        return [
            fit._replace(behind=best - fit.information, choice=choice, denied=no, crowd=crowd)
            for fit, choice, no, crowd in zip(numbers, chosen, against, crowds, strict=True)
        ]

    def _label_rows(self, stated: Stated) -> list[Float32s | None]:
        """For the label of each number its likeness to all labels of the catalog; where nothing is known of it, None."""
        if not self._labels:
            return [None] * len(stated.numbers)
        known = list(dict.fromkeys(m.label for m in stated.numbers if m.label))
        vectors = (
            dict(zip(known, likenesses(self.phrases.vectors(known), self._label_vectors), strict=True))
            if known
            else {}
        )
        nothing = np.zeros(len(self._labels), dtype=np.float32)
        rows: list[Float32s | None] = []
        for measure in stated.numbers:
            row = vectors.get(measure.label, nothing).copy()
            for name in names_of(measure):
                sure = self._taught_labels.of(name, stated.goods_id)
                for label in (name, *sure):
                    if label in self._labels:
                        row[self._labels[label]] = 1.0
            rows.append(row if row.any() else None)
        return rows

    def _numbers(
        self, stated: Sequence[Measure], labels: Sequence[Float32s | None], item: int
    ) -> PropertyFit:
        agree = contradict = elsewhere = doubtful = lone = 0
        often = Counter(m.dimension for m in stated)
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
            if not known and row is not None and self._is_nearest(row, item, likeness[nearest]):
                least = NEAREST_LABEL if same(mine, there[nearest]) else NEAREST_OTHER
                if likeness[nearest] >= least:
                    likeness[nearest] = max(likeness[nearest], SAME_LABEL)
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
            if mine not in agreed and known and often[mine.dimension] == len(there) == 1:
                lone += mine.dimension not in SEVERAL and likeness[nearest] < SAME_LABEL
        return PropertyFit(
            agree, information, contradict, elsewhere, doubtful, lone,
            agreed=tuple(agreed), refuted=tuple(refuted),
        )  # fmt: skip

    def _is_nearest(self, row: Float32s, item: int, likeness: float) -> bool:
        """Whether no label of the site's numbers without a unit is more like: small numbers are told by labels alone."""
        bare = self._bare[self._site_of[item]]
        return bool(len(bare)) and likeness >= float(row[bare].max())

    def _frequency(self, stated: Measure) -> float:
        key = (stated.dimension, f"{stated.value:.6g}")
        if key not in self._share:
            holders = 0
            if stated.dimension in self._values:
                values, items = self._values[stated.dimension]
                holders = len(np.unique(items[are_same(stated.value, values)]))
            self._share[key] = holders / self.count
        return self._share[key]

    def _has(self, stated: Measure) -> bool:
        return self._frequency(stated) > 0

    def _information(self, stated: Measure) -> float:
        """Bits that an agreement tells: how few items of the catalog have this number."""
        share = self._frequency(stated)
        return min(-math.log2(max(share, 1 / self.count)), MOST_INFORMATION)

    def _choices(self, stated: Stated, items: Sequence[int]) -> list[float]:
        """For each item log-odds that the words state its values of properties, not those of other items of its site."""
        if not stated.words or not len(items) or not len(self._vectors):
            return [0.0] * len(items)
        alike = likenesses(self.phrases.vectors(stated.words), self._columns) - self._hub
        for row, phrase in enumerate(stated.words):
            if is_grade(phrase):
                alike[row] = self._sign_likeness(phrase, alike[row])
                continue
            for sign in set(_SIGN.findall(phrase)) & self._signs.keys():
                alike[row, self._signs[sign]] += SAME_SIGN
            if phrase in self.taught:
                alike[row] += self._taught_likeness(stated.goods_id, phrase)
        out = np.zeros(len(items))
        for site in self._by_site(items):
            for row, phrase in enumerate(stated.words):
                out[site.places] += self._odds(stated.goods_id, phrase, alike[row], site)
        return [float(value) for value in out]

    def _sign_likeness(self, sign: str, alike: Float32s) -> Float32s:
        """Likeness of a phrase that is only a sign (E27) to all texts: the encoder takes E14 for nearly the same."""
        if sign not in self._signs:
            return np.zeros_like(alike)
        out = np.minimum(alike, SIGN_MISSING)
        out[self._signs[sign]] = SIGN_GIVEN
        return out

    def _taught_likeness(self, goods_id: str, phrase: str) -> Float32s:
        """How much more often than others the items have each property that other records with this phrase name."""
        named = {item for goods, item in self.taught[phrase] if goods != goods_id}
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
        where = site.best(np.where(self.slots.of(nearest), alike, -np.inf))
        mine = np.flatnonzero(where >= 0)
        values = np.unique(where[mine])
        if len(values) < 2:
            return out
        named = [item for goods, item in self.taught.get(phrase, ()) if goods != goods_id]
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

    def _denials(self, stated: Stated, items: Sequence[int]) -> list[float]:
        """For each item from 0 to 1, how surely the description denies a property that it has."""
        out = np.array([float(self._has_any(stated.denied_numbers, item)) for item in items])
        if not stated.denied or not len(items) or not len(self._vectors):
            return [float(value) for value in out]
        alike = likenesses(self.phrases.vectors(stated.denied), self._columns) - self._hub
        best = self._nearest(alike, items)
        top = best.max(axis=1, keepdims=True)
        likely = np.where((best >= CLEAR) & (best >= top - SAME_VALUE), best, 0.0).max(axis=0)
        out = np.maximum(out, likely)
        for site in self._by_site(items):
            for row, phrase in enumerate(stated.denied):
                odds = self._odds(stated.goods_id, phrase, alike[row], site)
                out[site.places] = np.maximum(out[site.places], np.clip(odds, 0.0, 1.0))
        return [float(min(value, 1.0)) for value in out]

    def _has_any(self, numbers: Sequence[Measure], item: int) -> bool:
        """Whether an item has one of the numbers."""
        return any(
            m.dimension == mine.dimension and same(mine, m) for mine in numbers for m in self.measures[item]
        )

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


def _stated(item: ItemDocument) -> tuple[Measure, ...]:
    """The measures of an item's pages: those of the specifications under their names, and those of names and texts."""
    found: dict[tuple[str, float, str], Measure] = {}
    codes = [code_form(code) for code in item.codes]
    for page in item.pages:
        for key, value in page.specs.items():
            for m in measures(f"{key}: {value}"):
                found.setdefault((m.dimension, m.value, m.label), m)
        for text in (page.name, page.description[:1_500]):
            for m in measures(text):
                if not _is_of_code(m, codes):
                    found.setdefault((m.dimension, m.value, m.label), m)
    return tuple(found.values())


def _is_of_code(measure: Measure, codes: Sequence[str]) -> bool:
    """Whether a number without a unit, and the word before it, are a part of the item's code: XL 256."""
    if measure.dimension or not measure.label:
        return False
    written = code_form(f"{measure.label.split()[-1]}{measure.value:g}")
    return any(written in code for code in codes)
