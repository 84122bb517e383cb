"""Which items of a catalog are of one kind, by the catalog's own words.

Items of one category are of one kind. A catalog may call one kind by several words: a category that is the name of items
of another category is the same kind, and so are categories whose items have codes of one series and the same labels of
specifications.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from matcher.arrays import Ints
from matcher.records.documents import ItemDocument
from matcher.similarity.phrases import kind_texts
from matcher.text.normal_forms import code_form

SERIES_CLUSTERS = (
    3  # categories that one series of codes joins at most: more have only the maker's prefix in common
)
SERIES_SHARE = 0.5  # of the site's items: a series of more is no series
SAME_LABELS = 0.5  # share of the labels of the smaller category that the other has
_SERIES = re.compile(r"\d*\D+")


def clusters(items: Sequence[ItemDocument]) -> Ints:
    """A number for each item's kind, from 0."""
    named = [_category(item) for item in items]
    joined = _Joined(named)
    by_site: dict[str, list[int]] = defaultdict(list)
    for number, item in enumerate(items):
        by_site[item.site].append(number)
    for numbers in by_site.values():
        _join_synonyms(items, named, numbers, joined)
        _join_series(items, named, numbers, joined)
    order: dict[str, int] = {}
    return np.array([order.setdefault(joined.root(name), len(order)) for name in named], dtype=np.intp)


def _category(item: ItemDocument) -> str:
    """The last category of an item's first page, or else its name without codes."""
    category = item.pages[0].category.rsplit(">", 1)[-1].strip().lower() if item.pages else ""
    return category or next(iter(kind_texts(item)), "")


def _join_synonyms(
    items: Sequence[ItemDocument], named: Sequence[str], numbers: Sequence[int], joined: _Joined
) -> None:
    """Join a category with the category that its items' names are."""
    categories = {named[number] for number in numbers}
    for number in numbers:
        for text in kind_texts(items[number]):
            if (other := text.lower()) != named[number] and other in categories:
                joined.join(named[number], other)


def _join_series(
    items: Sequence[ItemDocument], named: Sequence[str], numbers: Sequence[int], joined: _Joined
) -> None:
    """Join categories whose items have codes of one series and labels in common."""
    series: dict[str, set[int]] = defaultdict(set)
    labels: dict[str, set[str]] = defaultdict(set)
    for number in numbers:
        for code in items[number].codes:
            if (head := _SERIES.match(code_form(code))) and len(head[0]) > 1:
                series[head[0]].add(number)
        for page in items[number].pages:
            labels[named[number]] |= {label.lower() for label in page.specs}
    for found in series.values():
        categories = sorted({named[number] for number in found})
        if not 2 <= len(categories) <= SERIES_CLUSTERS or len(found) > SERIES_SHARE * len(numbers):
            continue
        for other in categories[1:]:
            mine, theirs = labels[categories[0]], labels[other]
            if mine and theirs and len(mine & theirs) >= SAME_LABELS * min(len(mine), len(theirs)):
                joined.join(categories[0], other)


class _Joined:
    """Names joined into groups (union-find)."""

    def __init__(self, names: Sequence[str]) -> None:
        self._parent = {name: name for name in names}

    def root(self, name: str) -> str:
        while self._parent[name] != name:
            name = self._parent[name]
        return name

    def join(self, one: str, other: str) -> None:
        first, second = sorted([self.root(one), self.root(other)])
        self._parent[second] = first
