"""One SQLite file: how it is opened, and the crawler's tables.

Codes and ids are TEXT, tables are STRICT, history is append-only, "current" is a view. Every change to the
schema is a new migration below; a migration that has landed is never edited.
"""

from __future__ import annotations

from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from crawler.errors import Box31Error

BUSY_TIMEOUT_MS = 10_000

crawler_migrations = Migrations("crawler")


def open_database(path: Path, *more: Migrations) -> Database:
    """The database at `path`, made and migrated as needed.

    `more` are the migration sets of rooms that build on the crawler (the matcher's). Raises Box31Error where
    the file is not a database.
    """
    import sqlite3

    try:
        connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_MS / 1000)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        db = Database(connection, strict=True)
        for migrations in (crawler_migrations, *more):
            if migrations.pending(db):
                migrations.apply(db)
    except sqlite3.DatabaseError as error:
        raise Box31Error(f"{path}: not usable as the case's database: {error}") from error
    return db


@crawler_migrations()
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


@crawler_migrations()
def m002_records(db: Database) -> None:
    """Catalog items, news posts and their images, as versions over time."""
    script(
        db,
        """
        CREATE TABLE items (
          item_id TEXT PRIMARY KEY,         -- i- and hex of (site, key)
          site TEXT NOT NULL,
          key TEXT NOT NULL,                -- canonical url or SKU
          url TEXT NOT NULL,
          first_seen TEXT NOT NULL,
          UNIQUE (site, key)
        ) STRICT;

        CREATE TABLE item_versions (        -- what one page (one language) of an item said; new row only on change
          version_id INTEGER PRIMARY KEY,
          item_id TEXT NOT NULL REFERENCES items (item_id),
          capture_id TEXT NOT NULL REFERENCES captures (capture_id),
          seen_at TEXT NOT NULL,
          extractor TEXT NOT NULL,          -- version of the extraction code
          fields_sha256 TEXT NOT NULL,
          url TEXT NOT NULL,
          page_type TEXT NOT NULL DEFAULT 'product', -- product: its own page; listing: an entry of a list
          language TEXT,
          name TEXT, model TEXT, sku TEXT, mpn TEXT, gtin TEXT, brand TEXT, category TEXT, description TEXT,
          specs TEXT NOT NULL DEFAULT '{}', -- JSON object, page's order
          price TEXT, currency TEXT, availability TEXT,
          documents TEXT NOT NULL DEFAULT '[]', -- JSON list: urls of data sheets, file#page=N for catalogues
          sources TEXT NOT NULL DEFAULT '{}' -- JSON: field -> json-ld, microdata, og, selector, list, table, text
        ) STRICT;
        CREATE INDEX item_versions_item ON item_versions (item_id, url, version_id);

        CREATE TABLE item_urls (            -- every address an item is known by: its pages, their language mirrors
          site TEXT NOT NULL,
          url TEXT NOT NULL,
          item_id TEXT NOT NULL REFERENCES items (item_id),
          language TEXT,
          PRIMARY KEY (site, url)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX item_urls_item ON item_urls (item_id);

        CREATE TABLE item_sightings (       -- one row for each capture an item was read from
          item_id TEXT NOT NULL REFERENCES items (item_id),
          version_id INTEGER NOT NULL REFERENCES item_versions (version_id),
          capture_id TEXT NOT NULL REFERENCES captures (capture_id),
          run_id TEXT NOT NULL,
          seen_at TEXT NOT NULL,
          PRIMARY KEY (item_id, capture_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX item_sightings_run ON item_sightings (run_id);

        CREATE TABLE posts (
          post_id TEXT PRIMARY KEY,         -- n- and hex of (site, canonical url)
          site TEXT NOT NULL,
          url TEXT NOT NULL,
          first_seen TEXT NOT NULL,
          UNIQUE (site, url)
        ) STRICT;

        CREATE TABLE post_versions (
          version_id INTEGER PRIMARY KEY,
          post_id TEXT NOT NULL REFERENCES posts (post_id),
          capture_id TEXT NOT NULL REFERENCES captures (capture_id),
          seen_at TEXT NOT NULL,
          extractor TEXT NOT NULL,
          fields_sha256 TEXT NOT NULL,
          language TEXT, title TEXT,
          published TEXT,                   -- ISO 8601 date
          date_source TEXT,                 -- json-ld, meta, time, label, text, url
          date_certainty TEXT,              -- certain, likely, ambiguous
          date_text TEXT,                   -- the words or markup it was read from, verbatim
          author TEXT, text TEXT
        ) STRICT;
        CREATE INDEX post_versions_post ON post_versions (post_id, version_id);

        CREATE TABLE images (               -- one row for each distinct picture
          sha256 TEXT PRIMARY KEY,
          bytes INTEGER NOT NULL,
          mime TEXT, width INTEGER, height INTEGER, phash TEXT,
          problem TEXT                      -- why it could not be read as a picture
        ) STRICT;

        CREATE TABLE image_uses (           -- which item or post version shows which picture
          owner_id TEXT NOT NULL,           -- item_id or post_id
          version_id INTEGER NOT NULL,
          position INTEGER NOT NULL,        -- 0 is the main image
          url TEXT NOT NULL,
          alt TEXT,
          PRIMARY KEY (owner_id, version_id, position)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX image_uses_url ON image_uses (url);

        CREATE VIEW current_items AS        -- the newest version of each page of each item
          SELECT i.site, i.key, i.first_seen,
                 (SELECT max(s.seen_at) FROM item_sightings s WHERE s.item_id = i.item_id) AS last_seen, v.*
          FROM items i JOIN item_versions v ON v.item_id = i.item_id
          WHERE v.version_id = (SELECT w.version_id FROM item_versions w
                                WHERE w.item_id = v.item_id AND w.url = v.url
                                ORDER BY w.page_type = 'product' DESC, w.version_id DESC LIMIT 1);

        CREATE VIEW current_posts AS
          SELECT p.site, p.url, p.first_seen, v.*
          FROM posts p JOIN post_versions v ON v.post_id = p.post_id
          WHERE v.version_id = (SELECT max(w.version_id) FROM post_versions w WHERE w.post_id = v.post_id);
        """,
    )


