"""What a page in a browser is given: bytes captured in this run, or fetched the way pages are, and kept.

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

from crawler.archive.capture_writer import REDIRECTS
from crawler.browser.page_session import Answer, Asked
from crawler.capture.content_coding import TooLarge, Undecodable, decoded
from crawler.capture.exchange import Exchange
from crawler.profile.profile import SiteProfile, host_of
from crawler.profile.robots import ABSENT, MAX_HOPS, UNREACHABLE, Rules

Fetch = Callable[[Request], Awaitable[Response]]  # leaves the exchange in request.meta["exchange"]
Recall = Callable[[str], tuple[str, Answer] | None]  # what this run has captured of an address: id, answer

REQUESTS_PER_PAGE = 300
BYTES_PER_PAGE = 64 * 1024 * 1024
MAX_REDIRECTS = 5
READING = frozenset({"GET", "HEAD", "POST"})  # POST: catalogues ask their servers by GraphQL and the like
# Resource types that show nothing: beacons and reports tell on the visitor, films and streams never end.
NEVER = frozenset({"ping", "beacon", "cspviolationreport", "media", "eventsource", "websocket", "prefetch"})
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
class Piece:
    """One exchange a page caused: its kind is "image", "subresource", "query" (a POST) or "robots"."""

    exchange: Exchange
    kind: str
    content: bytes = b""  # decoded, as the page was given it


@dataclass
class PageSupply:
    """The answers to one page's requests: call it with what is asked. `pieces` must be archived afterwards."""

    shared: RunSupply
    pieces: list[Piece] = field(default_factory=list)
    recalled: dict[str, str] = field(default_factory=dict)  # address -> capture it was answered from
    refused: dict[str, str] = field(default_factory=dict)  # address -> why
    _given: dict[str, Answer] = field(default_factory=dict)
    _count: int = 0
    _bytes: int = 0

    async def __call__(self, asked: Asked) -> Answer | None:
        """The answer; None where it is refused or cannot be had (then `refused` says why)."""
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

    def _reason(self, asked: Asked, url: str) -> str | None:
        if urlsplit(url).scheme not in ("http", "https"):
            return "only http and https are asked for"
        if asked.method not in READING:
            return f"{asked.method} would change something"
        if asked.kind in NEVER:
            return f"a {asked.kind} request shows nothing"
        if not self.shared.profile.allows(url, image=asked.method != "POST"):
            return "host not in the profile"
        if self._count >= REQUESTS_PER_PAGE or self._bytes >= BYTES_PER_PAGE:
            return "more than one page may ask for"
        return None

    def _known(self, asked: Asked, url: str) -> Answer | None:
        if asked.method == "POST":
            return None
        if url not in self._given:
            found = self.shared.recall(url)
            if found is None:
                return None
            self.recalled[url], self._given[url] = found
        return self._given[url]

    async def _fetch(self, asked: Asked, url: str) -> tuple[Answer | None, str | None]:
        for _ in range(MAX_REDIRECTS + 1):
            host = host_of(url) or ""
            async with self.shared.turn[host]:
                known = self._known(asked, url)  # asked for twice at once: the second gets the first's answer
                if known is not None:
                    return known, None
                if not (await self._rules(host, url)).allows(url, self.shared.agent):
                    return None, "robots.txt"
                piece = await self._piece(asked, url)
            exchange = piece.exchange
            if exchange.status is None:
                return None, exchange.error
            target = exchange.header("location")
            if exchange.status in REDIRECTS and target:
                url = urljoin(url, target).split("#")[0]
                if not self.shared.profile.allows(url, image=asked.method != "POST"):
                    return None, f"redirects to {url[:500]}, host not in the profile"
                if asked.method == "POST" and exchange.status not in (307, 308):
                    asked = Asked("GET", url, asked.headers, None, asked.kind)
                continue
            return self._answer(asked, url, piece)
        return None, "too many redirects"

    def _answer(self, asked: Asked, url: str, piece: Piece) -> tuple[Answer | None, str | None]:
        exchange = piece.exchange
        assert exchange.status is not None
        try:
            content = decoded(exchange.entity, exchange.header("content-encoding"), self.shared.limit)
        except (TooLarge, Undecodable) as error:
            return None, str(error)
        self._bytes += len(content)
        piece.content = content if piece.kind == "image" else b""
        answer = Answer(exchange.status, header_map(exchange), content)
        if asked.method == "GET":
            self._given[url] = answer
        return answer, None

    async def _piece(self, asked: Asked, url: str, kind: str | None = None) -> Piece:
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
        piece = Piece(exchange, kind or ("query" if asked.method == "POST" else plain))
        self.pieces.append(piece)
        return piece

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
        for _ in range(MAX_HOPS + 1):
            exchange = (await self._piece(Asked("GET", url, {}, None, "robots"), url, "robots")).exchange
            status, target = exchange.status, exchange.header("location")
            if status is None or status >= 500 or status == 429:
                return UNREACHABLE
            if (
                status in REDIRECTS
                and target
                and self.shared.profile.allows(urljoin(url, target), image=True)
            ):
                url = urljoin(url, target)
                continue
            if status != 200:
                return ABSENT
            try:
                return Rules.read(
                    decoded(exchange.entity, exchange.header("content-encoding"), self.shared.limit)
                )
            except (TooLarge, Undecodable):
                return UNREACHABLE
        return UNREACHABLE


@dataclass
class RunSupply:
    """What the pages of a run share: the way to fetch, what robots.txt says, what has been captured already."""

    profile: SiteProfile
    agent: str
    headers: Mapping[str, str]  # the crawl's own request headers
    fetch: Fetch
    recall: Recall
    rules: Mapping[str, Rules]  # by host, as the crawl reads them
    limit: int  # bytes of one decoded content
    own_rules: dict[str, Rules] = field(default_factory=dict)
    turn: defaultdict[str, asyncio.Lock] = field(
        default_factory=lambda: defaultdict(asyncio.Lock)
    )  # one at a time

    def page(self) -> PageSupply:
        """The supply of one page."""
        return PageSupply(self)


def header_map(exchange: Exchange) -> dict[str, str]:
    """Response headers by lower-case name; repeated ones joined by a comma, as RFC 9110 has it."""
    found: dict[str, str] = {}
    for name, value in exchange.headers:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        found[key] = f"{found[key]}, {text}" if key in found else text
    return found
