"""A look at a site: which addresses are products, lists and posts, learnt from its sitemaps, feeds and sample pages."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.case.errors import Box31Error
from crawler.discover.page_fetcher import FetchedPage, PageFetcher
from crawler.discover.profile_draft import IGNORED, GroupFinding, SiteFindings
from crawler.discover.url_patterns import AddressGroup, address_groups
from crawler.extract.page.document import Document, clean, read_document
from crawler.extract.page.layout import Layout
from crawler.extract.page.page_links import alternates, links_of, plain_address
from crawler.extract.page.page_type import kind_probabilities
from crawler.extract.page.structured_data import read_structured
from crawler.extract.page_records import measure_page
from crawler.extract.sitemap import read_sitemap
from crawler.models import PageType
from crawler.profile.urls import host_of, is_page, request_address

MAX_SITEMAPS = 40
MAX_ADDRESSES = 20_000  # that are grouped; more of the same tell nothing new
PAGES_A_GROUP = 4  # sample pages of one group
MAX_PAGES = 60  # sample pages in all
_SITEMAP_HINT = {
    "product": re.compile(r"product(?!.?cat)", re.I),
    "post": re.compile(r"post|news|blog|article", re.I),
}


@dataclass
class SamplePage:
    """One page that was looked at: its address, the probability of each kind, what it links to."""

    answer: FetchedPage
    document: Document
    kinds: dict[str, float]


class SiteExplorer:
    """Looks at one site through a PageFetcher."""

    def __init__(self, fetcher: PageFetcher, say: Callable[[str], None] = lambda line: None) -> None:
        self.fetcher = fetcher
        self.say = say
        self.pages: dict[str, SamplePage] = {}
        self.known: dict[str, None] = {}  # addresses of the site, in the order found
        self.hints: dict[str, Counter[str]] = defaultdict(Counter)
        self.mirrors: dict[str, str] = {}
        self.images: Counter[str] = Counter()
        self.problems: list[str] = []
        self.hosts: list[str] = []

    def explore(self, url: str) -> SiteFindings:
        """Look at the site at `url`. Raises Box31Error where its front page cannot be had."""
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
        groups = self._sample()
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
                        self.hints[noted]["post"] += 1
        return found[:2]

    def _front_mirrors(self, page: SamplePage) -> dict[str, str]:
        """Front pages in other languages: hreflang, or a link that bears a language's name."""
        from crawler.extract.page.vocabulary import by_word

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

    # --- sample pages ------------------------------------------------------------------------------------------

    def fetch_page(self, url: str) -> SamplePage | None:
        """The page at `url`, looked at once; None where it cannot be had or the budget is spent."""
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
        features = measure_page(document, Layout(document), read_structured(document), answer.at)
        page = SamplePage(answer, document, kind_probabilities(features))
        self.pages[address or plain_address(answer.url)] = page
        for link in links_of(document):
            self._note(link)
        for image in document.tree.iter("img"):
            host = host_of(document.link(image.get("data-src") or image.get("src")) or "")
            if host and host not in self.hosts:
                self.images[host] += 1
        return page

    def _sample(self) -> list[GroupFinding]:
        """Look at pages of each group, large groups first, until each has its samples or the budget is spent."""
        looked: Counter[str] = Counter()
        for depth in range(1, PAGES_A_GROUP + 1):
            progress = True
            while progress and len(self.pages) < MAX_PAGES:
                progress = False
                for group in address_groups(self.known):
                    if (
                        looked[group.form] >= depth
                        or len(self.pages) >= MAX_PAGES
                        or (depth > 1 and len(group.urls) == 1)
                    ):
                        continue
                    choice = [u for u in spread(group.urls, PAGES_A_GROUP) if u not in self.pages]
                    looked[group.form] += 1
                    if choice and self.fetch_page(choice[0]) is not None:
                        progress = True
                self.say(f"{len(self.pages)} pages looked at, {len(self.known)} addresses known")
        return [self._judge(group) for group in address_groups(self.known)]

    def _judge(self, group: AddressGroup) -> GroupFinding:
        samples = [url for url in group.urls if url in self.pages]
        sums = dict.fromkeys(map(str, PageType), 0.0)
        for url in samples:
            for kind, probability in self.pages[url].kinds.items():
                sums[kind] += math.log(max(probability, 0.01))
        hints: Counter[str] = Counter()
        for url in group.urls[:500]:
            hints.update(self.hints.get(url, Counter()))
        for kind, count in hints.items():
            sums[kind] += 1.5 * count / min(len(group.urls), 500)
        if not samples:
            return GroupFinding(group, "unknown", 0.0)
        scale = max(1, len(samples))
        weights = {kind: math.exp(value / scale) for kind, value in sums.items()}
        best = max(weights, key=lambda kind: weights[kind])
        return GroupFinding(group, best, weights[best] / sum(weights.values()), samples)

    def _image_hosts(self) -> list[str]:
        return [host for host, count in self.images.most_common(5) if count >= 3]


def spread(urls: list[str], count: int) -> list[str]:
    """`count` of `urls`, evenly spread over the list: neighbours are too much alike."""
    if len(urls) <= count:
        return list(urls)
    return [urls[i * (len(urls) - 1) // (count - 1)] for i in range(count)] if count > 1 else urls[:1]
