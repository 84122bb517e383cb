"""Pages that list the site's products in a table without leading to them: price lists, comparisons."""

from __future__ import annotations

from collections.abc import Mapping

from crawler.discover.sampling import SamplePage, likely_products
from crawler.extract.page.element_text import letters_of
from crawler.extract.sample_look import PageMeasures

LEAST_NAMED = 3  # of the site's products, and half of them: a family's table of models names its own only


def price_lists(pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures]) -> set[str]:
    """The pages that show different goods without leading to them, and those whose labels are for the most part names of other
    pages, of half of the site's products."""
    products = likely_products(pages)
    names = {url: letters_of(pages[url].look.heading) for url in products}
    found = {url for url, one in measures.items() if one.goods}
    for url, one in measures.items():
        others = {name for other, name in names.items() if name and other != url}
        named = len(others & one.labels)
        least = max(LEAST_NAMED, len(others) / 2, len(one.labels) / 2)
        if named >= least:
            found.add(url)
    return found
