"""Crawl traps: addresses without end. What bounds every shape of them is a cap on one part's share of the pages.

A part of a site is the shape of its addresses (`prefix_of`). A part that has brought nothing new for a while, no item
and no post not seen before in the run, steps back behind the others, again and again, and is left at the cap. A part
that goes on bringing items is never held back.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from crawler.profile.urls import host_of

DRY = 12  # pages of one part without anything new before it steps back, and again for each further step
DEPRIORITISE_BY = 30  # what a step adds to the priority of its addresses; more than depth adds to any
LEAST_CAP = 100  # pages of a part that brings nothing, whatever the budget
CAP_SHARE = (
    0.05  # of the page budget; a large part of plain text pages beyond it is left, and the run says so
)

_CALENDAR = re.compile(
    r"[?&](?:month|year|date|day|week|ical|tribe-bar-date|from_date|event_date)=|/(?:calendar|kalender|events?)/(?:.*/)?\d{4}[-/]\d{1,2}",
    re.I,
)
_CODE = re.compile(r"\d+|\b[0-9a-f]{8,}\b", re.I)


def is_calendar(url: str) -> bool:
    """Whether an address looks like a page of a calendar, which has no last one."""
    return _CALENDAR.search(url) is not None


def prefix_of(url: str, kind: str | None = None) -> str:
    """The part of a site an address belongs to: host, kind of page, first folders with numbers as #, parameters.

    Folders below the second and parameter names beyond two do not make a part of their own: traps make them up.
    """
    parts = urlsplit(url)
    folders = [_CODE.sub("#", folder) for folder in parts.path.split("/")[1:-1]][:2]
    names = sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)})
    query = "" if not names else "?" + ("&".join(names) if len(names) <= 2 else "*")
    return f"{kind or 'page'}:{host_of(url)}/{'/'.join(folders)}{query}"


@dataclass
class UrlBucket:
    """What one part of the site has brought so far."""

    pages: int = 0
    pages_without_yield: int = 0  # pages since something new
    steps: int = 0
    capped: bool = False


@dataclass
class UrlBuckets:
    """The parts of the site a run has seen; `budget` is the run's number of pages."""

    budget: int
    parts: dict[str, UrlBucket] = field(default_factory=lambda: defaultdict(UrlBucket))
    _seen: set[int] = field(default_factory=set)

    def note(self, prefix: str, records: Sequence[Hashable]) -> str | None:
        """A page of the part was read and showed `records` (any keys of them); returns "step" or "cap" if it is to yield."""
        part = self.parts[prefix]
        part.pages += 1
        new = {hash(record) for record in records} - self._seen
        self._seen |= new
        if new:
            part.pages_without_yield = 0
            return None
        part.pages_without_yield += 1
        if part.pages_without_yield >= max(LEAST_CAP, CAP_SHARE * self.budget):
            part.capped = True
            return "cap"
        if part.pages_without_yield % DRY == 0:
            part.steps += 1
            return "step"
        return None

    def penalty(self, prefix: str) -> int:
        """What the part's addresses found from now on have added to their priority."""
        return DEPRIORITISE_BY * self.parts[prefix].steps if prefix in self.parts else 0

    def is_capped(self, prefix: str) -> bool:
        return prefix in self.parts and self.parts[prefix].capped
