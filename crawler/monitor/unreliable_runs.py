"""Runs that cannot be trusted to have seen the whole catalogue: marked, and no item is gone because of them."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlite_utils import Database

# Alarms after which the absence of an item says nothing: the source, not the catalogue, may be what changed.
DOUBTFUL = frozenset(
    (
        *("assertions", "zero_items", "item_count", "field_coverage", "same_page", "error_share", "failed"),
        *("stopped_early", "robots", "host"),
    )
)
ASSERTIONS = "assertions"


def mark_run(db: Database, run_id: str, monitors: Iterable[str]) -> bool:
    """Note in the run's counts which alarms make it doubtful; True where an assertion broke. Commits."""
    doubts = sorted(DOUBTFUL.intersection(monitors))
    if not doubts:
        return False
    with db.conn:
        (counts,) = db.execute("SELECT counts FROM runs WHERE run_id = ?", (run_id,)).fetchone()
        told = {**json.loads(counts or "{}"), "doubtful": doubts}
        db.execute("UPDATE runs SET counts = ? WHERE run_id = ?", (json.dumps(told), run_id))
    return ASSERTIONS in doubts
