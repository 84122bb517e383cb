"""Read a response, store its records, and find the addresses it links to."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypedDict

from crawler.archive.captures import Capture
from crawler.archive.rendered_records import DOM_HEADERS
from crawler.catalog.store import is_stored, store_image_facts, store_page
from crawler.crawl import frontier
from crawler.crawl.frontier import CAPPED, ELSEWHERE, Found, Row
from crawler.crawl.page_yield import PageYields, Shown
from crawler.crawl.response_policy import Response
from crawler.crawl.traps import DEPRIORITISE_BY, UrlBuckets, is_calendar, prefix_of
from crawler.discover.url_patterns import address_groups
from crawler.extract.page.page_links import is_tracker, plain_address
from crawler.extract.page.trap_addresses import reject_reason
from crawler.extract.picture.image_facts import ImageFacts
from crawler.extract.worker.page_reading import PageReading
from crawler.profile.profile import PageKind, SiteProfile
from crawler.profile.urls import is_page, is_pdf, request_address, without_session

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.crawl.runs import Run
    from crawler.extract.worker.client import Reader
    from crawler.models import CatalogItem, PageRecords

logger = logging.getLogger(__name__)

READ_AS_PAGE = ("text/html", "application/xhtml+xml", "application/xml", "text/xml", "text/plain", None)
MIN_ENTRIES = 2  # items that a page lists from which its further pages are those of a list
PRIORITIES = {
    "product": frontier.RECORD,
    "post": frontier.RECORD,
    "listing": frontier.LISTING,
}  # others: OTHER


@dataclass
class PageResult:
    """Addresses found on a page, counts of what was stored from it, and why it could not be read, if so."""

    found: list[Found] = field(default_factory=list)
    counts: Mapping[str, int] = field(default_factory=dict)
    problem: str | None = None
    records: list[Shown] = field(default_factory=list)  # the items and posts it is about or lists


@dataclass(frozen=True)
class Picture:
    """A picture that was read: its capture, the bytes of its content, and its facts."""

    capture: Capture
    length: int
    facts: ImageFacts


@dataclass(frozen=True)
class Reading:
    """What was read of a response, before any of it is stored: a page, a sitemap's addresses, pictures.

    `outlinks` is where the page's scripts wanted to go in the browser; `problem` why a sitemap could not be read.
    """

    page: PageReading | None = None
    sitemap: list[Found] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    outlinks: list[str] = field(default_factory=list)
    problem: str | None = None


class UnnamedPages(TypedDict):
    """Pages of a kind that no pattern of the profile names: how many, the pattern to add, one address."""

    pages: int
    pattern: str
    example: str


class PageProcessor:
    """Reads the responses of one run, and stores what was read inside the caller's transaction; never commits."""

    def __init__(self, db: Database, profile: SiteProfile, run: Run, reader: Reader, budget: int) -> None:
        self._db = db
        self._profile = profile
        self._run = run
        self._reader = reader
        self.buckets = UrlBuckets(budget)
        self.yields = PageYields(budget)
        self.placeholders: list[str] = []  # pages that only scripts would fill in
        self.unnamed: dict[str, list[str]] = {}  # kind -> pages that look like one, which no pattern names

    async def read(self, response: Response) -> Reading:
        """Read a whole response in the reading process. Raises Box31Error where there is no such process."""
        row, capture, rendered = response.row, response.capture, response.rendered
        content = response.content or b""
        if row.kind == "sitemap":
            return await self._sitemap(row, content)
        if row.kind == "image":
            return Reading(pictures=await self._pictures([(capture, content)]))
        if row.kind != "page":
            return Reading()
        if rendered.dom is not None:
            page = await self._page(row, rendered.dom, rendered.content, DOM_HEADERS)
            return Reading(page, pictures=await self._pictures(rendered.pictures), outlinks=rendered.outlinks)
        headers = {k.decode("latin-1").title(): v.decode("latin-1") for k, v in response.exchange.headers}
        headers.setdefault("Content-Type", capture.mime or "text/html")
        return Reading(await self._page(row, capture, content, headers))

    async def _page(self, row: Row, capture: Capture, content: bytes, headers: dict[str, str]) -> PageReading:
        if capture.mime not in READ_AS_PAGE:
            return PageReading()
        reading = await self._reader.page(content, row.url, headers, captured_at=capture.captured_at)
        if reading.problem:
            logger.error("%s: could not be read: %s", row.url, reading.trace or reading.problem)
        return reading

    async def _pictures(self, pictures: Iterable[tuple[Capture, bytes]]) -> list[Picture]:
        """The facts of pictures not known yet; what says it is text is a page where a picture should be."""
        return [
            Picture(capture, len(content), await self._reader.image(content))
            for capture, content in pictures
            if not (capture.mime or "").startswith("text/")
            and not is_stored(self._db, capture.payload_sha256 or "")
        ]

    def store(self, response: Response, reading: Reading) -> PageResult:
        """Store what was read; returns where it leads and what it brought.

        A fault in storing a page's records must lose neither its links nor the run: it is named in `problem`.
        """
        row, capture = response.row, response.rendered.dom or response.capture
        for picture in reading.pictures:
            store_image_facts(
                self._db,
                sha256=picture.capture.payload_sha256 or "",
                length=picture.length,
                facts=picture.facts,
                mime=picture.capture.mime,
            )
        result = PageResult(found=list(reading.sitemap), problem=reading.problem)
        if reading.page is None:
            return result
        further: list[str] = []
        if reading.page.problem:
            result.problem = f"could not be read: {reading.page.problem}"
        records = reading.page.records
        if records is not None:
            if records.placeholder is not None:
                self.placeholders.append(row.url)
            if records.looks_like is not None:
                self.unnamed.setdefault(records.looks_like, []).append(row.url)
            try:
                result.counts = self._store(capture, records)
                result.found += self._picture_links(row, records)
                result.records = list(self._worth(row, records))
                self.yields.note(row.priority, result.records)
                further += records.next_pages
            except (OSError, sqlite3.OperationalError):  # the disk
                raise
            except Exception as error:
                logger.exception("%s: could not be stored", row.url)
                result.problem = f"could not be stored: {type(error).__name__}: {error}"
        if row.depth < self._profile.max_depth:
            if sum(one.listed for one in result.records) >= MIN_ENTRIES:
                result.found += self.links(row, further, kind="listing")
            result.found += self.links(row, [*reading.page.links, *further])
        result.found += self.links(row, reading.outlinks)
        return result

    def _store(self, capture: Capture, records: PageRecords) -> Mapping[str, int]:
        with self._db.atomic():  # a savepoint: half a page's records are none
            return store_page(
                self._db,
                site=self._profile.name,
                run_id=self._run.run_id,
                capture_id=capture.capture_id,
                seen_at=capture.captured_at,
                records=records,
            ).counts

    def links(self, row: Row, urls: Iterable[str], kind: PageKind | None = None) -> Iterator[Found]:
        """Those of `urls` that the profile lets the crawl follow, and that are no traps; `kind` where it names none."""
        for found in urls:
            url = without_session(found)
            if not self._profile.allows(url) or reject_reason(url):
                continue
            named = self._profile.page_kind(url)
            if named == "ignore" or (named is None and not self._profile.follow):
                continue
            if is_pdf(url):
                yield Found(url, "document", frontier.DOCUMENT, row.depth + 1, row.url)
            elif named is not None or is_page(url):
                prefix = prefix_of(url, named)
                priority = self._priority(row, url, named or kind) + self.buckets.penalty(prefix)
                skip = CAPPED if self.buckets.is_capped(prefix) else None
                yield Found(url, "page", priority, row.depth + 1, row.url, skip=skip, prefix=prefix)

    def _priority(self, row: Row, url: str, kind: PageKind | None) -> int:
        """How soon a page of this kind, linked from `row`, is asked for."""
        if kind == "product" and self.yields.is_known(plain_address(url)):
            return frontier.LISTED
        if kind in PRIORITIES:
            return PRIORITIES[kind]
        return frontier.OTHER + row.depth + DEPRIORITISE_BY * is_calendar(url)

    def _worth(self, row: Row, records: PageRecords) -> Iterator[Shown]:
        """What shows that a page brought something: its item or post, and the items it lists.

        On a page that no pattern of the profile names, a name alone is no item and a title no post: what extraction
        guesses there may be a trap's page. A calendar's page never counts.
        """
        named = self._profile.page_kind(row.url) is not None
        if is_calendar(row.url) and not named:
            return
        if records.item is not None and (named or _is_solid(records.item)):
            yield Shown(plain_address(records.item.url))
        if records.post is not None and (named or records.post.published):
            yield Shown(plain_address(records.post.url))
        for item in records.items:
            if self._profile.page_kind(item.url) == "product" or _is_solid(item):
                yield Shown(plain_address(item.url), listed=True)

    def _picture_links(self, row: Row, records: PageRecords) -> Iterator[Found]:
        owners = [owner for owner in (records.item, records.post, *records.items) if owner is not None]
        for url in dict.fromkeys(image.url for owner in owners for image in owner.images):
            address = request_address(url)
            if address is None or is_tracker(address):
                continue
            skip = None if self._profile.allows(address, image=True) else ELSEWHERE
            yield Found(address, "image", frontier.IMAGE, row.depth + 1, row.url, skip=skip)
        if records.item is not None:
            for url in records.item.documents:
                address = request_address(url.split("#")[0])
                if address and self._profile.allows(address):
                    yield Found(address, "document", frontier.DOCUMENT, row.depth + 1, row.url)

    def unnamed_pages(self) -> dict[str, UnnamedPages]:
        """For each kind the pages that look like one and that no pattern names: how many, and the pattern to add."""
        found = {}
        for kind, urls in self.unnamed.items():
            largest = address_groups(urls)[0]
            found[str(kind)] = UnnamedPages(pages=len(urls), pattern=largest.pattern, example=largest.urls[0])
        return found

    async def _sitemap(self, row: Row, content: bytes) -> Reading:
        """The addresses a sitemap, or an index of sitemaps, names; what was not read of it is the problem."""
        sitemap = await self._reader.sitemap(content)
        if sitemap.problem:
            logger.warning("%s: %s", row.url, sitemap.problem)
        found: list[Found] = []
        for url in filter(None, map(request_address, sitemap.addresses)):
            if not self._profile.allows(url):
                continue
            if sitemap.is_index:
                found.append(Found(url, "sitemap", frontier.SITEMAP, row.depth + 1, row.url))
            else:
                found += self.links(row, [url])
        return Reading(sitemap=found, problem=sitemap.problem)


def _is_solid(item: CatalogItem) -> bool:
    """Whether an item has more than a name."""
    return bool(item.sku or item.model or item.mpn or item.gtin or item.price or item.specs or item.images)
