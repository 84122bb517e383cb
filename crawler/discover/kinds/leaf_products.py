"""Plain pages of the nineties that lead nowhere but to the menu and each other: a folder of such pages is of products where half of
them state one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from crawler.discover.kinds.dated_products import is_dated
from crawler.discover.kinds.page_relations import PageRelations, folder_of, is_front
from crawler.discover.sampling import SamplePage, likely_products
from crawler.extract.sample_look import PageMeasures

LEAST_LEAVES = 3  # pages of a folder, and half of them must state a product
LEAST_KNOWN = 2  # likely products among them, where the site has any


def leaf_products(
    pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures], relations: PageRelations
) -> set[str]:
    """The pages without a date that lead to the menu only, in folders half of whose such pages state a product.

    Two of them must be likely products by themselves, unless no page of the site is one. In the site's own folder, where pages on
    the firm are too, those that state one.
    """
    known = likely_products(pages)
    folders: defaultdict[str, set[str]] = defaultdict(set)
    for url in pages.keys() - relations.menu:
        in_section = measures[url].in_no_other_section
        if in_section and not is_dated(measures[url]) and not _beyond_menu(url, pages[url], relations):
            folders[folder_of(url)].add(url)
    found: set[str] = set()
    for folder, leaves in folders.items():
        stating = {url for url in leaves if measures[url].states_product}
        likely = not known or len(known & leaves) >= LEAST_KNOWN
        if likely and len(leaves) >= LEAST_LEAVES and 2 * len(stating) >= len(leaves):
            found |= stating if is_front(folder) else leaves
    return found


def _beyond_menu(url: str, page: SamplePage, relations: PageRelations) -> set[str]:
    """The addresses that a page leads to beside the menu, the front page, itself and the others of its list."""
    further = page.leads - relations.menu - {url}
    return {other for other in further if not is_front(other)} - relations.beside(url) if further else set()
