"""The kinds of pages agree: those of one list, menu or folder are alike, and what leads to products is their list."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping

from crawler.discover.kinds.case_pages import case_pages
from crawler.discover.kinds.dated_lists import dated_lists
from crawler.discover.kinds.dated_products import is_dated, pages_by_category
from crawler.discover.kinds.launched_products import launched_products
from crawler.discover.kinds.leaf_products import leaf_products
from crawler.discover.kinds.order_pages import order_pages
from crawler.discover.kinds.page_relations import PageRelations, folder_of, is_front, names_index
from crawler.discover.kinds.page_twins import twins
from crawler.discover.kinds.price_lists import price_lists
from crawler.discover.kinds.sister_lists import in_sister_lists
from crawler.discover.kinds.unvouched_pages import unvouched_pages
from crawler.discover.sampling import LIKELY, SamplePage, likely_products
from crawler.extract.page.page_links import plain_address
from crawler.extract.sample_look import LEAST_PROPERTIES, PageMeasures
from crawler.models import PageType

# Added to the log probability of a kind (development sites, 2026-11).
NO_LIST = -2.5  # for a list where the page is shown to be none
SURE = LIKELY  # probability of a list that is likely one, as of a product
OF_FAMILY = 5.0  # added for a page beside products in a list, which leads no further
SURE_LIST = 0.9  # probability of a list that is none of them
LEADS_TO_PRODUCTS = 4.5  # added for a list that leads to such products
# Products that a likely list shows, and their share of its box, from which it is sure.
LEAST_SHOWN, MOSTLY = 3, 0.75
LEAST_BELOW = 2  # products below a folder's index, from which it is a list though it looks like a product
OF_CATEGORY = 7.0  # added for a dated page in a category of products, where these are dated
OF_NEWS = {"post": 4.0, "product": -1.5}  # added for a dated page that only news lead to
FEW_NAMED = 1 / 3  # of all products, up to which those in the menu are none
OF_MENU = -3.0  # added for them
OF_TABLE = {"product": -6.0, "other": 2.0}  # added for a page that names half of the products in a table
OF_ORDER = {"product": -6.0, "other": 6.0}  # added for a page that takes an order of what another shows
OF_ANNOUNCEMENT = {"product": -6.0, "post": 3.0}  # added for a page headed as an announcement
OF_LAUNCH = {"product": 8.0, "post": -4.0}  # added for a page headed as the launch of a product
OTHER_KIND = 0.75  # probability that a page must have for a kind that is not its group's


def agree(
    pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures], relations: PageRelations
) -> None:
    """Let the probabilities of pages, each judged by itself, agree with those of the pages beside, above and below them."""
    _tell(pages, order_pages(pages, measures, relations), **OF_ORDER)
    _announce(pages, measures)
    _agree_with_twin_lists(pages, measures)
    _lead_to_those_below(pages, measures, relations)
    _stand_beside_dates(pages, measures, relations)
    _end_the_site(pages, measures, relations)
    _agree_with_list(pages, measures, relations)
    _lead_to_products(pages, measures, relations)
    _agree_with_sisters(pages, measures, relations)
    _belong_to_news(pages, measures, relations)
    _agree_with_category(pages, measures, relations)
    _stand_in_menu(pages, measures, relations)
    _list_prices(pages, measures)
    _agree_with_submenu(pages, measures, relations)
    _stand_alone(pages, measures, relations)
    _launch(pages, measures, relations)
    _lead_in_section(pages, measures, relations)
    _agree_with_twins(pages, measures)
    _agree_with_mirrors(pages)
    _agree_with_folder(pages)


def stating(measures: Mapping[str, PageMeasures]) -> set[str]:
    """The pages that state a product."""
    return {url for url, one in measures.items() if one.states_product}


def shares(scores: Mapping[str, float]) -> dict[str, float]:
    """Probabilities by their logarithms, which may be off by a constant."""
    top = max(scores.values())
    weights = {kind: math.exp(score - top) for kind, score in scores.items()}
    return {kind: weight / sum(weights.values()) for kind, weight in weights.items()}


def _told(page: SamplePage, **weights: float) -> dict[str, float]:
    """The kinds of a page of which so much more speaks for them."""
    return shares({kind: math.log(max(p, 1e-3)) + weights.get(kind, 0.0) for kind, p in page.kinds.items()})


def _tell(pages: Mapping[str, SamplePage], urls: Iterable[str], **weights: float) -> None:
    """Give these pages the kinds of which so much more speaks for them."""
    for url in urls:
        pages[url].kinds = _told(pages[url], **weights)


def _tell_place(
    pages: Mapping[str, SamplePage], urls: Iterable[str], elsewhere: bool, /, **weights: float
) -> None:
    """Give these pages such kinds, and say whether products are elsewhere."""
    for url in urls:
        pages[url].kinds = _told(pages[url], **weights)
        pages[url].is_elsewhere = elsewhere


def _lead_to_those_below(
    pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures], relations: PageRelations
) -> None:
    """A page beside its products that they lead back to, or that is part of the path to one, is their list, unless it states what
    a product states; so is the index of a folder with a product that it leads to, unless it surely is one itself."""
    products = likely_products(pages)
    for url in pages:
        if (
            measures[url].in_no_other_section
            and not measures[url].states_product
            and (
                relations.leads_to_those_below(url, products)
                or relations.stands_above(url, products)
                or (pages[url].kinds["product"] < OTHER_KIND and relations.heads_folder_of(url, products))
            )
        ):
            pages[url].kinds = _told(pages[url], listing=LEADS_TO_PRODUCTS, product=NO_LIST)


def _vouching(pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures]) -> set[str]:
    """The pages one of which must be in a list that is all in the menu, for it to be of products.

    Those that state the code of a model or lie in a section of products; all, where few products state one.
    """
    products = likely_products(pages)
    if sum(measures[url].coded for url in products) <= FEW_NAMED * len(products):
        return set(pages)
    return {url for url, one in measures.items() if one.coded or one.section == PageType.PRODUCT}


def _end_the_site(
    pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures], relations: PageRelations
) -> None:
    """The pages of a folder that lead nowhere are products where most state one."""
    _tell(pages, leaf_products(pages, measures, relations), product=OF_FAMILY, listing=NO_LIST)


def _agree_with_list(
    pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures], relations: PageRelations
) -> None:
    """The pages of one list are of one kind: where half of them are products, so are the others without a date.

    None that is surely a list, or likely one and shows several of the products itself. What became a product counts where
    another list shows it too.
    """
    families = [(family, family) for _, family in relations.families]
    families += _shown_by_lists(pages, measures, relations)
    told: set[str] = set()
    while new := _alike_in_lists(pages, measures, relations, families) - told:
        _tell(pages, new, product=OF_FAMILY, listing=NO_LIST)
        told |= new


def _alike_in_lists(
    pages: Mapping[str, SamplePage],
    measures: Mapping[str, PageMeasures],
    relations: PageRelations,
    families: Iterable[tuple[list[str], list[str]]],
) -> set[str]:
    """Of the families (all pages of a list, those that may be alike) half of which are products, what may be one.

    Beside two products those that state properties count too, and what shows no more than related products where those two show
    theirs is no list though it looks like one.
    """
    products, stated, found = likely_products(pages), stating(measures), set()
    for family, alike in families:
        known = products.intersection(family)
        if len(known) >= LEAST_BELOW:
            known |= stated.intersection(family)
        if len(known) * 2 < len(family):
            continue
        related = relations.related_shown(products.intersection(family))
        for url in alike:
            lists_some = not measures[url].states_product and relations.shows_one_way(url, products)
            looks_so = pages[url].kinds["listing"] >= (SURE if lists_some else SURE_LIST)
            is_list = looks_so and (
                len(known) < LEAST_BELOW or not relations.shows_related_only(url, related)
            )
            in_section = measures[url].in_no_other_section
            if in_section and not is_dated(measures[url]) and not is_list:
                found.add(url)
    return found


def _shown_by_lists(
    pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures], relations: PageRelations
) -> Iterator[tuple[list[str], list[str]]]:
    """The boxes of pages that are surely lists, or likely ones of which nearly all entries are products, and of each the pages that show no others, or no more than products in it
    have as related ones: those that show others may be lists in it.

    A page of the menu in a box of others tells nothing of them; it may be one where it states properties: related products may
    be on so many pages that they look like the menu. Where all are of the menu, as in documentation, one of them must
    vouch for it: guides have lists as products have.
    """
    vouching, products = _vouching(pages, measures), likely_products(pages)
    for url, boxes in relations.shown.items():
        least = SURE if relations.heads_its_folder(url) else SURE_LIST
        likely = pages[url].kinds["listing"] >= SURE and measures[url].section != PageType.POST
        for box in boxes if likely and not is_front(url) else ():
            known = len(box & products)
            mostly = known >= LEAST_SHOWN and known >= MOSTLY * len(box)
            if relations.turns_over(url, box) or (pages[url].kinds["listing"] < least and not mostly):
                continue
            family = box - relations.menu or (box if box & vouching else set())
            specified = {u for u in box if measures[u].properties >= LEAST_PROPERTIES} if family else set()
            related = relations.related_shown(products & box)
            alike = (
                u
                for u in family | specified
                if not relations.shows_others(u, box | {url}) or relations.shows_related_only(u, related)
            )
            yield sorted(family), sorted(alike)


def _lead_to_products(
    pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures], relations: PageRelations
) -> None:
    """A page that leads to products, and is none, is their list; a folder's index also where it looks like one, and none that only
    leads to the page before it and the one after."""
    for url, family in relations.families:
        if relations.shows_only_neighbours(url):
            continue
        least = 1.0
        if pages[url].kinds["product"] >= LIKELY:
            least = LEAST_BELOW if relations.is_index(url) else math.inf
        leads = sum(pages[child].kinds["product"] >= LIKELY for child in family)
        if leads >= least and measures[url].in_no_other_section:
            pages[url].kinds = _told(pages[url], listing=LEADS_TO_PRODUCTS)


def _lead_in_section(
    pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures], relations: PageRelations
) -> None:
    """What the menu shows in a section of products to be none, and leads to one, is its list."""
    products = likely_products(pages)
    heads = {url for url, family in relations.families if products.intersection(family)} - products
    lists = {u for u in heads if measures[u].section == PageType.PRODUCT and not measures[u].states_product}
    _tell(pages, lists, listing=LEADS_TO_PRODUCTS)


def _agree_with_sisters(
    pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures], relations: PageRelations
) -> None:
    """What a list shows is of the kind that the lists beside it show: products."""
    _tell(pages, in_sister_lists(pages, measures, relations), product=OF_FAMILY, listing=NO_LIST)


def _announce(pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures]) -> None:
    """A page that is headed as an announcement is a post, whatever goods it tells of: a call for tenders."""
    announcing = {url for url, one in measures.items() if one.announces}
    _tell_place(pages, announcing, True, **OF_ANNOUNCEMENT)


def _stand_beside_dates(
    pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures], relations: PageRelations
) -> None:
    """What a list shows with a date beside each entry are posts."""
    lists, posts = dated_lists(pages, measures, relations, stating(measures))
    _tell_place(pages, lists, True, listing=LEADS_TO_PRODUCTS, product=NO_LIST)
    _tell_place(pages, posts, True, **OF_NEWS)


def _list_prices(pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures]) -> None:
    """A table of the site's products is none of them."""
    _tell_place(pages, price_lists(pages, measures), True, **OF_TABLE)


