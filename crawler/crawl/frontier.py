"""The crash-safe frontier: the addresses that a run still has to request, kept in the case's database.

Scrapy's scheduler and duplicate filter in one. A row is `pending` until it is handed out (`fetching`) and `done`,
`failed` or `skipped` when the response is committed, in the same transaction as capture, records and new
addresses. Whatever was `fetching` when a process died is `pending` again when the run is resumed.
"""

from __future__ import annotations

import heapq
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

from crawler.profile.urls import host_of, key_of

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.crawler import Crawler
    from sqlite_utils import Database

# What is asked for first: lower numbers.
# Pictures come with the pages that show them: a crawl that stops early has both.
ROBOTS, START, SITEMAP, LISTING, RECORD, IMAGE, OTHER, DOCUMENT = 0, 1, 2, 5, 10, 10, 20, 40
LISTED = 12  # the page of a product that a list has named already: it brings details, no new item
# Reasons of addresses that were skipped, which the counts of a run look for.
ROBOTS_FORBID = "robots.txt"
ELSEWHERE = "host not in the profile"
CAPPED = "cap on one part of the site"
MAX_ATTEMPTS = 3  # of one address in one run, crashes of the process included
LONGEST_WAIT = 300.0  # seconds; a server that asks for more is left until the next run
# Addresses of one host handed out at once: one under way, one waiting for its turn, others being read meanwhile.
IN_FLIGHT = 4


class Band(Enum):
    """Priorities of pages that a run may ask for in another order than theirs, as (first, last)."""

    LISTS = (LISTING, RECORD - 1)
    RECORDS = (RECORD, OTHER - 1)
    OTHERS = (OTHER, OTHER + 29)  # not those of parts of the site that have stepped back

    @classmethod
    def of(cls, priority: int) -> Band | None:
        return next((band for band in cls if band.value[0] <= priority <= band.value[1]), None)


@dataclass(frozen=True)
class Found:
    """An address to ask for: its kind (page, image, ...), how soon, how many links from a start page."""

    url: str
    kind: str
    priority: int
    depth: int = 0
    found_on: str | None = None
    hops: int = 0
    skip: str | None = None  # why it is noted but not asked for
    prefix: str = ""  # the part of the site it belongs to (crawler.crawl.traps)


@dataclass(frozen=True)
class Row:
    """One address of the frontier, as handed out."""

    id: int
    url: str
    host: str
    kind: str
    priority: int
    depth: int
    found_on: str | None
    attempts: int
    hops: int
    prefix: str

    @property
    def robots_of(self) -> str:
        """The host whose robots.txt this row is, however often it was redirected."""
        return self.found_on or self.host


