"""Catalogues to turn over: /page-7.html is the leaf of a product, though a list may number its further pages so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from crawler.discover.kinds.page_relations import PageRelations
from crawler.extract.sample_look import PageMeasures
from crawler.profile.profile import FURTHER_PAGE

LEAST_STATING = 2  # leaves that state a product, from which the site has such a catalogue
_LAST_NUMBER = re.compile(r"\d{1,9}(?=\D*$)")
_OF_LISTS = ("path_page", "entries", "entries_priced", "entries_pictured", "entry_name_length")


def turned_leaves(measures: Mapping[str, PageMeasures], relations: PageRelations) -> set[str]:
    """The pages numbered as a list's further pages that lead only to the number before and the one after, and that another
    page than those shows: the contents. None unless several state a product."""
    contents = {
        url: set().union(*boxes) for url, boxes in relations.shown.items() if not _is_leaf(url, relations)
    }
    numbered = {url for url in measures if FURTHER_PAGE.search(url) and url not in relations.further}
    leaves = {
        url
        for url in numbered
        if _is_leaf(url, relations)
        and any(url in shown for other, shown in contents.items() if other not in _neighbours(url))
    }
    return leaves if sum(measures[url].states_product for url in leaves) >= LEAST_STATING else set()


def without_marks_of_lists(
    measures: Mapping[str, PageMeasures], leaves: set[str]
) -> Mapping[str, PageMeasures]:
    """The measures in which what leads from leaf to leaf makes none of them a list."""
    plain = dict.fromkeys(_OF_LISTS, 0.0)
    return {
        url: replace(one, features={**one.features, **plain}) if url in leaves else one
        for url, one in measures.items()
    }


def _is_leaf(url: str, relations: PageRelations) -> bool:
    return bool(relations.entries_of(url)) and relations.entries_of(url) <= _neighbours(url)


def _neighbours(url: str) -> set[str]:
    """The address with the number before its own, and with the one after; numbers may have zeros before them."""
    match = _LAST_NUMBER.search(url)
    if match is None:
        return set()
    before, number, behind = url[: match.start()], match[0], url[match.end() :]
    beside = [str(int(number) + step) for step in (-1, 1)]
    return {f"{before}{text.zfill(width)}{behind}" for text in beside for width in (0, len(number))}
