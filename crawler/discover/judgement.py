"""Judge what sample pages and groups of addresses are: product, listing, post or other."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from crawler.discover.dated_lists import dated_lists
from crawler.discover.dated_products import DATED, is_dated, pages_by_category
from crawler.discover.numbered_pages import without_word_of_software
from crawler.discover.page_relations import PageRelations, folder_above, folder_of, is_front, names_index
from crawler.discover.page_twins import twins
from crawler.discover.price_lists import price_lists
from crawler.discover.profile_draft import MIN_SHARE, GroupFinding, is_anything
from crawler.discover.sampling import MAX_MIXED, SamplePage
from crawler.discover.sister_lists import in_sister_lists
from crawler.discover.url_patterns import AddressGroup, group_of_one
from crawler.extract.page.page_links import plain_address
from crawler.extract.page.page_type import is_list_address, kind_probabilities
from crawler.extract.sample_look import PageMeasures
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
LEAF = -2.5  # the same for a page with hardly any entries, or with specifications and none that its folder's list has not
LEAST_SPECS = 3  # properties with their values
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
SURE = 0.5  # probability of a product that tells of its list, and of those beside it
OF_FAMILY = 5.0  # added for a page beside products in a list, which leads no further
SURE_LIST = 0.9  # probability of a list that is none of them
LEADS_TO_PRODUCTS = 4.5  # added for a list that leads to such products
LEAST_BELOW = 2  # products below a folder's index, from which it is a list though it looks like a product
OF_CATEGORY = 7.0  # added for a dated page in a category of products, where these are dated
OF_NEWS = {"post": 4.0, "product": -1.5}  # added for a dated page that only news lead to
FEW_NAMED = 1 / 3  # of all products, up to which those in the menu are none
OF_MENU = -3.0  # added for them
OF_TABLE = {"product": -6.0, "other": 2.0}  # added for a page that names half of the products in a table
HINT = 1.5  # the same for a group that a sitemap or feed names whole
FEW_ENTRIES = 2  # unshared entries below which a page is hardly a list
# Sample pages' worth of doubt: the share of a group seen once is never more than 2/3 of what it said.
PRIOR_WEIGHT = 0.5
OTHER_KIND = 0.75  # of the probability that a page must have for a kind that is not its group's
GROUPS_KIND = 0.15  # and that it has at most for its group's
FLAT = MAX_MIXED  # addresses at most of a flat site's pattern: its pages are all looked at
HINTED = 500  # addresses of a group whose hints are counted
NEARLY_ALL = 0.75  # of the pages that state a date alike, from which it is of the site's frame


def judge_pages(
    pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures], known: Iterable[str]
) -> None:
    """The probability of each kind for every sample page, by its measures and by the pages that lead to it."""
    measures = without_date_of_site(measures)
    measures = without_word_of_software(measures, _stating(pages, measures))
    pictured = {entry.url for page in pages.values() for entry in page.look.entries() if entry.image}
    relations = PageRelations(pages, known)
    ends = relations.ends({url for url, one in measures.items() if one.coded})
    for url, page in pages.items():
        features = measures[url].features
        scores = {k: math.log(max(p, 1e-3)) for k, p in kind_probabilities(features).items()}
        further = url in relations.further or FURTHER_PAGE.search(url) is not None
        listed = further or is_list_address(url) or relations.leads_down(url) or relations.heads_folder(url)
        listed = listed or (not _states_product(measures[url]) and relations.heads_its_folder(url))
        section = None if listed else measures[url].section
        if section is not None:
            _add(scores, _SECTION[section])
        scores["listing"] += LIST_ADDRESS * listed
        entries = math.expm1(features["entries"])
        coded = measures[url].coded
        specified = coded or math.expm1(features["specs"]) >= LEAST_SPECS
        listed_above = specified and not listed and (relations.leads_no_further(url) or url in ends)
        only_neighbours = relations.shows_only_neighbours(url)
        leaf = not listed and (entries < FEW_ENTRIES or listed_above or only_neighbours)
        scores["listing"] += LEAF * leaf
        if (
            leaf
            and url in pictured
            and section not in (PageType.POST, PageType.OTHER)
            and not features["dated_label"]
        ):
            scores["product"] += PICTURED
        if listed_above and section not in (PageType.POST, PageType.OTHER):
            scores["product"] += IN_LIST + CODED * coded
        scores["post"] += STATIC_PAGE * measures[url].static
        if leaf and section == PageType.POST:
            said = any(features[name] for name in DATED) or relations.leads_down(folder_above(url))
            scores["post"] += IN_SECTION * said
        if coded and measures[url].properties >= LEAST_SPECS and not listed and section != PageType.POST:
            _add(scores, _MODEL)
            if entries <= BOX:
                _add(scores, _ONE_MODEL)
        if not listed and (features["product_marked"] or features["og_product"]):
            scores["product"] += MARKED
        if unquote(urlsplit(url).path) in ("/", ""):
            scores["product"] += FRONT_PAGE
        page.kinds = _shares(scores)
    _lead_to_those_below(pages, measures, relations)
    _stand_beside_dates(pages, measures, relations)
    _agree_with_list(pages, measures, relations)
    _lead_to_products(pages, measures, relations)
    _agree_with_sisters(pages, measures, relations)
    _belong_to_news(pages, measures, relations)
    _agree_with_category(pages, measures, relations)
    _stand_in_menu(pages, measures, relations)
    _list_prices(pages, measures)
    _agree_with_submenu(pages, measures, relations)
    _agree_with_twins(pages, measures)
    _agree_with_mirrors(pages)
    _agree_with_folder(pages)


def without_date_of_site(measures: Mapping[str, PageMeasures]) -> Mapping[str, PageMeasures]:
    """The measures without a date that nearly all pages state alike, the front page too: when each was last changed."""
    front = [url for url in measures if is_front(url)]
    everywhere = {
        name: 0.0
        for name in DATED
        if any(measures[url].features[name] for url in front)
        and sum(one.features[name] > 0 for one in measures.values()) >= NEARLY_ALL * len(measures)
    }
    return {url: replace(one, features={**one.features, **everywhere}) for url, one in measures.items()}


def _add(scores: dict[str, float], weights: Mapping[str, float]) -> None:
    for kind, weight in weights.items():
        scores[kind] += weight


def _shares(scores: Mapping[str, float]) -> dict[str, float]:
    """Probabilities by their logarithms, which may be off by a constant."""
    top = max(scores.values())
    weights = {kind: math.exp(score - top) for kind, score in scores.items()}
    return {kind: weight / sum(weights.values()) for kind, weight in weights.items()}


def _told(page: SamplePage, **weights: float) -> dict[str, float]:
    """The kinds of a page of which so much more speaks for them."""
    return _shares({kind: math.log(max(p, 1e-3)) + weights.get(kind, 0.0) for kind, p in page.kinds.items()})


def _tell(pages: Mapping[str, SamplePage], urls: Iterable[str], **weights: float) -> None:
    """Give these pages the kinds of which so much more speaks for them."""
    for url in urls:
        pages[url].kinds = _told(pages[url], **weights)


def _lead_to_those_below(
    pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures], relations: PageRelations
) -> None:
    """A page beside its products that they lead back to is their list, unless it states what a product states."""
    products = _products(pages)
    for url in pages:
        if (
            measures[url].section in (None, PageType.PRODUCT)
            and not _states_product(measures[url])
            and relations.leads_to_those_below(url, products)
        ):
            pages[url].kinds = _told(pages[url], listing=LEADS_TO_PRODUCTS, product=LEAF)


def _products(pages: Mapping[str, SamplePage]) -> set[str]:
    """The pages that are likely products by now."""
    return {url for url, page in pages.items() if page.kinds["product"] >= SURE}


def _vouching(pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures]) -> set[str]:
    """The pages one of which must be in a list that is all in the menu, for it to be of products.

    Those that state the code of a model or lie in a section of products; all, where few products state one.
    """
    products = _products(pages)
    if sum(measures[url].coded for url in products) <= FEW_NAMED * len(products):
        return set(pages)
    return {url for url, one in measures.items() if one.coded or one.section == PageType.PRODUCT}


def _states_product(measures: PageMeasures) -> bool:
    """Whether a page states the code of a model, or properties."""
    return measures.coded or measures.properties >= LEAST_SPECS


def _stating(pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures]) -> set[str]:
    """The pages that state a product."""
    return {url for url in pages if _states_product(measures[url])}


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
        _tell(pages, new, product=OF_FAMILY, listing=LEAF)
        told |= new


def _alike_in_lists(
    pages: Mapping[str, SamplePage],
    measures: Mapping[str, PageMeasures],
    relations: PageRelations,
    families: Iterable[tuple[list[str], list[str]]],
) -> set[str]:
    """Of the families (all pages of a list, those that may be alike) half of which are products, what may be one.

    Beside two products those that state properties count too.
    """
    products, stating, found = _products(pages), _stating(pages, measures), set()
    for family, alike in families:
        known = products.intersection(family)
        if len(known) >= LEAST_BELOW:
            known |= stating.intersection(family)
        for url in alike if len(known) * 2 >= len(family) else ():
            lists_some = not _states_product(measures[url]) and relations.shows_one_way(url, products)
            is_list = pages[url].kinds["listing"] >= (SURE if lists_some else SURE_LIST)
            in_section = measures[url].section in (None, PageType.PRODUCT)
            if in_section and not is_dated(measures[url]) and not is_list:
                found.add(url)
    return found


def _shown_by_lists(
    pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures], relations: PageRelations
) -> Iterator[tuple[list[str], list[str]]]:
    """The boxes of pages that are surely lists, and of each the pages that show no others: those may be lists in it.

    A page of the menu in a box of others tells nothing of them; it may be one where it states properties: related products may
    be on so many pages that they look like the menu. Where all are of the menu, as in documentation, one of them must
    vouch for it: guides have lists as products have.
    """
    vouching = _vouching(pages, measures)
    for url, boxes in relations.shown.items():
        least = SURE if relations.heads_its_folder(url) else SURE_LIST
        sure = pages[url].kinds["listing"] >= least and measures[url].section != PageType.POST
        for box in boxes if sure and not is_front(url) else ():
            family = box - relations.menu or (box if box & vouching else set())
            stating = {u for u in box if measures[u].properties >= LEAST_SPECS} if family else set()
            alike = (u for u in family | stating if not relations.shows_others(u, box | {url}))
            yield sorted(family), sorted(alike)


def _lead_to_products(
    pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures], relations: PageRelations
) -> None:
    """A page that leads to products, and is none, is their list; a folder's index also where it looks like one."""
    for url, family in relations.families:
        least = 1.0
        if pages[url].kinds["product"] >= SURE:
            least = LEAST_BELOW if relations.is_index(url) else math.inf
        leads = sum(pages[child].kinds["product"] >= SURE for child in family)
        if leads >= least and measures[url].section in (None, PageType.PRODUCT):
            pages[url].kinds = _told(pages[url], listing=LEADS_TO_PRODUCTS)


