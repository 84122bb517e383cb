"""Match runs, pairs, their scores, and calibrations."""

from __future__ import annotations

from sqlite_utils import Database

from crawler.case.database import script


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


def m007_sentences(db: Database) -> None:
    """All that can be said for and against a pair, with the words that carry it."""
    script(
        db,
        """
        ALTER TABLE pairs ADD COLUMN sentences TEXT /* JSON: [[topic, 1 for or -1 against, sentence, [[start, end), ...] in
          the goods' text, words of the item's pages], ...], of which reasons and counter_reasons are the strongest */ NOT NULL DEFAULT '[]';
        """,
    )
