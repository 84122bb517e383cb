"""The counts of a run, as its row and its manifest state them."""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database

from crawler.archive import runs
from crawler.crawl.frontier import CAPPED, ELSEWHERE, ROBOTS_FORBID

# What a run's counts are, each one number of one run.
COUNTS = {
    "pages": "FROM captures WHERE run_id = ? AND kind = 'page' AND status IN (200, 304)",
    "items": "FROM item_sightings WHERE run_id = ?",
    "posts": "FROM captures c JOIN posts p ON p.site = c.site AND p.url = c.url WHERE c.run_id = ?",
    "images": "FROM captures WHERE run_id = ? AND kind = 'image' AND status IN (200, 304)",
    "errors": "FROM frontier WHERE run_id = ? AND state = 'failed'",
    "requests": "FROM captures WHERE run_id = ? AND kind != 'rendered'",
    "unchanged": "FROM captures WHERE run_id = ? AND revisit_of IS NOT NULL",
    "bytes": "FROM captures WHERE run_id = ?",
    "archive_bytes": "FROM captures WHERE run_id = ?",
    "robots_forbidden": f"FROM frontier WHERE run_id = ? AND reason = '{ROBOTS_FORBID}'",
    "held_back": f"FROM frontier WHERE run_id = ? AND reason = '{CAPPED}'",
    "images_elsewhere": f"FROM frontier WHERE run_id = ? AND reason = '{ELSEWHERE}'",
    "waiting": "FROM frontier WHERE run_id = ? AND state IN ('pending', 'fetching')",
}
COUNTED = {
    "pages": "count(DISTINCT url)",
    "items": "count(DISTINCT item_id)",
    "posts": "count(DISTINCT p.post_id)",
    "images": "count(DISTINCT url)",
    "bytes": "coalesce(sum(payload_length), 0)",
    "archive_bytes": "coalesce(sum(warc_length), 0)",
}


def count(db: Database, run_id: str) -> dict[str, Any]:
    """A run in numbers: `COUNTS`, and its captures by status ("none": no answer)."""
    counts = dict(runs.get(db, run_id).counts)
    for name, which in COUNTS.items():
        sql = f"SELECT {COUNTED.get(name, 'count(*)')} {which}"
        counts[name] = db.conn.execute(sql, (run_id,)).fetchone()[0]
    by_status = db.conn.execute(
        "SELECT coalesce(CAST(status AS TEXT), 'none'), count(*) FROM captures"
        " WHERE run_id = ? AND kind != 'rendered' GROUP BY 1",
        (run_id,),
    )
    return counts | {"by_status": dict(by_status.fetchall())}
