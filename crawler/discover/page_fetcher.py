"""A look at single pages without archiving them: for `site add`, `site preview` and `site inspect URL`.

Every request passes the address guard, obeys robots.txt and keeps the case's delay, as a crawl does.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine, Sequence
from types import TracebackType
from typing import Any, TypeVar
from urllib.parse import urlsplit

import aiohttp
import click

from crawler.capture.addresses import AddressGuard
from crawler.capture.exchange import REDIRECTS
from crawler.capture.fetch import FetchedPage, get, open_session
from crawler.case.case import Case
from crawler.case.errors import UsageProblem
from crawler.extract.page.page_links import is_tracker
from crawler.extract.worker.blocking import LimitedReader
from crawler.profile.robots import Rules, robots_outcome
from crawler.profile.urls import host_of, redirect_target, request_address
from crawler.profile.user_agent import user_agent

T = TypeVar("T")

MAX_REDIRECTS = 10
TIMEOUT = 30.0  # seconds for one answer
MAX_BYTES = 16 * 1024 * 1024


class PageFetcher:
    """Asks for pages one after another. Use as a context manager."""

    def __init__(
        self, guard: AddressGuard, agent: str, *, delay: float = 1.0, limit: int = MAX_BYTES
    ) -> None:
        self.guard = guard
        self.agent = agent
        self.delay = delay
        self.limit = limit
        self.requests = 0
        self.hosts: Sequence[str] | None = None  # those that redirects may lead to; None: any
        self._rules: dict[str, Rules] = {}
        self._unreachable: dict[str, str] = {}  # by origin, why robots.txt could not be fetched
        self._last: dict[str, float] = {}
        self._loop = asyncio.new_event_loop()
        self._turn = asyncio.Lock()  # one request at a time
        self._session: aiohttp.ClientSession | None = None
        self._reader: LimitedReader | None = None

    @classmethod
    def for_case(cls, case: Case, delay: float | None = None) -> PageFetcher:
        """A fetcher with the case's contact, delay and exceptions of the address guard."""
        network = case.config["network"]
        limit = min(MAX_BYTES, int(network["bytes_per_response"]))
        return cls(
            AddressGuard(network["allowed_private"]),
            user_agent(case.contact),
            delay=network["delay"] if delay is None else delay,
            limit=limit,
        )

    @classmethod
    def for_context(cls, context: click.Context) -> PageFetcher:
        """The case's fetcher where the command runs in a case; else one for public addresses only."""
        try:
            return cls.for_case(Case.open(context.find_root().obj))
        except UsageProblem:
            return cls(AddressGuard(), user_agent(""))

    def __enter__(self) -> PageFetcher:
        self._loop.run_until_complete(self._open())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._reader is not None:
            self._reader.close()
        if self._session is not None:
            self._loop.run_until_complete(self._session.close())
        self._loop.close()

    async def _open(self) -> None:
        self._session = open_session(self.guard, self.agent, TIMEOUT)

    @property
    def reader(self) -> LimitedReader:
        """The limited process that reads the pages, begun with the first of them."""
        if self._reader is None:
            self._reader = LimitedReader()
        return self._reader

    def get(self, url: str) -> FetchedPage:
        """The page at `url`, redirects followed; `problem` names refusals and failures. Read it in a limited process."""
        return self.run(self.get_within(url))

    def run(self, task: Coroutine[Any, Any, T]) -> T:
        """Run `task` to its end in the fetcher's loop, in which `get_within` may be awaited."""
        return self._loop.run_until_complete(task)

    async def get_within(self, url: str) -> FetchedPage:
        """As `get`, inside a task that `run` was given."""
        async with self._turn:
            return await self._get(url)

    async def _get(self, url: str) -> FetchedPage:
        address = request_address(url)
        if address is None:
            return FetchedPage(url, problem="not an http or https address")
        for _ in range(MAX_REDIRECTS):
            rules = await self._rules_of(address)
            if not rules.allows(address, self.agent):
                return FetchedPage(address, problem=self._forbidden(address, rules))
            answer = await self._ask(address)
            target = answer.headers.get("location") if answer.status in REDIRECTS else None
            if target is None:
                return answer
            following = redirect_target(address, target)
            if following is None:
                return FetchedPage(address, answer.status, problem=f"redirects to {target}")
            if self.hosts is not None and host_of(following) not in self.hosts:
                problem = f"redirects to {following}, a host that is not the site's"
                return FetchedPage(address, answer.status, problem=problem)
            address = following
        return FetchedPage(address, problem="too many redirects")

    def _forbidden(self, url: str, rules: Rules) -> str:
        if rules.outcome == "read":
            return "robots.txt forbids it"
        return f"robots.txt could not be fetched: {self._unreachable[_origin(url)]}"

    def rules(self, url: str) -> Rules:
        """What the host's robots.txt says; asked for once."""
        return self.run(self._rules_of(url))

    async def _rules_of(self, url: str) -> Rules:
        origin = _origin(url)
        if origin not in self._rules:
            self._rules[origin] = await self._read_rules(origin)
        return self._rules[origin]

    async def _read_rules(self, origin: str) -> Rules:
        address, hops = origin + "/robots.txt", 0
        while True:
            answer = await self._ask(address)
            location = answer.headers.get("location") if answer.status in REDIRECTS else None
            outcome = robots_outcome(
                address,
                answer.status,
                answer.body,
                location=location,
                hops=hops,
                may_ask=lambda target: not is_tracker(target),
            )
            if isinstance(outcome, Rules):
                self._unreachable[origin] = answer.problem or f"answers HTTP {answer.status}"
                return outcome
            address, hops = outcome.target, hops + 1

    async def _ask(self, url: str) -> FetchedPage:
        assert self._session is not None, "use it as a context manager"
        host = urlsplit(url).netloc
        wait = self._last.get(host, 0.0) + self.delay - time.monotonic()
        if wait > 0 and host in self._last:
            await asyncio.sleep(wait)
        try:
            return await get(self._session, self.guard, url, self.limit)
        finally:
            self.requests += 1
            self._last[host] = time.monotonic()


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
