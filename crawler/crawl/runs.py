"""One run of one site: begun or resumed, counted, finished."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from crawler.archive import captures, manifest, runs
from crawler.archive.manifest import Signing
from crawler.archive.runs import RunRow, RunStatus
from crawler.archive.warc import cut_tail, files_of
from crawler.case import clock
from crawler.crawl import frontier
from crawler.crawl.run_counts import count

STALE = timedelta(days=7)  # a run left unfinished longer than this is closed, and a new one begun


@dataclass(frozen=True)
class Run:
    """A run under way; `resumed` where it was left unfinished, `cut_bytes` what was torn off its last WARC file.

    `sample` is the number of pages that were asked for on the command line, if any.
    """

    run_id: str
    site: str
    started: str
    resumed: bool = False
    cut_bytes: int = 0
    sample: int | None = None


def begin(db: Database, site: str, archive: Path, signing: Signing, sample: int | None = None) -> Run:
    """Resume the site's unfinished run, or begin a new one. Commits.

    `archive` is the site's folder. What lies in the run's WARC files beyond the last capture that the database knows
    of is cut off: it was never acknowledged, and is requested again.
    """
    now = clock.utc_now()
    for index, left in enumerate(runs.unfinished(db, site)):
        if index == 0 and sample is None and now - clock.parse(left.started) < STALE:
            return Run(left.run_id, site, left.started, True, _cut_torn(db, left.run_id, archive))
        _cut_torn(db, left.run_id, archive)
        finish(db, left.run_id, RunStatus.ABANDONED, archive=archive, signing=Signing({}, signing.contact))
    run_id = f"{site}-{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}"
    digest = hashlib.sha256(json.dumps(signing.settings, sort_keys=True, default=str).encode()).hexdigest()
    started = clock.text(now)
    with db.conn:
        frontier.forget(db, site)
        counts = {"sample": sample} if sample else {}
        runs.insert(db, RunRow(run_id, site, started, None, None, digest, counts))
    return Run(run_id, site, started, sample=sample)


def _cut_torn(db: Database, run_id: str, archive: Path) -> int:
    cut = 0
    for path in files_of(archive, run_id):
        end = captures.end_of_file(db, run_id, path.name)
        if end is None:
            cut += path.stat().st_size
            path.unlink()  # begun, and no capture in it
        else:
            cut += cut_tail(path, end)
    return cut


def finish(
    db: Database,
    run_id: str,
    status: str,
    *,
    archive: Path,
    signing: Signing,
    more: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Close a run: its manifest, then when, why and its counts, which are returned. Commits.

    The manifest is written first: a run that ends in between is resumed, found complete, and its manifest written again.
    """
    counts = count(db, run_id) | dict(more or {})
    finished = clock.now()
    archive.mkdir(parents=True, exist_ok=True)
    seal = manifest.write(db, archive, run_id, manifest.Ending(finished, status, counts), signing)
    with db.conn:
        runs.close(db, run_id, finished, status, counts)
        manifest.record(db, seal)
    return counts
