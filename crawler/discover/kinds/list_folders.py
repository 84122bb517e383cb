"""Folders called as those of lists are: in /series/ lie lists of products on one site, and the products themselves on another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Set

from crawler.discover.kinds.page_relations import folder_of
from crawler.extract.page.learnt.page_type import is_list_address
from crawler.extract.sample_look import PageMeasures

LEAST_ENDING = 2  # products of such a folder that the folder's list leads to and that lead no further


def called_lists(measures: Mapping[str, PageMeasures], ending: Set[str]) -> set[str]:
    """The pages whose addresses say that they are lists, and may be believed.

    Not where half of those in one folder state a product, and of these two at least end what leads to them (`ending`).
    """
    folders: dict[str, set[str]] = defaultdict(set)
    for url in measures:
        if is_list_address(url):
            folders[folder_of(url)].add(url)
    return {url for some in folders.values() if not _are_products(some, measures, ending) for url in some}


def _are_products(some: Set[str], measures: Mapping[str, PageMeasures], ending: Set[str]) -> bool:
    stating = {url for url in some if measures[url].states_product}
    return 2 * len(stating) >= len(some) and len(stating & ending) >= LEAST_ENDING
