"""Tables of what pages say: items, posts, pictures, catalogues; what is current is a view."""

from __future__ import annotations

from sqlite_utils import Database

from crawler.case.schema import script


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


def m008_names_and_marks(db: Database) -> None:
    """The one version that an item is shown with, and marks of items and posts that are left out."""
    script(
        db,
        """
        CREATE TABLE reader_languages (     -- review.languages of box31.toml: items are shown in the first they have
          language TEXT PRIMARY KEY,
          position INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE record_marks (         -- who took an item or post out of the listings, or back in; the newest counts
          mark_id INTEGER PRIMARY KEY,
          owner_id TEXT NOT NULL,           -- item_id or post_id
          mark TEXT NOT NULL CHECK (mark IN ('hidden', 'shown', 'withdrawn', 'restored')),
          marked_at TEXT NOT NULL,
          reason TEXT                       -- a reader's note, or why extraction took it back
        ) STRICT;
        CREATE INDEX record_marks_owner ON record_marks (owner_id, mark_id);

        CREATE VIEW left_out AS             -- hidden by a reader, or withdrawn: no archived page gives it any more
          SELECT DISTINCT m.owner_id, m.mark, m.marked_at, m.reason FROM record_marks m
          WHERE m.mark IN ('hidden', 'withdrawn') AND m.mark_id = (
            SELECT max(n.mark_id) FROM record_marks n WHERE n.owner_id = m.owner_id
              AND (n.mark IN ('hidden', 'shown')) = (m.mark IN ('hidden', 'shown')));

        CREATE VIEW spoken_versions AS      -- the version that each item is shown with everywhere
          SELECT i.item_id, (
            SELECT c.version_id FROM current_items c WHERE c.item_id = i.item_id
            ORDER BY c.name IS NULL, c.page_type <> 'product', coalesce((
                SELECT min(l.position) FROM reader_languages l
                WHERE l.language IN (c.language, substr(c.language, 1, instr(c.language || '-', '-') - 1))), 1000),
              c.url <> c.key, c.version_id
            LIMIT 1) AS version_id
          FROM items i;
        """,
    )


def m009_pictures(db: Database) -> None:
    """What pictures state: the EXIF of their files, and text in them; which were looked into, by which reader."""
    script(
        db,
        """
        CREATE TABLE image_readings (       -- which picture was looked into for what, and by which reader
          sha256 TEXT NOT NULL,
          what TEXT NOT NULL CHECK (what IN ('exif', 'text')),
          reader TEXT NOT NULL,             -- name and version of the reading code or models
          read_at TEXT NOT NULL,
          problem TEXT,                     -- why it could not be read, or not all of it
          PRIMARY KEY (sha256, what, reader)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE image_exif (           -- what a picture's file states of it; anybody can write it
          sha256 TEXT NOT NULL,
          reader TEXT NOT NULL,
          field TEXT NOT NULL,              -- name in the EXIF standard
          value TEXT NOT NULL,
          PRIMARY KEY (sha256, reader, field)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE image_texts (          -- a line of text that a model read in a picture
          sha256 TEXT NOT NULL,
          reader TEXT NOT NULL,
          line INTEGER NOT NULL,            -- from the top, the first is 1
          text TEXT NOT NULL,
          x INTEGER NOT NULL, y INTEGER NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL, -- box, pixels
          confidence REAL NOT NULL,         -- as the model states it, 0 to 1
          PRIMARY KEY (sha256, reader, line)
        ) STRICT, WITHOUT ROWID;

        CREATE VIEW newest_image_readings AS -- the last reading of each picture for each thing
          SELECT r.* FROM image_readings r
          WHERE r.reader = (SELECT n.reader FROM image_readings n WHERE n.sha256 = r.sha256 AND n.what = r.what
                            ORDER BY n.read_at DESC, n.reader DESC LIMIT 1);
        """,
    )
