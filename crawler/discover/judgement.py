"""Judge what sample pages and groups of addresses are: product, listing, post or other."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import SplitResult, unquote, urlsplit

from crawler.capture.fetch import FetchedPage
from crawler.discover.profile_draft import GroupFinding
from crawler.discover.url_patterns import AddressGroup, group_of_one
from crawler.extract.page.page_links import plain_address
from crawler.extract.page.page_type import is_list_address, kind_probabilities
from crawler.extract.sample_look import PageLook, PageMeasures
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
MARKED = 1.5  # the same for a page whose own markup says Product
FRONT_PAGE = -3.0  # the same for the front page being a product
PICTURED = 1.0  # the same for a page without entries that lists show with its picture
IN_SECTION = (
    2.0  # the same for a post in a section of news, dated or beside others: it may be a sentence long
)
HINT = 1.5  # the same for a group that a sitemap or feed names whole
MIN_BELOW = 4  # addresses in a folder from which its own address is that of a list
FEW_ENTRIES = 2  # unshared entries below which a page is hardly a list
# Sample pages' worth of doubt: the share of a group seen once is never more than 2/3 of what it said.
PRIOR_WEIGHT = 0.5
OTHER_KIND = 0.75  # of the probability that a page must have for a kind that is not its group's
GROUPS_KIND = 0.15  # and that it has at most for its group's
HINTED = 500  # addresses of a group whose hints are counted
_DATED = ("dated_markup", "dated_label", "dated_time", "dated_near")  # features of a page with a date
_INDEX = re.compile(r"/(?:index\.\w+)?$")


@dataclass
class SamplePage:
    """One page that was looked at: its answer, what it says, the probability of each kind once all are known."""

    answer: FetchedPage
    look: PageLook
    kinds: dict[str, float] = field(default_factory=dict)


def judge_pages(
    pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures], known: Iterable[str]
) -> None:
    """The probability of each kind for every sample page, by its measures."""
    pictured = {entry.url for page in pages.values() for entry in page.look.entries() if entry.image}
    folders = _Folders(known)
    lists = _lists_of_folders(pages, folders)
    for url, page in pages.items():
        features = measures[url].features
        scores = {k: math.log(max(p, 1e-3)) for k, p in kind_probabilities(features).items()}
        listed = is_list_address(url) or FURTHER_PAGE.search(url) is not None or folders.leads_down(url)
        section = None if listed else measures[url].section
        if section is not None:
            for kind, weight in _SECTION[section].items():
                scores[kind] += weight
        scores["listing"] += LIST_ADDRESS * listed
        entries = math.expm1(features["entries"])
        specified = math.expm1(features["specs"]) >= LEAST_SPECS
        listed_above = specified and not listed and _leads_no_further(url, page, lists)
        leaf = not listed and (entries < FEW_ENTRIES or listed_above)
        scores["listing"] += LEAF * leaf
        if (
            leaf
            and url in pictured
            and section not in (PageType.POST, PageType.OTHER)
            and not features["dated_label"]
        ):
            scores["product"] += PICTURED
        if listed_above and section not in (PageType.POST, PageType.OTHER):
            scores["product"] += IN_LIST
        scores["post"] += STATIC_PAGE * measures[url].static
        if leaf and section == PageType.POST:
            said = any(features[name] for name in _DATED) or folders.leads_down(_folder_above(url))
            scores["post"] += IN_SECTION * said
        if not listed and (features["product_marked"] or features["og_product"]):
            scores["product"] += MARKED
        if unquote(urlsplit(url).path) in ("/", ""):
            scores["product"] += FRONT_PAGE
        top = max(scores.values())
        weights = {kind: math.exp(score - top) for kind, score in scores.items()}
        page.kinds = {kind: weight / sum(weights.values()) for kind, weight in weights.items()}
    _agree_with_mirrors(pages)


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


def _lists_of_folders(pages: Mapping[str, SamplePage], folders: _Folders) -> dict[str, list[set[str]]]:
    """By folder the addresses that each list of its pages leads to, its own among them."""
    lists: defaultdict[str, list[set[str]]] = defaultdict(list)
    for url, page in pages.items():
        if folders.leads_down(url):
            lists[_folder(urlsplit(url))].append({url, *map(plain_address, page.look.links)})
    return lists


def _leads_no_further(url: str, page: SamplePage, lists: Mapping[str, Iterable[set[str]]]) -> bool:
    """Whether a list of a page's folder leads to the page and to all its entries: those are related products."""
    needed = {url, *(plain_address(entry.url) for entry in page.look.entries())}
    return any(needed <= known for known in lists.get(_folder(urlsplit(url)), ()))


def _folder_above(url: str) -> str:
    """The address of the folder that a page lies in."""
    parts = urlsplit(url)
    return _folder(parts._replace(path=parts.path.rstrip("/")))


def _folder(parts: SplitResult) -> str:
    """An address up to the last stroke of its path."""
    return parts._replace(path=parts.path.rpartition("/")[0] + "/", query="").geturl()


class _Folders:
    """How many known addresses lie below a folder; counted once for each folder."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = list(known)
        self._below: dict[str, int] = {}

    def leads_down(self, url: str) -> bool:
        """Whether an address is that of a folder with other pages in it: /products/, /news/index.html."""
        parts = urlsplit(url)
        if parts.query or not _INDEX.search(parts.path):
            return False
        folder = _folder(parts)
        if folder not in self._below:
            below = [known for known in self._known if known.startswith(folder)]
            self._below[folder] = sum(not _INDEX.search(known) for known in below) + sum(
                known.rstrip("/").count("/") == folder.count("/") for known in below
            )
        return self._below[folder] >= MIN_BELOW


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


def is_mixed(found: GroupFinding, pages: Mapping[str, SamplePage]) -> bool:
    """Whether some sample pages of a group are of another kind than the group: lists beside products in one folder."""
    return bool(_of_other_kinds(found, pages))


def divided(
    found: GroupFinding, pages: Mapping[str, SamplePage], hints: Mapping[str, Counter[str]]
) -> list[GroupFinding]:
    """A group without its sample pages of other kinds, and each of these by itself."""
    apart = _of_other_kinds(found, pages)
    if not apart:
        return [found]
    rest = replace(found.group, urls=[url for url in found.group.urls if url not in apart])
    alone = [
        GroupFinding(group_of_one(url), kind, pages[url].kinds[kind], [url]) for url, kind in apart.items()
    ]
    return [judge_group(rest, pages, hints, {}), *alone]


def _of_other_kinds(found: GroupFinding, pages: Mapping[str, SamplePage]) -> dict[str, str]:
    """The sample pages of a group that are products, lists or posts where the group is something else.

    None where a person said what the group is.
    """
    apart = {}
    for url in () if found.by_example else found.samples:
        kinds = pages[url].kinds
        best = max(kinds, key=lambda kind: kinds[kind])
        if (
            best not in (found.kind, PageType.OTHER)
            and kinds[best] >= OTHER_KIND
            and kinds.get(found.kind, 0.0) <= GROUPS_KIND
        ):
            apart[url] = best
    return apart if len(apart) < len(found.group.urls) else {}
