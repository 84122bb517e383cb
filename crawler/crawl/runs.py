"""One run of one site: begun or taken up again, counted, finished."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from crawler.archive.manifest import seal
from crawler.archive.warc import cut_tail, files_of
from crawler.case import clock

STALE = timedelta(days=7)  # a run left unfinished longer than this is closed, and a new one begun


@dataclass(frozen=True)
class Run:
    """A run under way; `resumed` where it was left unfinished, `cut_bytes` what was torn off its last WARC file."""

    run_id: str
    site: str
    started: str
    resumed: bool = False
    cut_bytes: int = 0


def begin(
    db: Database,
    site: str,
    archive: Path,
    settings: Mapping[str, Any],
    sample: int | None = None,
    contact: str = "",
) -> Run:
    """Take up the site's unfinished run, or begin a new one. Commits.

    `archive` is the site's folder. What lies in the run's WARC files beyond the last capture that the database knows
    of is cut off: it was never acknowledged, and is asked for again.
    """
    now = datetime.now(UTC)
    left = db.conn.execute(
        "SELECT run_id, started FROM runs WHERE site = ? AND finished IS NULL ORDER BY started DESC", (site,)
    ).fetchall()
    for index, (run_id, started) in enumerate(left):
        if index == 0 and sample is None and now - datetime.fromisoformat(started) < STALE:
            return Run(run_id, site, started, True, _cut_torn(db, run_id, archive))
        _cut_torn(db, run_id, archive)
        finish(db, run_id, "abandoned", archive=archive, settings={}, contact=contact)
    run_id = f"{site}-{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}"
    started = now.isoformat(timespec="seconds").replace("+00:00", "Z")
    digest = hashlib.sha256(json.dumps(settings, sort_keys=True, default=str).encode()).hexdigest()
    with db.conn:
        db.conn.execute(
            "DELETE FROM frontier WHERE run_id IN (SELECT run_id FROM runs WHERE site = ?)", (site,)
        )
        db.conn.execute(
            "INSERT INTO runs (run_id, site, started, settings_digest, counts) VALUES (?, ?, ?, ?, ?)",
            (run_id, site, started, digest, json.dumps({"sample": sample} if sample else {})),
        )
    return Run(run_id, site, started)


def _cut_torn(db: Database, run_id: str, archive: Path) -> int:
    cut = 0
    for path in files_of(archive, run_id):
        (end,) = db.conn.execute(
            "SELECT max(warc_offset + warc_length) FROM captures WHERE run_id = ? AND warc_file = ?",
            (run_id, path.name),
        ).fetchone()
        if end is None:
            cut += path.stat().st_size
            path.unlink()  # begun, and no capture in it
        else:
            cut += cut_tail(path, end)
    return cut


def finish(
    db: Database,
    run_id: str,
    reason: str,
    *,
    archive: Path,
    settings: Mapping[str, Any],
    contact: str,
    more: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Close a run: its manifest, then when, why and its counts, which are returned. Commits.

    The manifest is written first: a run that ends in between is taken up, found complete, and sealed again.
    """
    counts = count(db, run_id) | dict(more or {})
    finished = clock.now()
    archive.mkdir(parents=True, exist_ok=True)
    sealed = seal(
        db,
        archive,
        run_id,
        finished=finished,
        reason=reason,
        counts=counts,
        settings=settings,
        contact=contact,
    )
    with db.conn:
        db.conn.execute(
            "UPDATE runs SET finished = ?, finish_reason = ?, counts = ? WHERE run_id = ?",
            (finished, reason, json.dumps(counts), run_id),
        )
        db.conn.execute(
            "INSERT OR REPLACE INTO seals (run_id, site, manifest, sha256, sealed_at) VALUES (?, ?, ?, ?, ?)",
            tuple(sealed[name] for name in ("run_id", "site", "manifest", "sha256", "sealed_at")),
        )
    return counts


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
    "robots_forbidden": "FROM frontier WHERE run_id = ? AND reason = 'robots.txt'",
    "held_back": "FROM frontier WHERE run_id = ? AND reason = 'cap on one part of the site'",
    "images_elsewhere": "FROM frontier WHERE run_id = ? AND reason = 'host not in the profile'",
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
    counts: dict[str, Any] = json.loads(
        db.conn.execute("SELECT counts FROM runs WHERE run_id = ?", (run_id,)).fetchone()[0]
    )
    for name, which in COUNTS.items():
        sql = f"SELECT {COUNTED.get(name, 'count(*)')} {which}"
        counts[name] = db.conn.execute(sql, (run_id,)).fetchone()[0]
    by_status = db.conn.execute(
        "SELECT coalesce(CAST(status AS TEXT), 'none'), count(*) FROM captures"
        " WHERE run_id = ? AND kind != 'rendered' GROUP BY 1",
        (run_id,),
    )
    return counts | {"by_status": dict(by_status.fetchall())}
