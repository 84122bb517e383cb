"""Tables of scheduled runs, every run in numbers, and alarms."""

from __future__ import annotations

from sqlite_utils import Database

from crawler.case.schema import script


def m003_schedule(db: Database) -> None:
    """Scheduled runs, every run in numbers, and alarms as events; what is open now is a view."""
    script(
        db,
        """
        CREATE INDEX IF NOT EXISTS captures_run ON captures (run_id);

        CREATE TABLE due_runs (             -- each time a due site was taken up, or could not be
          site TEXT NOT NULL,
          slot TEXT NOT NULL,               -- the scheduled time it was for
          at TEXT NOT NULL,
          outcome TEXT NOT NULL CHECK (outcome IN ('started', 'skipped')),
          detail TEXT NOT NULL DEFAULT ''   -- why it was skipped; how many slots it makes up for
        ) STRICT;
        CREATE INDEX due_runs_site ON due_runs (site, outcome, at);

        CREATE TABLE run_records (          -- a run in numbers (crawler.monitor.run_metrics), counted once it has ended
          run_id TEXT PRIMARY KEY REFERENCES runs (run_id),
          site TEXT NOT NULL,
          started TEXT NOT NULL,
          finished TEXT,
          facts TEXT NOT NULL               -- JSON
        ) STRICT;
        CREATE INDEX run_records_site ON run_records (site, started);

        CREATE TABLE certificates (         -- every certificate a server showed, leaf or issuer
          sha256 TEXT PRIMARY KEY,
          der BLOB NOT NULL,
          first_seen TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE alarm_events (
          event_id INTEGER PRIMARY KEY,
          site TEXT NOT NULL,
          monitor TEXT NOT NULL,
          event TEXT NOT NULL CHECK (event IN ('raised', 'standing', 'cleared')),
          at TEXT NOT NULL,
          raised_at TEXT NOT NULL,          -- when this alarm was first raised
          run_id TEXT,                      -- the run that was examined; NULL: none was needed (overdue)
          seen TEXT NOT NULL, expected TEXT NOT NULL, since TEXT NOT NULL, next_step TEXT NOT NULL
        ) STRICT;
        CREATE INDEX alarm_events_site ON alarm_events (site, monitor, event_id);

        CREATE VIEW open_alarms AS
          SELECT * FROM alarm_events e WHERE event <> 'cleared' AND NOT EXISTS (
            SELECT 1 FROM alarm_events n
            WHERE n.site = e.site AND n.monitor = e.monitor AND n.event_id > e.event_id);
        """,
    )
