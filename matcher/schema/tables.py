"""The matcher's tables: customs files and lines, goods, pairs, decisions. See crawler.database for the rules."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from crawler.case.database import script

matcher_migrations = Migrations("matcher")


@matcher_migrations()
def m001_customs(db: Database) -> None:
    """Customs files, their lines and rejects, and goods: the distinct things the lines declare."""
    script(
        db,
        """
        CREATE TABLE customs_files (        -- one row for each file, or each sheet or member of one
          file_id TEXT PRIMARY KEY,         -- f- and hex of (sha256, part)
          sha256 TEXT NOT NULL,             -- of the file's bytes
          name TEXT NOT NULL,               -- the file's name; its part after # or / where there are several
          kind TEXT NOT NULL,               -- declarations, statistics
          layout TEXT NOT NULL,             -- how its columns were understood: a layout's name, or "headers"
          signature TEXT NOT NULL,          -- of its header row: files of one vendor's layout share it
          columns TEXT NOT NULL,            -- JSON list: its header row
          mapping TEXT NOT NULL,            -- JSON object: field -> headers it was read from
          personal TEXT NOT NULL,           -- JSON list: headers whose cells are personal data
          imported_at TEXT NOT NULL,
          rows_in INTEGER NOT NULL,         -- rows_in = headers + lines + rejects + blank
          headers INTEGER NOT NULL,         -- header rows and the titles above them
          lines INTEGER NOT NULL,           -- of these, `known` were in the case already
          rejects INTEGER NOT NULL,
          blank INTEGER NOT NULL,
          known INTEGER NOT NULL DEFAULT 0, -- lines an earlier export of this layout holds word for word
          replaced INTEGER NOT NULL DEFAULT 0  -- lines of earlier exports that this file corrects
        ) STRICT;
        CREATE INDEX customs_files_signature ON customs_files (signature);

        CREATE TABLE goods (
          goods_id TEXT PRIMARY KEY,        -- g- and hex of (normal text, maker, trademark, model, article)
          text TEXT NOT NULL,               -- the first line's description, verbatim
          normal TEXT NOT NULL,             -- its normal form
          maker TEXT, trademark TEXT, model TEXT, article TEXT,  -- as named in text or columns, cleaned
          parsed TEXT NOT NULL DEFAULT '{}' -- JSON: what goods parsing made of the text
        ) STRICT;

        CREATE TABLE customs_lines (        -- read it through the view current_lines
          line_id INTEGER PRIMARY KEY,
          file_id TEXT NOT NULL REFERENCES customs_files (file_id),
          row INTEGER NOT NULL,             -- record number in the file, its first being 1
          goods_id TEXT NOT NULL REFERENCES goods (goods_id),
          declaration TEXT, line_no TEXT, record_id TEXT,
          date TEXT,                        -- ISO 8601: a day, or a month where the file says no more
          hs TEXT,                          -- verbatim, as text
          hs6 TEXT,                         -- its six digits where they are possible ones
          description TEXT NOT NULL,        -- verbatim
          translation TEXT,                 -- a machine translation given beside it
          maker TEXT, trademark TEXT, model TEXT, article TEXT,  -- verbatim columns
          importer TEXT, importer_code TEXT, exporter TEXT,
          origin TEXT, departure TEXT, destination TEXT,
          quantity REAL, unit TEXT, unit_code TEXT,              -- unit_code: UN/ECE Recommendation 20
          gross_kg REAL, net_kg REAL,
          value REAL, currency TEXT, value_usd REAL,
          problem TEXT,                     -- what is doubtful about a line that was kept all the same
          replaced_by INTEGER,              -- the line of a later, corrected export
          raw TEXT NOT NULL                 -- JSON list: every cell verbatim, in the order of the file's columns
        ) STRICT;
        CREATE UNIQUE INDEX customs_lines_row ON customs_lines (file_id, row);
        CREATE INDEX customs_lines_goods ON customs_lines (goods_id);
        CREATE INDEX customs_lines_declaration ON customs_lines (declaration, line_no);

        CREATE VIEW current_lines AS        -- the lines that no later export has corrected
          SELECT * FROM customs_lines WHERE replaced_by IS NULL;

        CREATE VIEW goods_sums AS           -- quantity is NULL where the lines count in several units
          SELECT goods_id, count(*) AS lines,
                 CASE WHEN count(DISTINCT coalesce(unit_code, unit)) <= 1 THEN sum(quantity) END AS quantity,
                 CASE WHEN count(DISTINCT coalesce(unit_code, unit)) <= 1 THEN max(unit) END AS unit,
                 sum(value_usd) AS value_usd, min(date) AS first_date, max(date) AS last_date
          FROM current_lines GROUP BY goods_id;

        CREATE TABLE customs_known (        -- rows that an earlier export of the same layout holds word for word
          file_id TEXT NOT NULL REFERENCES customs_files (file_id),
          row INTEGER NOT NULL,
          line_id INTEGER NOT NULL,
          PRIMARY KEY (file_id, row)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX customs_known_line ON customs_known (line_id);

        CREATE TABLE customs_rejects (      -- rows that could not be read
          file_id TEXT NOT NULL REFERENCES customs_files (file_id),
          row INTEGER NOT NULL,
          reason TEXT NOT NULL,
          raw TEXT NOT NULL,                -- JSON list of its cells
          PRIMARY KEY (file_id, row)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE customs_layouts (      -- mappings that were given by hand, by header signature
          signature TEXT PRIMARY KEY,
          name TEXT NOT NULL,
          mapping TEXT NOT NULL,            -- JSON
          remembered_at TEXT NOT NULL
        ) STRICT;

        CREATE TABLE customs_forgotten (    -- tombstones: what was removed on purpose, and why
          forgotten_id INTEGER PRIMARY KEY,
          sha256 TEXT NOT NULL,
          name TEXT NOT NULL,
          reason TEXT NOT NULL,
          lines INTEGER NOT NULL,
          forgotten_at TEXT NOT NULL
        ) STRICT;

        CREATE TABLE customs_statistics (   -- published sums: the layouts of the Chinese customs and UN Comtrade
          file_id TEXT NOT NULL REFERENCES customs_files (file_id),
          row INTEGER NOT NULL,
          period TEXT NOT NULL,             -- 2023-01, or 2023
          hs TEXT NOT NULL,
          flow TEXT NOT NULL,               -- export, import
          reporter TEXT NOT NULL,           -- ISO 3166 alpha-3 where it is known, else as printed
          partner TEXT NOT NULL,
          quantity REAL, unit TEXT,
          quantity2 REAL, unit2 TEXT,
          value_usd REAL,
          raw TEXT NOT NULL,
          PRIMARY KEY (file_id, row)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX customs_statistics_hs ON customs_statistics (hs, period);
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
    """Sheets written and read, and the decisions they carried: append-only. The rule of the states stands in
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


@matcher_migrations()
def m005_readable_views(db: Database) -> None:
    """The case for people who look into the database: one row a thing, names beside ids, nothing to join."""
    script(
        db,
        """
        CREATE VIEW readable_items AS       -- one row for each catalog item, as its best page states it
          SELECT i.item_id, i.site, v.name, v.model, v.sku, v.brand, v.category, v.price, v.currency, v.availability,
            v.url, v.language, v.description, v.specs, i.first_seen,
            (SELECT max(s.seen_at) FROM item_sightings s WHERE s.item_id = i.item_id) AS last_seen,
            (SELECT count(*) FROM item_versions w WHERE w.item_id = i.item_id) AS versions, v.version_id, v.capture_id
          FROM items i LEFT JOIN item_versions v ON v.version_id = (
            SELECT c.version_id FROM current_items c WHERE c.item_id = i.item_id
            ORDER BY c.name IS NULL, c.page_type <> 'product', c.version_id LIMIT 1);

        CREATE VIEW readable_posts AS       -- one row for each news post, newest version
          SELECT post_id, site, published, date_source, date_certainty, title, url, language, author, text, seen_at,
            capture_id
          FROM current_posts;

        CREATE VIEW readable_captures AS    -- what was fetched, when, its hash, and where its bytes lie in the case
          SELECT capture_id, site, url, captured_at, kind, status, mime, payload_length, payload_sha256,
            'archive/' || site || '/' || warc_file AS warc, warc_offset, warc_length, ip, certificate_sha256,
            revisit_of, run_id, error
          FROM captures;

        CREATE VIEW readable_lines AS       -- one row for each customs line that no later export has corrected
          SELECT l.line_id, f.name AS customs_file, l.row, l.declaration, l.line_no, l.date, l.hs, l.description,
            l.translation, l.maker, l.trademark, l.model, l.article, l.importer, l.importer_code, l.exporter, l.origin,
            l.departure, l.destination, l.quantity, l.unit, l.gross_kg, l.net_kg, l.value, l.currency, l.value_usd,
            l.problem, l.goods_id
          FROM current_lines l JOIN customs_files f ON f.file_id = l.file_id;

        CREATE VIEW readable_pairs AS       -- one row for each pair, with its state and sums over its lines
          SELECT p.pair_id, p.confidence, p.confidence_basis, p.confidence_low, p.confidence_high, p.level,
            (SELECT s.state FROM pair_states s WHERE s.pair_id = p.pair_id) AS state, i.site, i.sku, i.model,
            i.name AS item_name, i.url AS item_url, g.text AS goods, coalesce(g.maker, g.trademark) AS maker,
            (SELECT count(*) FROM current_lines l WHERE l.goods_id = p.goods_id) AS lines,
            (SELECT CASE WHEN count(DISTINCT coalesce(l.unit_code, l.unit)) <= 1 THEN sum(l.quantity) END
             FROM current_lines l WHERE l.goods_id = p.goods_id) AS quantity,
            (SELECT CASE WHEN count(DISTINCT coalesce(l.unit_code, l.unit)) <= 1 THEN max(l.unit) END
             FROM current_lines l WHERE l.goods_id = p.goods_id) AS unit,
            (SELECT sum(l.value_usd) FROM current_lines l WHERE l.goods_id = p.goods_id) AS value_usd,
            (SELECT min(l.date) FROM current_lines l WHERE l.goods_id = p.goods_id) AS first_date,
            (SELECT max(l.date) FROM current_lines l WHERE l.goods_id = p.goods_id) AS last_date,
            p.reasons, p.counter_reasons, p.item_id, p.goods_id
          FROM pairs p JOIN readable_items i ON i.item_id = p.item_id JOIN goods g ON g.goods_id = p.goods_id;

        CREATE VIEW readable_pair_lines AS  -- one row for each customs line of each pair
          SELECT p.pair_id, p.confidence, p.confidence_basis, p.level,
            (SELECT s.state FROM pair_states s WHERE s.pair_id = p.pair_id) AS state, i.site, i.sku,
            i.name AS item_name, i.url AS item_url, l.customs_file, l.row, l.declaration, l.line_no, l.date, l.hs,
            l.description, l.importer, l.exporter, l.maker, l.origin, l.destination, l.quantity, l.unit, l.value_usd,
            p.reasons
          FROM pairs p JOIN readable_items i ON i.item_id = p.item_id JOIN readable_lines l ON l.goods_id = p.goods_id;

        CREATE VIEW readable_decisions AS   -- who decided what, when, on which pair; undone ones say so
          SELECT d.decision_id, d.pair_id, d.decision, d.reviewer, d.note, d.asked_at, d.decided_at, d.undone_at,
            d.signature = p.signature AS on_present_evidence, i.name AS item_name, g.text AS goods
          FROM decisions d JOIN pairs p ON p.pair_id = d.pair_id
          JOIN readable_items i ON i.item_id = p.item_id JOIN goods g ON g.goods_id = p.goods_id;

        CREATE VIEW readable_months AS      -- lines of accepted pairs by site, month and unit; a line once in each
          SELECT site, month, unit, count(*) AS lines, sum(quantity) AS quantity, sum(value_usd) AS value_usd
          FROM (SELECT DISTINCT i.site, substr(l.date, 1, 7) AS month, coalesce(l.unit, '') AS unit, l.line_id,
                  l.quantity, l.value_usd
                FROM pairs p JOIN pair_states s ON s.pair_id = p.pair_id AND s.state = 'accepted'
                JOIN items i ON i.item_id = p.item_id JOIN current_lines l ON l.goods_id = p.goods_id)
          GROUP BY site, month, unit;

        CREATE VIEW readable_importers AS   -- lines of accepted pairs by importer and unit; a line once in each
          SELECT importer, importer_code, unit, count(*) AS lines, sum(quantity) AS quantity,
            sum(value_usd) AS value_usd, min(date) AS first_date, max(date) AS last_date
          FROM current_lines l
          WHERE EXISTS (SELECT 1 FROM pairs p JOIN pair_states s ON s.pair_id = p.pair_id
                        WHERE p.goods_id = l.goods_id AND s.state = 'accepted')
          GROUP BY importer, importer_code, unit;
        """,
    )


@matcher_migrations()
def m006_matching(db: Database) -> None:
    """What was scored by which scorer, so that nothing is scored twice; every score kept; maps of confidence."""
    script(
        db,
        """
        CREATE TABLE match_covered (        -- what a scorer has compared with all of the other side
          scorer TEXT NOT NULL,             -- digest of model, weights, taxonomy and rules
          side TEXT NOT NULL CHECK (side IN ('item', 'goods')),
          id TEXT NOT NULL,
          fingerprint TEXT NOT NULL,        -- of the item's versions; empty for goods, whose id is one
          match_id INTEGER NOT NULL REFERENCES match_runs (match_id),
          PRIMARY KEY (scorer, side, id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE pair_scores (          -- every score a run gave, the newest of which `pairs` shows
          match_id INTEGER NOT NULL REFERENCES match_runs (match_id),
          pair_id TEXT NOT NULL,
          log_odds REAL NOT NULL,
          confidence REAL NOT NULL,
          PRIMARY KEY (match_id, pair_id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE calibrations (         -- weights refitted and maps fitted to decisions; the newest one counts
          calibration_id INTEGER PRIMARY KEY,
          made_at TEXT NOT NULL,
          prior TEXT NOT NULL,              -- digest of the shipped weights it started from
          weights TEXT NOT NULL,            -- JSON, see matcher.scoring
          map TEXT NOT NULL,                -- JSON, see matcher.calibration
          decisions INTEGER NOT NULL,
          scores TEXT NOT NULL              -- JSON: [[log-odds, label], ...] behind the intervals
        ) STRICT;
        """,
    )


@matcher_migrations()
def m007_sentences(db: Database) -> None:
    """All that can be said for and against a pair, with the words that carry it."""
    script(
        db,
        """
        ALTER TABLE pairs ADD COLUMN sentences TEXT /* JSON: [[topic, 1 for or -1 against, sentence, [[start, end), ...] in
          the goods' text, words of the item's pages], ...], of which reasons and counter_reasons are the strongest */ NOT NULL DEFAULT '[]';
        """,
    )
