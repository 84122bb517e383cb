"""Decisions on firms: two names are one firm, or are not. An append-only table; what counts is a function of it.

1. A decision is a reviewer's word on two names; it is live until it is undone.
2. Of one reviewer's live decisions on the same two names the last counts.
3. The adjudicator's word counts before others'. Where other reviewers differ, none counts: the names are disputed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sqlite_utils import Database

from crawler.case import clock
from crawler.case.errors import UsageProblem
from crawler.case.typed_rows import read_rows

Word = Literal["same", "different"]
Names = tuple[str, str]


@dataclass(frozen=True)
class Reviewer:
    """A reviewer's name as written, and the key that is the same however it is written."""

    name: str
    key: str


@dataclass(frozen=True)
class PartyDecision:
    """A row of `party_decisions`; `first` and `second` are ids of spellings."""

    decision_id: int
    first: str
    second: str
    decision: Word
    reviewer: str
    reviewer_key: str
    note: str
    decided_at: str
    undone_at: str | None


@dataclass(frozen=True)
class Counting:
    """What counts: two names -> same or different; and the names on which reviewers differ."""

    words: Mapping[Names, Word]
    disputed: tuple[Names, ...] = ()


def decide(db: Database, names: Names, word: Word, reviewer: Reviewer, note: str = "") -> int:
    """Append a decision; gives its id. Raises UsageProblem where both ids are the same."""
    first, second = sorted(names)
    if first == second:
        raise UsageProblem(f"{first}: give two different names")
    with db.conn:
        cursor = db.conn.execute(
            "INSERT INTO party_decisions (first, second, decision, reviewer, reviewer_key, note, decided_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [first, second, word, reviewer.name, reviewer.key, note, clock.now("microseconds")],
        )
    return int(cursor.lastrowid or 0)


def undo(db: Database, decision_id: int) -> PartyDecision:
    """Take back a decision. Raises UsageProblem where there is none, or it is undone already."""
    found = next((one for one in decisions(db) if one.decision_id == decision_id), None)
    if found is None:
        raise UsageProblem(f"{decision_id}: no such decision on firms; `box31 parties decisions` lists them")
    if found.undone_at is not None:
        raise UsageProblem(f"{decision_id}: was undone at {found.undone_at}")
    with db.conn:
        db.conn.execute(
            "UPDATE party_decisions SET undone_at = ? WHERE decision_id = ?",
            [clock.now("microseconds"), decision_id],
        )
    return found


def decisions(db: Database) -> list[PartyDecision]:
    """All decisions in the order in which they were made, undone ones too."""
    return list(read_rows(db, PartyDecision, "SELECT * FROM party_decisions ORDER BY decision_id"))


def counting(db: Database) -> Counting:
    """The decisions that count, by the rule above."""
    (adjudicator,) = db.execute("SELECT adjudicator_key FROM review_settings").fetchone()
    said: dict[Names, dict[str, Word]] = defaultdict(dict)
    for one in decisions(db):
        if one.undone_at is None:
            said[one.first, one.second][one.reviewer_key] = one.decision
    words: dict[Names, Word] = {}
    disputed = []
    for names, by_reviewer in said.items():
        if adjudicator in by_reviewer:
            words[names] = by_reviewer[adjudicator]
        elif len(set(by_reviewer.values())) == 1:
            words[names] = next(iter(by_reviewer.values()))
        else:
            disputed.append(names)
    return Counting(words, tuple(disputed))
