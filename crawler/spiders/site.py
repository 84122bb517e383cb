"""The one spider: requests what the frontier hands out, and commits each response in one transaction.

`scrapy crawl site -a case=DIR -a name=NAME` runs it alone; `box31 crawl` runs one process of it for each site.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import scrapy
from scrapy import signals
from scrapy.exceptions import CloseSpider

from crawler.archive.manifest import Signing
from crawler.archive.runs import RESUMED, RunStatus
from crawler.browser.chromium import browser_program
from crawler.case.case import CRAWL_LOCK, Case
from crawler.case.errors import Box31Error, UsageProblem
from crawler.crawl.rendered_pages import BrowserPages, Rendered, request_router
from crawler.crawl.response_processor import ResponseProcessor
from crawler.crawl.runs import begin, finish
from crawler.profile.profile import SiteProfile, load_profile
from crawler.profile.user_agent import user_agent

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

logger = logging.getLogger(__name__)

UNWRITABLE = (OSError, sqlite3.Error)  # what a full disk raises
BUSY_TIMEOUT_MS = 120_000  # another command may write for a while: the crawl waits rather than stops


class SiteSpider(scrapy.Spider):
    """Crawls the site of one profile into its case."""

    name = "site"

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> SiteSpider:
        given = {key: kwargs.pop(key, None) for key in ("case", "name", "sample")}
        if not given["case"] or not given["name"]:
            raise UsageProblem("the spider needs -a case=DIR and -a name=NAME")
        case = given["case"] if isinstance(given["case"], Case) else Case.open(given["case"])
        profile = load_profile(case.sites / f"{given['name']}.yaml")
        apply_settings(crawler, case, profile)
        spider: SiteSpider = super().from_crawler(crawler, *args, **kwargs)
        spider._prepare(case, profile, int(given["sample"]) if given["sample"] else None)
        crawler.signals.connect(spider.opened, signals.spider_opened)
        crawler.signals.connect(spider.closed_down, signals.spider_closed)
        return spider

    def _prepare(self, case: Case, profile: SiteProfile, sample: int | None) -> None:
        if profile.browser:
            browser_program()  # checked before the run begins, not at its first page
        self.case = case
        self.profile = profile
        self.sample = sample
        self.counts: dict[str, Any] = {}
        self.problem: Box31Error | None = None
        self._lock = case.lock(f"{CRAWL_LOCK}{profile.name}")
        self._lock.__enter__()
        self.db = case.database(what=f"crawl {profile.name}")
        self.db.conn.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        # A power cut may take the last responses' rows (they are requested again), never the order: bytes before rows.
        self.db.conn.execute("PRAGMA synchronous = NORMAL")
        folder = case.archive(profile.name)
        self.signing = Signing(effective_settings(self.crawler, profile), case.contact)
        self.run = begin(self.db, profile.name, folder, self.signing, sample)
        self.responses = ResponseProcessor(
            self.db, case, profile, self.run, self.crawler.settings, self._info()
        )
        self._wakeup: asyncio.TimerHandle | None = None
        self.pages_in_browser: BrowserPages | None = None

    def _info(self) -> list[tuple[str, str]]:
        return [
            ("software", f"box31/{version('box31')} scrapy/{scrapy.__version__}"),
            ("isPartOf", self.run.run_id),
            ("robots", "obey"),
            ("http-header-user-agent", self.crawler.settings["USER_AGENT"]),
        ]

    def opened(self) -> None:
        """Fill the frontier, once the settings can no longer change."""
        self.responses.open()
        if self.profile.browser:
            assert self.crawler.engine is not None
            fetch = self.crawler.engine.downloader.handlers.download_request_async
            router = request_router(self.profile, self.crawler.settings, fetch, self.responses.rules)
            self.pages_in_browser = BrowserPages(self.db, self.case, self.run, self.crawler.settings, router)
        total_time = float(self.case.config["network"]["total_time"])
        asyncio.get_running_loop().call_later(total_time, self.responses.stop, RunStatus.TOTAL_TIME)

    async def start(self) -> AsyncIterator[Any]:
        """Nothing: the frontier holds the start pages."""
        return
        yield

    # The scheduler's questions (crawler.crawl.frontier.FrontierScheduler).

    def has_pending(self) -> bool:
        return self.responses.frontier.has_pending()

    def next_request(self) -> scrapy.Request | None:
        try:
            row = self.responses.next_row()
        except UNWRITABLE as error:
            self._stop(self._cannot_be_written(error), RunStatus.DISK)
            return None
        if row is None:
            self._wake_later()
            return None
        return scrapy.Request(
            row.url,
            headers=self.responses.conditions(row),
            callback=self.parse,
            errback=self.failed,
            dont_filter=True,
            meta={"row": row, "handle_httpstatus_all": True, "download_slot": row.host},
        )

    def _wake_later(self) -> None:
        seconds = self.responses.frontier.next_moment()
        if seconds is None or (
            self._wakeup is not None
            and not self._wakeup.cancelled()
            and self._wakeup.when() > asyncio.get_running_loop().time()
        ):
            return
        slot = (
            self.crawler.engine._slot if self.crawler.engine else None
        )  # Scrapy looks by itself only every 5 s
        if slot is not None:
            self._wakeup = asyncio.get_running_loop().call_later(seconds + 0.01, slot.nextcall.schedule)

    # Responses and failures.

    async def parse(self, response: Response, **kwargs: Any) -> None:
        assert response.request is not None
        request = response.request
        await self._process(request, await self._rendered(request) if self.pages_in_browser else None)

    async def failed(self, failure: Failure) -> None:
        """The errback: a request that brought no response."""
        request: scrapy.Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        if "exchange" not in request.meta:
            logger.error("%s: %s", request.url, failure.value)
        await self._process(request)

    async def _rendered(self, request: scrapy.Request) -> Rendered | None:
        """What a browser makes of the page, where its profile asks for one."""
        row, exchange = request.meta["row"], request.meta.get("exchange")
        if exchange is None or self.pages_in_browser is None:
            return None
        content = self.responses.to_render(row, exchange)
        return None if content is None else await self.pages_in_browser.render(row.url, exchange, content)

    async def _process(self, request: scrapy.Request, rendered: Rendered | None = None) -> None:
        try:
            await self.responses.process(request.meta["row"], request.meta.get("exchange"), rendered)
        except UNWRITABLE as error:
            self._stop(self._cannot_be_written(error), RunStatus.DISK)
            raise CloseSpider("disk") from error
        except Box31Error as error:
            self._stop(error, RunStatus.ERROR)
            raise CloseSpider("error") from error

    def _cannot_be_written(self, error: Exception) -> Box31Error:
        words = getattr(error, "strerror", None) or error
        return Box31Error(f"{self.case.root}: cannot be written: {words}; make room there and crawl again")

    def _stop(self, problem: Box31Error, reason: str) -> None:
        self.problem = self.problem or problem
        self.responses.stop(reason)

    async def closed_down(self, reason: str) -> None:
        """Finish the run, unless it was interrupted: then the next crawl resumes it."""
        if self.pages_in_browser is not None:
            await self.pages_in_browser.close()
        await self.responses.close()
        try:
            reason = self.responses.stopped_because or reason
            self.db.conn.execute("PRAGMA synchronous = FULL")
            if reason in RESUMED:
                self.counts = {"interrupted": reason}
            else:
                self.counts = finish(
                    self.db,
                    self.run.run_id,
                    self.responses.status(reason),
                    archive=self.case.archive(self.profile.name),
                    signing=self.signing,
                    more=self.responses.notes(),
                )
        except UNWRITABLE as error:  # resumed, the run is found complete, and its manifest is written
            self._stop(self._cannot_be_written(error), RunStatus.DISK)
            self.counts = {"interrupted": "disk"}
        finally:
            self.db.close()
            self._lock.__exit__(None, None, None)


def apply_settings(crawler: Crawler, case: Case, profile: SiteProfile) -> None:
    """What case and profile say, over crawler.settings."""
    network = case.config["network"]
    delay = float(network["delay"] if profile.delay is None else profile.delay)
    for name, value in {
        "USER_AGENT": user_agent(case.contact),
        "DOWNLOAD_DELAY": delay,
        "AUTOTHROTTLE_START_DELAY": delay,
        # Without a delay (tests, one's own server) the throttle would put one in from its measured latencies.
        "AUTOTHROTTLE_ENABLED": delay > 0,
        "DOWNLOAD_MAXSIZE": int(profile.bytes_per_response or network["bytes_per_response"]),
        "BOX31_ALLOWED_PRIVATE": list(network["allowed_private"]),
    }.items():
        crawler.settings.set(name, value, priority="spider")


def effective_settings(crawler: Crawler, profile: SiteProfile) -> dict[str, Any]:
    """What decides how a run behaves, for the run's settings digest and its manifest."""
    names = (
        "USER_AGENT",
        "DOWNLOAD_DELAY",
        "AUTOTHROTTLE_ENABLED",
        "DOWNLOAD_MAXSIZE",
        "DOWNLOAD_TIMEOUT",
        "DOWNLOAD_VERIFY_CERTIFICATES",
        "CONCURRENT_REQUESTS_PER_DOMAIN",
        "BOX31_ALLOWED_PRIVATE",
    )
    return {name: crawler.settings[name] for name in names} | {"profile": profile.model_dump()}
