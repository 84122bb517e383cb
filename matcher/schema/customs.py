"""Customs files, lines, rejects, statistics, and goods."""

from __future__ import annotations

from sqlite_utils import Database

from crawler.case.database import script


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


def m008_statistics(db: Database) -> None:
    """Statistics in the file's own currency and units, with their divisions, so that totals are told from parts."""
    script(
        db,
        """
        CREATE TABLE customs_statistics_new (   -- published figures, one row for each; totals and parts beside each other
          file_id TEXT NOT NULL REFERENCES customs_files (file_id),
          row INTEGER NOT NULL,
          part INTEGER NOT NULL,            -- several figures may stand in one row (export and import)
          start INTEGER NOT NULL,           -- first and last month, year * 12 + month - 1
          end INTEGER NOT NULL,
          hs TEXT NOT NULL,
          flow TEXT NOT NULL,               -- export, import, re-export ...
          reporter TEXT NOT NULL,           -- ISO 3166 alpha-3 where it is known, else as printed; World for all
          partner TEXT NOT NULL,
          value REAL, currency TEXT,        -- in whole units of the currency
          quantities TEXT NOT NULL,         -- JSON: [[unit, amount], ...], units of UN/ECE Recommendation 20
          dims TEXT NOT NULL,               -- JSON: [[division, part], ...]; empty where the figure is not divided
          edition TEXT NOT NULL,            -- of the HS, as printed (H6); empty where not said
          original INTEGER NOT NULL,        -- 0: converted from another edition
          raw TEXT NOT NULL,
          PRIMARY KEY (file_id, row, part)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO customs_statistics_new
          SELECT file_id, row, 0, substr(period, 1, 4) * 12 + iif(length(period) = 4, 0, substr(period, 6, 2) - 1),
                 substr(period, 1, 4) * 12 + iif(length(period) = 4, 11, substr(period, 6, 2) - 1),
                 hs, flow, reporter, partner, value_usd, iif(value_usd IS NULL, NULL, 'USD'),
                 iif(quantity IS NULL OR unit IS NULL, '[]', json_array(json_array(unit, quantity))), '[]', '', 1, raw
          FROM customs_statistics;
        DROP TABLE customs_statistics;
        ALTER TABLE customs_statistics_new RENAME TO customs_statistics;
        CREATE INDEX customs_statistics_hs ON customs_statistics (hs, start);
        """,
    )


def m015_cells(db: Database) -> None:
    """Cells of lines that lie in Parquet files beside the database."""
    script(
        db,
        """
        CREATE TABLE customs_cells (        -- Parquet files in cells/ with the cells of lines whose `raw` is empty
          file TEXT PRIMARY KEY,
          file_id TEXT NOT NULL REFERENCES customs_files (file_id),
          first_row INTEGER NOT NULL,
          last_row INTEGER NOT NULL,
          rows INTEGER NOT NULL,
          sha256 TEXT NOT NULL
        ) STRICT;
        CREATE INDEX customs_cells_file ON customs_cells (file_id, first_row);
        """,
    )