class Frontier:
    """The addresses of one run. Nothing here commits but `open`; the caller owns the transaction."""

    def __init__(self, db: Database, run_id: str) -> None:
        self._sql = db.conn
        self.run_id = run_id
        self._hosts: deque[str] = deque()
        self._in_flight: dict[str, int] = {}
        self._begun = time.time() - time.monotonic()
        self._paused: dict[str, float] = {}
        self._postponed: list[float] = []  # a heap of the moments at which postponed addresses are due
        self.admitted: set[str] = (
            set()
        )  # hosts whose robots.txt has been read; of others only that is handed out
        self.only_kinds: tuple[str, ...] | None = None  # set when the page budget is used up
        self.stopped: str | None = None  # why nothing more is handed out
        self.bands: Callable[[], Sequence[Band]] = lambda: ()  # the order of bands for the next page

    def _now(self) -> float:
        """The time by the clock as it stood when the run began; setting the clock meanwhile does not change it."""
        return self._begun + time.monotonic()

    def open(self) -> None:
        """Resume the run: what was under way is pending again, robots.txt is requested again."""
        with self._sql:
            self._sql.execute(
                "DELETE FROM frontier WHERE run_id = ? AND kind = 'robots' AND hops > 0", (self.run_id,)
            )
            self._sql.execute(
                "UPDATE frontier SET state = 'pending' WHERE run_id = ? AND (state = 'fetching' OR kind = 'robots')",
                (self.run_id,),
            )
        hosts = self._sql.execute(
            "SELECT DISTINCT host FROM frontier WHERE run_id = ? ORDER BY id", (self.run_id,)
        )
        self._hosts = deque(host for (host,) in hosts)
        latest = self._now() + LONGEST_WAIT
        with self._sql:  # the clock may have gone back since
            self._sql.execute(
                "UPDATE frontier SET not_before = ? WHERE run_id = ? AND state = 'pending' AND not_before > ?",
                (latest, self.run_id, latest),
            )
        later = self._sql.execute(
            "SELECT not_before FROM frontier WHERE run_id = ? AND state = 'pending' AND not_before > ?",
            (self.run_id, self._now()),
        )
        self._postponed = sorted(moment for (moment,) in later)

    def add(self, found: Iterable[Found]) -> int:
        """Add addresses; one known already keeps the better priority. Returns how many were new or moved up."""
        new = 0
        for one in found:
            host = host_of(one.url)
            if host is None:
                continue
            row = (
                self.run_id,
                one.url,
                key_of(one.url),
                host,
                one.kind,
                one.prefix,
                one.priority,
                one.depth,
                one.found_on,
            )
            state = ("skipped", one.skip) if one.skip else ("pending", None)
            cursor = self._sql.execute(
                "INSERT INTO frontier (run_id, url, key, host, kind, prefix, priority, depth, found_on,"
                " state, reason, hops)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (run_id, key) DO UPDATE"
                " SET priority = excluded.priority WHERE state = 'pending' AND excluded.priority < priority",
                (*row, *state, one.hops),
            )
            new += max(0, cursor.rowcount)
            if host not in self._hosts and not one.skip:
                self._hosts.append(host)
        return new

    def hand_out(self) -> Row | None:
        """The next address, hosts in turn; None where every host is busy, paused or empty."""
        if self.stopped:
            return None
        now = self._now()
        for _ in range(len(self._hosts)):
            host = self._hosts[0]
            self._hosts.rotate(-1)
            if self._in_flight.get(host, 0) >= IN_FLIGHT or self._paused.get(host, 0) > now:
                continue
            row = self._next_of(host, now)
            if row is not None:
                self._in_flight[host] = self._in_flight.get(host, 0) + 1
                return row
        return None

    def _next_of(self, host: str, now: float) -> Row | None:
        kinds = self.only_kinds if host in self.admitted else ("robots",)
        row = self._first_of(host, now, kinds)
        if row is None:
            return None
        if row.kind == "page" and Band.of(row.priority) is not None:
            found = (self._first_of(host, now, ("page",), band) for band in self.bands())
            row = next(filter(None, found), row)
        with self._sql:
            self._sql.execute(
                "UPDATE frontier SET state = 'fetching', attempts = attempts + 1 WHERE id = ?", (row.id,)
            )
        return row

    def _first_of(
        self, host: str, now: float, kinds: tuple[str, ...] | None, band: Band | None = None
    ) -> Row | None:
        between = " AND priority BETWEEN ? AND ?" if band is not None else ""
        found = self._sql.execute(  # only question marks are put in
            "SELECT id, url, host, kind, priority, depth, found_on, attempts + 1, hops, prefix FROM frontier"  # noqa: S608
            f" WHERE run_id = ? AND host = ? AND state = 'pending' AND not_before <= ?{_among(kinds)}{between}"
            " ORDER BY priority, id LIMIT 1",
            (self.run_id, host, now, *(kinds or ()), *(band.value if band is not None else ())),
        ).fetchone()
        return None if found is None else Row(*found)

    def finish(self, row: Row, state: str, reason: str | None = None) -> None:
        """Write what became of an address: done, failed or skipped."""
        self._sql.execute("UPDATE frontier SET state = ?, reason = ? WHERE id = ?", (state, reason, row.id))

    def postpone(self, row: Row, seconds: float, reason: str) -> None:
        """Put an address back, not to be asked for again before `seconds` have passed."""
        moment = self._now() + seconds
        self._sql.execute(
            "UPDATE frontier SET state = 'pending', reason = ?, not_before = ? WHERE id = ?",
            (reason, moment, row.id),
        )
        heapq.heappush(self._postponed, moment)

    def deprioritise(self, prefix: str, by: int) -> None:
        """Let the pending addresses of one part of the site wait behind others."""
        self._sql.execute(
            "UPDATE frontier SET priority = priority + ? WHERE run_id = ? AND prefix = ? AND state = 'pending'",
            (by, self.run_id, prefix),
        )

    def drop(self, prefix: str, reason: str) -> None:
        """Ask for none of the pending addresses of one part of the site."""
        self._sql.execute(
            "UPDATE frontier SET state = 'skipped', reason = ? WHERE run_id = ? AND prefix = ? AND state = 'pending'",
            (reason, self.run_id, prefix),
        )

    def release(self, row: Row) -> None:
        """The host of `row` is free for its next address; call once for every address handed out."""
        self._in_flight[row.host] = max(0, self._in_flight.get(row.host, 0) - 1)

    def pause(self, host: str, seconds: float) -> None:
        """Ask a host for nothing for `seconds`."""
        self._paused[host] = max(self._paused.get(host, 0), self._now() + seconds)

    def next_moment(self) -> float | None:
        """Seconds until a postponed address or a paused host is due again; None where nothing waits for a time."""
        now = self._now()
        while self._postponed and self._postponed[0] <= now:
            heapq.heappop(self._postponed)
        moments = [moment for moment in (*self._postponed[:1], *self._paused.values()) if moment > now]
        return min(moments) - now if moments else None

    def has_pending(self) -> bool:
        """Whether any address may still be handed out, now or later."""
        if self.stopped:
            return False
        sql = (  # by host, as the index has it: a run may have a hundred thousand addresses done
            "SELECT 1 FROM frontier WHERE run_id = ? AND host = ? AND state = 'pending'"  # noqa: S608  only question marks are put in
            f"{_among(self.only_kinds)} LIMIT 1"
        )
        kinds = self.only_kinds or ()
        return any(self._sql.execute(sql, (self.run_id, host, *kinds)).fetchone() for host in self._hosts)

    def start_reasons(self) -> list[str | None]:
        """Why the start pages ended as they did: a reason each, None where there is none."""
        rows = self._sql.execute(
            "SELECT reason FROM frontier WHERE run_id = ? AND kind = 'page' AND priority = ?",
            (self.run_id, START),
        )
        return [reason for (reason,) in rows]

    def count_pending(self) -> int:
        """How many addresses wait to be handed out."""
        sql = "SELECT count(*) FROM frontier WHERE run_id = ? AND host = ? AND state = 'pending'"
        return sum(self._sql.execute(sql, (self.run_id, host)).fetchone()[0] for host in self._hosts)