def _agree_with_sisters(
    pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures], relations: PageRelations
) -> None:
    """What a list shows is of the kind that the lists beside it show: products."""
    _tell(pages, in_sister_lists(pages, measures, relations), product=OF_FAMILY, listing=LEAF)


def _stand_beside_dates(
    pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures], relations: PageRelations
) -> None:
    """What a list shows with a date beside each entry are posts."""
    lists, posts = dated_lists(pages, measures, relations, _stating(pages, measures))
    _tell(pages, lists, listing=LEADS_TO_PRODUCTS, product=LEAF)
    _tell(pages, posts, **OF_NEWS)
    for url in lists | posts:
        pages[url].is_elsewhere = True


def _list_prices(pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures]) -> None:
    """A table of the site's products is none of them."""
    lists = price_lists(pages, measures)
    _tell(pages, lists, **OF_TABLE)
    for url in lists:
        pages[url].is_elsewhere = True


def _belong_to_news(
    pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures], relations: PageRelations
) -> None:
    """A dated page that only pages in a section of news lead to is a post, whatever its own address says."""
    news = {url for url in pages if measures[url].section == PageType.POST}
    told = {url for url in relations.led_to_only_by(news) if is_dated(measures[url])}
    _tell(pages, told, **OF_NEWS)
    for url in news | told:
        pages[url].is_elsewhere |= not _states_product(measures[url])


