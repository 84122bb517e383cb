"""Review sheets and the decisions they carried."""

from __future__ import annotations

from sqlite_utils import Database

from crawler.case.database import script


def m003_review(db: Database) -> None:
    """Sheets written and read, and the decisions they carried: append-only. The rule of the states is in
    matcher.review.decisions."""
    script(
        db,
        """
        CREATE TABLE review_exports (
          export_id TEXT PRIMARY KEY,       -- x- and hex
          exported_at TEXT NOT NULL,
          file TEXT NOT NULL,               -- path below reviews/
          sha256 TEXT NOT NULL,
          rows INTEGER NOT NULL,
          reviewer TEXT,                    -- for whom it was made
          options TEXT NOT NULL DEFAULT '{}'
        ) STRICT;

        CREATE TABLE review_export_rows (   -- what was shown, why, and with which probability it was drawn
          export_id TEXT NOT NULL REFERENCES review_exports (export_id),
          pair_id TEXT NOT NULL REFERENCES pairs (pair_id),
          signature TEXT NOT NULL,
          shown_because TEXT NOT NULL,      -- top, uncertain, audit, disputed
          sampling_probability REAL NOT NULL,
          PRIMARY KEY (pair_id, export_id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE review_imports (
          import_id TEXT PRIMARY KEY,       -- r- and hex
          imported_at TEXT NOT NULL,
          file TEXT NOT NULL, sha256 TEXT NOT NULL,
          kept_as TEXT NOT NULL,            -- path below reviews/
          counts TEXT NOT NULL DEFAULT '{}',
          undone_at TEXT
        ) STRICT;
        CREATE UNIQUE INDEX review_imports_live ON review_imports (sha256) WHERE undone_at IS NULL;

        CREATE TABLE decisions (
          decision_id INTEGER PRIMARY KEY,
          pair_id TEXT NOT NULL REFERENCES pairs (pair_id),
          signature TEXT NOT NULL,          -- of the evidence the reviewer saw
          reviewer TEXT NOT NULL,           -- as written
          reviewer_key TEXT NOT NULL,       -- the same reviewer, however written
          decision TEXT NOT NULL CHECK (decision IN ('accept', 'reject', 'unsure')),
          note TEXT NOT NULL DEFAULT '',
          asked_at TEXT NOT NULL,           -- when the question was put: time of the export, or of the click
          export_id TEXT REFERENCES review_exports (export_id),  -- NULL: decided in the browser
          decided_at TEXT NOT NULL,         -- when it was recorded
          undone_at TEXT                    -- not NULL: counts no more
        ) STRICT;
        CREATE UNIQUE INDEX decisions_once
          ON decisions (pair_id, signature, reviewer_key, asked_at, decision, note) WHERE undone_at IS NULL;

        CREATE TABLE decision_sources (     -- every file and row that said it
          import_id TEXT NOT NULL REFERENCES review_imports (import_id),
          decision_id INTEGER NOT NULL REFERENCES decisions (decision_id),
          sheet TEXT NOT NULL,              -- name of the worksheet, '' in a text file
          row INTEGER NOT NULL,
          PRIMARY KEY (decision_id, import_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX decision_sources_import ON decision_sources (import_id);

        CREATE TABLE review_settings (      -- one row: what the view below needs of box31.toml
          one INTEGER PRIMARY KEY CHECK (one = 1),
          adjudicator_key TEXT NOT NULL
        ) STRICT;
        INSERT INTO review_settings VALUES (1, '');

        CREATE INDEX pairs_signature ON pairs (pair_id, signature);
        CREATE INDEX pairs_top ON pairs (-confidence, pair_id);                  -- the orders of a review
        CREATE INDEX pairs_uncertain ON pairs (abs(confidence - 0.5), pair_id);

        CREATE VIEW counting_decisions AS   -- on the evidence as it stands, each reviewer's newest question
          SELECT d.* FROM decisions d JOIN pairs p ON p.pair_id = d.pair_id AND p.signature = d.signature
          WHERE d.undone_at IS NULL AND NOT EXISTS (
            SELECT 1 FROM decisions n
            WHERE n.pair_id = d.pair_id AND n.signature = d.signature AND n.reviewer_key = d.reviewer_key
              AND n.undone_at IS NULL AND n.asked_at > d.asked_at);

        CREATE VIEW pair_states AS
          SELECT p.pair_id,
            CASE WHEN NOT EXISTS (
                SELECT 1 FROM decisions d WHERE d.pair_id = p.pair_id AND d.undone_at IS NULL) THEN 'proposed'
            ELSE (
              SELECT CASE
                WHEN count(*) = 0 THEN 'stale'
                WHEN min(final) = max(final) THEN min(final)
                WHEN min(word) = max(word) THEN min(word)
                ELSE 'disputed' END
              FROM (
                SELECT
                  CASE c.decision WHEN 'accept' THEN 'accepted' WHEN 'reject' THEN 'rejected' ELSE 'unsure' END
                    AS word,
                  CASE WHEN c.reviewer_key = s.adjudicator_key AND c.decision = 'accept' THEN 'accepted'
                       WHEN c.reviewer_key = s.adjudicator_key AND c.decision = 'reject' THEN 'rejected' END
                    AS final
                FROM counting_decisions c, review_settings s WHERE c.pair_id = p.pair_id)
            ) END AS state
          FROM pairs p;
        """,
    )


def m012_statement_decisions(db: Database) -> None:
    """What reviewers say of statements of posts: append-only. The rule of the states is in
    matcher.review.statement_decisions."""
    script(
        db,
        """
        CREATE TABLE statement_decisions (
          decision_id INTEGER PRIMARY KEY,
          statement_id TEXT NOT NULL,       -- s- and hex
          signature TEXT NOT NULL,          -- of what the reviewer saw
          said TEXT NOT NULL,               -- JSON: the statement as the reviewer saw it
          reviewer TEXT NOT NULL,           -- as written
          reviewer_key TEXT NOT NULL,       -- the same reviewer, however written
          decision TEXT NOT NULL CHECK (decision IN ('accept', 'reject', 'unsure')),
          note TEXT NOT NULL DEFAULT '',
          asked_at TEXT NOT NULL,           -- when the question was put: time of the export, or of the click
          import_id TEXT REFERENCES review_imports (import_id),  -- NULL: decided in the browser
          sheet TEXT NOT NULL DEFAULT '',   -- name of the worksheet, '' in a text file
          row INTEGER,
          decided_at TEXT NOT NULL,         -- when it was recorded
          undone_at TEXT                    -- not NULL: counts no more
        ) STRICT;
        CREATE INDEX statement_decisions_of ON statement_decisions (statement_id, reviewer_key);
        """,
    )
