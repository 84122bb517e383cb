"""Lists beside lists of products: what they show are products too, however little the pages say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Set

from crawler.discover.kinds.dated_products import is_dated
from crawler.discover.kinds.page_relations import PageRelations, is_front
from crawler.discover.sampling import SamplePage, likely_products
from crawler.extract.sample_look import PageMeasures

SURE = 0.5  # probability of a list, or of a post
SURE_LIST = 0.9  # of a list whose entries are lists
LEAST_SHOWN = 2  # entries of a list that does not look like one
LEAST_SISTERS = 2  # lists of products that a submenu or a list shows, and half of the lists in it


def in_sister_lists(
    pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures], relations: PageRelations
) -> set[str]:
    """The pages, none of them dated or a list, beside one product at least in a list that stands among lists of products.

    Lists stand among others in a submenu or in a list of lists. Lists of products are those half of whose entries are products.
    A page among them that shows a product where these show theirs is a list though it does not look like one.
    """
    products = likely_products(pages)
    found: set[str] = set()
    for family in _families(pages, relations):
        lists = {url for url in family if _is_list(pages[url], measures[url])}
        known = {url for url in lists if any(_mostly(box, products) for box in relations.shown[url])}
        if len(known) < LEAST_SISTERS or 2 * len(known) < len(lists):
            continue
        others = {url for url in family - lists - products if _may_be_list(pages[url], measures[url])}
        for url in (lists - known) | _made_alike(others, known, products, relations):
            for box in relations.shown[url]:
                if box & products:
                    found |= {u for u in box - family if not relations.shows_others(u, box | {url})}
    return {url for url in found if _may_be_product(pages[url], measures[url])} - relations.menu


def _made_alike(others: Set[str], known: Set[str], products: Set[str], relations: PageRelations) -> set[str]:
    """Those of other pages that show several, a product among them, at a place where two lists at least show products."""
    counts = Counter(place for url in known for place in relations.places_of(url, products))
    places = {place for place, count in counts.items() if count >= LEAST_SISTERS}
    shown = {url: relations.shown_at(url, places) for url in others}
    return {url for url, some in shown.items() if len(some) >= LEAST_SHOWN and some & products}


def _families(pages: Mapping[str, SamplePage], relations: PageRelations) -> Iterator[set[str]]:
    yield from relations.submenus.values()
    for url, boxes in relations.shown.items():
        if pages[url].kinds["listing"] >= SURE_LIST and not is_front(url):
            yield from boxes


def _mostly(box: set[str], products: set[str]) -> bool:
    return bool(box) and 2 * len(box & products) >= len(box)


def _is_list(page: SamplePage, measures: PageMeasures) -> bool:
    return page.kinds["listing"] >= SURE and measures.in_no_other_section


def _may_be_list(page: SamplePage, measures: PageMeasures) -> bool:
    in_section = measures.in_no_other_section
    return in_section and not measures.states_product and page.kinds["post"] < SURE


def _may_be_product(page: SamplePage, measures: PageMeasures) -> bool:
    in_section = measures.in_no_other_section
    return in_section and not is_dated(measures) and page.kinds["listing"] < SURE
