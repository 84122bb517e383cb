"""Who was asked about the case's findings, and what they answered."""

from __future__ import annotations

from sqlite_utils import Database

from crawler.case.database import script


def m013_replies(db: Database) -> None:
    """Questions and answers: append-only; the rule is in matcher.review.replies."""
    script(
        db,
        """
        CREATE TABLE replies (              -- one row for each question, answer, or word that none came
          event_id INTEGER PRIMARY KEY,
          request_id TEXT NOT NULL,         -- q- and hex: a question and what followed it
          kind TEXT NOT NULL CHECK (kind IN ('asked', 'answered', 'no answer')),
          day TEXT NOT NULL,                -- of the letter, as its recorder states it
          who TEXT NOT NULL,                -- who was asked, or who answered
          channel TEXT NOT NULL DEFAULT '', -- e-mail, letter, telephone
          about TEXT NOT NULL DEFAULT '[]', -- JSON list of ids of pairs, items and posts, and names of sites
          recorded_by TEXT NOT NULL,
          note TEXT NOT NULL DEFAULT '',
          kept_as TEXT NOT NULL DEFAULT '', -- path below replies/; '' where there is no text
          sha256 TEXT NOT NULL DEFAULT '',
          recorded_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX replies_request ON replies (request_id);
        """,
    )
