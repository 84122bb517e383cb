"""Decide what to do with each response of a run, and apply it in one transaction."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from crawler.archive import captures
from crawler.archive.capture_reader import read_capture
from crawler.archive.capture_writer import SiteArchive, Validators
from crawler.capture.content_coding import TooLarge, Undecodable, decoded
from crawler.capture.exchange import Exchange
from crawler.case.errors import Box31Error
from crawler.crawl import frontier
from crawler.crawl.frontier import CAPPED, ROBOTS_FORBID, Found, Frontier, Row
from crawler.crawl.link_follower import LinkFollower
from crawler.crawl.ordered_commits import OrderedCommits
from crawler.crawl.page_processor import READ_AS_PAGE, PageProcessor, Reading
from crawler.crawl.page_yield import Shown
from crawler.crawl.rendered_pages import Rendered, archive_rendering
from crawler.crawl.response_policy import Action, Response, decide, retry_reason
from crawler.crawl.run_progress import RunProgress
from crawler.crawl.traps import DEPRIORITISE_BY
from crawler.extract.worker.client import Reader
from crawler.profile.profile import SiteProfile
from crawler.profile.robots import UNREACHABLE, Rules
from crawler.profile.urls import request_address

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings
    from sqlite_utils import Database

    from crawler.case.case import Case
    from crawler.crawl.runs import Run

logger = logging.getLogger(__name__)

SHOWN = "came with a page in the browser"


class ResponseProcessor:
    """Handles the responses of one run: archives, decides, reads, commits. Owns the run's frontier and archive."""

    def __init__(
        self,
        db: Database,
        case: Case,
        profile: SiteProfile,
        run: Run,
        settings: BaseSettings,
        info: Iterable[tuple[str, str]],
    ) -> None:
        self._db = db
        self._case = case
        self._profile = profile
        self._run = run
        self._agent = settings["USER_AGENT"]
        self._limit = settings.getint("DOWNLOAD_MAXSIZE")
        self._asked: dict[int, Validators] = {}
        self._commits = OrderedCommits()
        self._reader = Reader(profile, **case.config["reading"])
        self.stopped_because: str | None = None
        self.frontier = Frontier(db, run.run_id)
        budget = profile.pages_per_run or int(case.config["network"]["pages_per_run"])
        self.progress = RunProgress(db, self.frontier, budget, run.sample)
        self._pages = PageProcessor(db, profile, run, self._reader, self.progress.budget)
        self.frontier.bands = self._pages.yields.order
        self._links = LinkFollower(self.frontier, profile, settings.getfloat("DOWNLOAD_DELAY"))
        folder = case.archive(profile.name)
        self.archive = SiteArchive(db, folder, profile.name, run.run_id, info, self_contained=case.is_shard)

    def open(self) -> None:
        """Seed the frontier with the profile's start pages and sitemaps."""
        self.frontier.open()
        with self._db.conn:
            starts = [
                Found(url, "page", frontier.START) for url in map(request_address, self._profile.start) if url
            ]
            sitemaps = [Found(url, "sitemap", frontier.SITEMAP) for url in self._profile.sitemaps or ()]
            self._links.add([*starts, *sitemaps])
        self.progress.begin()

    @property
    def rules(self) -> Mapping[str, Rules]:
        """What each host's robots.txt says, as far as it has been read."""
        return self._links.rules

    def stop(self, reason: str) -> None:
        """Hand out nothing more; responses under way are still processed."""
        self.stopped_because = self.stopped_because or reason
        self.frontier.stopped = self.stopped_because

    async def close(self) -> None:
        await self._reader.close()
        self.archive.close()

    def next_row(self) -> Row | None:
        """The next address that may be requested; those robots.txt forbids are noted and skipped."""
        while (row := self.frontier.hand_out()) is not None:
            if row.kind == "robots" or self.rules[row.host].allows(row.url, self._agent):
                self.progress.count_request(row)
                return row
            read = self.rules[row.host].outcome == "read"
            with self._db.conn:
                reason = ROBOTS_FORBID if read else "robots.txt could not be fetched"
                self.frontier.finish(row, "skipped", reason)
            self.frontier.release(row)
        return None

    def conditions(self, row: Row) -> dict[str, str]:
        """Headers that ask for a page only if it has changed since its last whole capture."""
        known = captures.newest_whole(self._db, self._profile.name, row.url)
        if known is None or row.kind == "robots" or not (known.etag or known.last_modified):
            return {}
        self._asked[row.id] = Validators(known.capture_id, known.etag, known.last_modified)
        headers = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
        return {name: value for name, value in headers.items() if value}

    def to_render(self, row: Row, exchange: Exchange) -> bytes | None:
        """The decoded body of a page that needs a browser; None where it needs none, or there is nothing to show."""
        mime = (exchange.header("content-type") or "text/html").split(";")[0].strip().lower()
        if (
            row.kind != "page"
            or exchange.truncated
            or mime not in READ_AS_PAGE
            or not self._profile.needs_browser(row.url)
        ):
            return None
        asked = self._asked.get(row.id)
        return self._content(exchange, asked.capture_id if asked else None)[0]

    async def process(self, row: Row, exchange: Exchange | None, rendered: Rendered | None = None) -> None:
        """Archive a response, decide once what to do with it, and commit that with its rows.

        `rendered` is what a browser made of the page, where it needs one; its records are then read from that. The
        page is read in another process, while others are fetched; rows are committed in the order of the bytes.
        Raises OSError where the disk is full; the address is then requested again when the run is resumed.
        """
        asked = self._asked.pop(row.id, None)
        try:
            if exchange is None:
                with self._db.conn:
                    self._links.retry(row, None, "no exchange")
                return
            async with self._commits.ticket() as ticket:
                response = self._archived(row, exchange, asked, rendered)
                action = decide(response)
                reading = await self._read(response) if action is Action.READ else Reading()
                await self.archive.on_disk(response.written, *response.rendered.written)
                await ticket.wait_turn()
                self._commit(response, action, reading)
        finally:
            self.frontier.release(row)

    def _archived(
        self, row: Row, exchange: Exchange, asked: Validators | None, rendered: Rendered | None
    ) -> Response:
        written = self.archive.write(exchange, row.kind, asked)
        content, problem = self._content(exchange, written.capture.revisit_of)
        made = archive_rendering(self.archive, written.capture, rendered)
        return Response(row, exchange, written.with_error(problem or made.problem), content, made)

    def _content(self, exchange: Exchange, revisit_of: str | None) -> tuple[bytes | None, str | None]:
        """The decoded body, from the archive where the server said 304; None and why, where there is none."""
        if exchange.status not in (200, 304):
            return None, None
        try:
            if exchange.status == 200:
                return decoded(exchange.entity, exchange.header("content-encoding"), self._limit), None
            if revisit_of is None:
                return None, "304 without an earlier capture"
            archive = self._case.root / "archive"
            return read_capture(self._db, archive, revisit_of, limit=self._limit).content, None
        except (TooLarge, Undecodable, Box31Error) as error:
            return None, str(error)

    async def _read(self, response: Response) -> Reading:
        """What is read of a response. Whatever it makes the reading do is a recorded failure of this one address."""
        try:
            return await self._pages.read(response)
        except (OSError, sqlite3.Error, Box31Error):  # the disk, or no process that reads
            raise
        except Exception as error:
            logger.exception("%s: could not be read", response.row.url)
            return Reading(problem=f"could not be read: {type(error).__name__}: {error}")

    def _commit(self, response: Response, action: Action, reading: Reading) -> None:
        """Write captures, records, links and the address's end in one transaction."""
        row = response.row
        try:
            with self._transaction():
                self._record(response)
                self._apply(response, action, reading)
        except (OSError, sqlite3.Error):  # the disk
            raise
        except Exception as error:  # a fault of ours over one page must not lose its capture, nor the run
            logger.exception("%s: could not be stored", row.url)
            problem = f"could not be stored: {type(error).__name__}: {error}"
            response = replace(response, written=response.written.with_error(problem))
            with self._transaction():
                self._record(response)
                self.frontier.finish(row, "failed", response.capture.error)
                if row.kind == "robots":
                    self._links.set_robots(row.robots_of, UNREACHABLE)
        self.progress.count_response(row, response.capture)

    def _record(self, response: Response) -> None:
        for written in (response.written, *response.rendered.written):
            self.archive.record(written)

    def _apply(self, response: Response, action: Action, reading: Reading) -> None:
        row, capture, status = response.row, response.capture, response.exchange.status
        if action is Action.READ_ROBOTS:
            self._links.read_robots(response)
        elif action is Action.RETRY:
            self._links.retry(row, response.exchange, retry_reason(response.exchange))
        elif action is Action.REDIRECT:
            self._links.redirect(row, capture.location or "")
        elif action is Action.RENDER_AGAIN:
            self._links.retry(row, None, capture.error or "not rendered")
        elif action is Action.FAIL:
            self.frontier.finish(row, "failed", capture.error)
        elif action is Action.CLOSE:
            failed = status is not None and status >= 400
            self.frontier.finish(row, "failed" if failed else "done", f"HTTP {status}")
        else:
            self._store(response, reading)

    def _store(self, response: Response, reading: Reading) -> None:
        """Store what was read of a response and add its links; a page that could not be read has failed."""
        row = response.row
        result = self._pages.store(response, reading)
        for picture, _ in response.rendered.pictures:
            here = Found(picture.url, "image", frontier.IMAGE, row.depth + 1, row.url, skip=SHOWN)
            self.frontier.add([here])
        self._hold_back(row, result.records)
        self._links.add(result.found)
        self.progress.count_records(result.counts)
        self.frontier.finish(row, "failed" if result.problem else "done", result.problem)

    def _hold_back(self, row: Row, records: list[Shown]) -> None:
        """Deprioritise the addresses of a part of the site that brings nothing new, or drop them."""
        verdict = self._pages.buckets.note(row.prefix, records) if row.prefix else None
        if verdict == "step":
            self.frontier.deprioritise(row.prefix, DEPRIORITISE_BY)
        elif verdict == "cap":
            self.frontier.drop(row.prefix, CAPPED)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """One transaction over captures, records and frontier; the chain goes back where it fails."""
        self._db.conn.execute("BEGIN IMMEDIATE")
        before = self.archive.head
        try:
            with self._db.conn:
                yield
        except BaseException:
            self.archive.rewind(before)
            raise

    def status(self, reason: str) -> str:
        """The status the run ends with."""
        return self.progress.status(reason, self.stopped_because)

    def notes(self) -> dict[str, Any]:
        """Counts of the run that are not in its tables."""
        return {
            "resumed": self._run.resumed,
            "cut_bytes": self._run.cut_bytes,
            "unnamed": self._pages.unnamed_pages(),
            "placeholders": {"pages": len(found), "example": found[0]}
            if (found := self._pages.placeholders)
            else {},
        }
