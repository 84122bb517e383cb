"""When something is wrong with a site: pure checks of one run's record against the runs before it.

A check compares with the median of the last five good runs, so a lasting change is an alarm until it has become
the rule. Every threshold is a default of `Limits` that a profile's `monitors` may set or switch off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crawler.monitor import reach_checks, yield_checks
from crawler.monitor.check import COMPLETE, WINDOW, Check, Examined
from crawler.monitor.run_metrics import RunRecord
from crawler.profile.thresholds import Expectation, Limits

# In this order; where a run got no page, the first that speaks is the last.
CHECKS: dict[str, Check] = {
    "robots": reach_checks.robots,
    "host": reach_checks.host,
    "certificate": reach_checks.certificate,
    "failed": reach_checks.failed,
    "stopped_early": reach_checks.stopped_early,
    "zero_items": yield_checks.zero_items,
    "item_count": yield_checks.item_count,
    "post_count": yield_checks.post_count,
    "field_coverage": yield_checks.field_coverage,
    "error_share": reach_checks.error_share,
    "same_page": yield_checks.same_page,
    "nothing_new": yield_checks.nothing_new,
    "assertions": yield_checks.assertions,
}


@dataclass(frozen=True)
class Alarm:
    """One thing that is wrong: what was seen, what was expected, since when (the last time it was right, ISO 8601,
    or empty), and what to do next."""

    site: str
    monitor: str
    seen: str
    expected: str
    next_step: str
    since: str = ""


def check_run(
    run: RunRecord,
    history: Sequence[RunRecord],
    limits: Limits | None = None,
    expectation: Expectation | None = None,
) -> list[Alarm]:
    """The alarms of `run`, given the site's earlier runs (newest first; a year of them for `nothing_new`).

    Of a run without a page only the first reason is told, robots.txt, another host, or failure: that it found no
    items says nothing new.
    """
    limits, expectation = limits or Limits(), expectation or Expectation()
    good = tuple(r for r in history if is_good(r))[:WINDOW]
    case = Examined(run, good, tuple(history), limits, expectation)
    since = good[0].started.isoformat() if good else ""
    edited = bool(good) and run.settings_digest != good[0].settings_digest
    hint = "; profile or settings were changed since it was last right" if edited else ""
    alarms = []
    for name, check in CHECKS.items():
        if getattr(limits, name) is None:
            continue
        alarms += [
            Alarm(run.site, name, seen, usual, step + hint, since) for seen, usual, step in check(case)
        ]
        if alarms and not run.pages:
            break
    return alarms


def is_good(run: RunRecord) -> bool:
    """Whether a run may serve as a measure for others: it was complete and got pages."""
    return run.finish_reason == COMPLETE and run.pages > 0
