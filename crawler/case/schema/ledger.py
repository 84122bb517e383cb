"""Tables of the ledger: what the case asserts, as one hash chain."""

from __future__ import annotations

from sqlite_utils import Database

from crawler.case.schema import script


def m007_ledger(db: Database) -> None:
    """The chain, the running sums it vouches for, the settings files as they were used, and time stamps over it."""
    script(
        db,
        """
        CREATE TABLE ledger (               -- one link for each transaction that changed a table
          seq INTEGER PRIMARY KEY,
          at TEXT NOT NULL,
          what TEXT NOT NULL,               -- which command wrote it
          changes TEXT NOT NULL,            -- JSON: table -> [rows, sha256 of the sum of its rows' hashes]
          chain TEXT NOT NULL               -- sha256 over the link before and this one
        ) STRICT;

        CREATE TABLE ledger_sums (          -- what the last links vouch for
          name TEXT PRIMARY KEY,
          rows INTEGER NOT NULL,
          sum BLOB NOT NULL                 -- of SHAKE-256 hashes of the rows, modulo 2^2048
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE ledger_files (         -- box31.toml and profiles, whenever a command met them changed
          file_id INTEGER PRIMARY KEY,
          path TEXT NOT NULL,               -- in the case folder
          sha256 TEXT NOT NULL,
          content TEXT NOT NULL,
          seen_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX ledger_files_path ON ledger_files (path, file_id);

        CREATE TABLE ledger_stamps (        -- an RFC 3161 token over a head of the ledger
          file TEXT PRIMARY KEY,            -- in archive/
          head TEXT NOT NULL,               -- the file it is over, in archive/
          seq INTEGER NOT NULL,
          authority TEXT NOT NULL,
          stamped_at TEXT NOT NULL,
          sha256 TEXT NOT NULL              -- of the token's file
        ) STRICT;
        """,
    )
