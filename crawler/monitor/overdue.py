"""Monitors of time: a crawl that is overdue, and one that does not end. Pure; no clock of their own."""

from __future__ import annotations

from datetime import datetime, timedelta

from crawler.case import clock
from crawler.monitor.checks import Alarm
from crawler.profile.schedule import Due
from crawler.profile.thresholds import Thresholds

UNFINISHED_AFTER = timedelta(days=1)  # box31.toml lets a run take six hours by default


def check_overdue(site: str, due: Due, period: timedelta, now: datetime, limits: Thresholds) -> Alarm | None:
    """An alarm where the site's next crawl should have started long ago: half its period, one hour to two days."""
    grace = min(max(period / 2, timedelta(hours=1)), timedelta(days=2))
    if limits.overdue is None or due.never_crawled or now <= due.at + grace:
        return None
    return Alarm(
        site,
        "overdue",
        f"no crawl started since {clock.minute(due.at)}, when one was due",
        f"a crawl within {_words(grace)} of that",
        "see that `box31 crawl --due` is run (cron, systemd timer or `box31 schedule run`), or crawl by hand",
        due.at.isoformat(),
    )


def check_unfinished(site: str, started: datetime, now: datetime, limits: Thresholds) -> Alarm | None:
    """An alarm where the site's newest run, begun at `started`, has not ended after UNFINISHED_AFTER."""
    if limits.unfinished is None or now - started <= UNFINISHED_AFTER:
        return None
    return Alarm(
        site,
        "unfinished",
        f"the run begun at {clock.minute(started)} did not end",
        f"an end within {_words(UNFINISHED_AFTER)}",
        f"`box31 crawl {site}` resumes it",
        started.isoformat(),
    )


def _words(span: timedelta) -> str:
    hours = span.total_seconds() / 3600
    return f"{hours / 24:.0f} days" if hours >= 48 else f"{hours:.0f} hours"
