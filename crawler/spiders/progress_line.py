"""The progress of a crawl: a rewritten line on a terminal, else a line every ten seconds."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.utils.asyncio import create_looping_call

from crawler.case.patience import time_left

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.spiders.site import SiteSpider

INTERVAL = 0.5  # seconds
IN_LOGS = 10.0  # seconds between two lines where there is no terminal, or several sites share it


class ProgressLine:
    """Tells on stderr how far a crawl is, with the time that the addresses known so far will take."""

    def __init__(self, crawler: Crawler) -> None:
        self._rewritten = crawler.settings.getbool("BOX31_REWRITTEN_LINE")
        self._loop = create_looping_call(self._show)
        crawler.signals.connect(self._opened, signals.spider_opened)
        crawler.signals.connect(self._closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ProgressLine:
        return cls(crawler)

    def _opened(self, spider: SiteSpider) -> None:
        self._spider = spider
        self._started, self._already = time.monotonic(), self._done()
        self._loop.start(INTERVAL if self._rewritten else IN_LOGS, now=False)

    def _closed(self) -> None:
        if self._loop.running:
            self._loop.stop()
        if self._rewritten:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def _show(self) -> None:
        waiting = self._spider.responses.frontier.count_pending()
        counts = self._spider.responses.progress.counts
        numbers = ", ".join(f"{count} {what}" for what, count in counts.items())
        done = self._done() - self._already  # a resumed run has counts of before
        left = time_left(time.monotonic() - self._started, done, done + waiting)
        line = f"{self._spider.profile.name}: {numbers}, {waiting} waiting" + (
            f", {left} left" if left else ""
        )
        sys.stderr.write(f"\r\x1b[K{line}" if self._rewritten else f"{line}\n")
        sys.stderr.flush()

    def _done(self) -> int:
        counts = self._spider.responses.progress.counts
        return counts["pages"] + counts["images"] + counts["errors"]
