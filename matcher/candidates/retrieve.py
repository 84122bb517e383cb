"""Which items each goods is compared with in full: those that a code, maker, kind, words or the encoder point to.

Everything here is a matrix of goods by items, made a chunk of goods at a time, so memory does not grow with the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matcher.arrays import Float32s
from matcher.attributes.agreement import compare_kinds
from matcher.attributes.extract import Attribute
from matcher.attributes.taxonomy import Taxonomy
from matcher.candidates.codes.code_hits import CodeHit
from matcher.candidates.codes.code_schemes import CodeSchemes
from matcher.candidates.codes.model_codes import CodeIndex
from matcher.candidates.makers.firms import NOTHING_DECLARED, Declared, FirmNames, words_of_names
from matcher.candidates.makers.maker_index import MakerIndex, MakerMentions
from matcher.candidates.makers.maker_mentions import MakerMention, maker_names
from matcher.candidates.series.series_marks import SeriesMarks
from matcher.records.documents import GoodsDocument, ItemDocument
from matcher.similarity.similarity import NEIGHBOURS
from matcher.text.transliteration import name_key

__all__ = ["CHUNK", "KEEP", "NEIGHBOURS", "Catalog", "Signals", "choose", "chunks_of"]

CHUNK = 1_024  # goods compared with all items at once: 1,024 x 5,000 items are 20 MB a matrix
KEEP = 30  # items a goods record is compared with in full, besides those that a code points to

# How much each signal counts in choosing candidates; only the order matters. Measured on case-aurora: recall of true
# pairs among KEEP, docs/benchmarks.md.
KIND, MAKER, PROPERTY, MEANING, NGRAM, OVERLAP = 1.0, 0.5, 0.35, 1.0, 1.5, 0.7


class Catalog:
    """The items' side of every comparison, made once a run."""

    def __init__(
        self,
        items: Sequence[ItemDocument],
        taxonomy: Taxonomy,
        declared: Declared = NOTHING_DECLARED,
        sample: Sequence[GoodsDocument] = (),
    ) -> None:
        """`declared` tells what words are a maker's own, `sample` which words are usual."""
        self.items = items
        self.taxonomy = taxonomy
        self.codes = CodeIndex(items, sample)
        names = maker_names(items)
        distinct = {maker: number for number, maker in enumerate(dict.fromkeys(names.values()))}
        self.maker_of = np.array([distinct[names[item.item_id]] for item in items], dtype=np.intp)
        self.firms = FirmNames(items, self.maker_of.tolist(), declared)
        stems: dict[int, set[str]] = {}
        for stem, makers in self.firms.stems.items():
            for maker in makers:
                stems.setdefault(maker, set()).add(stem)
        self.makers = MakerIndex(
            [replace(m, keys=m.keys | stems.get(n, set())) for n, m in enumerate(distinct)],
            words_of_names(items) | declared.unnamed,
        )
        self.series_marks = SeriesMarks(items)
        self.schemes = CodeSchemes(items)
        self.items_of_maker = [np.flatnonzero(self.maker_of == number) for number in range(len(distinct))]
        kinds = {kind: number for number, kind in enumerate(dict.fromkeys(item.kinds for item in items))}
        self._kinds = list(kinds)
        self._kinds_of = np.array([kinds[item.kinds] for item in items], dtype=np.intp)
        self._verdicts: dict[tuple[str, ...], Float32s] = {}
        keys: dict[str, list[int]] = {}
        for number, item in enumerate(items):
            for key in {property_key(a) for a in item.attributes}:
                keys.setdefault(key, []).append(number)
        self._item_keys = {key: np.array(numbers, dtype=np.intp) for key, numbers in keys.items()}

    def kind_row(self, kinds: tuple[str, ...]) -> Float32s:
        """The verdict of matcher.attributes.agreement.compare_kinds against every item."""
        verdicts = self._verdicts.get(kinds)
        if verdicts is None:
            verdicts = self._verdicts[kinds] = np.array(
                [compare_kinds(kinds, theirs, self.taxonomy)[0] for theirs in self._kinds], dtype=np.float32
            )
        return verdicts[self._kinds_of]

    def shared_properties(self, goods: GoodsDocument) -> Float32s:
        """How many stated properties each item has word for word."""
        row = np.zeros(len(self.items), dtype=np.float32)
        for key in {property_key(a) for a in goods.attributes}:
            if (items := self._item_keys.get(key)) is not None:
                row[items] += 1
        return row

    def maker_mentions(self, goods: GoodsDocument) -> MakerMentions:
        """How `goods` names each maker of the catalog, and the series whose trademark it states."""
        found = self.makers.maker_mentions(goods)
        stated = dict.fromkeys(filter(None, (goods.trademark, *goods.makers)))
        if found.named or len(set(map(name_key, stated))) != 1:  # with another firm the mark may be another's
            return found
        mark = next(iter(stated))
        named = MakerMention("trademark", mark)
        own = {
            item: named
            for item in self.series_marks.items(mark)
            if not self.makers.is_other(mark, int(self.maker_of[item]))
        }
        return replace(found, series=own) if own else found


def property_key(attribute: Attribute) -> str:
    """What two attributes share that are the same, roughly."""
    if attribute.quantity is not None:
        return f"{attribute.group}:{'x'.join(f'{value:.2g}' for value in attribute.quantity.values)}"
    return f"{attribute.group}:{attribute.value}"


@dataclass
class Signals:
    """One chunk of goods against all items, rows by columns."""

    cosine: Float32s
    ngram: Float32s
    overlap: Float32s
    rare: Float32s

    def __post_init__(self) -> None:
        self.texts = MEANING * self.cosine + NGRAM * self.ngram + OVERLAP * self.overlap


def choose(
    catalog: Catalog,
    goods: GoodsDocument,
    texts: Float32s,
    hits: Mapping[int, CodeHit],
    maker_mentions: MakerMentions,
    keep: int = KEEP,
) -> list[int]:
    """The items that `goods` is compared with in full: every one whose code it names, and the best `keep` others.

    `texts` is the goods' row of `Signals.texts`.
    """
    kind = catalog.kind_row(goods.kinds)
    if not goods.named_kind:
        kind = np.maximum(kind, 0)  # a kind named in passing speaks against none
    properties = PROPERTY * np.sqrt(catalog.shared_properties(goods)) * (kind >= 0)
    score = np.asarray(KIND * kind + properties, dtype=np.float32) + texts
    for maker in maker_mentions.named:
        score[catalog.items_of_maker[maker]] += np.float32(MAKER)
    for item in maker_mentions.series:
        score[item] += np.float32(MAKER)
    return sorted({*hits, *(int(item) for item in _best(score, keep))})


def _best(score: NDArray[np.float32], keep: int) -> NDArray[np.intp]:
    """The places of the `keep` highest, of equal ones the first."""
    if len(score) > keep:
        least = np.partition(score, len(score) - keep)[len(score) - keep]
        places = np.flatnonzero(score >= least)
    else:
        places = np.arange(len(score))
    return np.asarray(places[np.argsort(-score[places], kind="stable")[:keep]], dtype=np.intp)


def chunks_of(numbers: NDArray[np.intp]) -> Iterator[NDArray[np.intp]]:
    """Numbers of goods, CHUNK at a time."""
    for start in range(0, len(numbers), CHUNK):
        yield numbers[start : start + CHUNK]
