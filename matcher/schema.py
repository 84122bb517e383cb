"""The matcher's tables: customs files and lines, goods, pairs, decisions. See crawler.database for the rules."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from crawler.database import script

matcher_migrations = Migrations("matcher")


@matcher_migrations()
def m001_customs(db: Database) -> None:
    """Customs files, their lines and rejects, and goods: the distinct things the lines declare."""
    script(
        db,
        """
        CREATE TABLE customs_files (
          file_id TEXT PRIMARY KEY,         -- sha256 of the file's bytes
          name TEXT NOT NULL,
          layout TEXT NOT NULL,
          imported_at TEXT NOT NULL,
          rows_in INTEGER NOT NULL,         -- rows_in = headers + lines + rejects + blank
          headers INTEGER NOT NULL,
          lines INTEGER NOT NULL,
          rejects INTEGER NOT NULL,
          blank INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE goods (
          goods_id TEXT PRIMARY KEY,        -- g- and hex of (normal text, maker, trademark, model, article)
          text TEXT NOT NULL,               -- the first line's description, verbatim
          normal TEXT NOT NULL,             -- its normal form
          maker TEXT, trademark TEXT, model TEXT, article TEXT,  -- as named in text or columns, cleaned
          parsed TEXT NOT NULL DEFAULT '{}' -- JSON: what goods parsing made of the text
        ) STRICT;

        CREATE TABLE customs_lines (
          line_id INTEGER PRIMARY KEY,
          file_id TEXT NOT NULL REFERENCES customs_files (file_id),
          row INTEGER NOT NULL,             -- record number in the file, its first being 1
          goods_id TEXT NOT NULL REFERENCES goods (goods_id),
          declaration TEXT, line_no TEXT,
          date TEXT,                        -- ISO 8601
          hs TEXT,
          description TEXT NOT NULL,        -- verbatim
          translation TEXT,                 -- a machine translation given beside it
          maker TEXT, trademark TEXT, model TEXT, article TEXT,  -- verbatim columns
          importer TEXT, importer_code TEXT, exporter TEXT,
          origin TEXT, departure TEXT, destination TEXT,
          quantity REAL, unit TEXT, unit_code TEXT,              -- unit_code: UN/ECE Recommendation 20
          gross_kg REAL, net_kg REAL,
          value REAL, currency TEXT, value_usd REAL,
          raw TEXT NOT NULL,                -- JSON object: every cell verbatim under its header
          UNIQUE (file_id, row)
        ) STRICT;
        CREATE INDEX customs_lines_goods ON customs_lines (goods_id);

        CREATE TABLE customs_rejects (
          file_id TEXT NOT NULL REFERENCES customs_files (file_id),
          row INTEGER NOT NULL,
          reason TEXT NOT NULL,
          raw TEXT NOT NULL,
          PRIMARY KEY (file_id, row)
        ) STRICT, WITHOUT ROWID;
        """,
    )


@matcher_migrations()
def m002_pairs(db: Database) -> None:
    """Match runs and the pairs they propose."""
    script(
        db,
        """
        CREATE TABLE match_runs (
          match_id INTEGER PRIMARY KEY,
          started TEXT NOT NULL,
          finished TEXT,
          model TEXT NOT NULL,
          weights TEXT NOT NULL,            -- digest of the scorer's weights
          counts TEXT NOT NULL DEFAULT '{}'
        ) STRICT;

        CREATE TABLE pairs (                -- newest score of each pair; (item, goods) never twice
          pair_id TEXT PRIMARY KEY,         -- p- and hex of (item_id, goods_id)
          item_id TEXT NOT NULL REFERENCES items (item_id),
          goods_id TEXT NOT NULL REFERENCES goods (goods_id),
          match_id INTEGER NOT NULL REFERENCES match_runs (match_id),
          level TEXT NOT NULL,              -- model, maker, description
          log_odds REAL NOT NULL,
          confidence REAL NOT NULL,
          confidence_basis TEXT NOT NULL,   -- prior, calibrated:N
          confidence_low REAL NOT NULL,
          confidence_high REAL NOT NULL,
          terms TEXT NOT NULL,              -- JSON: [[term, value, log-odds], ...], they add up to log_odds
          reasons TEXT NOT NULL,            -- JSON list of sentences, strongest first
          counter_reasons TEXT NOT NULL,
          signature TEXT NOT NULL,          -- hash of the evidence as shown: a decision refers to it
          UNIQUE (item_id, goods_id)
        ) STRICT;
        CREATE INDEX pairs_goods ON pairs (goods_id);
        CREATE INDEX pairs_confidence ON pairs (confidence);
        """,
    )


@matcher_migrations()
def m003_review(db: Database) -> None:
    """Sheets written and read, and the decisions they carried: append-only."""
    script(
        db,
        """
        CREATE TABLE review_exports (
          export_id TEXT PRIMARY KEY,
          exported_at TEXT NOT NULL,
          file TEXT NOT NULL, sha256 TEXT NOT NULL,
          options TEXT NOT NULL DEFAULT '{}'
        ) STRICT;

        CREATE TABLE review_export_rows (   -- what was shown, why, and with which probability it was drawn
          export_id TEXT NOT NULL REFERENCES review_exports (export_id),
          pair_id TEXT NOT NULL REFERENCES pairs (pair_id),
          signature TEXT NOT NULL,
          shown_because TEXT NOT NULL,      -- top, uncertain, audit, disputed
          sampling_probability REAL,
          PRIMARY KEY (export_id, pair_id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE review_imports (
          import_id TEXT PRIMARY KEY,
          imported_at TEXT NOT NULL,
          file TEXT NOT NULL, sha256 TEXT NOT NULL UNIQUE,
          kept_as TEXT NOT NULL,            -- path below reviews/
          counts TEXT NOT NULL DEFAULT '{}',
          undone_at TEXT
        ) STRICT;

        CREATE TABLE decisions (
          decision_id INTEGER PRIMARY KEY,
          pair_id TEXT NOT NULL REFERENCES pairs (pair_id),
          decision TEXT NOT NULL CHECK (decision IN ('accept', 'reject', 'unsure')),
          reviewer TEXT NOT NULL,
          note TEXT,
          decided_at TEXT NOT NULL,
          signature TEXT NOT NULL,          -- of the evidence the reviewer saw
          import_id TEXT REFERENCES review_imports (import_id),  -- NULL: decided in the browser
          row INTEGER,                      -- row of the sheet
          undone_at TEXT
        ) STRICT;
        CREATE INDEX decisions_pair ON decisions (pair_id, decision_id);
        """,
    )