def _agree_with_category(
    pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures], relations: PageRelations
) -> None:
    """Where products are dated as posts are, a dated page is what its category is of."""
    products, others = pages_by_category(pages, measures, relations, _stating(pages, measures))
    _tell(pages, products, product=OF_CATEGORY)
    for url in products:
        pages[url].is_elsewhere = False
    for url in others:
        pages[url].is_elsewhere = True


def _stand_in_menu(
    pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures], relations: PageRelations
) -> None:
    """Where products are not in the menu, what is there is none: prices, services, jobs; one that states properties and
    a model, or lies in a section of products, is one that a box shows on every page. Where they are in the menu and in
    boxes of lists too, what is in the menu only is none, or in boxes that nothing vouches for."""
    products, vouching = _products(pages), _vouching(pages, measures)
    only_there = relations.menu & pages.keys()
    if len(products & only_there) > FEW_NAMED * len(products):
        boxes = [box for boxes in relations.shown.values() for box in boxes]
        unlisted = products.difference(*boxes)
        beside = {url for box in boxes if box & vouching for url in box}
        only_there -= beside if len(unlisted) <= FEW_NAMED * len(products) else only_there
    for url in only_there:
        known = measures[url].coded or measures[url].section == PageType.PRODUCT
        if not (known and measures[url].properties >= LEAST_SPECS):
            pages[url].kinds = _told(pages[url], product=OF_MENU)
            if measures[url].section != PageType.PRODUCT and not _states_product(measures[url]):
                pages[url].is_elsewhere = True


