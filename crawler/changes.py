"""What changed on a site from run to run: new, changed, gone and back items; new posts.

An item is gone after GONE_AFTER complete runs in a row without it; a run that failed, was cut short, was a
sample, or broke an assertion of its profile says nothing about what is gone.
"""

from __future__ import annotations

from sqlite_utils import Database

GONE_AFTER = 2  # complete runs in a row; one run may miss an item for a slow server


def complete_runs(db: Database) -> dict[str, list[tuple[str, str]]]:
    """Site -> (run id, started) of its complete runs, oldest first."""
    runs: dict[str, list[tuple[str, str]]] = {}
    for site, run_id, started in db.execute(
        "SELECT site, run_id, started FROM runs WHERE finish_reason = 'finished' ORDER BY site, started, run_id"
    ).fetchall():
        runs.setdefault(site, []).append((run_id, started))
    return runs


def item_states(db: Database, *, gone_after: int = GONE_AFTER) -> dict[str, str]:
    """Item id -> current or gone, by the newest complete runs of its site."""
    runs = complete_runs(db)
    seen_in: dict[str, set[str]] = {}
    for item_id, run_id in db.execute("SELECT DISTINCT item_id, run_id FROM item_sightings").fetchall():
        seen_in.setdefault(item_id, set()).add(run_id)
    states = {}
    for item_id, site in db.execute("SELECT item_id, site FROM items").fetchall():
        later = [run_id for run_id, started in runs.get(site, [])]
        newest = later[-gone_after:]
        last_seen_any = seen_in.get(item_id, set())
        gone = len(newest) == gone_after and not last_seen_any.intersection(newest)
        states[item_id] = "gone" if gone else "current"
    return states
