"""Alarms kept as events: raised, standing, cleared. One alarm for each site and monitor at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from crawler.monitor.checks import Alarm

if TYPE_CHECKING:
    from sqlite_utils import Database

COLUMNS = ("site", "monitor", "raised_at", "seen", "expected", "since", "next_step")


@dataclass(frozen=True)
class OpenAlarm:
    """An alarm that stands, and when it was first raised (ISO 8601, UTC)."""

    alarm: Alarm
    raised_at: str


def open_alarms(db: Database, site: str | None = None) -> list[OpenAlarm]:
    """The alarms that stand, of one site or of all, by site and monitor."""
    rows = db.execute(
        """SELECT site, monitor, raised_at, seen, expected, since, next_step FROM open_alarms
           WHERE ? IS NULL OR site = ? ORDER BY site, monitor""",
        [site, site],
    )
    return [
        OpenAlarm(Alarm(name, monitor, seen, expected, step, since), raised)
        for name, monitor, raised, seen, expected, since, step in rows.fetchall()
    ]


def settle(
    db: Database,
    site: str,
    alarms: Sequence[Alarm],
    *,
    at: datetime,
    run_id: str | None,
    monitors: Iterable[str],
) -> list[OpenAlarm]:
    """Write what an examination of `site` by `monitors` found; alarms of theirs no longer seen are cleared.

    Several findings of one monitor become one alarm. Returns the site's alarms of these monitors that stand.
    """
    before = {a.alarm.monitor: a for a in open_alarms(db, site)}
    now = at.isoformat()
    found = {alarm.monitor: alarm for alarm in merged(alarms)}
    standing = []
    with db.atomic():
        for monitor in monitors:
            old, new = before.get(monitor), found.get(monitor)
            if new is not None:
                raised = old.raised_at if old else now
                since = old.alarm.since if old else new.since
                new = Alarm(new.site, new.monitor, new.seen, new.expected, new.next_step, since)
                if old is None or old.alarm != new:
                    _write(db, new, "standing" if old else "raised", now, raised, run_id)
                standing.append(OpenAlarm(new, raised))
            elif old is not None:
                _write(db, old.alarm, "cleared", now, old.raised_at, run_id)
    return standing


def merged(alarms: Iterable[Alarm]) -> list[Alarm]:
    """One alarm for each monitor, its findings joined."""
    by_monitor: dict[str, list[Alarm]] = {}
    for alarm in alarms:
        by_monitor.setdefault(alarm.monitor, []).append(alarm)
    return [
        Alarm(
            group[0].site,
            monitor,
            "; ".join(dict.fromkeys(a.seen for a in group)),
            "; ".join(dict.fromkeys(a.expected for a in group)),
            "; ".join(dict.fromkeys(a.next_step for a in group)),
            group[0].since,
        )
        for monitor, group in by_monitor.items()
    ]


def in_words(open_alarm: OpenAlarm) -> str:
    """One line for people: what was seen and expected, since when, and the next step."""
    alarm = open_alarm.alarm
    since = f"; last right {alarm.since[:16].replace('T', ' ')} UTC" if alarm.since else ""
    seen = f"{alarm.seen}; expected {alarm.expected}{since}"
    return f"ALARM {alarm.site} {alarm.monitor}: {seen}. Next: {alarm.next_step}"


def _write(db: Database, alarm: Alarm, event: str, at: str, raised_at: str, run_id: str | None) -> None:
    db.execute(
        """INSERT INTO alarm_events (site, monitor, event, at, raised_at, run_id, seen, expected, since, next_step)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [
            alarm.site,
            alarm.monitor,
            event,
            at,
            raised_at,
            run_id,
            alarm.seen,
            alarm.expected,
            alarm.since,
            alarm.next_step,
        ],
    )
