"""The table `runs`: one row for each crawl of a site."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlite_utils import Database

from crawler.case.typed_rows import stored_object


class RunStatus(StrEnum):
    """Why a run ended (`finish_reason`); the last four are ends after which the next crawl resumes the same run."""

    FINISHED = "finished"  # it saw all it wanted
    SAMPLE = "sample"  # it was asked for a few pages only
    PAGES_PER_RUN = "pages_per_run"
    NO_ANSWER = "no_answer"
    ROBOTS_FORBIDDEN = "robots_forbidden"
    ABANDONED = "abandoned"  # left unfinished too long, and closed by the next run
    SHUTDOWN = "shutdown"
    TOTAL_TIME = "total_time"
    DISK = "disk"
    ERROR = "error"


RESUMED = frozenset({RunStatus.SHUTDOWN, RunStatus.TOTAL_TIME, RunStatus.DISK, RunStatus.ERROR})


@dataclass(frozen=True)
class RunRow:
    """One row: times are ISO 8601 in UTC; `status` is None until the run has finished."""

    run_id: str
    site: str
    started: str
    finished: str | None
    status: str | None
    settings_digest: str | None
    counts: dict[str, Any]


_SELECT = "SELECT run_id, site, started, finished, finish_reason, settings_digest, counts FROM runs"


def get(db: Database, run_id: str) -> RunRow:
    """The run of that id. Raises KeyError where there is none."""
    found = _rows(db, "WHERE run_id = ?", run_id)
    if not found:
        raise KeyError(run_id)
    return found[0]


def of_site(db: Database, site: str, limit: int = -1) -> list[RunRow]:
    """The runs of a site, newest first."""
    return _rows(db, "WHERE site = ? ORDER BY started DESC, rowid DESC LIMIT ?", site, limit)


def newest(db: Database, site: str, *, started_by: str = "9999") -> RunRow | None:
    """The newest run of a site that began at `started_by` or before, samples apart."""
    found = _rows(
        db,
        "WHERE site = ? AND started <= ? AND coalesce(finish_reason, '') <> ? ORDER BY started DESC LIMIT 1",
        *(site, started_by, RunStatus.SAMPLE),
    )
    return found[0] if found else None


def last_finished(db: Database, site: str) -> RunRow | None:
    """The run of a site that finished last, for whatever reason."""
    rest = "WHERE site = ? AND finished IS NOT NULL ORDER BY finished DESC, started DESC LIMIT 1"
    found = _rows(db, rest, site)
    return found[0] if found else None


def last_success(db: Database, site: str) -> RunRow | None:
    """The newest run of a site that saw all it wanted, and got pages."""
    found = _rows(
        db,
        "WHERE site = ? AND finish_reason = ? AND json_extract(counts, '$.pages') > 0 ORDER BY started DESC LIMIT 1",
        *(site, RunStatus.FINISHED),
    )
    return found[0] if found else None


def unfinished(db: Database, site: str) -> list[RunRow]:
    """The runs of a site that were begun and did not end, newest first."""
    return _rows(db, "WHERE site = ? AND finished IS NULL ORDER BY started DESC", site)


def complete(db: Database) -> list[RunRow]:
    """The runs of all sites that saw all they wanted, by site and time."""
    return _rows(db, "WHERE finish_reason = ? ORDER BY site, started, run_id", RunStatus.FINISHED)


def sites(db: Database) -> list[str]:
    """Every site that was ever crawled, by name."""
    return [row[0] for row in db.execute("SELECT DISTINCT site FROM runs ORDER BY site").fetchall()]


def insert(db: Database, run: RunRow) -> None:
    """Add a run, inside the caller's transaction."""
    db.conn.execute(
        "INSERT INTO runs (run_id, site, started, settings_digest, counts) VALUES (?, ?, ?, ?, ?)",
        (run.run_id, run.site, run.started, run.settings_digest, json.dumps(run.counts)),
    )


def close(db: Database, run_id: str, finished: str, status: str, counts: Mapping[str, Any]) -> None:
    """Write when and why a run ended, inside the caller's transaction."""
    db.conn.execute(
        "UPDATE runs SET finished = ?, finish_reason = ?, counts = ? WHERE run_id = ?",
        (finished, status, json.dumps(counts), run_id),
    )


def add_counts(db: Database, run_id: str, more: Mapping[str, Any]) -> None:
    """Add to a run's counts, inside the caller's transaction."""
    counts = {**get(db, run_id).counts, **more}
    db.conn.execute("UPDATE runs SET counts = ? WHERE run_id = ?", (json.dumps(counts), run_id))


def _rows(db: Database, rest: str, *values: Any) -> list[RunRow]:
    found: list[tuple[Any, ...]] = db.execute(f"{_SELECT} {rest}", values).fetchall()
    return [RunRow(a, b, c, d, e, f, stored_object(text)) for a, b, c, d, e, f, text in found]
