"""Tables of the archive: runs, captures, the frontier; what closes a run; ledgers of adopted sites."""

from __future__ import annotations

import secrets

from sqlite_utils import Database

from crawler.case.schema import script


def m001_archive(db: Database) -> None:
    """Runs and captures: what was asked, when, and where its bytes lie."""
    script(
        db,
        """
        CREATE TABLE runs (
          run_id TEXT PRIMARY KEY,          -- <site>-<UTC yyyymmddThhmmss>-<hex>
          site TEXT NOT NULL,
          started TEXT NOT NULL,
          finished TEXT,
          finish_reason TEXT,               -- finished, or why it stopped early
          settings_digest TEXT,
          counts TEXT NOT NULL DEFAULT '{}' -- JSON: pages, items, posts, images, errors, bytes, by status
        ) STRICT;
        CREATE INDEX runs_site ON runs (site, started);

        CREATE TABLE captures (
          capture_id TEXT PRIMARY KEY,      -- the WARC record's random UUID
          run_id TEXT NOT NULL REFERENCES runs (run_id),
          site TEXT NOT NULL,
          url TEXT NOT NULL,
          captured_at TEXT NOT NULL,
          kind TEXT NOT NULL,               -- page, image, document, robots, sitemap, rendered, failure
          status INTEGER,                   -- NULL where no response came
          mime TEXT,
          payload_sha256 TEXT,
          payload_length INTEGER,
          warc_file TEXT NOT NULL,          -- relative to archive/<site>/
          warc_offset INTEGER NOT NULL,
          warc_length INTEGER NOT NULL,     -- of all its records: response, request, certificates
          record_length INTEGER,            -- of the first of them, the response
          ip TEXT,
          certificate_sha256 TEXT,
          revisit_of TEXT REFERENCES captures (capture_id), -- the capture that holds the same payload
          error TEXT,
          truncated TEXT,                   -- length, disconnect, time: why the payload is not whole
          location TEXT,                    -- where a redirect points, absolute
          etag TEXT, last_modified TEXT,    -- verbatim, for the next conditional request
          wire_sha256 TEXT,                 -- of the body as framed on the wire: WARC-Payload-Digest
          records_sha256 TEXT,              -- of the bytes at warc_offset: response and request record
          seq INTEGER,                      -- place in the site's hash chain, from 1
          chain TEXT                        -- sha256 over the link before and this capture
        ) STRICT;
        CREATE INDEX captures_url ON captures (site, url, captured_at);
        CREATE INDEX captures_payload ON captures (payload_sha256);
        CREATE UNIQUE INDEX captures_chain ON captures (site, seq);

        CREATE TABLE frontier (             -- every address a run has found, and what became of it
          id INTEGER PRIMARY KEY,
          run_id TEXT NOT NULL REFERENCES runs (run_id),
          url TEXT NOT NULL,
          key TEXT NOT NULL,                -- the address without fragment and session ids: asked for once
          host TEXT NOT NULL,
          kind TEXT NOT NULL,               -- robots, sitemap, page, image, document
          prefix TEXT NOT NULL,             -- the shape of the path, for the cap on crawl traps
          priority INTEGER NOT NULL,        -- lower is asked for first
          depth INTEGER NOT NULL,           -- links from a start page
          found_on TEXT,
          state TEXT NOT NULL DEFAULT 'pending', -- pending, fetching, done, failed, skipped
          attempts INTEGER NOT NULL DEFAULT 0,
          hops INTEGER NOT NULL DEFAULT 0,  -- redirects that led here
          not_before REAL NOT NULL DEFAULT 0, -- seconds since 1970
          reason TEXT,
          UNIQUE (run_id, key)
        ) STRICT;
        CREATE INDEX frontier_next ON frontier (run_id, host, state, priority, id);
        """,
    )


def m004_seals(db: Database) -> None:
    """What closes a run: its manifest, and the time stamps over it."""
    script(
        db,
        """
        CREATE TABLE seals (                -- a manifest as it was written
          run_id TEXT PRIMARY KEY REFERENCES runs (run_id),
          site TEXT NOT NULL,
          manifest TEXT NOT NULL,           -- file in archive/<site>/
          sha256 TEXT NOT NULL,
          sealed_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX seals_site ON seals (site, sealed_at);

        CREATE TABLE timestamps (           -- an RFC 3161 token over a manifest
          file TEXT PRIMARY KEY,            -- in archive/<site>/
          run_id TEXT NOT NULL REFERENCES seals (run_id),
          site TEXT NOT NULL,
          authority TEXT NOT NULL,          -- the address asked
          stamped_at TEXT NOT NULL,         -- what the authority says
          sha256 TEXT NOT NULL              -- of the token's file
        ) STRICT;
        """,
    )


def m010_adopted_ledgers(db: Database) -> None:
    """What tells a case from others, and the ledgers of the cases that sites were adopted from."""
    script(
        db,
        """
        CREATE TABLE case_identity (        -- one row, made with the database; copies of a case share it
          case_id TEXT PRIMARY KEY
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE adopted_ledgers (      -- the ledgers that manifests of adopted runs name
          case_id TEXT NOT NULL,            -- of the case that the site was adopted from, or came through
          site TEXT NOT NULL,
          seq INTEGER NOT NULL,             -- the last link of that ledger when the site was adopted
          chain TEXT NOT NULL,
          adopted_at TEXT NOT NULL,
          PRIMARY KEY (case_id, site, seq)
        ) STRICT, WITHOUT ROWID;
        """,
    )
    db.execute("INSERT INTO case_identity (case_id) VALUES (?)", (secrets.token_hex(8),))
