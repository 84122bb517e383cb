"""What an answer yields: records into the database, and the addresses it leads to."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crawler import frontier
from crawler.capture.content import decoded
from crawler.frontier import Found, Row, without_session
from crawler.links import is_page, is_pdf, links_of, request_address
from crawler.sites import SiteProfile
from crawler.traps import CAPPED, STEP, Parts, is_calendar, never, prefix_of

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.records import CatalogItem, PageRecords
    from crawler.run import Run

logger = logging.getLogger(__name__)

MAX_SITEMAP_ADDRESSES = 50_000  # of one sitemap, the protocol's own limit
READ_AS_PAGE = ("text/html", "application/xhtml+xml", "application/xml", "text/xml", "text/plain", None)
ELSEWHERE = "host not in the profile"
PRIORITIES = {"product": frontier.RECORD, "post": frontier.RECORD, "listing": frontier.LISTING}


@dataclass
class Yield:
    """Addresses found on a page, counts of what was stored from it, and why it could not be read, if so."""

    found: list[Found] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    problem: str | None = None
    records: list[str] = field(default_factory=list)  # the items and posts it is about or lists


class Harvest:
    """Reads the answers of one run. Writes inside the caller's transaction and never commits."""

    def __init__(self, db: Database, profile: SiteProfile, run: Run, limit: int, budget: int) -> None:
        self._db = db
        self._profile = profile
        self._run = run
        self._limit = limit  # bytes of decoded content
        self.parts = Parts(budget)

    def page(self, row: Row, capture: dict[str, Any], content: bytes, headers: dict[str, str]) -> Yield:
        """Store the records of a page and find where it leads.

        A fault in reading its records must lose neither the page's links nor the run: it is named in `problem`.
        """
        from crawler.extract.document import read_document

        if capture["mime"] not in READ_AS_PAGE:
            return Yield()
        result = Yield()
        urls: list[str] = []
        try:
            records = self._store(row, capture, content, headers, result)
            result.found += self._pictures(row, records)
            result.records = list(self._worth(row, records))
            urls += records.next_pages
        except Exception as error:
            logger.exception("%s: could not be read", row.url)
            result.problem = f"could not be read: {type(error).__name__}: {error}"
        if row.depth < self._profile.max_depth:
            document = read_document(content, row.url, headers)
            result.found += self.links(row, [*links_of(document), *urls])
        return result

    def _store(
        self, row: Row, capture: dict[str, Any], content: bytes, headers: dict[str, str], result: Yield
    ) -> PageRecords:
        from crawler.extract.page import extract_page
        from crawler.store import store_page

        records = extract_page(
            content, row.url, headers, captured_at=capture["captured_at"], profile=self._profile
        )
        with self._db.atomic():  # a savepoint: half a page's records are none
            result.counts = store_page(
                self._db,
                site=self._profile.name,
                run_id=self._run.run_id,
                capture_id=capture["capture_id"],
                seen_at=capture["captured_at"],
                records=records,
            )
        return records

    def links(self, row: Row, urls: Iterable[str]) -> Iterator[Found]:
        """Those of `urls` that the profile lets the crawl follow, and that are no traps."""
        for found in urls:
            url = without_session(found)
            if not self._profile.allows(url) or never(url):
                continue
            kind = self._profile.page_kind(url)
            if kind == "ignore" or (kind is None and not self._profile.follow):
                continue
            if is_pdf(url):
                yield Found(url, "document", frontier.DOCUMENT, row.depth + 1, row.url)
            elif kind is not None or is_page(url):
                prefix = prefix_of(url, kind)
                priority = PRIORITIES.get(kind or "", frontier.OTHER + row.depth) + self.parts.penalty(prefix)
                priority += STEP if kind is None and is_calendar(url) else 0
                skip = CAPPED if self.parts.is_capped(prefix) else None
                yield Found(url, "page", priority, row.depth + 1, row.url, skip=skip, prefix=prefix)

    def _worth(self, row: Row, records: PageRecords) -> Iterator[str]:
        """What shows that a page brought something: its item or post, and the items it lists.

        On a page that no pattern of the profile names, a name alone is no item and a title no post: what extraction
        guesses there may be a trap's page. A calendar's page never counts.
        """
        named = self._profile.page_kind(row.url) is not None
        if is_calendar(row.url) and not named:
            return
        if records.item is not None and (named or _is_solid(records.item)):
            yield records.item.url
        if records.post is not None and (named or records.post.published):
            yield records.post.url
        for item in records.items:
            if self._profile.page_kind(item.url) == "product" or _is_solid(item):
                yield f"listed {item.url}"

    def _pictures(self, row: Row, records: PageRecords) -> Iterator[Found]:
        owners = [owner for owner in (records.item, records.post, *records.items) if owner is not None]
        for url in dict.fromkeys(image.url for owner in owners for image in owner.images):
            address = request_address(url)
            if address is None:
                continue
            skip = None if self._profile.allows(address, image=True) else ELSEWHERE
            yield Found(address, "image", frontier.IMAGE, row.depth + 1, row.url, skip=skip)
        if records.item is not None:
            for url in records.item.documents:
                address = request_address(url.split("#")[0])
                if address and self._profile.allows(address):
                    yield Found(address, "document", frontier.DOCUMENT, row.depth + 1, row.url)

    def image(self, capture: dict[str, Any], content: bytes) -> None:
        """Store what a picture shows of itself: size, perceptual hash."""
        from crawler.store import store_image

        if capture["mime"] and capture["mime"].startswith("text/"):
            return  # a soft 404: a page where a picture should be
        store_image(self._db, sha256=capture["payload_sha256"], body=content, mime=capture["mime"])

    def sitemap(self, row: Row, content: bytes) -> list[Found]:
        """The addresses a sitemap, or an index of sitemaps, names."""
        from scrapy.utils.sitemap import Sitemap

        if content[:2] == b"\x1f\x8b":
            content = decoded(content, "gzip", self._limit)
        sitemap = Sitemap(content)
        found: list[Found] = []
        for entry in sitemap:
            url = request_address(str(entry.get("loc", "")))
            if url is None or not self._profile.allows(url):
                continue
            if sitemap.type == "sitemapindex":
                found.append(Found(url, "sitemap", frontier.SITEMAP, row.depth + 1, row.url))
            else:
                found += self.links(row, [url])
            if len(found) >= MAX_SITEMAP_ADDRESSES:
                break
        return found


def _is_solid(item: CatalogItem) -> bool:
    """Whether an item has more than a name."""
    return bool(item.sku or item.model or item.mpn or item.gtin or item.price or item.specs or item.images)
