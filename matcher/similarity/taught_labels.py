"""Labels of numbers that mean one: records that name the code of an item teach which label of a declaration is which of the catalog."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from matcher.attributes.measures import Measure, known_dimension, same

LEAST_EQUAL = 1  # records with one number under both labels, from which they mean one
LEAST_SHARE = 0.7  # of the records that have both labels


class Example(NamedTuple):
    """A record that names the code of one item, and the numbers that it states."""

    goods_id: str
    item: int
    numbers: Sequence[Measure]


class TaughtLabels:
    """What examples teach of labels. `measures`: those of each item."""

    def __init__(self, examples: Sequence[Example], measures: Sequence[Sequence[Measure]]) -> None:
        self._records: dict[str, dict[str, tuple[set[str], set[str]]]] = defaultdict(dict)
        for example in examples:
            for mine in example.numbers:
                for theirs in measures[example.item]:
                    if not theirs.label or not _comparable(mine, theirs):
                        continue
                    for ending in names_of(mine):
                        equal, other = self._records[ending].setdefault(theirs.label, (set(), set()))
                        (equal if same(mine, theirs) else other).add(example.goods_id)

    def of(self, label: str, goods_id: str) -> list[str]:
        """The labels of the catalog that a label means, as other records than `goods_id` teach."""
        out = []
        for theirs, (equal, other) in self._records.get(label, {}).items():
            agreed, differ = len(equal - {goods_id}), len(other - {goods_id})
            if agreed >= LEAST_EQUAL and agreed >= LEAST_SHARE * (agreed + differ):
                out.append(theirs)
        return out


def names_of(measure: Measure) -> tuple[str, ...]:
    """By what a measure may be known: its label, the label's endings, and a unit that no table has."""
    unit = () if known_dimension(measure) or not measure.dimension else (measure.dimension,)
    return (*endings(measure.label), *unit)


def _comparable(left: Measure, right: Measure) -> bool:
    """Whether two measures may be of one thing: units that no table has may be one in two languages."""
    return left.dimension == right.dimension or not (known_dimension(left) or known_dimension(right))


def endings(label: str) -> tuple[str, ...]:
    """A label and its endings: what stands before a label on a line without commas belongs to something else."""
    words = label.split()
    return tuple(" ".join(words[at:]) for at in range(len(words)))
