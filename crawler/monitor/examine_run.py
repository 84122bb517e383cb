"""Examine a run after it has ended: count it, run the monitors over it, and settle its alarms."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.archive.runs import RunStatus
from crawler.monitor.alarms import OpenAlarm, settle
from crawler.monitor.checks import MONITORS, check_run
from crawler.monitor.run_metrics import RunRecord, newest, read_run, save
from crawler.profile.thresholds import Expectation, Thresholds

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.profile.profile import SiteProfile

# How far back `nothing_new` looks for the usual silence; more runs than this teach nothing more.
HISTORY = timedelta(days=3 * 365)
RUNS = 400


def examine_run(
    db: Database, profile: SiteProfile, now: datetime, archive: Path | None = None
) -> list[OpenAlarm]:
    """Examine the newest run of a site and return the alarms that stand.

    Runs that ended and were not counted yet are counted first. A sample is not examined. `archive` is the case's
    archive folder: without it the profile's `phrase` is not looked for.
    """
    count_runs(db, profile.name)
    runs = newest(db, profile.name, RUNS)
    if not runs:
        return []
    run, history = runs[0], [r for r in runs[1:] if r.started > runs[0].started - HISTORY]
    if archive is not None and profile.assertions.phrase:
        run = replace(run, phrase_found=_phrase_found(db, archive, profile, run.run_id))
    alarms = check_run(run, history, Thresholds.parse(profile.monitors), expectation_of(profile))
    return settle(db, profile.name, alarms, at=now, run_id=run.run_id, monitors=MONITORS)


def expectation_of(profile: SiteProfile) -> Expectation:
    """What a profile's `assertions` and `allow_empty` state."""
    asserted = profile.assertions
    coverage = tuple((name, percent / 100) for name, percent in asserted.coverage.items())
    return Expectation(profile.allow_empty, asserted.min_items, asserted.min_posts, coverage, asserted.phrase)


def unexamined(db: Database, site: str) -> bool:
    """Whether a run of `site` ended and was never counted."""
    return bool(_uncounted(db, site))


def count_runs(db: Database, site: str) -> list[RunRecord]:
    """Keep the record of every run of `site` that has ended, samples apart, and is not kept; returns those."""
    records = [read_run(db, run_id) for run_id in _uncounted(db, site)]
    for record in records:
        save(db, record)
    return records


def _uncounted(db: Database, site: str) -> list[str]:
    rows = db.execute(
        """SELECT r.run_id FROM runs r LEFT JOIN run_records k ON k.run_id = r.run_id
           WHERE r.site = ? AND r.finished IS NOT NULL AND coalesce(r.finish_reason, '') <> ? AND k.run_id IS NULL
           ORDER BY r.started""",
        [site, RunStatus.SAMPLE],
    ).fetchall()
    return [str(run_id) for (run_id,) in rows]


def _phrase_found(db: Database, archive: Path, profile: SiteProfile, run_id: str) -> bool | None:
    """Whether a start page of this run holds the profile's phrase; None where none was got."""
    from crawler.archive.capture_reader import read_capture
    from crawler.extract.page.parsing import read_document

    found: bool | None = None
    for url in profile.start:
        row = db.execute(
            "SELECT capture_id FROM captures WHERE run_id = ? AND url = ? AND status IN (200, 304)",
            [run_id, url],
        ).fetchone()
        if row:
            stored = read_capture(db, archive, row[0])
            document = read_document(stored.content, url, stored.headers)
            words = " ".join(document.tree.text_content().split())
            found = bool(found) or " ".join((profile.assertions.phrase or "").split()) in words
    return found
