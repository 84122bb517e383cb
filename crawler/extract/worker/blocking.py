"""The limited reading process for programs without an event loop: `site add`, `site preview`, `site inspect`."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING

from crawler.case.config import ReadingSection
from crawler.extract.page.shared_parts import SharedParts
from crawler.extract.sample_look import PageLook, PageMeasures
from crawler.extract.sitemap import Sitemap
from crawler.extract.worker.client import Reader
from crawler.extract.worker.page_reading import PageReading

if TYPE_CHECKING:
    from crawler.profile.profile import SiteProfile


class LimitedReader:
    """Reads pages, sitemaps and feeds one after another, each within `limits`. Use as a context manager."""

    def __init__(self, profile: SiteProfile | None = None, limits: ReadingSection | None = None) -> None:
        limits = limits or ReadingSection()
        self._loop = asyncio.new_event_loop()
        self._reader = Reader(profile, megabytes=limits.megabytes, seconds=limits.seconds)

    def __enter__(self) -> LimitedReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def page(self, body: bytes, url: str, headers: Mapping[str, str], *, captured_at: str) -> PageReading:
        """Links and records of a page, or the problem."""
        return self._loop.run_until_complete(self._reader.page(body, url, headers, captured_at=captured_at))

    def sitemap(self, body: bytes) -> Sitemap:
        """The addresses of a sitemap, or the problem."""
        return self._loop.run_until_complete(self._reader.sitemap(body))

    def feed(self, body: bytes) -> tuple[str, ...]:
        """The addresses that a feed names."""
        return self._loop.run_until_complete(self._reader.feed(body))

    def address(self, body: bytes, url: str, headers: Mapping[str, str]) -> str | None:
        """The address that a page itself states."""
        return self._loop.run_until_complete(self._reader.address(body, url, headers))

    def look(self, body: bytes, url: str, headers: Mapping[str, str]) -> PageLook:
        """What a sample page says by itself, or the problem."""
        return self._loop.run_until_complete(self._reader.look(body, url, headers))

    def measure(
        self, body: bytes, url: str, headers: Mapping[str, str], at: str, shared: SharedParts
    ) -> PageMeasures:
        """The measures of a sample page, knowing what the site's pages share, or the problem."""
        return self._loop.run_until_complete(self._reader.measure(body, url, headers, at, shared))

    @property
    def process_id(self) -> int:
        """Of the process that reads now."""
        return self._reader.process_id

    def close(self) -> None:
        if not self._loop.is_closed():
            self._loop.run_until_complete(self._reader.close())
            self._loop.close()
