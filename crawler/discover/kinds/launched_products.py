"""Products that only a site's news show: an announcement of a launch with the product's properties, where it has no page elsewhere."""

from __future__ import annotations

from collections.abc import Mapping

from crawler.discover.sampling import SamplePage, likely_products
from crawler.extract.page.element_text import letters_of
from crawler.extract.product.names.launches import launched_name
from crawler.extract.sample_look import LEAST_PROPERTIES, PageMeasures
from crawler.models import PageType

LEAST_LETTERS = 3  # of a name that is compared with those of products


def launched_products(
    pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures], menu: set[str]
) -> set[str]:
    """The pages headed as a launch, by their words, that state properties, show a picture, lead to no product beside the menu and
    name none of those that have pages of their own."""
    products = likely_products(pages)
    names = {url: letters_of(pages[url].look.heading) for url in products}
    found = set()
    for url, page in pages.items():
        name = letters_of(launched_name(page.look.heading or ""))
        stated = measures[url].states_product and measures[url].properties >= LEAST_PROPERTIES
        others = products - {url}
        if (
            name
            and stated
            and page.look.pictures
            and measures[url].section in (None, PageType.POST)
            and not (page.leads & others) - menu
            and not any(_are_one(name, names[other]) for other in others)
        ):
            found.add(url)
    return found


def _are_one(name: str, other: str) -> bool:
    """Whether one of two names, in letters alone, is in the other."""
    return min(len(name), len(other)) >= LEAST_LETTERS and (name in other or other in name)
