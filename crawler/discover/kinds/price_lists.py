"""Pages that list the site's products in a table without leading to them: price lists, comparisons."""

from __future__ import annotations

import re
from collections.abc import Mapping

from crawler.discover.sampling import SamplePage, likely_products
from crawler.extract.page.element_text import letters_of
from crawler.extract.sample_look import PageMeasures

MOST_OF_ONE = 3  # pages of one product: translations, versions for the printer
MOST_OF_NAME = 0.5  # of a name, from which a cell without a figure is it
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
    called = {url: _names_of(pages[url]) for url in products}
    return found | {url for url, one in measures.items() if _compares(url, pages[url], one, called)}


def _compares(url: str, page: SamplePage, measures: PageMeasures, called: Mapping[str, str]) -> bool:
    """Whether most cells at the head of a table name other products, by a code or most of their name, and the page is not called as
    any of these is: a family and its models have a name in common. `called`: what each product is called."""
    own = (page.look.heading or "").casefold()
    if any(map(str.isdigit, own)):
        return False
    for cells in measures.heads:
        named: dict[str, str] = {}
        for cell in cells if len(cells) >= LEAST_NAMED else ():
            ones = [other for other, name in called.items() if other != url and _is_named(cell, name)]
            if 0 < len(ones) <= MOST_OF_ONE and cell not in own:
                named[cell] = min(ones, key=lambda other: len(called[other]))  # not its family's
        if len(set(named.values())) >= LEAST_NAMED and 2 * len(named) > len(cells):
            return True
    return False


def _is_named(cell: str, names: str) -> bool:
    """Whether a cell is a code in one of the lines `names`, as a whole word, or most of one."""
    if len(cell) < LEAST_SIGNS or cell not in names:
        return False
    line = next(line for line in names.split("\n") if cell in line)
    whole = re.search(rf"(?<![^\W_]){re.escape(cell)}(?![^\W_])", line) is not None
    return whole and (any(map(str.isdigit, cell)) or len(cell) > MOST_OF_NAME * len(line))


def _names_of(page: SamplePage) -> str:
    """What a product may be called, in small letters, a line each: its title and its first headings."""
    return "\n".join(filter(None, (page.look.title, *page.look.headings[:2]))).casefold()
