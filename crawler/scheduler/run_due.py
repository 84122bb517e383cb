"""Find the sites that are due and crawl each once, several at a time, also where other processes do the same."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from crawler.archive import runs
from crawler.case import clock as times
from crawler.case.errors import ALARM, FAILED, LOCKED, PARTLY, Box31Error, CaseLocked
from crawler.monitor import alarms
from crawler.monitor.examine_run import examine_run, unexamined
from crawler.monitor.overdue import check_overdue
from crawler.profile.profile import SiteProfile, load_profile
from crawler.profile.schedule import CLOCK_TOLERANCE, Due, Schedule, next_due
from crawler.profile.thresholds import Thresholds

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.case.case import Case

SITES_A_CORE = (
    6  # a crawl mostly waits for its site: with 2 processors 12 sites took 136 s four at a time, 76 s at once
)
SITE_BYTES = 400 * 1024**2  # of a crawl and the process that reads its pages
MOST_SITES = 48

Clock = Callable[[], datetime]
Crawl = Callable[[str], int]


@dataclass(frozen=True)
class Outcome:
    """What became of one site: crawled (with `exit_code`), skipped or failed; or examined, where a run ended unwatched.

    `detail` says why, and which alarms were raised that the crawl itself did not tell.
    """

    site: str
    outcome: str
    exit_code: int
    detail: str = ""


def schedule_of(profile: SiteProfile) -> Schedule | None:
    """The profile's schedule; None where it has none."""
    if not profile.every:
        return None
    zone, quiet, jitter = profile.timezone or "UTC", profile.quiet_hours or "", profile.jitter or ""
    return Schedule.parse(profile.name, profile.every, zone, quiet, jitter)


def read_profiles(case: Case) -> tuple[list[SiteProfile], list[Box31Error]]:
    """Every profile of the case that can be read, and what is wrong with the others."""
    good, problems = [], []
    for path in sorted(case.sites.glob("*.yaml")):
        try:
            good.append(load_profile(path))
        except Box31Error as error:
            problems.append(error)
    return good, problems


def next_run(db: Database, schedule: Schedule, now: datetime) -> Due:
    """The next crawl of one site; at once where a run was begun and did not end."""
    believed = (now + CLOCK_TOLERANCE).isoformat()
    last = runs.newest(db, schedule.site, started_by=believed)
    last_slot, skipped = (
        _newest_slot(db, schedule.site, outcome, believed) for outcome in ("started", "skipped")
    )
    started = times.parse(last.started) if last else None
    due = next_due(schedule, now, started, last_slot, skipped)
    if last is not None and last.finished is None:
        return replace(due, at=schedule.outside_quiet_hours(now), resumes=True)
    return due


def due_sites(db: Database, profiles: Iterable[SiteProfile], now: datetime) -> list[Due]:
    """Of the sites of `profiles` those whose crawl is due at `now`, the longest overdue first."""
    schedules = [schedule for profile in profiles if (schedule := schedule_of(profile))]
    dues = [next_run(db, schedule, now) for schedule in schedules]
    return sorted((due for due in dues if due.is_due(now)), key=lambda due: (due.at, due.site))


