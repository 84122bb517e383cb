"""Answer the requests of a page in a browser: with bytes captured in this run, or fetched as pages are and archived.

One address is asked for once a run, robots.txt is obeyed, other hosts than the profile's are refused, and each
exchange passes the crawl's own download handler: the address guard and the tap on the wire.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.http import Response

from crawler.browser.page_session import Answer, SubresourceRequest
from crawler.capture.content_coding import TooLarge, Undecodable, decoded
from crawler.capture.exchange import REDIRECTS, Exchange
from crawler.profile.profile import SiteProfile
from crawler.profile.robots import Rules, robots_outcome
from crawler.profile.urls import host_of

Fetch = Callable[[Request], Awaitable[Response]]  # leaves the exchange in request.meta["exchange"]
Recall = Callable[[str], tuple[str, Answer] | None]  # what this run has captured of an address: id, answer

REQUESTS_PER_PAGE = 300
BYTES_PER_PAGE = 64 * 1024 * 1024
MAX_REDIRECTS = 5
READING = frozenset({"GET", "HEAD", "POST"})  # POST: catalogues ask their servers by GraphQL and the like
# Resource types that show nothing: beacons and reports tell on the visitor, films and streams never end.
BLOCKED_TYPES = frozenset(
    {"ping", "beacon", "cspviolationreport", "media", "eventsource", "websocket", "prefetch"}
)
# Request headers that are the crawl's own affair, or would tell where the visitor comes from.
OWN_HEADERS = frozenset(
    (
        "accept-encoding",
        "accept-language",
        "connection",
        "content-length",
        "cookie",
        "host",
        "referer",
        "te",
        "upgrade-insecure-requests",
        "user-agent",
    )
)


@dataclass
class SubresourceCapture:
    """One exchange that a page caused: its kind is "image", "subresource", "query" (a POST) or "robots"."""

    exchange: Exchange
    kind: str
    content: bytes = b""  # decoded, as the page was given it


@dataclass
class PageRequests:
    """Answers one page's requests; call it with a request. `captures` must be archived afterwards."""

    shared: RequestRouter
    captures: list[SubresourceCapture] = field(default_factory=list)
    recalled: dict[str, str] = field(default_factory=dict)  # address -> capture it was answered from
    refused: dict[str, str] = field(default_factory=dict)  # address -> why
    _given: dict[str, Answer] = field(default_factory=dict)
    _count: int = 0
    _bytes: int = 0

    async def __call__(self, asked: SubresourceRequest) -> Answer | None:
        """The answer; None where it is refused or cannot be fetched (then `refused` says why)."""
        url = asked.url.split("#")[0]
        reason = self._reason(asked, url)
        if reason is None:
            answer = self._known(asked, url)
            if answer is not None:
                return answer
            answer, reason = await self._fetch(asked, url)
            if answer is not None:
                return answer
        self.refused.setdefault(url[:2000], reason or "no answer")
        return None

    def _reason(self, asked: SubresourceRequest, url: str) -> str | None:
        if urlsplit(url).scheme not in ("http", "https"):
            return "only http and https are asked for"
        if asked.method not in READING:
            return f"{asked.method} would change something"
        if asked.kind in BLOCKED_TYPES:
            return f"a {asked.kind} request shows nothing"
        if not self.shared.profile.allows(url, image=asked.method != "POST"):
            return "host not in the profile"
        if self._count >= REQUESTS_PER_PAGE or self._bytes >= BYTES_PER_PAGE:
            return "more than one page may ask for"
        return None

    def _known(self, asked: SubresourceRequest, url: str) -> Answer | None:
        if asked.method == "POST":
            return None
        if url not in self._given:
            found = self.shared.recall(url)
            if found is None:
                return None
            self.recalled[url], self._given[url] = found
        return self._given[url]

    async def _fetch(self, asked: SubresourceRequest, url: str) -> tuple[Answer | None, str | None]:
        for _ in range(MAX_REDIRECTS + 1):
            host = host_of(url) or ""
            async with self.shared.turn[host]:
                known = self._known(asked, url)  # asked for twice at once: the second gets the first's answer
                if known is not None:
                    return known, None
                if not (await self._rules(host, url)).allows(url, self.shared.agent):
                    return None, "robots.txt"
                capture = await self._capture(asked, url)
            exchange = capture.exchange
            if exchange.status is None:
                return None, exchange.error
            target = exchange.header("location")
            if exchange.status in REDIRECTS and target:
                url = urljoin(url, target).split("#")[0]
                if not self.shared.profile.allows(url, image=asked.method != "POST"):
                    return None, f"redirects to {url[:500]}, host not in the profile"
                if asked.method == "POST" and exchange.status not in (307, 308):
                    asked = SubresourceRequest("GET", url, asked.headers, None, asked.kind)
                continue
            return self._answer(asked, url, capture)
        return None, "too many redirects"

    def _answer(
        self, asked: SubresourceRequest, url: str, capture: SubresourceCapture
    ) -> tuple[Answer | None, str | None]:
        exchange = capture.exchange
        assert exchange.status is not None
        try:
            content = decoded(exchange.entity, exchange.header("content-encoding"), self.shared.limit)
        except (TooLarge, Undecodable) as error:
            return None, str(error)
        self._bytes += len(content)
        capture.content = content if capture.kind == "image" else b""
        answer = Answer(exchange.status, header_map(exchange), content)
        if asked.method == "GET":
            self._given[url] = answer
        return answer, None

    async def _capture(
        self, asked: SubresourceRequest, url: str, kind: str | None = None
    ) -> SubresourceCapture:
        """Fetch one address and note the exchange, however it ended."""
        headers = {
            name: value
            for name, value in asked.headers.items()
            if name.lower() not in OWN_HEADERS and not name.lower().startswith("sec-")
        }
        request = Request(
            url,
            method=asked.method,
            headers={**self.shared.headers, **headers, "User-Agent": self.shared.agent},
            body=asked.body or b"",
            meta={"handle_httpstatus_all": True},
        )
        self._count += 1
        try:
            await self.shared.fetch(request)
        except Exception as error:  # the handler has written into the exchange what happened
            exchange = request.meta.get("exchange") or Exchange(url, error=f"{type(error).__name__}: {error}")
        else:
            exchange = request.meta["exchange"]
        plain = "image" if asked.kind == "image" else "subresource"
        capture = SubresourceCapture(exchange, kind or ("query" if asked.method == "POST" else plain))
        self.captures.append(capture)
        return capture

    async def _rules(self, host: str, url: str) -> Rules:
        """What robots.txt of `host` says: as the crawl has read it, or read now."""
        known = self.shared.rules.get(host) or self.shared.own_rules.get(host)
        if known is not None:
            return known
        self.shared.own_rules[host] = found = await self._read_robots(
            f"{url.split(':', 1)[0]}://{host}/robots.txt"
        )
        return found

    async def _read_robots(self, url: str) -> Rules:
        hops = 0
        while True:
            asked = await self._capture(SubresourceRequest("GET", url, {}, None, "robots"), url, "robots")
            exchange = asked.exchange
            try:
                body = decoded(exchange.entity, exchange.header("content-encoding"), self.shared.limit)
            except (TooLarge, Undecodable):
                body = b""
            location = exchange.header("location") if exchange.status in REDIRECTS else None
            outcome = robots_outcome(
                url,
                exchange.status,
                body,
                location=location,
                hops=hops,
                may_ask=lambda target: self.shared.profile.allows(target, image=True),
            )
            if isinstance(outcome, Rules):
                return outcome
            url, hops = outcome.target, hops + 1


@dataclass
class RequestRouter:
    """What the pages of a run share: the way to fetch, what robots.txt says, what has been captured already."""

    profile: SiteProfile
    agent: str
    headers: Mapping[str, str]  # the crawl's own request headers
    fetch: Fetch
    rules: Mapping[str, Rules]  # by host, as the crawl reads them
    limit: int  # bytes of one decoded content
    recall: Recall = lambda url: None
    own_rules: dict[str, Rules] = field(default_factory=dict)
    turn: defaultdict[str, asyncio.Lock] = field(
        default_factory=lambda: defaultdict(asyncio.Lock)
    )  # one at a time

    def page(self) -> PageRequests:
        """What answers the requests of one page."""
        return PageRequests(self)


def header_map(exchange: Exchange) -> dict[str, str]:
    """Response headers by lower-case name; repeated ones joined by a comma, as RFC 9110 has it."""
    found: dict[str, str] = {}
    for name, value in exchange.headers:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        found[key] = f"{found[key]}, {text}" if key in found else text
    return found
