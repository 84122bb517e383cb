"""When a site is due: intervals, cron expressions, time zones, quiet hours, jitter. Pure; no clock of its own.

The state is small: when the site's last run started, and which slot it was for. A slot is a time the profile
asks for; missed slots collapse into one because the next slot is always counted from the last run's start.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

UNITS = {"m": 60, "h": 3600, "d": 86_400, "w": 7 * 86_400}
# A shorter interval asks more of a maker's server than the news there is worth.
SHORTEST = timedelta(minutes=10)
LONGEST = timedelta(days=366)
DAY = timedelta(days=1)
# A run that started this share of the interval late keeps the site's rhythm; a later one, or one by hand, starts
# a new one. Otherwise the lateness of each hourly look would add up, and a weekly crawl walk through the day.
KEEPS_RHYTHM = 4
CLOCK_TOLERANCE = timedelta(days=1)  # a start further in the future than this was written by a wrong clock


@dataclass(frozen=True)
class Schedule:
    """When one site wants to be crawled.

    `interval` is set for `every: 7d`, `cron` for a cron expression (five fields), one of the two. `quiet` are
    local times between which no crawl is started. `jitter` is the longest delay added to a slot; which delay, is
    decided by site and slot alone.
    """

    site: str
    interval: timedelta | None
    cron: str
    zone: ZoneInfo
    quiet: tuple[time, time] | None = None
    jitter: timedelta = timedelta(0)

    @classmethod
    @lru_cache(maxsize=1024)
    def parse(
        cls, site: str, every: str, timezone: str = "UTC", quiet_hours: str = "", jitter: str = ""
    ) -> Schedule:
        """The schedule written in a profile's `every`, `timezone`, `quiet_hours` and `jitter`.

        Raises ValueError with what is wrong and what would be right.
        """
        zone = parse_zone(timezone)
        quiet = parse_quiet_hours(quiet_hours) if quiet_hours else None
        delay = parse_duration(jitter) if jitter else timedelta(0)
        every = every.strip()
        if " " in every or every.startswith("@"):
            schedule = cls(site, None, parse_cron(every), zone, quiet, delay)
        else:
            interval = parse_duration(every)
            if not SHORTEST <= interval <= LONGEST:
                raise ValueError(f"every: {every!r} must be between 10m and 366d")
            schedule = cls(site, interval, "", zone, quiet, delay)
        if delay and delay >= schedule.period(datetime(2001, 1, 1, tzinfo=UTC)):
            raise ValueError(f"jitter: {jitter!r} must be shorter than the time between two crawls ({every})")
        return schedule

    def slots_after(self, after: datetime) -> Iterator[datetime]:
        """The slots (UTC) later than `after`, in order; an interval counts from `after` itself."""
        if self.interval is None:
            return _cron_slots(self.cron, self.zone, after)
        return _interval_slots(self.interval, self.zone, after)

    def period(self, near: datetime) -> timedelta:
        """The time between two slots, the one after `near` and its successor."""
        if self.interval is not None:
            return self.interval
        slots = self.slots_after(near)
        first, second = next(slots), next(slots)
        return second - first

    def start_time(self, slot: datetime) -> datetime:
        """When (UTC) the crawl of `slot` may start: the slot, its jitter, and not in the quiet hours."""
        return self.outside_quiet_hours(slot + _jitter(self.site, slot, self.jitter))

    def outside_quiet_hours(self, moment: datetime) -> datetime:
        """`moment`, or the end of the quiet hours it falls into."""
        return moment if self.quiet is None else _after_quiet(moment, self.quiet, self.zone)


@dataclass(frozen=True)
class Due:
    """A site's next crawl: the `slot` it is for and the time `at` from which it may start (both UTC)."""

    site: str
    slot: datetime
    at: datetime
    never_crawled: bool = False
    resumes: bool = False  # a run was begun and did not end: this resumes it

    def is_due(self, now: datetime) -> bool:
        return self.at <= now


def next_due(
    schedule: Schedule,
    now: datetime,
    last_started: datetime | None,
    last_slot: datetime | None,
    skipped: datetime | None = None,
) -> Due:
    """The next crawl of a site whose last run started at `last_started` for `last_slot` (None: never, or by hand).

    `skipped` is the newest slot given up because a run was still under way. A site never crawled is due at once,
    quiet hours apart. However many slots were missed, one crawl is due; its `slot` is the first that was missed.
    A start far in the future (a clock that was wrong) is not believed.
    """
    if last_started is None or last_started > now + CLOCK_TOLERANCE:
        slot = now.replace(microsecond=0)
        return Due(schedule.site, slot, schedule.outside_quiet_hours(slot), never_crawled=True)
    base = last_started
    if schedule.interval is not None and last_slot is not None:
        late = last_started - last_slot
        if timedelta(0) <= late < schedule.interval / KEEPS_RHYTHM:
            base = last_slot
    if skipped is not None and base < skipped <= now + CLOCK_TOLERANCE:
        base = skipped
    slot = next(schedule.slots_after(base))
    return Due(schedule.site, slot, schedule.start_time(slot))