@crawler_migrations()
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

        CREATE TABLE run_records (          -- a run in numbers (crawler.run_records), counted once it has ended
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


@crawler_migrations()
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


@crawler_migrations()
def m005_current_by_time(db: Database) -> None:
    """Current is what the newest capture said, not what was written last: old captures may be read again."""
    script(
        db,
        """
        DROP VIEW current_items;
        CREATE VIEW current_items AS        -- the newest version of each page of each item
          SELECT i.site, i.key, i.first_seen,
                 (SELECT max(s.seen_at) FROM item_sightings s WHERE s.item_id = i.item_id) AS last_seen, v.*
          FROM items i JOIN item_versions v ON v.item_id = i.item_id
          WHERE v.version_id = (SELECT w.version_id FROM item_versions w
                                WHERE w.item_id = v.item_id AND w.url = v.url
                                ORDER BY w.page_type = 'product' DESC, w.seen_at DESC, w.version_id DESC LIMIT 1);
        DROP VIEW current_posts;
        CREATE VIEW current_posts AS
          SELECT p.site, p.url, p.first_seen, v.*
          FROM posts p JOIN post_versions v ON v.post_id = p.post_id
          WHERE v.version_id = (SELECT w.version_id FROM post_versions w WHERE w.post_id = v.post_id
                                ORDER BY w.seen_at DESC, w.version_id DESC LIMIT 1);
        """,
    )


@crawler_migrations()
def m006_catalogues(db: Database) -> None:
    """PDF catalogues by page, and the items that stand on them."""
    script(
        db,
        """
        CREATE TABLE catalogues (           -- one row for each distinct PDF that was read
          sha256 TEXT PRIMARY KEY,
          site TEXT NOT NULL,
          url TEXT NOT NULL,
          capture_id TEXT NOT NULL REFERENCES captures (capture_id),
          problem TEXT                      -- why not all of it was read
        ) STRICT;

        CREATE TABLE catalogue_pages (
          sha256 TEXT NOT NULL REFERENCES catalogues (sha256),
          page INTEGER NOT NULL,            -- the first is 1
          text TEXT NOT NULL,
          tables TEXT NOT NULL,             -- rows of tables, one a line, cells joined by " | "
          PRIMARY KEY (sha256, page)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE item_pages (           -- an item's code stands on this page
          item_id TEXT NOT NULL REFERENCES items (item_id),
          sha256 TEXT NOT NULL REFERENCES catalogues (sha256),
          page INTEGER NOT NULL,
          code TEXT NOT NULL,
          PRIMARY KEY (item_id, sha256, page)
        ) STRICT, WITHOUT ROWID;
        """,
    )


def script(db: Database, sql: str) -> None:
    """Run the statements of `sql` inside the migration's transaction (executescript would commit it)."""
    import sqlite3

    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            db.execute(statement)
            statement = ""
    assert not statement.strip(), f"unfinished statement in a migration: {statement[:80]}"
