"""Unreliable runs: those that may not have seen the whole catalogue. No item is gone because of them."""

from __future__ import annotations

from collections.abc import Iterable

from sqlite_utils import Database

from crawler.archive import runs
from crawler.monitor.checks import MONITORS

# Alarms after which the absence of an item says nothing: the source, not the catalogue, may be what changed.
UNRELIABLE = frozenset(name for name, monitor in MONITORS.items() if monitor.unreliable)
ASSERTIONS = "assertions"


def mark_run(db: Database, run_id: str, monitors: Iterable[str]) -> bool:
    """Note in the run's counts (`doubtful`) which alarms make it unreliable; True where an assertion broke. Commits."""
    reasons = sorted(UNRELIABLE.intersection(monitors))
    if not reasons:
        return False
    with db.conn:
        runs.add_counts(db, run_id, {"doubtful": reasons})
    return ASSERTIONS in reasons
