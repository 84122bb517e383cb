"""Pages that state properties and are no products: no list of products leads to them, and they show no picture where products do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Set

from crawler.discover.kinds.page_relations import PageRelations, is_front
from crawler.discover.sampling import LIKELY, SamplePage, likely_products
from crawler.extract.product.names.launches import launched_name
from crawler.extract.sample_look import PageMeasures
from crawler.models import PageType

LEAST_KNOWN = 3  # products that lists lead to and that show pictures, and half of all the site has
LEAST_LED = 2  # products that a table of them leads to
MOSTLY = 0.75  # of the products that lists lead to, that show pictures
SHARED = 3  # pages with the same picture, from which it may be the site's; and a share of all pages
SHARED_SHARE = 0.1


def unvouched_pages(
    pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures], relations: PageRelations
) -> set[str]:
    """The pages without a picture of their own that no list of products leads to, beside the menu, where nearly all products have both:
    tables of charges, materials and dealers, calculators, advice. None that is another page in another language or version, in a language that no such product is
    in, or in a section of products."""
    products = likely_products(pages)
    listed = _listed(pages, measures, relations)
    pictured = _pictured(pages)
    known = products & listed
    if 2 * len(known) < len(products) or len(known & pictured) < max(LEAST_KNOWN, MOSTLY * len(known)):
        return set()
    spoken = {pages[url].look.language for url in known}
    return {
        url
        for url, page in pages.items()
        if url not in listed
        and url not in pictured
        and max(page.kinds["listing"], page.kinds["post"]) < LIKELY
        and page.look.language in spoken
        and not _is_of_products(page, measures[url], known - relations.menu)
        and not relations.versions_of(url) & known
    }


def _is_of_products(page: SamplePage, measures: PageMeasures, known: Set[str]) -> bool:
    """Whether a page that states a product lies in a section of products, and does not lead to several of them as a table of them does."""
    in_section = measures.section == PageType.PRODUCT and measures.states_product
    return in_section and len(page.leads & known) < LEAST_LED


def _listed(
    pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures], relations: PageRelations
) -> set[str]:
    """The pages that lists lead to which are neither the front page nor in a section of news or on the firm nor for half launches
    of products, and those that a submenu has beside products."""
    products = likely_products(pages)
    launched = {url for url in products if launched_name(pages[url].look.heading or "")}
    found: set[str] = set()
    for url, page in pages.items():
        is_list = page.kinds["listing"] >= LIKELY and measures[url].in_no_other_section
        of_news = page.leads & launched and 2 * len(page.leads & launched) >= len(page.leads & products)
        if is_list and not of_news and not is_front(url):
            found |= page.leads - relations.menu
    for family in relations.submenus.values():
        found |= family if family & products else set()
    return found


def _pictured(pages: Mapping[str, SamplePage]) -> set[str]:
    """The pages with a picture that few others show."""
    counts = Counter(picture for page in pages.values() for picture in set(page.look.pictures))
    most = max(SHARED, SHARED_SHARE * len(pages))
    return {url for url, page in pages.items() if any(counts[one] <= most for one in page.look.pictures)}
