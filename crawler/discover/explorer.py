"""Explore a site: which addresses are products, lists and posts, from its sitemaps, feeds and sample pages."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from crawler.capture.fetch import FetchedPage
from crawler.case.errors import Box31Error
from crawler.discover.page_fetcher import PageFetcher
from crawler.discover.profile_draft import IGNORED, GroupFinding, SiteFindings
from crawler.discover.site_frame import SiteFrame, frame_of
from crawler.discover.url_patterns import AddressGroup, address_groups
from crawler.extract.page.document import Document, clean, read_document
from crawler.extract.page.gallery import subject_images
from crawler.extract.page.layout import Layout
from crawler.extract.page.page_links import alternates, is_tracker, links_of, plain_address
from crawler.extract.page.page_type import is_list_address, kind_probabilities, section_of
from crawler.extract.page.structured_data import read_structured
from crawler.extract.page.vocabulary import by_word
from crawler.extract.page_records import measure_page
from crawler.extract.product.listing import entry_groups, is_side_box
from crawler.extract.sitemap import read_sitemap
from crawler.models import PageType
from crawler.profile.profile import FURTHER_PAGE
from crawler.profile.urls import host_of, is_page, request_address

MAX_SITEMAPS = 40
MAX_ADDRESSES = 20_000  # that are grouped; more of the same tell nothing new
MAX_PAGES = 70  # sample pages in all: at a delay of 0 within a minute
# Sample pages of a group by its number of addresses: one page of 718 must not decide for all of them.
SAMPLES = ((100, 7), (30, 5), (6, 4), (2, 2), (1, 1))
MAX_SINGLES = 20  # sample pages of groups of one address: they lead on, but say little
_SITEMAP_HINT = {
    PageType.PRODUCT: re.compile(r"product(?!.?cat)", re.I),
    PageType.POST: re.compile(r"post|news|blog|article", re.I),
}
# Added to the log probability of a kind (development sites, 2026-11): what the section of a page is called in its
# address and breadcrumbs, and what markup of its own says, speak louder than its looks.
_SECTION = {
    PageType.PRODUCT: {"product": 1.0, "listing": 0.7, "post": -1.5},
    PageType.POST: {"post": 1.5, "product": -1.5},
}
LIST_ADDRESS = 3.0  # the same for an address such as /product-category/vests/ or /page/2/
PICTURED = 1.0  # the same for a page without entries that lists show with its picture
MIN_BELOW = 4  # addresses in a folder from which its own address is that of a list
FEW_ENTRIES = 2  # unshared entries below which a page is hardly a list
PRIOR_WEIGHT = (
    0.5  # sample pages' worth of doubt: the share of a group seen once is never more than 2/3 of what it said
)


@dataclass
class SamplePage:
    """One page that was looked at: its answer and the page, the probability of each kind once all are known."""

    answer: FetchedPage
    document: Document
    links: frozenset[str] = frozenset()
    kinds: dict[str, float] = field(default_factory=dict)


class SiteExplorer:
    """Explores one site through a PageFetcher."""

    def __init__(self, fetcher: PageFetcher, say: Callable[[str], None] = lambda line: None) -> None:
        self.fetcher = fetcher
        self.say = say
        self.pages: dict[str, SamplePage] = {}
        self.known: dict[str, None] = {}  # addresses of the site, in the order found
        self.hints: dict[str, Counter[str]] = defaultdict(Counter)
        self.mirrors: dict[str, str] = {}
        self.problems: list[str] = []
        self.hosts: list[str] = []
        self.examples: dict[str, str] = {}  # address -> the kind that the user says it is
        self._tried: set[str] = set()
        self._singles = 0
        self._below: dict[str, int] = {}

    def explore(self, url: str) -> SiteFindings:
        """Look at the site at `url`. Raises Box31Error where its front page cannot be fetched."""
        first = self.fetcher.fetch(url)
        if not first.good:
            raise Box31Error(f"{url}: {first.problem or f'answers HTTP {first.status}'}; nothing was written")
        self.hosts = [host for host in [host_of(first.url)] if host]
        front = self._read(first)
        starts = [first.url]
        sitemaps = self._sitemaps(first.url)
        feeds = self._feeds(front)
        for code, mirror in self._front_mirrors(front).items():
            page = self.fetch_page(mirror)
            if page is not None:
                self.mirrors.setdefault(code, urlsplit(mirror).path)
                starts.append(page.answer.url)
        self._fetch_examples()
        self._sample()
        layouts = {url: Layout(page.document) for url, page in self.pages.items()}
        frame = frame_of(list(layouts.values()))
        self._judge_pages(layouts, frame)
        groups = [self._judge(group) for group in address_groups(self.known)]
        return SiteFindings(
            start=list(dict.fromkeys(starts)),
            hosts=self.hosts,
            image_hosts=self._image_hosts(),
            languages={code: path for code, path in self.mirrors.items() if path not in ("", "/")},
            sitemaps=sitemaps,
            feeds=feeds,
            groups=groups,
            pages=len(self.pages),
            addresses=len(self.known),
            problems=self.problems,
            title_parts=list(frame.title_parts),
            shared_images=list(frame.images),
        )

    def fetch_start(self, url: str) -> None:
        """Note the addresses of a start page and of the sitemaps. Raises Box31Error where it does not answer."""
        answer = self.fetcher.fetch(url)
        if not answer.good:
            raise Box31Error(f"{url}: {answer.problem or f'answers HTTP {answer.status}'}")
        self._read(answer)
        self._sitemaps(answer.url)

    # --- where addresses come from -----------------------------------------------------------------------------

    def _note(self, url: str) -> str | None:
        address = request_address(url)
        if address is None or host_of(address) not in self.hosts or not is_page(address):
            return None
        address = plain_address(address)
        if any(
            re.search(pattern, urlsplit(address)._replace(scheme="", netloc="").geturl())
            for pattern in IGNORED
        ):
            return None
        if len(self.known) < MAX_ADDRESSES:
            self.known.setdefault(address)
        return address

    def _sitemaps(self, url: str) -> list[str]:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        named = [found for found in map(request_address, self.fetcher.rules(url).sitemaps) if found]
        waiting = named or [origin + "/sitemap.xml", origin + "/sitemap_index.xml"]
        good: list[str] = []
        asked = 0
        while waiting and asked < MAX_SITEMAPS and len(self.known) < MAX_ADDRESSES:
            address = waiting.pop(0)
            if host_of(address) not in self.hosts:
                self.problems.append(f"{address}: a sitemap on another host was not read")
                continue
            answer = self.fetcher.fetch(address)
            asked += 1
            if not answer.good:
                if named:
                    self.problems.append(f"{address}: {answer.problem or f'HTTP {answer.status}'}")
                continue
            sitemap = read_sitemap(answer.body)
            if sitemap.problem and (named or sitemap.addresses):
                self.problems.append(f"{address}: {sitemap.problem}")
            if not sitemap.addresses:
                continue
            good.append(address)
            name = urlsplit(address).path.rsplit("/", 1)[-1]
            for found in sitemap.addresses:
                if sitemap.is_index:
                    waiting.append(found)
                    continue
                noted = self._note(found)
                for kind, pattern in _SITEMAP_HINT.items():
                    if noted and pattern.search(name):
                        self.hints[noted][kind] += 1
        return [s for s in good if s in named] or good[:1]

    def _feeds(self, page: SamplePage) -> list[str]:
        found = []
        for element in page.document.tree.iter("link"):
            if "rss" in (element.get("type") or "") or "atom" in (element.get("type") or ""):
                link = page.document.link(element.get("href"))
                if link and host_of(link) in self.hosts:
                    found.append(link)
        for link in found[:2]:
            answer = self.fetcher.fetch(link)
            if answer.good:
                for match in re.finditer(
                    rb"<link[^>]*?(?:href=[\"']([^\"']+)[\"'][^>]*/?>|>\s*([^<\s]+)\s*</link>)", answer.body
                ):
                    noted = self._note((match.group(1) or match.group(2)).decode("utf-8", "replace"))
                    if noted and urlsplit(noted).path not in ("", "/"):
                        self.hints[noted][PageType.POST] += 1
        return found[:2]

    def _front_mirrors(self, page: SamplePage) -> dict[str, str]:
        """Front pages in other languages: hreflang, or a link that bears a language's name."""
        names = by_word("language_names")
        found = dict(alternates(page.document, page.document.language))
        for element in page.document.tree.iter("a"):
            code = names.get(clean(element.text_content()).lower())
            link = page.document.link(element.get("href"))
            if (
                code
                and code != page.document.language
                and link
                and plain_address(link) != plain_address(page.answer.url)
            ):
                found.setdefault(code, link)
        kept = {}
        for code, link in found.items():
            host = host_of(link)
            if host in self.hosts:
                kept[code] = link
            elif host and host.split(".", 1)[-1] == self.hosts[0].split(".", 1)[-1] and "." in host:
                self.hosts.append(host)  # ru.maker.example beside www.maker.example
                kept[code] = link
        return kept

    def _fetch_examples(self) -> None:
        """Fetch the pages that the user named. Raises Box31Error where one cannot be fetched."""
        for url in list(self.examples):
            page = self.fetch_page(url)
            if page is None:
                raise Box31Error(f"{url}: could not be fetched as an example; nothing was written")
            address = plain_address(url)
            self.examples[address] = self.examples.pop(url)
            self.known.setdefault(address)

    # --- sample pages ------------------------------------------------------------------------------------------

    def fetch_page(self, url: str) -> SamplePage | None:
        """The page at `url`, fetched once; None where that fails or the budget is spent."""
        address = plain_address(url)
        if address in self.pages:
            return self.pages[address]
        if len(self.pages) >= MAX_PAGES:
            return None
        answer = self.fetcher.fetch(url)
        if not answer.good or "html" not in answer.headers.get("content-type", "text/html"):
            if answer.problem:
                self.problems.append(f"{url}: {answer.problem}")
            self.known.pop(address, None)
            return None
        if host_of(answer.url) not in self.hosts:
            return None
        return self._read(answer, address)

    def _read(self, answer: FetchedPage, address: str | None = None) -> SamplePage:
        document = read_document(answer.body, answer.url, answer.headers)
        noted = (self._note(link) for link in links_of(document))
        page = SamplePage(answer, document, frozenset(link for link in noted if link))
        self.pages[address or plain_address(answer.url)] = page
        return page

    def _sample(self) -> None:
        """Fetch a page of each group, then more of large groups, then of the others, until the budget is spent."""
        self._round(1, at_least=2)
        self._round(1, at_least=1)
        for size, wanted in SAMPLES:
            for depth in range(2, wanted + 1):
                self._round(depth, at_least=size)
        self._round(1, at_least=1)

    def _round(self, depth: int, at_least: int) -> None:
        """See that every group of `at_least` addresses has had `depth` pages looked at, new groups too."""
        progress = True
        while progress and len(self.pages) < MAX_PAGES:
            progress = False
            for group in address_groups(self.known):
                looked = sum(url in self.pages or url in self._tried for url in group.urls)
                if len(group.urls) < at_least or looked >= depth or len(self.pages) >= MAX_PAGES:
                    continue
                if len(group.urls) == 1:
                    self._singles += 1
                    if self._singles > MAX_SINGLES:
                        continue
                for url in spread(group.urls, 2 * depth + 1):
                    if url not in self.pages and url not in self._tried:
                        self._tried.add(url)
                        progress = self.fetch_page(url) is not None or progress
                        break
            self.say(f"{len(self.pages)} pages looked at, {len(self.known)} addresses known")

    def _judge_pages(self, layouts: dict[str, Layout], frame: SiteFrame) -> None:
        """The probability of each kind for every sample page, without what many pages share."""
        pictured = {
            record.url
            for layout in layouts.values()
            for group in entry_groups(layout.document, layout)
            for record in group.records
            if record.images
        }
        for url, page in self.pages.items():
            document, layout = page.document, layouts[url]
            document.shared_entries = frame.entries
            document.title_parts = frame.title_parts
            document.shared_images = frozenset(frame.images)
            for group in entry_groups(document, layout):
                if is_side_box(group, frame.entries):
                    layout.mark_related(group.elements)
            features = measure_page(document, layout, read_structured(document), page.answer.at)
            scores = {k: math.log(max(p, 1e-3)) for k, p in kind_probabilities(features).items()}
            listed = is_list_address(url) or FURTHER_PAGE.search(url) is not None or self._leads_down(url)
            section = None if listed else section_of(document, layout)
            if section is not None:
                for kind, weight in _SECTION[section].items():
                    scores[kind] += weight
            scores["listing"] += LIST_ADDRESS * listed
            entries = math.expm1(features["entries"])
            leaf = entries < FEW_ENTRIES and not listed
            scores["listing"] -= 2.5 * leaf
            if leaf and url in pictured and section != PageType.POST and not features["dated_label"]:
                scores["product"] += PICTURED
            if not listed and (features["product_marked"] or features["og_product"]):
                scores["product"] += 1.5
            if unquote(urlsplit(url).path) in ("/", ""):
                scores["product"] -= 3.0
            top = max(scores.values())
            weights = {kind: math.exp(score - top) for kind, score in scores.items()}
            page.kinds = {kind: weight / sum(weights.values()) for kind, weight in weights.items()}

    def _leads_down(self, url: str) -> bool:
        """Whether an address is that of a folder with other pages in it: /products/, /news/index.html."""
        path = urlsplit(url).path
        if not re.search(r"/(?:index\.\w+)?$", path) or urlsplit(url).query:
            return False
        folder = urlsplit(url)._replace(path=path.rpartition("/")[0] + "/", query="").geturl()
        if folder not in self._below:
            self._below[folder] = sum(
                known.startswith(folder) and not re.search(r"/(?:index\.\w+)?$", known)
                for known in self.known
            ) + sum(
                known.startswith(folder) and known.rstrip("/").count("/") == folder.count("/")
                for known in self.known
            )
        return self._below[folder] >= MIN_BELOW

    def _judge(self, group: AddressGroup) -> GroupFinding:
        """The kind of a group by its sample pages, hints of sitemaps and feeds; less sure the fewer were looked at."""
        samples = [url for url in group.urls if url in self.pages]
        said = [self.examples[url] for url in group.urls if url in self.examples]
        if said:
            return GroupFinding(group, said[0], 1.0, samples, by_example=True)
        sums = dict.fromkeys(map(str, PageType), 0.0)
        hints: Counter[str] = Counter()
        for url in group.urls[:500]:
            hints.update(self.hints.get(url, Counter()))
        for kind, count in hints.items():
            sums[kind] += 1.5 * count / min(len(group.urls), 500)
        if not samples:
            return GroupFinding(group, "unknown", 0.0)
        means = {kind: sum(self.pages[u].kinds[kind] for u in samples) / len(samples) for kind in sums}
        for kind, p in means.items():
            sums[kind] += math.log(max(p, 0.01))
        weights = {kind: math.exp(value) for kind, value in sums.items()}
        best = max(weights, key=lambda kind: weights[kind])
        share = weights[best] / sum(weights.values())
        if len(samples) < len(group.urls):
            share *= (len(samples) + PRIOR_WEIGHT / 2) / (len(samples) + PRIOR_WEIGHT)
        return GroupFinding(group, best, share, samples)

    def _image_hosts(self) -> list[str]:
        """Other hosts that show the pictures of products, lists and posts; never those of trackers."""
        found: Counter[str] = Counter()
        for page in self.pages.values():
            hosts = {host_of(image.url) for image in subject_images(Layout(page.document))}
            for anchor in page.document.tree.iter("img"):
                source = page.document.link(anchor.get("data-src") or anchor.get("src"))
                if source and anchor.getparent() is not None and anchor.getparent().tag == "a":
                    hosts.add(host_of(source))
            found.update(h for h in hosts if h and h not in self.hosts and not is_tracker(h))
        return [host for host, count in found.most_common(5) if count >= 2]


def spread(urls: list[str], count: int) -> list[str]:
    """`count` of `urls`, evenly spread over the list: neighbours are too much alike."""
    if len(urls) <= count:
        return list(urls)
    return [urls[i * (len(urls) - 1) // (count - 1)] for i in range(count)] if count > 1 else urls[:1]
