"""How well the numbers that a description states fit an item: by unit and label.

A number that the item has counts by how few items of the catalog have it; one that the item does not have counts against
it where the item states such a number, the more so where another item has it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from matcher.arrays import Float32s, Float64s, Ints
from matcher.attributes.greatest_length import is_within_greatest
from matcher.attributes.measures import Measure, are_same, known_dimension, labelled, measures, same, sides
from matcher.records.documents import ItemDocument
from matcher.similarity.phrase_space import PhraseSpace
from matcher.similarity.similarity import likenesses
from matcher.similarity.taught_labels import Example, TaughtLabels, names_of
from matcher.text.normal_forms import code_form

SAME_LABEL = 0.45  # centred likeness from which two labels name one property, where no other label is as like
NEAREST_LABEL = (
    0.2  # the same where no label of the site's numbers without a unit is as like and the numbers are equal
)
NEAREST_OTHER = 0.3  # and where they are not
SEVERAL = frozenset(
    ("length", "size", "mass")
)  # dimensions of which goods have several measures, or their packing has
MOST_INFORMATION = 4.0  # bits of one agreement: rarer values are misprints


class NumberFit(NamedTuple):
    """Numbers that agree (`agree`, and how much that tells: `information`), that contradict under one label
    (`contradict`), that another item has and this one lacks (`elsewhere`), that this one only lacks (`doubtful`). `lone`:
    of the last two those whose dimension both sides state once: a pressure, not a length, of which goods have several.
    `agreed`, `refuted`: the numbers, for the reader.
    """

    agree: int = 0
    information: float = 0.0
    contradict: int = 0
    elsewhere: int = 0
    doubtful: int = 0
    lone: int = 0
    agreed: tuple[Measure, ...] = ()
    refuted: tuple[tuple[Measure, Measure], ...] = ()


class NumberSpace:
    """The numbers of a catalog's items. `examples`: records that name an item's code, with their numbers."""

    def __init__(
        self, items: Sequence[ItemDocument], phrases: PhraseSpace, examples: Sequence[Example]
    ) -> None:
        self.measures = [_stated(item) for item in items]
        self._phrases = phrases
        self._count = max(len(items), 1)
        labels = {m.label for found in self.measures for m in found if m.label}
        self._labels = {label: row for row, label in enumerate(sorted(labels))}
        self._site_of = [item.site for item in items]
        self._bare = self._labels_without_unit()
        self._label_vectors = phrases.vectors(list(self._labels)).astype(np.float64)
        self._taught_labels = TaughtLabels(examples, self.measures)
        self._share: dict[tuple[str, str], float] = {}
        self._values = self._values_of_dimensions()

    def fits(self, goods_id: str, stated: Sequence[Measure], items: Sequence[int]) -> list[NumberFit]:
        """The fit of the numbers that a goods record states to each of its candidate items."""
        labels = self._label_rows(goods_id, stated)
        return [self._fit(stated, labels, item) for item in items]

    def has_any(self, numbers: Sequence[Measure], item: int) -> bool:
        """Whether an item has one of the numbers."""
        return any(
            m.dimension == mine.dimension and same(mine, m) for mine in numbers for m in self.measures[item]
        )

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

    def _label_rows(self, goods_id: str, stated: Sequence[Measure]) -> list[Float32s | None]:
        """For the label of each number its likeness to all labels of the catalog; where nothing is known of it, None."""
        if not self._labels:
            return [None] * len(stated)
        known = list(dict.fromkeys(m.label for m in stated if m.label))
        vectors = (
            dict(zip(known, likenesses(self._phrases.vectors(known), self._label_vectors), strict=True))
            if known
            else {}
        )
        nothing = np.zeros(len(self._labels), dtype=np.float32)
        rows: list[Float32s | None] = []
        for measure in stated:
            row = vectors.get(measure.label, nothing).copy()
            for name in names_of(measure):
                sure = self._taught_labels.of(name, goods_id)
                for label in (name, *sure):
                    if label in self._labels:
                        row[self._labels[label]] = 1.0
            rows.append(row if row.any() else None)
        return rows

    def _fit(self, stated: Sequence[Measure], labels: Sequence[Float32s | None], item: int) -> NumberFit:
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
            if not equal and is_within_greatest(mine, there):
                continue
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
        return NumberFit(
            agree, information, contradict, elsewhere, doubtful, lone, tuple(agreed), tuple(refuted)
        )

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
            self._share[key] = holders / self._count
        return self._share[key]

    def _has(self, stated: Measure) -> bool:
        return self._frequency(stated) > 0

    def _information(self, stated: Measure) -> float:
        """Bits that an agreement tells: how few items of the catalog have this number."""
        share = self._frequency(stated)
        return min(-math.log2(max(share, 1 / self._count)), MOST_INFORMATION)


def _stated(item: ItemDocument) -> tuple[Measure, ...]:
    """The measures of an item's pages: those of the specifications under their names, and those of names and texts."""
    found: dict[tuple[str, float, str], Measure] = {}
    codes = [code_form(code) for code in item.codes]
    for page in item.pages:
        for key, value in page.specs.items():
            line = labelled(key, value)
            for m in (*measures(line), *sides(line)):
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
