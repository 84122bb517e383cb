"""Lists beside lists of products: what they show are products too, however little the pages say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from crawler.discover.kinds.dated_products import is_dated
from crawler.discover.kinds.page_relations import PageRelations, is_front
from crawler.discover.sampling import SamplePage
from crawler.extract.sample_look import PageMeasures
from crawler.models import PageType

SURE = 0.5  # probability of a product, or of a list
SURE_LIST = 0.9  # of a list whose entries are lists
LEAST_SISTERS = 2  # lists of products that a submenu or a list shows, and half of the lists in it


def in_sister_lists(
    pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures], relations: PageRelations
) -> set[str]:
    """The pages, none of them dated or a list, beside one product at least in a list that stands among lists of products.

    Lists stand among others in a submenu or in a list of lists. Lists of products are those half of whose entries are products.
    """
    products = {url for url, page in pages.items() if page.kinds["product"] >= SURE}
    found: set[str] = set()
    for family in _families(pages, relations):
        lists = {url for url in family if _is_list(pages[url], measures[url])}
        known = {url for url in lists if any(_mostly(box, products) for box in relations.shown[url])}
        if len(known) < LEAST_SISTERS or 2 * len(known) < len(lists):
            continue
        for url in lists - known:
            for box in relations.shown[url]:
                if box & products:
                    found |= {u for u in box - family if not relations.shows_others(u, box | {url})}
    return {url for url in found if _may_be_product(pages[url], measures[url])} - relations.menu


def _families(pages: Mapping[str, SamplePage], relations: PageRelations) -> Iterator[set[str]]:
    yield from relations.submenus.values()
    for url, boxes in relations.shown.items():
        if pages[url].kinds["listing"] >= SURE_LIST and not is_front(url):
            yield from boxes


def _mostly(box: set[str], products: set[str]) -> bool:
    return bool(box) and 2 * len(box & products) >= len(box)


def _is_list(page: SamplePage, measures: PageMeasures) -> bool:
    return page.kinds["listing"] >= SURE and measures.section in (None, PageType.PRODUCT)


def _may_be_product(page: SamplePage, measures: PageMeasures) -> bool:
    in_section = measures.section in (None, PageType.PRODUCT)
    return in_section and not is_dated(measures) and page.kinds["listing"] < SURE