def _agree_with_submenu(
    pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures], relations: PageRelations
) -> None:
    """Where half of what the menu has below one page are products, or lists of them, the others that state properties
    and show no others are products."""
    products = _products(pages)
    for family in relations.submenus.values():
        lists = {u for u in family if pages[u].kinds["listing"] >= SURE and relations.shows_any(u, products)}
        if 2 * len(family & products | lists) < len(family):
            continue
        for url in family - lists:
            alone = not relations.shows_others(url, family)
            in_section = measures[url].section in (None, PageType.PRODUCT)
            if alone and in_section and _states_product(measures[url]):
                pages[url].kinds = _told(pages[url], product=OF_FAMILY, listing=LEAF)


def _agree_with_twins(pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures]) -> None:
    """A page that states properties is a product where the same page in another language or version surely is one."""
    for some in twins(pages):
        sure = {url for url in some if pages[url].kinds["product"] >= OTHER_KIND}
        for url in some - sure if sure else ():
            in_section = measures[url].section in (None, PageType.PRODUCT)
            if in_section and _states_product(measures[url]) and pages[url].kinds["listing"] < SURE:
                pages[url].kinds = _told(pages[url], product=OF_FAMILY)


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


def judge_group(
    group: AddressGroup,
    pages: Mapping[str, SamplePage],
    hints: Mapping[str, Counter[str]],
    examples: Mapping[str, str],
) -> GroupFinding:
    """The kind of a group by its sample pages, hints of sitemaps and feeds; less sure the fewer were looked at."""
    samples = [url for url in group.urls if url in pages]
    said = [examples[url] for url in group.urls if url in examples]
    if len(set(said)) > 1:
        return GroupFinding(group, "unknown", 0.0, samples)
    if said:
        return GroupFinding(group, said[0], 1.0, samples, by_example=True)
    sums = dict.fromkeys(map(str, PageType), 0.0)
    hinted: Counter[str] = Counter()
    for url in group.urls[:HINTED]:
        hinted.update(hints.get(url, Counter()))
    for kind, count in hinted.items():
        sums[kind] += HINT * count / min(len(group.urls), HINTED)
    if not samples:
        return GroupFinding(group, "unknown", 0.0)
    means = {kind: sum(pages[u].kinds[kind] for u in samples) / len(samples) for kind in sums}
    for kind, p in means.items():
        sums[kind] += math.log(max(p, 0.01))
    weights = {kind: math.exp(value) for kind, value in sums.items()}
    best = max(weights, key=lambda kind: weights[kind])
    share = weights[best] / sum(weights.values())
    if len(samples) < len(group.urls):
        share *= (len(samples) + PRIOR_WEIGHT / 2) / (len(samples) + PRIOR_WEIGHT)
    return GroupFinding(group, best, share, samples)


