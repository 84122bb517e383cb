"""The state of each site: last success, next due, the counts of its last run, what needs action. Never writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from crawler.archive import runs
from crawler.archive.runs import RunStatus
from crawler.case import clock
from crawler.case.typed_rows import columns_of
from crawler.monitor.alarms import OpenAlarm, open_alarms
from crawler.monitor.checks import Alarm
from crawler.monitor.overdue import check_overdue, check_unfinished
from crawler.monitor.run_metrics import RunRecord, all_records, newest, read_run
from crawler.profile.thresholds import Thresholds
from crawler.scheduler.run_due import next_run, schedule_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from sqlite_utils import Database

    from crawler.case.errors import Box31Error
    from crawler.profile.profile import SiteProfile

LOOK_BACK = 20  # runs, in which the newest that ended and was no sample is looked for
COLUMNS = (
    "site", "state", "last_success", "next_due", "items", "items_new", "items_changed", "posts", "posts_new", "alarms",
)  # fmt: skip


@dataclass(frozen=True)
class SiteStatus:
    """One site: times are ISO 8601 in UTC, counts are those of its last run; None: nothing yet, or no schedule.

    `state` is alarm, due, running, stopped (begun and not ended: the next crawl resumes it), new (never crawled) or
    ok; `alarms` names the monitors.
    """

    site: str
    state: str
    last_success: str | None
    next_due: str | None
    items: int | None
    items_new: int | None
    items_changed: int | None
    posts: int | None
    posts_new: int | None
    alarms: str


@dataclass(frozen=True)
class CrawlStatus:
    """All sites, those that need action first, and the alarms that stand."""

    sites: list[SiteStatus]
    alarms: list[OpenAlarm]

    def as_json(self) -> Mapping[str, object]:
        """Plain values for --json."""
        return {
            "sites": [asdict(site) for site in self.sites],
            "alarms": [asdict(entry.alarm) | {"raised_at": entry.raised_at} for entry in self.alarms],
        }


def crawl_status(
    db: Database,
    profiles: Sequence[SiteProfile],
    problems: Sequence[Box31Error],
    now: datetime,
    crawled: Collection[str] = (),
) -> CrawlStatus:
    """The state of the sites of `profiles` at `now`; a profile that is wrong (`problems`) is an alarm too.

    `crawled` names the sites that a process is crawling just now.
    """
    standing: dict[str, list[OpenAlarm]] = {}
    for entry in open_alarms(db):
        standing.setdefault(entry.alarm.site, []).append(entry)
    sites, alarms = [], []
    for profile in profiles:
        running = profile.name in crawled
        site, its_alarms = _site_status(db, profile, standing.get(profile.name, []), now, running)
        sites.append(site)
        alarms += its_alarms
    for problem in problems:
        step = "correct the profile; until then the site is not crawled"
        alarms.append(OpenAlarm(Alarm("", "profile", problem.message, "a profile in order", step), ""))
    order = ["alarm", "due", "running", "stopped", "new", "ok"]
    return CrawlStatus(sorted(sites, key=lambda s: (order.index(s.state), s.site)), alarms)


class ListedRun(TypedDict):
    """A run that ended and was counted; `statuses`: captures by HTTP status; `coverage`: share of items by field."""

    run: str
    site: str
    started: str
    seconds: float | None
    finish_reason: str | None
    pages: int
    items: int
    items_new: int
    items_changed: int
    posts: int
    posts_new: int
    images: int
    errors: int
    bytes: int
    statuses: dict[str, int]
    coverage: dict[str, float]
    settings_digest: str | None


RUN_COLUMNS = columns_of(ListedRun)


def run_rows(db: Database, sites: Sequence[str] = ()) -> Iterator[ListedRun]:
    """A row for each run that ended and was counted, newest first."""
    for run in all_records(db):
        if not sites or run.site in sites:
            yield {
                "run": run.run_id,
                "site": run.site,
                "started": clock.text(run.started),
                "seconds": run.duration,
                "finish_reason": run.finish_reason,
                "pages": run.pages,
                "items": run.items,
                "items_new": run.new_items,
                "items_changed": run.changed_items,
                "posts": run.posts,
                "posts_new": run.new_posts,
                "images": run.images,
                "errors": run.errors,
                "bytes": run.bytes,
                "statuses": run.statuses,
                "coverage": run.coverage,
                "settings_digest": run.settings_digest,
            }


def _site_status(
    db: Database, profile: SiteProfile, standing: list[OpenAlarm], now: datetime, running: bool
) -> tuple[SiteStatus, list[OpenAlarm]]:
    schedule = schedule_of(profile)
    due = next_run(db, schedule, now) if schedule else None
    limits = Thresholds.parse(profile.monitors)
    last, unfinished = _last_run(db, profile.name)
    live = [check_unfinished(profile.name, unfinished, now, limits)] if unfinished else []
    if schedule and due and due.is_due(now):
        live.append(check_overdue(profile.name, due, schedule.period(due.slot), now, limits))
    named = {entry.alarm.monitor for entry in standing}
    alarms = standing + [OpenAlarm(a, a.since) for a in live if a is not None and a.monitor not in named]
    success = runs.last_success(db, profile.name)
    state = "ok"
    if alarms:
        state = "alarm"
    elif running or unfinished:
        state = "running" if running else "stopped"
    elif due is not None and due.is_due(now):
        state = "due"
    elif last is None:
        state = "new"
    return (
        SiteStatus(
            site=profile.name,
            state=state,
            last_success=success.started if success else None,
            next_due=clock.text(due.at) if due else None,
            items=last.items if last else None,
            items_new=last.new_items if last else None,
            items_changed=last.changed_items if last else None,
            posts=last.posts if last else None,
            posts_new=last.new_posts if last else None,
            alarms=", ".join(entry.alarm.monitor for entry in alarms),
        ),
        alarms,
    )


def _last_run(db: Database, site: str) -> tuple[RunRecord | None, datetime | None]:
    """The newest run that ended, in numbers, and when a newer one was begun that did not end."""
    unfinished = None
    for run in runs.of_site(db, site, limit=LOOK_BACK):
        if run.finished is None:
            unfinished = clock.parse(run.started)
        elif run.status != RunStatus.SAMPLE:
            kept = newest(db, site, 1)
            known = kept[0] if kept and kept[0].run_id == run.run_id else read_run(db, run.run_id)
            return known, unfinished
    return None, unfinished
