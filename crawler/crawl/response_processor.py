"""What becomes of an answer: kept, read, its links followed, asked again, or given up. One transaction each."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from crawler.archive.capture_reader import read_capture
from crawler.archive.capture_writer import SiteArchive, Validators
from crawler.capture.content_coding import TooLarge, Undecodable, decoded
from crawler.capture.exchange import Exchange
from crawler.case.errors import Box31Error
from crawler.crawl import frontier
from crawler.crawl.frontier import Found, Frontier, Row
from crawler.crawl.link_follower import Following
from crawler.crawl.ordered_commits import Turns
from crawler.crawl.page_processor import READ_AS_PAGE, Harvest, Reading
from crawler.crawl.rendered_pages import Kept, Rendered, keep
from crawler.crawl.response_policy import Verdict, verdict_on, why_again
from crawler.crawl.run_progress import Tally
from crawler.crawl.traps import CAPPED, STEP
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


class Desk:
    """Where the answers of one run are settled. Owns the run's frontier and archive."""

    def __init__(
        self,
        db: Database,
        case: Case,
        profile: SiteProfile,
        run: Run,
        info: Iterable[tuple[str, str]],
        settings: BaseSettings,
        sample: int | None,
    ) -> None:
        self._db = db
        self._case = case
        self._profile = profile
        self._run = run
        self._agent = settings["USER_AGENT"]
        self._limit = settings.getint("DOWNLOAD_MAXSIZE")
        self._asked: dict[int, Validators] = {}
        self._turns = Turns()
        self._reader = Reader(profile, **case.config["reading"])
        self.stopped_because: str | None = None
        self.frontier = Frontier(db, run.run_id)
        budget = profile.pages_per_run or int(case.config["network"]["pages_per_run"])
        self._tally = Tally(db, self.frontier, budget, sample)
        self._harvest = Harvest(db, profile, run, self._reader, self._limit, self._tally.budget)
        self._following = Following(self.frontier, profile, settings.getfloat("DOWNLOAD_DELAY"))
        self.archive = SiteArchive(db, case.archive(profile.name), profile.name, run.run_id, info)

    def open(self) -> None:
        """Seed the frontier with the profile's start pages and sitemaps."""
        self.frontier.open()
        with self._db.conn:
            starts = [
                Found(url, "page", frontier.START) for url in map(request_address, self._profile.start) if url
            ]
            sitemaps = [Found(url, "sitemap", frontier.SITEMAP) for url in self._profile.sitemaps or ()]
            self._following.add([*starts, *sitemaps])
        self._tally.begin()

    @property
    def rules(self) -> Mapping[str, Rules]:
        """What each host's robots.txt says, as far as it has been read."""
        return self._following.rules

    def stop(self, reason: str) -> None:
        """Hand out nothing more; what is under way is still settled."""
        self.stopped_because = self.stopped_because or reason
        self.frontier.stopped = self.stopped_because

    async def close(self) -> None:
        await self._reader.close()
        self.archive.close()

    def has_pending(self) -> bool:
        return self.frontier.has_pending()

    def next_row(self) -> Row | None:
        """The next address that may be asked for; those robots.txt forbids are noted and passed over."""
        while (row := self.frontier.hand_out()) is not None:
            if row.kind == "robots" or self.rules[row.host].allows(row.url, self._agent):
                self._tally.handed_out(row)
                return row
            read = self.rules[row.host].outcome == "read"
            with self._db.conn:
                self.frontier.finish(row, "skipped", "robots.txt" if read else "robots.txt could not be had")
            self.frontier.release(row)
        return None

    def conditions(self, row: Row) -> dict[str, str]:
        """Headers that ask for a page only if it has changed since its last whole capture."""
        found = self._db.conn.execute(
            "SELECT capture_id, etag, last_modified FROM captures WHERE site = ? AND url = ? AND status IN (200, 304)"
            " AND kind != 'query' AND truncated IS NULL AND error IS NULL ORDER BY captured_at DESC LIMIT 1",
            (self._profile.name, row.url),
        ).fetchone()
        if found is None or row.kind == "robots" or not (found[1] or found[2]):
            return {}
        self._asked[row.id] = Validators(*found)
        headers = {"If-None-Match": found[1], "If-Modified-Since": found[2]}
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
        return self._content(exchange, {"revisit_of": asked.capture_id if asked else None})[0]

    async def settle(self, row: Row, exchange: Exchange | None, rendered: Rendered | None = None) -> None:
        """Write what came of a request: bytes, then row, records, new addresses and the address's end as one.

        `rendered` is what a browser made of the page, where it needs one; its records are then read from that. The
        page is read in another process, while others are asked for; rows are written in the order of the bytes.
        Raises OSError where the disk is full; the address is then asked for again when the run is taken up.
        """
        asked = self._asked.pop(row.id, None)
        try:
            if exchange is None:
                with self._db.conn:
                    self._following.retry(row, None, "no exchange")
                return
            async with self._turns.take() as turn:
                capture = self.archive.keep(exchange, row.kind, asked)
                content, problem = self._content(exchange, capture)
                kept = keep(self.archive, capture, rendered)
                capture["error"] = capture["error"] or problem or kept.problem
                verdict = verdict_on(row, exchange, capture, content, kept)
                reading = None
                if verdict is Verdict.READ and content is not None:
                    reading = await self._harvest.read(row, capture, content, exchange, kept)
                await self.archive.on_disk(capture, *kept.rows)
                await turn.come()
                self._write(row, exchange, capture, content, kept, verdict, reading)
        finally:
            self.frontier.release(row)

    def _write(
        self,
        row: Row,
        exchange: Exchange,
        capture: dict[str, Any],
        content: bytes | None,
        kept: Kept,
        verdict: Verdict,
        reading: Reading | None,
    ) -> None:
        try:
            with self._together():
                self._record(capture, *kept.rows)
                if reading is not None:
                    self._take(row, capture, reading, kept)
                else:
                    self._decide(row, exchange, capture, content, verdict)
        except (OSError, sqlite3.Error):  # the disk
            raise
        except Exception as error:  # a fault of ours over one page must not lose its capture, nor the run
            logger.exception("%s: could not be read", row.url)
            capture["error"] = f"could not be read: {type(error).__name__}: {error}"
            with self._together():
                self._record(capture, *kept.rows)
                self.frontier.finish(row, "failed", capture["error"])
                if row.kind == "robots":
                    self._following.admit(row.robots_of, UNREACHABLE)
        self._tally.answered(row, capture)

    def _record(self, *captures: dict[str, Any]) -> None:
        for capture in captures:
            self.archive.record(capture)

    @contextmanager
    def _together(self) -> Iterator[None]:
        """One transaction over captures, records and frontier; the chain goes back where it fails."""
        self._db.conn.execute("BEGIN IMMEDIATE")
        before = self.archive.head
        try:
            with self._db.conn:
                yield
        except BaseException:
            self.archive.rewind(before)
            raise

    def _content(self, exchange: Exchange, capture: dict[str, Any]) -> tuple[bytes | None, str | None]:
        """The decoded body, from the archive where the server said 304; None and why, where there is none."""
        if exchange.status not in (200, 304):
            return None, None
        try:
            if exchange.status == 304:
                if capture["revisit_of"] is None:
                    return None, "304 without an earlier capture"
                return read_capture(
                    self._db, self._case.root / "archive", capture["revisit_of"], limit=self._limit
                ).content, None
            return decoded(exchange.entity, exchange.header("content-encoding"), self._limit), None
        except (TooLarge, Undecodable, Box31Error) as error:
            return None, str(error)

    def _decide(
        self, row: Row, exchange: Exchange, capture: dict[str, Any], content: bytes | None, verdict: Verdict
    ) -> None:
        """End an address whose answer is not read, or have it asked for again."""
        if verdict is Verdict.ROBOTS:
            self._following.robots(row, capture, content)
        elif verdict is Verdict.RETRY:
            self._following.retry(row, exchange, why_again(exchange))
        elif verdict is Verdict.REDIRECT:
            self._following.redirect(row, capture["location"])
        elif verdict is Verdict.RENDER_AGAIN:
            self._following.retry(row, None, capture["error"])
        elif verdict is Verdict.UNREADABLE:
            self.frontier.finish(row, "failed", capture["error"])
        else:
            failed = exchange.status is not None and exchange.status >= 400
            self.frontier.finish(row, "failed" if failed else "done", f"HTTP {exchange.status}")

    def _take(self, row: Row, capture: dict[str, Any], reading: Reading, kept: Kept) -> None:
        """Store what was read of an answer and add where it leads; a page that could not be read has failed."""
        yielded = self._harvest.store(row, kept.dom or capture, reading)
        for picture, _ in kept.pictures:
            here = Found(picture["url"], "image", frontier.IMAGE, row.depth + 1, row.url, skip=SHOWN)
            self.frontier.add([here])
        self._hold_back(row, yielded.records)
        self._following.add(yielded.found)
        self._tally.brought(yielded.counts)
        self.frontier.finish(row, "failed" if yielded.problem else "done", yielded.problem)

    def _hold_back(self, row: Row, records: list[str]) -> None:
        """Let a part of the site that brings nothing new wait, or leave it."""
        verdict = self._harvest.parts.note(row.prefix, records) if row.prefix else None
        if verdict == "step":
            self.frontier.step_back(row.prefix, STEP)
        elif verdict == "cap":
            self.frontier.leave(row.prefix, CAPPED)

    # --- how it goes -----------------------------------------------------------------------------------------

    @property
    def progress(self) -> Mapping[str, int]:
        """What the run has brought so far, for whoever watches."""
        return self._tally.progress

    def verdict(self, reason: str) -> str:
        """Why the run ended, in one word for the runs table."""
        return self._tally.verdict(reason, self.stopped_because)

    def notes(self) -> dict[str, Any]:
        """What the counts of the run cannot be told from its tables."""
        return {"resumed": self._run.resumed, "cut_bytes": self._run.cut_bytes}
