"""Decisions on firms, and lists to screen them against."""

from __future__ import annotations

from sqlite_utils import Database

from crawler.case.database import script


def m010_party_decisions(db: Database) -> None:
    """Which names are one firm's, as reviewers decided; matcher.parties.decisions says which decisions count."""
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


def m011_lists(db: Database) -> None:
    """Lists to screen a case against, each edition by its bytes."""
    script(
        db,
        """
        CREATE TABLE lists (                -- one row for each imported edition of a list
          list_id TEXT PRIMARY KEY,         -- l- and hex of the file's sha256
          name TEXT NOT NULL,
          edition TEXT NOT NULL,            -- the date of the edition, as the user states it
          format TEXT NOT NULL,             -- ftm, csl, csv
          file TEXT NOT NULL,
          sha256 TEXT NOT NULL,
          imported_at TEXT NOT NULL,
          entries INTEGER NOT NULL,         -- records that name a party or a code
          left_out INTEGER NOT NULL         -- records that name neither, such as addresses
        ) STRICT;

        CREATE TABLE list_entries (         -- parties and goods codes of the lists
          list_id TEXT NOT NULL REFERENCES lists (list_id),
          row INTEGER NOT NULL,             -- record number in the file, its first being 1
          entry TEXT NOT NULL,              -- the list's own id, else the row
          names TEXT NOT NULL,              -- JSON list, verbatim
          numbers TEXT NOT NULL,            -- JSON list, verbatim
          country TEXT NOT NULL,
          hs TEXT NOT NULL,                 -- digits of a goods code, else empty
          note TEXT NOT NULL,               -- programme, topic or remark
          PRIMARY KEY (list_id, row)
        ) STRICT, WITHOUT ROWID;
        """,
    )


def m014_maker_names(db: Database) -> None:
    """By which further names the makers of sites are known; matcher.parties.maker_names says from where."""
    script(
        db,
        """
        CREATE TABLE maker_names (          -- names of sites' makers that their pages do not have
          site TEXT NOT NULL,
          name TEXT NOT NULL,               -- as declared, or as the profile gives it
          same INTEGER NOT NULL CHECK (same IN (0, 1)),  -- 0: decided to be another firm
          source TEXT NOT NULL,             -- profile, decisions or accepted pairs, in words
          PRIMARY KEY (site, name)
        ) STRICT, WITHOUT ROWID;
        """,
    )