def _stand_alone(
    pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures], relations: PageRelations
) -> None:
    """A page that neither a list of products nor a picture vouches for is none, where both do for the site's products; nor is one on
    where they are in use."""
    alone = case_pages(pages, measures, relations) | unvouched_pages(pages, measures, relations)
    _tell_place(pages, alone, True, **OF_TABLE)


def _launch(
    pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures], relations: PageRelations
) -> None:
    """A product that only the news show is one."""
    _tell_place(pages, launched_products(pages, measures, relations.menu), False, **OF_LAUNCH)


def _belong_to_news(
    pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures], relations: PageRelations
) -> None:
    """A dated page that only pages in a section of news lead to is a post, whatever its own address says."""
    news = {url for url in pages if measures[url].section == PageType.POST}
    told = {url for url in relations.led_to_only_by(news) if is_dated(measures[url])}
    _tell(pages, told, **OF_NEWS)
    for url in news | told:
        pages[url].is_elsewhere |= not measures[url].states_product


def _agree_with_category(
    pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures], relations: PageRelations
) -> None:
    """Where products are dated as posts are, a dated page is what its category is of."""
    products, others = pages_by_category(pages, measures, relations, stating(measures))
    _tell_place(pages, products, False, product=OF_CATEGORY)
    for url in others:
        pages[url].is_elsewhere = True


