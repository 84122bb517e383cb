"""`box31 schedule run`: APScheduler in the foreground, looking at intervals for what is due."""

from __future__ import annotations

import signal
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, NoReturn

from crawler.case import clock
from crawler.case.console import say
from crawler.case.errors import Box31Error, UsageProblem
from crawler.scheduler.crawl_sites import crawl_by_name
from crawler.scheduler.run_due import in_words, run_due

if TYPE_CHECKING:
    from crawler.case.case import Case


def run_in_foreground(case: Case, interval: timedelta, at_once: int | None = None) -> None:
    """Crawl what is due now, look again every `interval`, until interrupted (Ctrl-C or SIGTERM).

    A look that takes longer than `interval` delays the next; looks are never made up for, `run_due` knows what was
    missed. Raises UsageProblem where APScheduler is not installed.
    """
    try:
        from apscheduler.schedulers.blocking import BlockingScheduler
    except ImportError as error:
        raise UsageProblem(
            "schedule run needs APScheduler: pip install 'box31[schedule]', or use cron"
        ) from error

    def look() -> None:
        try:
            crawl = crawl_by_name(case)
            for outcome in run_due(case, clock.utc_now, crawl, at_once=at_once):
                say(in_words(outcome))
        except Box31Error as error:  # the next look may fare better
            say(f"box31: {error.message}")

    signal.signal(signal.SIGTERM, _interrupt)
    scheduler = BlockingScheduler(timezone=UTC)
    scheduler.add_job(
        look,
        "interval",
        seconds=interval.total_seconds(),
        next_run_time=clock.utc_now(),
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
    )
    say(f"looking every {interval} for sites that are due; stop with Ctrl-C")
    try:
        scheduler.start()
    except KeyboardInterrupt:
        say("stopping; finishing the current run")
        scheduler.shutdown(wait=True)


def _interrupt(_number: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt
