"""Run the monitors: pure checks of one run's record against the runs before it.

A check compares with the median of the last five good runs, so a lasting change is an alarm until it has become
the rule. Every threshold is a default of `Thresholds` that a profile's `monitors` may set or switch off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crawler.archive.runs import RunStatus
from crawler.monitor import reach_checks, yield_checks
from crawler.monitor.check import WINDOW, RunUnderCheck
from crawler.monitor.registry import MONITORS
from crawler.monitor.run_metrics import RunRecord
from crawler.profile.thresholds import Expectation, Thresholds

# Importing the modules registers their monitors, in this order.
__all__ = ["MONITORS", "Alarm", "check_run", "is_good", "reach_checks", "yield_checks"]


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
    thresholds: Thresholds | None = None,
    expectation: Expectation | None = None,
) -> list[Alarm]:
    """The alarms of `run`, given the site's earlier runs (newest first; a year of them for `nothing_new`).

    Of a run without a page only the first reason is given, robots.txt, another host, or failure: that it found no
    items says nothing new.
    """
    thresholds, expectation = thresholds or Thresholds(), expectation or Expectation()
    good = tuple(r for r in history if is_good(r))[:WINDOW]
    checked = RunUnderCheck(run, good, tuple(history), thresholds, expectation)
    since = good[0].started.isoformat() if good else ""
    edited = bool(good) and run.settings_digest != good[0].settings_digest
    hint = "; profile or settings were changed since it was last right" if edited else ""
    alarms = []
    for name, one in MONITORS.items():
        if getattr(thresholds, name) is None:
            continue
        alarms += [
            Alarm(run.site, name, seen, usual, step + hint, since) for seen, usual, step in one.check(checked)
        ]
        if alarms and not run.pages:
            break
    return alarms


def is_good(run: RunRecord) -> bool:
    """Whether a run may serve as a measure for others: it was complete and got pages."""
    return run.finish_reason == RunStatus.FINISHED and run.pages > 0
