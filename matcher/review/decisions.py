"""Decisions: an append-only table, and the state of every pair as a function of it.

The rule of the states (view `pair_states` in matcher.schema computes it):

1. A decision is a reviewer's word (accept, reject, unsure) on a pair, on the evidence as it was shown (the row
   signature), in answer to a question put at a known time: the export whose row it answers, or the click in the
   browser. It is live until the import that brought it, or the click, is undone.
2. A decision counts where its signature is that of the pair's present evidence and its reviewer has not answered
   a later question on the same evidence.
3. No live decision: `proposed`. Live ones, but none that counts: `stale`, since what was decided on has changed.
4. The adjudicator (box31.toml, review.adjudicator) said accept or reject: that is the state.
5. All counting words agree: `accepted`, `rejected` or `unsure`. They differ: `disputed`. A reviewer who gave two
   words to one question (two files of one export) is in conflict with himself: which file he meant is unknown.

The state depends on the set of decisions alone, not on the order in which they arrived: the time of a
question is known before any answer to it, the time of an import plays no part.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crawler.case import clock
from crawler.case.errors import CaseLocked, UsageProblem
from matcher.review.reviewers import reviewer_key
from matcher.schema.terms import PairState

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.case.case import Case


@dataclass(frozen=True)
class Decision:
    """One reviewer's word on one pair. `asked_at` is UTC, ISO 8601; `export_id` None means the browser."""

    pair_id: str
    signature: str
    reviewer: str
    decision: str
    asked_at: str
    note: str = ""
    export_id: str | None = None


def now() -> str:
    """This moment, to the microsecond: decisions are distinguished by it."""
    return clock.now("microseconds")


def review_database(case: Case) -> Database:
    """The case's database, its view of the states following the adjudicator in box31.toml."""
    from matcher.schema.tables import matcher_migrations

    db = case.database(matcher_migrations)
    follow_settings(case, db)
    return db


def follow_settings(case: Case, db: Database) -> None:
    """Let the view `pair_states` know the adjudicator that box31.toml names; writes only on a change.

    A case that is only read keeps the adjudicator under which it was written.
    """
    if not case.is_writable:
        return
    key = reviewer_key(str(case.config["review"]["adjudicator"]))
    (known,) = db.execute("SELECT adjudicator_key FROM review_settings").fetchone()
    if known == key:
        return
    try:
        with db.conn:
            db.execute("UPDATE review_settings SET adjudicator_key = ?", [key])
    except sqlite3.OperationalError as error:
        raise CaseLocked(
            f"{case.root}: another process writes to the database; wait until it ends"
        ) from error


def record(db: Database, decision: Decision) -> tuple[int, bool]:
    """Append a decision inside the caller's transaction; gives its id and whether it is new."""
    key = reviewer_key(decision.reviewer)
    same = [decision.pair_id, decision.signature, key, decision.asked_at, decision.decision, decision.note]
    found = db.execute(
        "SELECT decision_id FROM decisions WHERE pair_id = ? AND signature = ? AND reviewer_key = ?"
        " AND asked_at = ? AND decision = ? AND note = ? AND undone_at IS NULL",
        same,
    ).fetchone()
    if found:
        return int(found[0]), False
    cursor = db.execute(
        "INSERT INTO decisions (pair_id, signature, reviewer_key, asked_at, decision, note, reviewer, export_id,"
        " decided_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [*same, decision.reviewer, decision.export_id, now()],
    )
    return int(cursor.lastrowid or 0), True


def undo_import(db: Database, import_id: str) -> int:
    """Take back an import: what no other live import or click says counts no more. Gives the number of decisions.

    Raises UsageProblem where there is no such import, or it is undone already.
    """
    found = db.execute("SELECT undone_at FROM review_imports WHERE import_id = ?", [import_id]).fetchone()
    if found is None:
        raise UsageProblem(f"{import_id}: no such import; `box31 review status` lists them")
    if found[0] is not None:
        raise UsageProblem(f"{import_id}: was undone at {found[0]}")
    time = now()
    with db.conn:
        db.execute("UPDATE review_imports SET undone_at = ? WHERE import_id = ?", [time, import_id])
        on_statements = db.execute(
            "UPDATE statement_decisions SET undone_at = ? WHERE import_id = ? AND undone_at IS NULL",
            [time, import_id],
        ).rowcount
        on_pairs = db.execute(
            """
            UPDATE decisions SET undone_at = ?
            WHERE undone_at IS NULL
              AND decision_id IN (SELECT decision_id FROM decision_sources WHERE import_id = ?)
              AND NOT EXISTS (
                SELECT 1 FROM decision_sources s JOIN review_imports i ON i.import_id = s.import_id
                WHERE s.decision_id = decisions.decision_id AND i.undone_at IS NULL)
            """,
            [time, import_id],
        ).rowcount
        return on_pairs + on_statements


def undo_click(db: Database, decision_id: int) -> None:
    """Take back a decision made in the browser, with all that the same press decided."""
    with db.conn:
        db.execute(
            "UPDATE decisions SET undone_at = :now WHERE undone_at IS NULL AND export_id IS NULL"
            " AND (reviewer_key, asked_at) IN (SELECT reviewer_key, asked_at FROM decisions WHERE decision_id = :id)",
            {"now": now(), "id": decision_id},
        )


def state_of(db: Database, pair_id: str) -> str | None:
    """The state of one pair, None where there is no such pair."""
    found = db.execute("SELECT state FROM pair_states WHERE pair_id = ?", [pair_id]).fetchone()
    return None if found is None else str(found[0])


def states_of(db: Database, pair_ids: Iterable[str]) -> dict[str, str]:
    """The states of many pairs."""
    ids = json.dumps(list(pair_ids))
    return dict(
        db.execute(
            "SELECT pair_id, state FROM pair_states WHERE pair_id IN (SELECT value FROM json_each(?))", [ids]
        ).fetchall()
    )


def state_counts(db: Database) -> dict[str, int]:
    """How many pairs are in each state, every state named."""
    counted = dict(db.execute("SELECT state, count(*) FROM pair_states GROUP BY state").fetchall())
    return {state: int(counted.get(state, 0)) for state in PairState}


def labelled_pairs(db: Database) -> Iterator[dict[str, Any]]:
    """What decisions teach: `pair_id`, `label` (1 accepted, 0 rejected), and for sampled ones how they were drawn.

    `shown_because` and `sampling_probability` are those of the export that showed the pair on the present
    evidence, an audit before others (None: decided in the browser, outside any sample). Only settled pairs:
    disputed, unsure and stale ones teach nothing.
    """
    for pair_id, state, because, probability in db.execute(
        """
        SELECT s.pair_id, s.state, r.shown_because, r.sampling_probability
        FROM pair_states s JOIN pairs p ON p.pair_id = s.pair_id
        LEFT JOIN review_export_rows r ON r.pair_id = s.pair_id AND r.export_id = (
          SELECT e.export_id FROM review_export_rows t JOIN review_exports e ON e.export_id = t.export_id
          WHERE t.pair_id = s.pair_id AND t.signature = p.signature
          ORDER BY t.shown_because = 'audit' DESC, e.exported_at, e.export_id LIMIT 1)
        WHERE s.state IN ('accepted', 'rejected') ORDER BY s.pair_id
        """
    ):
        yield {
            "pair_id": pair_id,
            "label": int(state == "accepted"),
            "shown_because": because,
            "sampling_probability": probability,
        }