def _stand_in_menu(
    pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures], relations: PageRelations
) -> None:
    """Where products are not in the menu, what is there is none: prices, services, jobs; one that states properties and
    a model, or lies in a section of products, is one that a box shows on every page. Where they are in the menu and in
    boxes of lists too, what is in the menu only is none, or in boxes that nothing vouches for."""
    products, vouching = likely_products(pages), _vouching(pages, measures)
    only_there = relations.menu & pages.keys()
    if len(products & only_there) > FEW_NAMED * len(products):
        boxes = [box for boxes in relations.shown.values() for box in boxes]
        unlisted = products.difference(*boxes)
        beside = {url for box in boxes if box & vouching for url in box}
        only_there -= beside if len(unlisted) <= FEW_NAMED * len(products) else only_there
    for url in only_there:
        known = measures[url].coded or measures[url].section == PageType.PRODUCT
        if not (known and measures[url].properties >= LEAST_PROPERTIES):
            pages[url].kinds = _told(pages[url], product=OF_MENU)
            if measures[url].section != PageType.PRODUCT and not measures[url].states_product:
                pages[url].is_elsewhere = True


def _agree_with_submenu(
    pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures], relations: PageRelations
) -> None:
    """Where half of what the menu has below one page are products, or lists of them, the others that state properties
    and show no others are products."""
    products = likely_products(pages)
    for family in relations.submenus.values():
        lists = {u for u in family if pages[u].kinds["listing"] >= SURE and relations.shows_any(u, products)}
        if 2 * len(family & products | lists) < len(family):
            continue
        for url in family - lists:
            alone = not relations.shows_others(url, family)
            in_section = measures[url].in_no_other_section
            if alone and in_section and measures[url].states_product:
                pages[url].kinds = _told(pages[url], product=OF_FAMILY, listing=NO_LIST)