def sites_at_once(case: Case) -> int:
    """Sites to crawl at a time: as box31.toml says, or as many as half of the memory and the processors allow."""
    given = int(case.config["network"]["sites_at_once"])
    if given:
        return given
    by_core = SITES_A_CORE * (os.cpu_count() or 1)
    try:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):  # not told on this system
        memory = 8 * 1024**3
    return max(1, min(by_core, memory // 2 // SITE_BYTES, MOST_SITES))


def run_due(case: Case, clock: Clock, crawl: Crawl, *, at_once: int | None = None) -> list[Outcome]:
    """Crawl what is due. `crawl` crawls one site by name and returns the exit code of `box31 crawl NAME`.

    A lock per site makes sure that of several processes one crawls it; under the lock it is asked again whether it
    is still due. A site whose lock or crawl is held by others is skipped, and that is recorded.
    """
    profiles = {profile.name: profile for profile in read_profiles(case)[0]}
    with closing(case.database()) as db:
        examined = [_examine_left(case, db, profile, clock()) for profile in profiles.values()]
        dues = due_sites(db, profiles.values(), clock())

    def one(due: Due) -> Outcome | None:
        return _crawl_one(case, profiles[due.site], clock, crawl)

    with ThreadPoolExecutor(max_workers=at_once or sites_at_once(case)) as pool:
        return [outcome for outcome in (*examined, *pool.map(one, dues)) if outcome is not None]


def in_words(outcome: Outcome) -> str:
    """One line for people about what became of a due site."""
    return f"{outcome.site}: {outcome.outcome}" + (f" ({outcome.detail})" if outcome.detail else "")


def exit_code(outcomes: Sequence[Outcome], problems: Sequence[Box31Error] = ()) -> int:
    """The command's exit code: an alarm 4, all failed 1, some failed or a profile is wrong 3, else 0."""
    failed = [o for o in outcomes if o.outcome == "failed"]
    if any(o.exit_code == ALARM for o in outcomes):
        return ALARM
    if failed and len(failed) == len(outcomes):
        return FAILED
    return PARTLY if failed or problems or any(o.exit_code == PARTLY for o in outcomes) else 0


def _examine_left(case: Case, db: Database, profile: SiteProfile, now: datetime) -> Outcome | None:
    """Examine a run that nobody did: the command that began it was killed after its crawl had ended."""
    if not unexamined(db, profile.name):
        return None
    standing = examine_run(db, profile, now, archive=case.root / "archive")
    said = "; ".join(map(alarms.in_words, standing))
    return Outcome(profile.name, "examined", ALARM if standing else 0, said)


def _crawl_one(case: Case, profile: SiteProfile, clock: Clock, crawl: Crawl) -> Outcome | None:
    site = profile.name
    schedule = schedule_of(profile)
    assert schedule is not None, "only scheduled sites are due"
    try:
        with case.lock(f"due-{site}"), closing(case.database()) as db:
            now = clock()
            due = next_run(db, schedule, now)
            if not due.is_due(now):
                return None  # another process crawled it meanwhile
            late = check_overdue(
                site, due, schedule.period(due.slot), now, Thresholds.parse(profile.monitors)
            )
            raised = alarms.settle(
                db, site, [late] if late else [], at=now, run_id=None, monitors=["overdue"]
            )
            if not due.resumes:  # a run that is resumed keeps the slot it was begun for
                _note(db, due, "started", now, "")
            code = crawl(site)
            if code == LOCKED:
                return _skip(db, due, clock())
            alarmed = bool(alarms.open_alarms(db, site))
            if due.resumes and due.slot <= now:
                _note(db, due, "skipped", clock(), "the run that was resumed serves this slot too")
    except CaseLocked:
        with closing(case.database()) as db:
            return _skip(db, next_run(db, schedule, clock()), clock())
    except Box31Error as error:
        return Outcome(site, "failed", error.exit_code, error.message)
    worked = code in (0, PARTLY, ALARM)
    detail = "; ".join([*([] if worked else [f"exit code {code}"]), *map(alarms.in_words, raised)])
    return Outcome(site, "crawled" if worked else "failed", ALARM if alarmed else code, detail)


def _skip(db: Database, due: Due, now: datetime) -> Outcome:
    """A slot that comes while the site is being crawled is given up, once."""
    detail = "a run of this site is under way"
    begun = _newest_slot(db, due.site, "started", now.isoformat())
    if due.slot <= now and due.slot != begun and not due.never_crawled:
        _note(db, due, "skipped", now, detail)
    return Outcome(due.site, "skipped", 0, detail)


def _note(db: Database, due: Due, outcome: str, at: datetime, detail: str) -> None:
    with db.atomic():
        db.execute(
            "INSERT INTO due_runs (site, slot, at, outcome, detail) VALUES (?, ?, ?, ?, ?)",
            [due.site, due.slot.isoformat(), at.isoformat(), outcome, detail],
        )


def _newest_slot(db: Database, site: str, outcome: str, believed: str) -> datetime | None:
    row = db.execute(
        "SELECT slot FROM due_runs WHERE site = ? AND outcome = ? AND at <= ? ORDER BY at DESC LIMIT 1",
        [site, outcome, believed],
    ).fetchone()
    return times.parse(row[0]) if row else None
