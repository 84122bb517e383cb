"""`crawl --due`: crawl what is due and say what came of each site; on one machine or for a shard of a fleet."""

from __future__ import annotations

from collections.abc import Callable

from crawler.case import clock
from crawler.case.case import Case
from crawler.scheduler import run_due
from crawler.scheduler.crawl_sites import crawl_by_name


def crawl_due(case: Case, say: Callable[[str], object]) -> int:
    """Crawl the sites of a case that are due; `say` is given one line each. Returns the exit code of the command."""
    problems = run_due.read_profiles(case)[1]
    for problem in problems:
        say(problem.message)
    outcomes = run_due.run_due(case, clock.utc_now, crawl_by_name(case))
    for outcome in outcomes:
        say(run_due.in_words(outcome))
    if not outcomes:
        say("no site is due")
    return run_due.exit_code(outcomes, problems)
