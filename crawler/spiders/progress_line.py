"""The progress line of a crawl, on a terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.utils.asyncio import create_looping_call

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.spiders.site import SiteSpider

INTERVAL = 0.5  # seconds


class ProgressLine:
    """Rewrites one line on stderr while a site is crawled."""

    def __init__(self, crawler: Crawler) -> None:
        self._loop = create_looping_call(self._show)
        crawler.signals.connect(self._opened, signals.spider_opened)
        crawler.signals.connect(self._closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ProgressLine:
        return cls(crawler)

    def _opened(self, spider: SiteSpider) -> None:
        self._spider = spider
        self._loop.start(INTERVAL)

    def _closed(self) -> None:
        if self._loop.running:
            self._loop.stop()
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()

    def _show(self) -> None:
        numbers = ", ".join(
            f"{count} {what}" for what, count in self._spider.responses.progress.counts.items()
        )
        waiting = self._spider.responses.frontier.count_pending()
        sys.stderr.write(f"\r\x1b[K{self._spider.profile.name}: {numbers}, {waiting} waiting")
        sys.stderr.flush()
