"""Pages that take an order or a question about a product that another page shows: Order.asp?id=7 beside Show.asp?id=7."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from crawler.discover.kinds.page_relations import PageRelations
from crawler.discover.sampling import SamplePage, likely_products
from crawler.extract.sample_look import PageMeasures

LEAST_LED = 2  # pages of one pattern that a product leads to, each to its own
_NUMBERS = re.compile(r"\d+")


def order_pages(
    pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures], relations: PageRelations
) -> set[str]:
    """Pages of one pattern that ask for words, state no product, and are led to by one page each, mostly
    a product, or by no sample page; the same page in another language does not count."""
    products = likely_products(pages)
    leaders: defaultdict[str, set[str]] = defaultdict(set)
    for url, page in pages.items():
        for link in page.leads - relations.versions_of(url):
            leaders[link].add(url)
    alike: defaultdict[str, set[str]] = defaultdict(set)
    for url in pages:
        if measures[url].asks and not measures[url].states_product and url not in relations.menu:
            alike[_NUMBERS.sub("", url)].add(url)
    return set().union(*(some for some in alike.values() if _each_of_a_product(some, leaders, products)))


def _each_of_a_product(some: set[str], leaders: Mapping[str, set[str]], products: set[str]) -> bool:
    """Whether one page leads to each page of a pattern, and most of these are products."""
    led = [leaders[url] for url in some if url in leaders]
    if len(led) < LEAST_LED or any(len(by) > 1 for by in led):
        return False
    return sum(by <= products - some for by in led) > len(led) / 2