class Failures(NamedTuple):
    """Addresses of a run that failed for one reason: how many, and one of them."""

    reason: str
    number: int
    example: str


class FrontierScheduler:
    """Scrapy's side of the frontier (SCHEDULER): the spider owns it, and adds to it in its own transactions."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> FrontierScheduler:
        return cls(crawler)

    def open(self, spider: Spider) -> None:
        self._spider: Any = spider

    def close(self, reason: str) -> None:
        """Nothing to write: the frontier is on the disk at any moment."""

    def has_pending_requests(self) -> bool:
        return bool(self._spider.has_pending())

    def enqueue_request(self, request: Request) -> bool:
        """Requests that do not come from the frontier are dropped: there is one way in."""
        return False

    def next_request(self) -> Request | None:
        request: Request | None = self._spider.next_request()
        return request


def _among(kinds: tuple[str, ...] | None) -> str:
    return "" if kinds is None else f" AND kind IN ({', '.join('?' * len(kinds))})"


def failures(db: Database, run_id: str, most: int = 3) -> list[Failures]:
    """Why addresses of a run failed, the commonest reasons first: at most `most` of them."""
    rows = db.execute(  # the bare column is that of the row with the least priority
        "SELECT reason, count(*), url, min(priority) FROM frontier WHERE run_id = ? AND state = 'failed'"
        " AND reason IS NOT NULL GROUP BY reason ORDER BY 2 DESC, 4, reason LIMIT ?",
        [run_id, most],
    )
    return [Failures(*row[:3]) for row in rows]


def forget(db: Database, site: str) -> None:
    """Delete the addresses of all earlier runs of a site, inside the caller's transaction."""
    db.conn.execute("DELETE FROM frontier WHERE run_id IN (SELECT run_id FROM runs WHERE site = ?)", (site,))
