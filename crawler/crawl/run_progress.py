"""Progress of a run: what it has fetched and stored, its page budget, and the status it ends with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from crawler.archive import captures
from crawler.archive.captures import Capture
from crawler.archive.runs import RunStatus
from crawler.crawl.frontier import ROBOTS_FORBID, Frontier, Row

if TYPE_CHECKING:
    from sqlite_utils import Database


class RunProgress:
    """Counts for one run, and holds the frontier to its page budget. `counts` are shown while the run goes on.

    `budget` is the run's number of pages, `sample` the smaller one that was asked for on the command line, if any.
    """

    def __init__(self, db: Database, addresses: Frontier, budget: int, sample: int | None) -> None:
        self._db = db
        self._frontier = addresses
        self._sample = sample
        self._pages = 0
        self.budget = min(sample, budget) if sample else budget
        self.counts = {"pages": 0, "items": 0, "posts": 0, "images": 0, "errors": 0}

    def begin(self) -> None:
        """Count what the run had fetched before it was resumed."""
        self._pages = captures.pages_fetched(self._db, self._frontier.run_id)
        self._hold_to_budget()

    def count_request(self, row: Row) -> None:
        """An address is requested."""
        self._count_page(row, 1)

    def count_response(self, row: Row, capture: Capture) -> None:
        """Its response is committed; one that was not a page gives its place in the budget back."""
        if capture.status in (200, 304):
            if row.kind in ("page", "image"):
                self.counts[f"{row.kind}s"] += 1
            return
        self._count_page(row, -1)
        if capture.status is None or capture.status >= 400:
            self.counts["errors"] += 1

    def count_records(self, counts: Mapping[str, int]) -> None:
        """Records were stored from a response."""
        self.counts["items"] += counts.get("new_items", 0)
        self.counts["posts"] += counts.get("posts", 0)

    def status(self, reason: str, stopped_because: str | None) -> str:
        """The status the run ends with; `reason` is Scrapy's, for a run that nothing stopped."""
        starts = self._frontier.start_reasons()
        if starts and not captures.any_page(self._db, self._frontier.run_id):
            forbidden = all(why == ROBOTS_FORBID for why in starts)
            return RunStatus.ROBOTS_FORBIDDEN if forbidden else RunStatus.NO_ANSWER
        if stopped_because:
            return stopped_because
        if self._frontier.only_kinds is not None:
            return RunStatus.SAMPLE if self._sample else RunStatus.PAGES_PER_RUN
        return reason

    def _count_page(self, row: Row, pages: int) -> None:
        if row.kind == "page":
            self._pages += pages
        self._hold_to_budget()

    def _hold_to_budget(self) -> None:
        """At the budget, only pictures remain."""
        self._frontier.only_kinds = ("image", "robots") if self._pages >= self.budget else None