def parse_duration(text: str) -> timedelta:
    """`30m`, `6h`, `7d`, `2w` as a timedelta. Raises ValueError on anything else."""
    found = re.fullmatch(r"(\d{1,5})([mhdw])", text.strip())
    if not found:
        raise ValueError(f"{text!r} is no duration; write a number and m, h, d or w, such as 7d")
    return timedelta(seconds=int(found[1]) * UNITS[found[2]])


def parse_zone(name: str) -> ZoneInfo:
    """The time zone of that IANA name. Raises ValueError where there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError) as error:
        raise ValueError(f"{name!r} is no time zone; write a name such as Asia/Shanghai or UTC") from error


def parse_quiet_hours(text: str) -> tuple[time, time]:
    """`08:00-18:00` as two local times; the window may cross midnight. Raises ValueError."""
    found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)\s*[-–]\s*([01]?\d|2[0-3]):([0-5]\d)", text.strip())
    if not found:
        raise ValueError(f"{text!r} are no quiet hours; write them as 08:00-18:00")
    start, end = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
    if start == end:
        raise ValueError(f"quiet hours {text!r} leave no time to crawl, or none is quiet: the ends are equal")
    return start, end


NICKNAMES = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
}


def parse_cron(text: str) -> str:
    """The five-field cron expression, nicknames written out. Raises ValueError where it is none or never comes."""
    from cronsim import CronSim, CronSimError

    expression = NICKNAMES.get(text.strip().lower(), " ".join(text.split()))
    if len(expression.split()) != 5:
        raise ValueError(f"{text!r} is no cron expression; it has five fields, such as 0 3 * * 1")
    try:
        next(CronSim(expression, datetime(2001, 1, 1, tzinfo=UTC)))
    except CronSimError as error:
        raise ValueError(f"{text!r} is no cron expression: {error}") from error
    except StopIteration as error:
        raise ValueError(f"{text!r} never comes; correct day and month") from error
    return expression


def _cron_slots(expression: str, zone: ZoneInfo, after: datetime) -> Iterator[datetime]:
    """Every local time the expression names comes once: a skipped hour's is moved past it, a repeated one's is the
    first; only `*` for the hour means every hour that passes."""
    from cronsim import CronSim

    minute, hour, *rest = expression.split()
    if hour != "*":  # a field that begins with a star would be counted in elapsed hours
        minute, hour = minute.replace("*", "0-59"), hour.replace("*", "0-23")
    last = after
    # A look back of a day: local times before a clock change can lie after `after` in UTC.
    for tick in CronSim(" ".join([minute, hour, *rest]), (after - DAY).astimezone(zone)):
        slot = tick.astimezone(UTC)
        if slot > last:
            last = slot
            yield slot


def _interval_slots(interval: timedelta, zone: ZoneInfo, after: datetime) -> Iterator[datetime]:
    """Whole days are counted on the local clock, so that a crawl at three stays at three."""
    count = 0
    local = after.astimezone(zone).replace(tzinfo=None)
    while True:
        count += 1
        if interval % DAY:
            yield after.astimezone(UTC) + count * interval
        else:
            yield (local + count * interval).replace(tzinfo=zone).astimezone(UTC)


def _jitter(site: str, slot: datetime, longest: timedelta) -> timedelta:
    seconds = int(longest.total_seconds())
    if not seconds:
        return timedelta(0)
    digest = hashlib.sha256(f"{site} {slot.isoformat()}".encode()).digest()
    return timedelta(seconds=int.from_bytes(digest[:8], "big") % (seconds + 1))


def _after_quiet(moment: datetime, quiet: tuple[time, time], zone: ZoneInfo) -> datetime:
    start, end = quiet
    local = moment.astimezone(zone)
    clock = local.time()
    inside = start <= clock < end if start < end else clock >= start or clock < end
    if not inside:
        return moment
    day = local.date() + DAY if clock >= end else local.date()
    return max(moment, datetime.combine(day, end, tzinfo=zone).astimezone(UTC))