def is_mixed(found: GroupFinding, pages: Mapping[str, SamplePage], base: str = "") -> bool:
    """Whether some sample pages of a group are of another kind than the group: lists beside products in one folder.

    So is a small group of no one kind, some of whose pages are sure. `base` is the folder that the whole site lies in.
    """
    unsure = found.share < MIN_SHARE and len(found.group.urls) <= FLAT and not found.by_example
    among = found.kind == PageType.PRODUCT and _elsewhere(found, pages)
    return bool(among or _apart(found, pages, base) or (unsure and _sure(found, pages)))


def divided(
    found: GroupFinding, pages: Mapping[str, SamplePage], hints: Mapping[str, Counter[str]], base: str = ""
) -> list[GroupFinding]:
    """A group without its sample pages of other kinds, and each of these by itself."""
    rest, elsewhere = _without_those_elsewhere(found, pages, hints)
    apart = _apart(rest, pages, base)
    if not apart:
        return [rest, *elsewhere]
    left = replace(rest.group, urls=[url for url in rest.group.urls if url not in apart])
    alone = [
        GroupFinding(group_of_one(url), kind, pages[url].kinds[kind], [url]) for url, kind in apart.items()
    ]
    return [*([judge_group(left, pages, hints, {})] if left.urls else []), *alone, *elsewhere]


def _without_those_elsewhere(
    found: GroupFinding, pages: Mapping[str, SamplePage], hints: Mapping[str, Counter[str]]
) -> tuple[GroupFinding, list[GroupFinding]]:
    """A group whose other pages are products, without those that the site shows elsewhere; and each of these by itself."""
    apart = _elsewhere(found, pages)
    urls = [url for url in found.group.urls if url not in apart]
    rest = judge_group(replace(found.group, urls=urls), pages, hints, {})
    if not apart or rest.kind != PageType.PRODUCT or rest.share < MIN_SHARE:
        return found, []
    return rest, [
        GroupFinding(group_of_one(url), kind, pages[url].kinds[kind], [url], taken_out=True)
        for url, kind in apart.items()
    ]


def _elsewhere(found: GroupFinding, pages: Mapping[str, SamplePage]) -> dict[str, str]:
    """The sample pages of a group that the site shows elsewhere than its products and that are surely none, with what they
    are: one on the firm, an announcement, a list in the menu. None where a person said what the group is."""
    apart = {}
    for url in found.samples if not found.by_example else ():
        kinds = {
            str(kind): pages[url].kinds[kind] for kind in (PageType.LISTING, PageType.POST, PageType.OTHER)
        }
        surely = pages[url].kinds["product"] <= GROUPS_KIND and sum(kinds.values()) >= OTHER_KIND
        if pages[url].is_elsewhere and surely:
            apart[url] = max(kinds, key=kinds.__getitem__)
    return apart


def _apart(found: GroupFinding, pages: Mapping[str, SamplePage], base: str) -> dict[str, str]:
    """The sample pages of a group that are products, lists or posts where the group is something else, with their kinds.

    A pattern that says nothing (/*.htm of a flat site) names no group: each of its pages is what it is, where they are few
    enough to look at them all. So are those of a group (/node/7) that was looked at whole and is of no one kind. None where
    a person said what the group is.
    """
    if found.by_example:
        return {}
    sure = _sure(found, pages)
    whole = 1 < len(found.group.urls) == len(found.samples)
    if (is_anything(found, base) and len(found.group.urls) <= FLAT) or (whole and found.share < MIN_SHARE):
        return sure
    apart = {
        url: kind
        for url, kind in sure.items()
        if kind != found.kind and pages[url].kinds.get(found.kind, 0.0) <= GROUPS_KIND
    }
    return apart if len(apart) < len(found.group.urls) else {}


def _sure(found: GroupFinding, pages: Mapping[str, SamplePage]) -> dict[str, str]:
    """The sample pages of a group that are surely products, lists or posts, with their kinds."""
    return {
        url: best
        for url in found.samples
        if (best := max(pages[url].kinds, key=pages[url].kinds.__getitem__)) != PageType.OTHER
        and pages[url].kinds[best] >= OTHER_KIND
    }
