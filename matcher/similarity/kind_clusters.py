"""Which items of a catalog are of one kind, by the catalog's own words.

Items of one category are of one kind; without categories, items of one name apart from codes. A catalog may call one kind by
several words: a category that is the name of items of another category is the same kind, and so are categories whose items have
codes of one series and the same labels of specifications. So are names that differ only behind a comma or in brackets, and items
of which one's code goes on from the other's: variants.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from matcher.arrays import Ints
from matcher.records.documents import ItemDocument
from matcher.similarity.phrases import kind_texts
from matcher.text.normal_forms import code_form

# Categories that one series of codes joins at most: more have only the maker's prefix in common.
SERIES_CLUSTERS = 3
SERIES_SHARE = 0.5  # of the site's items: a series of more is no series
SAME_LABELS = 0.5  # share of the labels of the smaller category that the other has
_SERIES = re.compile(r"\d*\D+")
_HEAD = re.compile(r"[^,(（，]+")  # of a name: what its variants have in common
_VARIANT = re.compile(r"(.*\d[^\W_]{0,2})[-/. ][^\W_]{1,3}")  # a code that goes on: QX-40-G, QX-40 G


@dataclass(frozen=True)
class CatalogKinds:
    """For each item the words that its pages use for its kind, and the number of its kind, from 0."""

    words: Sequence[tuple[str, ...]]
    of_item: Ints


def catalog_kinds(items: Sequence[ItemDocument]) -> CatalogKinds:
    """The kinds of a catalog."""
    words = [kind_texts(item) for item in items]
    categories = [_category(item, said) for item, said in zip(items, words, strict=True)]
    by_site: dict[str, list[int]] = defaultdict(list)
    for number, item in enumerate(items):
        by_site[item.site].append(number)
    same: list[tuple[str, str]] = []
    for numbers in by_site.values():
        of_site = [categories[n] for n in numbers]
        same += _synonyms(of_site, [words[n] for n in numbers])
        same += _series(of_site, [items[n] for n in numbers])
        same += _variants(of_site, [items[n] for n in numbers])
    return CatalogKinds(words, _numbered(categories, same))


def _category(item: ItemDocument, words: Sequence[str]) -> str:
    """The last category of an item's first page, or else its name without codes."""
    category = item.pages[0].category.rsplit(">", 1)[-1].strip().lower() if item.pages else ""
    return category or next(iter(words), "")


def _synonyms(categories: Sequence[str], words: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """Categories of a site with the category that their items' names are; an entry of both for each item."""
    known = set(categories)
    for category, said in zip(categories, words, strict=True):
        for text in said:
            if (other := text.lower()) != category and other in known:
                yield category, other


def _series(categories: Sequence[str], items: Sequence[ItemDocument]) -> Iterator[tuple[str, str]]:
    """Categories of a site whose items have codes of one series and labels in common; an entry of both for each item."""
    series: dict[str, set[int]] = defaultdict(set)
    labels: dict[str, set[str]] = defaultdict(set)
    for number, (category, item) in enumerate(zip(categories, items, strict=True)):
        for code in item.codes:
            if (head := _SERIES.match(code_form(code))) and len(head[0]) > 1:
                series[head[0]].add(number)
        for page in item.pages:
            labels[category] |= {label.lower() for label in page.specs}
    for found in series.values():
        first, *others = sorted({categories[number] for number in found})
        if len(others) >= SERIES_CLUSTERS or len(found) > SERIES_SHARE * len(items):
            continue
        for other in others:
            if _have_labels_in_common(labels[first], labels[other]):
                yield first, other


def _variants(categories: Sequence[str], items: Sequence[ItemDocument]) -> Iterator[tuple[str, str]]:
    """Names of a site's items without a category that begin alike, or whose codes do, and that have labels in common."""
    labels: dict[str, set[str]] = defaultdict(set)
    begun: dict[str, dict[str, None]] = defaultdict(dict)
    coded = {
        code_form(code): category
        for category, item in zip(categories, items, strict=True)
        for code in item.codes
    }
    same: list[tuple[str, str]] = []
    for category, item in zip(categories, items, strict=True):
        if any(page.category for page in item.pages):
            continue
        for page in item.pages:
            labels[category] |= {label.lower() for label in page.specs}
        if head := _HEAD.match(category):
            begun[head[0].strip()][category] = None
        for code in item.codes:
            family = _VARIANT.fullmatch(code)
            if family and (other := coded.get(code_form(family[1]))) is not None:
                same.append((category, other))
    for first, *others in begun.values():
        same += [(first, other) for other in others]
    for one, other in same:
        if one != other and _have_labels_in_common(labels[one], labels[other]):
            yield one, other


def _have_labels_in_common(mine: set[str], theirs: set[str]) -> bool:
    """Whether enough of the labels of the smaller are the other's, too."""
    return bool(mine and theirs) and len(mine & theirs) >= SAME_LABELS * min(len(mine), len(theirs))


def _numbered(categories: Sequence[str], same: Sequence[tuple[str, str]]) -> Ints:
    """The number of each category's group: categories that are the `same`, directly or by way of others, have one."""
    number = {category: n for n, category in enumerate(dict.fromkeys(categories))}
    edges = np.array([(number[one], number[other]) for one, other in same], dtype=np.intp).reshape(-1, 2)
    graph = coo_array((np.ones(len(edges)), (edges[:, 0], edges[:, 1])), shape=(len(number), len(number)))
    _, group = connected_components(graph, directed=False)
    return np.array([group[number[category]] for category in categories], dtype=np.intp)
