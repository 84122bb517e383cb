"""Which kind of page to ask for next: the one that has lately brought the most new items for a page.

Pages fall into three bands by their priority: lists, pages of single items and posts, pages of no known kind. A run with
a limit on pages finds the most items where it follows the band with the highest recent yield. The other bands keep a
small share, so that lists which no pattern names are found.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crawler.crawl.frontier import Band

OTHERS_EVERY = 10  # every tenth page is one of another band: what it shows may change the order
DETAIL = 0.3  # worth of the own page of an item that a list has named: specs and pictures, but no new item
# New items of a page expected before any was read: a list shows about ten, and a page of no known kind may be a list
# or lead to some.
FIRST_YIELDS = {Band.LISTS: 10.0, Band.RECORDS: 1.0, Band.OTHERS: 10.0}
# Pages over which a yield is averaged: a share of the run's page budget, between a least and a most.
# With these a run gives up pages of no known kind that bring nothing after a tenth of its budget.
WINDOW_SHARE, LEAST_WINDOW, MOST_WINDOW = 0.06, 3, 40


@dataclass(frozen=True)
class Shown:
    """An item or post that a page is about, or (`listed`) an item that it lists."""

    url: str
    listed: bool = False


class PageYields:
    """The recent yield of each band of one run, whose page budget is `budget`."""

    def __init__(self, budget: int) -> None:
        self._window = min(MOST_WINDOW, max(LEAST_WINDOW, WINDOW_SHARE * budget))
        self._means = dict(FIRST_YIELDS)
        self._turns = 0
        self._known: set[str] = set()  # addresses of items and posts named by any page so far
        self._read: set[str] = set()  # those whose own page was read

    def is_known(self, url: str) -> bool:
        """Whether a page of the run has named the item or post at this plain address."""
        return url in self._known

    def note(self, priority: int, shown: Iterable[Shown]) -> None:
        """A page handed out at `priority` was read, and showed these."""
        worth = 0.0
        for one in shown:
            if one.url not in self._known:
                worth += 1.0
            elif not one.listed and one.url not in self._read:
                worth += DETAIL
            self._known.add(one.url)
            if not one.listed:
                self._read.add(one.url)
        band = Band.of(priority)
        if band is not None:
            self._means[band] += (worth - self._means[band]) / self._window

    def order(self) -> Sequence[Band]:
        """The bands in the order in which the next page is looked for; call once for each page."""
        best = sorted(Band, key=lambda band: -self._means[band])
        self._turns += 1
        if self._turns % OTHERS_EVERY:
            return best
        turn = self._turns // OTHERS_EVERY % 2
        return [best[1 + turn], best[2 - turn], best[0]]
