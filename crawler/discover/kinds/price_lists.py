"""Pages that list the site's products in a table without leading to them: price lists, comparisons."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set

from crawler.discover.sampling import SamplePage, likely_products
from crawler.extract.page.element_text import letters_of
from crawler.extract.sample_look import PageMeasures

MOST_OF_ONE = 3  # pages of one product: translations, versions for the printer
LEAST_SIGNS = 3  # characters of a cell that names a product
LEAST_NAMED = 3  # of the site's products, and half of them: a family's table of models names its own only


def price_lists(pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures]) -> set[str]:
    """The pages that show different goods without leading to them, those whose labels are for the most part names of other
    pages, of half of the site's products, and those that compare products of pages of their own in a table."""
    products = likely_products(pages)
    names = {url: letters_of(pages[url].look.heading) for url in products}
    found = {url for url, one in measures.items() if one.goods}
    for url, one in measures.items():
        others = {name for other, name in names.items() if name and other != url}
        named = len(others & one.labels)
        least = max(LEAST_NAMED, len(others) / 2, len(one.labels) / 2)
        if named >= least:
            found.add(url)
    return found | {url for url, one in measures.items() if _compares(pages[url], one, url, pages, products)}


def _compares(
    page: SamplePage, measures: PageMeasures, url: str, pages: Mapping[str, SamplePage], products: Set[str]
) -> bool:
    """Whether most cells at the head of a table name other products, and the page is not called as any of these is: a family
    and its models have a name in common."""
    own = (page.look.heading or "").casefold()
    if not any(measures.heads) or any(map(str.isdigit, own)):
        return False
    called = {other: _names_of(pages[other]) for other in products - {url}}
    for cells in measures.heads:
        named: dict[str, str] = {}
        for cell in cells:
            word = re.compile(rf"(?<![^\W_]){re.escape(cell)}(?![^\W_])")
            ones = [other for other, name in called.items() if word.search(name)]
            if len(cell) >= LEAST_SIGNS and 0 < len(ones) <= MOST_OF_ONE and not word.search(own):
                named[cell] = ones[0]
        if len(set(named.values())) >= LEAST_NAMED and 2 * len(named) > len(cells):
            return True
    return False


def _names_of(page: SamplePage) -> str:
    """What a product may be called, in small letters: its title and its first headings."""
    return "\n".join(filter(None, (page.look.title, *page.look.headings[:2]))).casefold()
