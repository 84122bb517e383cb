"""Judge what each sample page is: product, listing, post or other."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Set
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from crawler.discover.kinds.dated_products import DATED
from crawler.discover.kinds.list_folders import called_lists
from crawler.discover.kinds.numbered_pages import without_word_of_software
from crawler.discover.kinds.page_agreement import NO_LIST, agree, shares, stating
from crawler.discover.kinds.page_relations import PageRelations, folder_above, is_front
from crawler.discover.kinds.turned_leaves import turned_leaves, without_marks_of_lists
from crawler.discover.sampling import SamplePage
from crawler.extract.page.learnt.page_type import kind_probabilities
from crawler.extract.sample_look import LEAST_PROPERTIES, PageMeasures
from crawler.models import PageType
from crawler.profile.profile import FURTHER_PAGE

# Added to the log probability of a kind (development sites, 2026-11): what the section of a page is called in its
# address and breadcrumbs, and what markup of its own says, speak louder than its looks.
_SECTION = {
    PageType.PRODUCT: {"product": 1.0, "listing": 0.7, "post": -1.5},
    PageType.POST: {"post": 1.5, "product": -1.5},
    PageType.OTHER: {"post": -4.0, "product": -1.5},
}
STATIC_PAGE = -3.0  # the same for a post where the site's software marks the page as none
LIST_ADDRESS = 3.0  # the same for an address such as /product-category/vests/ or /page/2/
IN_LIST = 3.0  # the same for a product with specifications that the list of its folder leads to
CODED = 2.0  # more of it where the page states the code of a model
# The same for a page outside a section of news that states the code of a model and specifications; and where it has hardly
# more entries than a box of related products.
_MODEL = {"product": 1.5, "post": -3.0}
_ONE_MODEL = {"product": 2.0, "listing": -2.0}
BOX = 4  # entries of a box of related products, at most
MARKED = 1.5  # the same for a page whose own markup says Product
FRONT_PAGE = -3.0  # the same for the front page being a product
PICTURED = 1.0  # the same for a page without entries that lists show with its picture
IN_SECTION = (
    2.0  # the same for a post in a section of news, dated or beside others: it may be a sentence long
)
FEW_ENTRIES = 2  # unshared entries below which a page is hardly a list
NEARLY_ALL = 0.75  # of the pages that state a date alike, from which it is of the site's frame


class Place(NamedTuple):
    """Where the site shows a page.

    `listed`: its address or its links say that it is a list; `above`: it states a product, and a list leads to it, which
    leads no further; `leaf`: it is hardly a list; `pictured`: lists show it with a picture; `below`: its folder leads down.
    """

    listed: bool
    above: bool
    leaf: bool
    pictured: bool
    below: bool


def judge_pages(
    pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures], known: Iterable[str]
) -> None:
    """The probability of each kind for every sample page, by its measures and by the pages that lead to it."""
    measures = without_date_of_site(measures)
    measures = without_crumbs_of_site(measures)
    measures = without_word_of_software(measures, stating(measures))
    pictured = {entry.url for page in pages.values() for entry in page.look.entries() if entry.image}
    relations = PageRelations(pages, known)
    ends = relations.ends({url for url, one in measures.items() if one.coded})
    ends |= {url for url in pages if relations.leads_no_further(url)}
    leaves = turned_leaves(measures, relations)
    measures = without_marks_of_lists(measures, leaves)
    further = relations.further | set(filter(FURTHER_PAGE.search, pages))
    called = (called_lists(measures, ends) | further) - leaves
    for url, page in pages.items():
        place = _place(url, measures[url], relations, pictured, ends, called)
        page.kinds = shares(_scores(url, measures[url], place))
    agree(pages, measures, relations)


def _place(
    url: str,
    measures: PageMeasures,
    relations: PageRelations,
    pictured: Set[str],
    ends: Set[str],
    called: Set[str],
) -> Place:
    """Where the site shows the page of an address; `ends`: pages that end what leads to them, `called`: lists by their addresses."""
    listed = url in called or relations.leads_down(url) or relations.heads_folder(url)
    listed = listed or (not measures.states_product and relations.heads_its_folder(url))
    specified = measures.coded or math.expm1(measures.features["specs"]) >= LEAST_PROPERTIES
    above = specified and not listed and url in ends
    few = math.expm1(measures.features["entries"]) < FEW_ENTRIES
    leaf = not listed and (few or above or relations.shows_only_neighbours(url))
    return Place(listed, above, leaf, url in pictured, relations.leads_down(folder_above(url)))


def _scores(url: str, measures: PageMeasures, place: Place) -> dict[str, float]:
    """The logarithms of the probabilities of each kind, but for a constant."""
    features, coded = measures.features, measures.coded
    scores = {kind: math.log(max(p, 1e-3)) for kind, p in kind_probabilities(features).items()}
    section = None if place.listed else measures.section
    if section is not None:
        _add(scores, _SECTION[section])
    scores["listing"] += LIST_ADDRESS * place.listed + NO_LIST * place.leaf
    if section not in (PageType.POST, PageType.OTHER):
        scores["product"] += PICTURED * (place.leaf and place.pictured and not features["dated_label"])
        scores["product"] += (IN_LIST + CODED * coded) * place.above
    if section == PageType.PRODUCT and coded and place.leaf and not place.above:
        scores["product"] += IN_LIST
    scores["post"] += STATIC_PAGE * measures.static
    if place.leaf and section == PageType.POST:
        scores["post"] += IN_SECTION * (place.below or any(features[name] for name in DATED))
    if coded and measures.properties >= LEAST_PROPERTIES and not place.listed and section != PageType.POST:
        _add(scores, _MODEL)
        if math.expm1(features["entries"]) <= BOX:
            _add(scores, _ONE_MODEL)
    if not place.listed and (features["product_marked"] or features["og_product"]):
        scores["product"] += MARKED
    if unquote(urlsplit(url).path) in ("/", ""):
        scores["product"] += FRONT_PAGE
    return scores


def without_date_of_site(measures: Mapping[str, PageMeasures]) -> Mapping[str, PageMeasures]:
    """The measures without a date that nearly all pages state alike, the front page too or one on the firm: when each was last
    changed. The front page may be frames alone."""
    front = [url for url, one in measures.items() if is_front(url) or one.section == PageType.OTHER]
    everywhere = {
        name: 0.0
        for name in DATED
        if any(measures[url].features[name] for url in front)
        and sum(one.features[name] > 0 for one in measures.values()) >= NEARLY_ALL * len(measures)
    }
    return {url: replace(one, features={**one.features, **everywhere}) for url, one in measures.items()}


def without_crumbs_of_site(measures: Mapping[str, PageMeasures]) -> Mapping[str, PageMeasures]:
    """The measures without the section that breadcrumbs name where the front page and nearly all others have them in the same one:
    a theme's first crumb."""
    crumbed = {one.crumbed for url, one in measures.items() if is_front(url)}
    everywhere = {
        section
        for section in crumbed - {None}
        if sum(one.crumbed == section for one in measures.values()) >= NEARLY_ALL * len(measures)
    }
    return {
        url: replace(one, section=one.addressed, crumbed=None) if one.crumbed in everywhere else one
        for url, one in measures.items()
    }


def _add(scores: dict[str, float], weights: Mapping[str, float]) -> None:
    for kind, weight in weights.items():
        scores[kind] += weight