def _agree_with_twins(pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures]) -> None:
    """A page that states properties is a product where the same page in another language or version surely is one."""
    for some in twins(pages):
        sure = {url for url in some if pages[url].kinds["product"] >= OTHER_KIND}
        for url in some - sure if sure else ():
            in_section = measures[url].in_no_other_section
            if in_section and measures[url].states_product and pages[url].kinds["listing"] < SURE:
                pages[url].kinds = _told(pages[url], product=OF_FAMILY)


def _agree_with_twin_lists(pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures]) -> None:
    """A page that states no product is a list where the same page in another language or version surely is one: a category may have
    a single product in one of them."""
    for some in twins(pages):
        lists = {url for url in some if pages[url].kinds["listing"] >= SURE_LIST}
        new = {url for url in some - lists if not measures[url].states_product}
        _tell(pages, new if lists else (), listing=LEADS_TO_PRODUCTS, product=NO_LIST)


def _agree_with_folder(pages: Mapping[str, SamplePage]) -> None:
    """A folder's index is what the folder is where both addresses lead to the same page: /pumps/index.html and /pumps/."""
    for url, page in pages.items():
        folder = pages.get(folder_of(url)) if names_index(url) else None
        if folder is not None and (folder.look.title, folder.leads) == (page.look.title, page.leads):
            page.kinds, page.is_elsewhere = folder.kinds, folder.is_elsewhere


def _agree_with_mirrors(pages: Mapping[str, SamplePage]) -> None:
    """A page and the same page in another language are of one kind: both have the mean of what they say by themselves.

    Each must lead to the other: many pages lead to the front page of another language.
    """
    alone = {url: page.kinds for url, page in pages.items()}
    mirrors = {url: {plain_address(m) for m in page.look.mirrors.values()} for url, page in pages.items()}
    for url, page in pages.items():
        others = sorted(m for m in mirrors[url] - {url} if url in mirrors.get(m, ()))
        said = [alone[url], *(alone[other] for other in others)]
        means = {
            kind: math.exp(sum(math.log(max(one[kind], 1e-3)) for one in said) / len(said))
            for kind in page.kinds
        }
        page.kinds = {kind: mean / sum(means.values()) for kind, mean in means.items()}
