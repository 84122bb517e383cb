"""Explore a site: which addresses are products, lists and posts, from its sitemaps, feeds and sample pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from crawler.capture.fetch import FetchedPage
from crawler.case.errors import Box31Error
from crawler.discover.kinds.group_kinds import divided, is_mixed, judge_group
from crawler.discover.kinds.page_kinds import judge_pages
from crawler.discover.kinds.page_relations import menu_of
from crawler.discover.page_fetcher import PageFetcher
from crawler.discover.page_renderer import PageRenderer, browser_is_here, on_hosts
from crawler.discover.profile_draft import IGNORED, GroupFinding, SiteFindings, folder_of_site
from crawler.discover.sampling import (
    MAX_BYTES,
    MAX_MIXED,
    MAX_PAGES,
    MAX_SINGLES,
    MAX_TRIES,
    SAMPLES,
    SamplePage,
    spread,
)
from crawler.discover.site_frame import frame_of, names_of_owner
from crawler.discover.url_patterns import AddressGroup, address_groups
from crawler.extract.page.page_links import is_tracker, plain_address
from crawler.extract.page.placeholders import HINT
from crawler.extract.page.shared_parts import SharedParts
from crawler.extract.page.trap_addresses import reject_reason
from crawler.extract.sample_look import PageLook, PageMeasures
from crawler.models import PageType
from crawler.profile.urls import host_of, is_page, request_address

MAX_SITEMAPS = 40
MAX_ADDRESSES = 20_000  # that are grouped; more of the same tell nothing new
_SITEMAP_HINT = {
    PageType.PRODUCT: re.compile(r"product(?!.?cat)", re.I),
    PageType.POST: re.compile(r"post|news|blog|article", re.I),
}


class SiteExplorer:
    """Explores one site through a PageFetcher."""

    def __init__(
        self,
        fetcher: PageFetcher,
        say: Callable[[str], None] = lambda line: None,
        look: Callable[[FetchedPage], PageLook] | None = None,
    ) -> None:
        self.fetcher = fetcher
        self.say = say
        self._look = look or self._look_in_reader
        self.pages: dict[str, SamplePage] = {}
        self.known: dict[str, None] = {}  # addresses of the site, in the order found
        self.hints: dict[str, Counter[str]] = defaultdict(Counter)
        self.mirrors: dict[str, str] = {}
        self.problems: list[str] = []
        self.hosts: list[str] = []
        self.examples: dict[str, str] = {}  # address -> the kind that the user says it is
        self.placeholders = 0  # pages that scripts fill in
        self.rendered = 0  # those of them that a browser showed
        self._renderer: PageRenderer | None = None
        self._tried: set[str] = set()
        self._bytes = 0  # of the sample pages
        self._singles = 0
        self._room = MAX_PAGES
        self._grouped: list[AddressGroup] | None = None
        self._menu: set[str] | None = None  # formed again where pages were added

    def explore(self, url: str) -> SiteFindings:
        """Look at the site at `url`. Raises Box31Error where its front page cannot be fetched."""
        try:
            return self._explore(url)
        finally:
            if self._renderer is not None:
                self._renderer.close()

    def _explore(self, url: str) -> SiteFindings:
        first = self.fetcher.get(url)
        if not first.good:
            raise Box31Error(f"{url}: {first.problem or f'answers HTTP {first.status}'}; nothing was written")
        self.hosts = [host for host in [host_of(first.url)] if host]
        self.fetcher.hosts = self.hosts
        front = self._read(first)
        if front.look.problem:
            raise Box31Error(f"{url}: could not be read: {front.look.problem}; nothing was written")
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
        frame, groups = self._judged()
        base = folder_of_site(first.url)
        while self._sample_mixed(groups, base):
            frame, groups = self._judged()
        groups = [part for found in groups for part in divided(found, self.pages, self.hints, base)]
        for group in self._groups():
            if len({self.examples[url] for url in group.urls if url in self.examples}) > 1:
                self.problems.append(
                    f"{group.template}: examples of products and of posts have addresses of this one form;"
                    " write a pattern for each in the profile"
                )
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
            shared_titles=sorted(frame.titles),
            shared_headings=sorted(frame.headings),
            shared_paragraphs=sorted(frame.paragraphs),
            shared_images=sorted(frame.images),
            shared_products=sorted(frame.products),
            maker_names=names_of_owner([page.look for page in self.pages.values()]),
            browser=self.rendered > 0,
        )

    def _judged(self) -> tuple[SharedParts, list[GroupFinding]]:
        """What the sample pages share, and the kind of each group by them."""
        different = {page.answer.body: page.look for page in self.pages.values()}  # / and /index.html are one
        frame = frame_of(list(different.values()))
        judge_pages(self.pages, self._measured(frame), self.known)
        return frame, [judge_group(group, self.pages, self.hints, self.examples) for group in self._groups()]

    def fetch_start(self, url: str) -> None:
        """Note the addresses of a start page and of the sitemaps. Raises Box31Error where it does not answer."""
        answer = self.fetcher.get(url)
        if not answer.good:
            raise Box31Error(f"{url}: {answer.problem or f'answers HTTP {answer.status}'}")
        if problem := self._read(answer).look.problem:
            raise Box31Error(f"{url}: could not be read: {problem}")
        self._sitemaps(answer.url)

    def _look_in_reader(self, page: FetchedPage) -> PageLook:
        return self.fetcher.reader.look(page.body, page.url, page.headers)

    def _measured(self, frame: SharedParts) -> dict[str, PageMeasures]:
        """The measures of the sample pages; one that cannot be measured is named, and is a sample no longer."""
        found: dict[str, PageMeasures] = {}
        for url, page in list(self.pages.items()):
            shared = replace(frame, entries=frame.entries & page.look.placed_addresses())
            answer = page.answer
            measures = self.fetcher.reader.measure(answer.body, answer.url, answer.headers, answer.at, shared)
            if measures.problem:
                self.problems.append(f"{url}: could not be read: {measures.problem}")
                del self.pages[url]
                self._menu = None
            else:
                found[url] = measures
        return found

    # --- where addresses come from -----------------------------------------------------------------------------

    def _note(self, url: str) -> str | None:
        address = request_address(url)
        if address is None or host_of(address) not in self.hosts or not is_page(address):
            return None
        address = plain_address(address)
        if reject_reason(address) or any(
            re.search(pattern, urlsplit(address)._replace(scheme="", netloc="").geturl())
            for pattern in IGNORED
        ):
            return None
        if len(self.known) < MAX_ADDRESSES:
            self._add(address)
        return address

    def _add(self, address: str) -> None:
        if address not in self.known:
            self.known[address] = None
            self._grouped = None

    def _groups(self) -> list[AddressGroup]:
        """The groups of the known addresses, formed again only where these have changed."""
        if self._grouped is None:
            self._grouped = address_groups(self.known)
        return self._grouped

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
            answer = self.fetcher.get(address)
            asked += 1
            if not answer.good:
                if named:
                    self.problems.append(f"{address}: {answer.problem or f'HTTP {answer.status}'}")
                continue
            sitemap = self.fetcher.reader.sitemap(answer.body)
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
        found = [link for link in page.look.feeds if host_of(link) in self.hosts]
        for link in found[:2]:
            answer = self.fetcher.get(link)
            if answer.good:
                for address in self.fetcher.reader.feed(answer.body):
                    noted = self._note(address)
                    if noted and urlsplit(noted).path not in ("", "/"):
                        self.hints[noted][PageType.POST] += 1
        return found[:2]

    def _front_mirrors(self, page: SamplePage) -> dict[str, str]:
        """Front pages in other languages, on the site's host or one beside it."""
        kept = {}
        for code, link in page.look.mirrors.items():
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
            self._add(address)

    # --- sample pages ------------------------------------------------------------------------------------------

    def fetch_page(self, url: str) -> SamplePage | None:
        """The page at `url`, fetched once; None where that fails or the budget is spent."""
        address = plain_address(url)
        if address in self.pages:
            return self.pages[address]
        if not self._has_room():
            return None
        answer = self.fetcher.get(url)
        if not answer.good or "html" not in answer.headers.get("content-type", "text/html"):
            self._failed(url, answer.problem)
            return None
        if host_of(answer.url) not in self.hosts:
            return None
        page = self._read(answer, address)
        if page.look.problem:
            self._failed(url, f"could not be read: {page.look.problem}")
            return None
        return page

    def _failed(self, url: str, problem: str | None) -> None:
        """Note the problem of a page, if there is one, and forget its address."""
        if problem:
            self.problems.append(f"{url}: {problem}")
        if self.known.pop(plain_address(url), "") is None:
            self._grouped = None

    def _read(self, answer: FetchedPage, address: str | None = None) -> SamplePage:
        """Look at a page and note its links; one with a problem is no sample."""
        look = self._look(answer)
        if look.placeholder is not None:
            rendered = self._in_browser(answer, look.placeholder)
            look = self._look(rendered) if rendered is not answer else look
            answer = rendered
        for link in look.links:
            self._note(link)
        self._bytes += len(answer.body)
        page = SamplePage(answer, look)
        if not look.problem:
            self.pages[address or plain_address(answer.url)] = page
            self._menu = None
        return page

    def _in_browser(self, answer: FetchedPage, shown: str) -> FetchedPage:
        """A page that scripts fill in, as Chromium shows it where there is one."""
        if self._renderer is None and browser_is_here():
            self._renderer = PageRenderer(self.fetcher, on_hosts(self.hosts))
        if not self.placeholders:
            self.say(f"{answer.url}: {HINT.format(shown)}")
        self.placeholders += 1
        if self._renderer is None:
            return answer
        rendered = self._renderer.rendered(answer)
        self.rendered += rendered is not answer
        return rendered

    def _sample(self) -> None:
        """Fetch a page of each group, then more of large groups, then of the others, until the budget is spent."""
        self._round(1, at_least=2)
        self._round(1, at_least=1)
        for size, wanted in SAMPLES:
            for depth in range(2, wanted + 1):
                self._round(depth, at_least=size)
        self._round(1, at_least=1)
        self._sample_small_site()

    def _sample_small_site(self) -> None:
        """Fetch all pages of a site that has no more of them than are looked at of a large one."""
        while len(self.known) <= MAX_PAGES and self._has_room():
            url = next(self._unasked(list(self.known)), None)
            if url is None:
                break
            self._tried.add(url)
            self.fetch_page(url)

    def _sample_mixed(self, groups: Iterable[GroupFinding], base: str) -> bool:
        """Fetch the other pages of groups whose sample pages are of several kinds; whether there were any."""
        before, self._room = len(self.pages), MAX_PAGES + MAX_MIXED
        for group in (found.group for found in groups if is_mixed(found, self.pages, base)):
            for url in self._unasked(group.urls):
                if self._may_ask():
                    self._tried.add(url)
                    self.fetch_page(url)
            self.say(f"{len(self.pages)} pages looked at: those at {group.template} are of several kinds")
        return len(self.pages) > before

    def _unasked(self, urls: Sequence[str]) -> Iterator[str]:
        """The addresses of a group that were not asked for yet, those far from each other first."""
        return (url for url in spread(urls) if url not in self.pages and url not in self._tried)

    def _parts(self, group: AddressGroup) -> list[list[str]]:
        """The addresses of a group, those of the site's menu apart: on flat sites menus lead to lists, these to products."""
        if self._menu is None:
            self._menu = menu_of(self.pages)
        menu = self._menu
        parts = [[url for url in group.urls if url not in menu], [url for url in group.urls if url in menu]]
        return [part for part in parts if part]

    def _may_ask(self) -> bool:
        return self._has_room() and len(self._tried) < MAX_TRIES

    def _has_room(self) -> bool:
        return len(self.pages) < self._room and self._bytes < MAX_BYTES

    def _round(self, depth: int, at_least: int) -> None:
        """See that every group of `at_least` addresses has had `depth` pages of each part looked at, new groups too."""
        progress = True
        while progress and self._may_ask():
            progress = False
            for group in self._groups():
                urls = next((part for part in self._parts(group) if self._looked(part) < depth), None)
                if len(group.urls) < at_least or urls is None or not self._may_ask():
                    continue
                if len(group.urls) == 1:
                    self._singles += 1
                    if self._singles > MAX_SINGLES:
                        continue
                url = next(self._unasked(urls), None)
                if url is not None:
                    self._tried.add(url)
                    progress = self.fetch_page(url) is not None or progress
            self.say(f"{len(self.pages)} pages looked at, {len(self.known)} addresses known")

    def _looked(self, urls: Iterable[str]) -> int:
        """How many of these addresses were asked for."""
        return sum(url in self.pages or url in self._tried for url in urls)

    def _image_hosts(self) -> list[str]:
        """Other hosts that show the pictures of products, lists and posts; never those of trackers."""
        found: Counter[str] = Counter()
        for page in self.pages.values():
            hosts = page.look.picture_hosts
            found.update(h for h in hosts if h not in self.hosts and not is_tracker(h))
        return [host for host, count in found.most_common(5) if count >= 2]
