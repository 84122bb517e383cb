"""Lists with a date beside each entry: what they show are announcements, whatever their section is called."""

from __future__ import annotations

from collections.abc import Mapping, Set

from crawler.discover.kinds.page_relations import PageRelations, is_front
from crawler.discover.sampling import SamplePage
from crawler.extract.sample_look import PageMeasures
from crawler.models import PageType


def dated_lists(
    pages: Mapping[str, SamplePage],
    measures: Mapping[str, PageMeasures],
    relations: PageRelations,
    stating: Set[str],
) -> tuple[set[str], set[str]]:
    """The lists of dated entries, and the pages that they show; `stating`: pages that state properties.

    None that shows a page that states properties or lies in a section of products, and no page that another list shows
    without a date: products are dated too, where all a site has are posts. In a section of news a list may show such pages, if
    nothing else of the site leads to them.
    """
    lists: set[str] = set()
    shown: set[str] = set()
    undated: set[str] = set()
    for url in pages:
        boxes, dated = relations.shown[url], relations.shown_dated[url]
        told = set().union(*dated)
        alone = relations.led_to_only_by({url}) if measures[url].section == PageType.POST else set()
        stated = {u for u in told & stating if measures[u].in_no_other_section}
        products = (stated | {u for u in told if measures[u].section == PageType.PRODUCT}) - alone
        if told and not products and measures[url].section != PageType.PRODUCT and not is_front(url):
            lists.add(url)
            shown |= told
        elif not is_front(url):
            undated = undated.union(*boxes)
    shown -= undated - lists
    return {url for url in lists if set().union(*relations.shown_dated[url]) & shown}, shown - lists
