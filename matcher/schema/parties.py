"""Decisions on firms, and lists to screen them against."""

from __future__ import annotations

from sqlite_utils import Database

from crawler.case.database import script


def m010_party_decisions(db: Database) -> None:
    """Which names are one firm's, as reviewers decided. The rule of what counts is in matcher.parties.decisions."""
    script(
        db,
        """
        CREATE TABLE party_decisions (      -- who decided that two names are one firm, or are not
          decision_id INTEGER PRIMARY KEY,
          first TEXT NOT NULL,              -- n- and hex of a name and its number, the lower of the two
          second TEXT NOT NULL,
          decision TEXT NOT NULL CHECK (decision IN ('same', 'different')),
          reviewer TEXT NOT NULL,           -- as written
          reviewer_key TEXT NOT NULL,       -- the same reviewer, however written
          note TEXT NOT NULL DEFAULT '',
          decided_at TEXT NOT NULL,
          undone_at TEXT,                   -- not NULL: counts no more
          CHECK (first < second)
        ) STRICT;
        CREATE INDEX party_decisions_names ON party_decisions (first, second);
        """,
    )
