"""Since when an item is known to exist: from a post of its maker that launches it, or a crawl that did not have it.

The date a crawl first saw an item says nothing by itself: the product may have been there for years. It counts only
where an earlier whole crawl of the site had no such item. A dated post that launches the product says more.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from crawler.archive import runs
from matcher.text.normal_forms import code_form

if TYPE_CHECKING:
    from sqlite_utils import Database

GRACE_DAYS = 30  # news comes after the first deliveries, and samples travel before
LEAST_CODE = 4  # letters and digits of a code that a title is searched for
# A title that says that something is new, in English, Chinese, Russian and Ukrainian.
_LAUNCH = re.compile(
    r"\b(?:new (?:arrival|product|model|release)s?|launch(?:es|ed|ing)?|introduc(?:es|ed|ing)|releas(?:es|ed|ing)"
    r"|unveil(?:s|ed|ing)?|debuts?|now available)\b|新品|上市|首发|发布|推出|问世"
    r"|\b(?:новинк|нов(?:ая|ый|ое|ые) (?:модел|продукт|издел)|представля|представил|выпустил|запуст)"
    r"|\b(?:нов(?:а|ий|е|і) (?:модел|продукт|вир[іо]б)|презентує|презентува|випусти)",
    re.IGNORECASE,
)
_RUN = re.compile(r"[^\W_](?:[./-]?[0-9A-Za-zА-Яа-яІіЇїЄєҐґ])*")
_NO_CODE = re.compile(r"[\u3400-\u9fff]+")


@dataclass(frozen=True)
class FirstKnown:
    """The day (ISO 8601) before which there was no such item: by its maker's word, or as far as a crawl can tell."""

    day: str
    announced: bool

    def is_after(self, last_line: str) -> bool:
        """Whether goods last declared on `last_line` (ISO 8601) are older than the item by more than the grace."""
        try:
            return (date.fromisoformat(self.day) - date.fromisoformat(last_line[:10])).days > GRACE_DAYS
        except ValueError:
            return False


class FirstKnownDates:
    """What posts and runs of a case tell about the beginnings of its items."""

    def __init__(self, db: Database) -> None:
        self._launched: dict[tuple[str, str], str] = {}
        for site, title, published in db.execute(
            "SELECT site, title, published FROM current_posts"
            " WHERE title IS NOT NULL AND published IS NOT NULL AND coalesce(date_certainty, '') <> 'ambiguous'"
        ):
            if not _LAUNCH.search(title):
                continue
            for code in codes_in(title):
                key = site, code
                self._launched[key] = min(self._launched.get(key, published[:10]), published[:10])
        self._whole_runs: dict[str, list[str]] = defaultdict(list)
        for run in runs.complete(db):
            self._whole_runs[run.site].append(run.started)

    def of(self, site: str, codes: Iterable[str], first_seen: str) -> FirstKnown | None:
        """When an item with these codes was first known, first seen by a crawl at `first_seen`; None where nothing tells."""
        forms = {code_form(code) for code in codes}
        if days := [day for form in forms if (day := self._launched.get((site, form)))]:
            return FirstKnown(min(days), announced=True)
        whole = self._whole_runs.get(site, [])
        # The run that first saw it had begun before; the whole one before that did not have it.
        before = [started for started in whole if started <= first_seen][:-1]
        return FirstKnown(before[-1][:10], announced=False) if before else None


def codes_in(title: str) -> set[str]:
    """What may be codes in a title: runs of letters and digits with a digit among them, in the letters of codes."""
    found = {code_form(run) for run in _RUN.findall(_NO_CODE.sub(" ", title))}
    return {form for form in found if len(form) >= LEAST_CODE and any(c.isdigit() for c in form)}
