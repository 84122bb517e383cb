"""Sites of posts whose products are posts too: categories tell products from announcements, where dates do not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote, urlsplit

from crawler.discover.kinds.page_relations import PageRelations, is_front
from crawler.discover.sampling import SamplePage, likely_products
from crawler.extract.sample_look import PageMeasures
from crawler.models import PageType
from crawler.profile.profile import FURTHER_PAGE

DATED = ("dated_markup", "dated_label", "dated_time", "dated_near")  # features of a page with a date
SURE = 0.5  # probability of a list
SURE_LIST = 0.9  # of a list that may be a category
LEAST_DATED = (
    2  # products dated as posts are, from which a date tells nothing on a site; and half of its products
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


def pages_by_category(
    pages: Mapping[str, SamplePage],
    measures: Mapping[str, PageMeasures],
    relations: PageRelations,
    stating: set[str],
) -> tuple[set[str], set[str]]:
    """The dated pages that are products by their category, and those that are none; `stating`: pages that state properties.

    None of both unless the site's products are dated as posts are. All of a category are products where half of them are,
    or state properties.
    """
    products = likely_products(pages)
    dated = {url for url in pages if is_post_like(measures[url])}
    if len(products & dated) < LEAST_DATED or 2 * len(products & dated) < len(products):
        return set(), set()
    told: set[str] = set()
    for family in _categories(pages, measures, relations):
        if 2 * len(family & (products | stating)) >= len(family):
            told |= family
    lists = {url for url in dated - stating if pages[url].kinds["listing"] >= SURE}
    return (dated & told) - lists, dated - told - lists - products - stating


def is_post_like(measures: PageMeasures) -> bool:
    """Whether a page or its address is dated."""
    return bool(measures.features["path_date"]) or is_dated(measures)


def is_dated(measures: PageMeasures) -> bool:
    """Whether a page shows a date."""
    return any(measures.features[name] for name in DATED)


def _categories(
    pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures], relations: PageRelations
) -> Iterator[set[str]]:
    """What the lists of a site show in one box, but those by date: its front page, their further pages, years, news."""
    for url, boxes in relations.shown.items():
        by_date = (
            is_front(url)
            or url in relations.further
            or FURTHER_PAGE.search(url)
            or _YEAR.search(unquote(urlsplit(url).path))
        )
        news = measures[url].section == PageType.POST
        if pages[url].kinds["listing"] >= SURE_LIST and not by_date and not news:
            yield from (box for box in boxes if box)
