"""How a run goes: what it has brought so far, its budget of pages, and why it ended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from crawler.crawl.frontier import START, Frontier, Row

if TYPE_CHECKING:
    from sqlite_utils import Database


class Tally:
    """Counts for one run, and holds the frontier to its page budget. `progress` is for whoever watches.

    `budget` is the run's number of pages, `sample` the smaller one that was asked for on the command line, if any.
    """

    def __init__(self, db: Database, addresses: Frontier, budget: int, sample: int | None) -> None:
        self._db = db
        self._frontier = addresses
        self._sample = sample
        self._pages = 0
        self.budget = min(sample, budget) if sample else budget
        self.progress = {"pages": 0, "items": 0, "posts": 0, "images": 0, "errors": 0}

    def begin(self) -> None:
        """Count what the run had fetched before it was taken up again."""
        (done,) = self._db.conn.execute(
            "SELECT count(*) FROM captures WHERE run_id = ? AND kind = 'page' AND status IN (200, 304)",
            (self._frontier.run_id,),
        ).fetchone()
        self._pages = int(done)
        self._hold_to_budget()

    def handed_out(self, row: Row) -> None:
        """An address is asked for."""
        self._count_page(row, 1)

    def answered(self, row: Row, capture: Mapping[str, Any]) -> None:
        """Its answer is written; a page that was none after all gives its place in the budget back."""
        if capture["status"] in (200, 304):
            if row.kind in ("page", "image"):
                self.progress[f"{row.kind}s"] += 1
            return
        self._count_page(row, -1)
        if capture["status"] is None or capture["status"] >= 400:
            self.progress["errors"] += 1

    def brought(self, counts: Mapping[str, int]) -> None:
        """Records were stored from it."""
        self.progress["items"] += counts.get("new_items", 0)
        self.progress["posts"] += counts.get("posts", 0)

    def verdict(self, reason: str, stopped_because: str | None) -> str:
        """Why the run ended, in one word for the runs table."""
        states = self._db.conn.execute(
            "SELECT state, reason FROM frontier WHERE run_id = ? AND kind = 'page' AND priority = ?",
            (self._frontier.run_id, START),
        ).fetchall()
        answered = self._db.conn.execute(
            "SELECT 1 FROM captures WHERE run_id = ? AND kind = 'page' LIMIT 1", (self._frontier.run_id,)
        ).fetchone()
        if not answered and states:
            return "robots_forbidden" if all(why == "robots.txt" for _, why in states) else "no_answer"
        if stopped_because:
            return stopped_because
        if self._frontier.only_kinds is not None:
            return "sample" if self._sample else "pages_per_run"
        return reason

    def _count_page(self, row: Row, pages: int) -> None:
        if row.kind == "page":
            self._pages += pages
        self._hold_to_budget()

    def _hold_to_budget(self) -> None:
        """At the budget, only pictures remain."""
        self._frontier.only_kinds = ("image", "robots") if self._pages >= self.budget else None
