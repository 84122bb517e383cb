"""What reviewers say of the statements of posts: accept, reject or unsure. An append-only table; the state follows from it.

1. A decision counts while it is not undone and the statement still says what the reviewer saw (`signature`).
2. Of one reviewer's decisions on a statement the one on the newest question counts.
3. The adjudicator's accept or reject is final. Other reviewers who agree make the state; where they differ it is disputed.
4. Without a decision the state is proposed; with decisions on other words only, stale.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.case.typed_rows import read_rows
from matcher.review.decisions import now
from matcher.review.reviewers import reviewer_key
from matcher.schema.terms import PairState, Word

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.case.case import Case
    from matcher.statements.case_posts import Said

STATE_OF: Mapping[str, PairState] = {
    Word.ACCEPT: PairState.ACCEPTED,
    Word.REJECT: PairState.REJECTED,
    Word.UNSURE: PairState.UNSURE,
}


@dataclass(frozen=True)
class StatementDecision:
    """A row of `statement_decisions`. `asked_at` is UTC, ISO 8601; `import_id` None: decided in the browser."""

    statement_id: str
    signature: str
    said: str
    reviewer: str
    decision: str
    asked_at: str
    note: str = ""
    import_id: str | None = None
    sheet: str = ""
    row: int | None = None


@dataclass(frozen=True)
class _Counted:
    decision_id: int
    statement_id: str
    signature: str
    reviewer: str
    reviewer_key: str
    decision: str
    asked_at: str


@dataclass(frozen=True)
class Reviewed:
    """The state of a statement, and the reviewers whose decisions count."""

    state: PairState = PairState.PROPOSED
    reviewers: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The state with the reviewers: accepted (Ann)."""
        return f"{self.state} ({', '.join(self.reviewers)})" if self.reviewers else str(self.state)


NOT_REVIEWED = Reviewed()


def case_statements(case: Case, db: Database) -> dict[str, Said]:
    """The statements of the case's posts by their ids, the oldest post first."""
    from matcher.attributes.taxonomy import of_case
    from matcher.records.load import load_items
    from matcher.statements.case_posts import statements_of_case

    taxonomy = of_case(case.root)
    return {said.id: said for said in statements_of_case(db, load_items(db, taxonomy), taxonomy)}


def shown_of(said: Said) -> dict[str, object]:
    """What a reviewer sees of a statement: where it was read, its words, and what was read from them."""
    statement, goods = said.statement, said.statement.goods
    return {
        "url": said.post.url,
        "published": said.post.published,
        "words": statement.spans["sentence"].words,
        "event": statement.event,
        "party": statement.party,
        "country": statement.country,
        "quantity": statement.quantity,
        "unit": statement.unit,
        "goods": [*goods.codes, *goods.kinds],
        "items": [*goods.items],
        "date": statement.day,
        "until": statement.until,
        "due": statement.due,
        "place": statement.place,
    }


def said_json(said: Said) -> str:
    """What is shown of a statement as JSON; equal statements have equal bytes."""
    return json.dumps(shown_of(said), ensure_ascii=False, sort_keys=True)


def signature_of(said_as_json: str) -> str:
    """The signature of what a reviewer saw: 16 hex digits."""
    return hashlib.sha256(said_as_json.encode()).hexdigest()[:16]


def record(db: Database, decision: StatementDecision) -> bool:
    """Append a decision inside the caller's transaction; gives whether it is new."""
    key = reviewer_key(decision.reviewer)
    same = [
        decision.statement_id, decision.signature, key, decision.decision, decision.note, decision.asked_at,
    ]  # fmt: skip
    known = db.execute(
        "SELECT 1 FROM statement_decisions WHERE statement_id = ? AND signature = ? AND reviewer_key = ? AND decision = ?"
        " AND note = ? AND asked_at = ? AND undone_at IS NULL",
        same,
    ).fetchone()
    if known:
        return False
    db.execute(
        "INSERT INTO statement_decisions (statement_id, signature, reviewer_key, decision, note, asked_at, said, reviewer,"
        " import_id, sheet, row, decided_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [*same, decision.said, decision.reviewer, decision.import_id, decision.sheet, decision.row, now()],
    )
    return True


def reviewed(db: Database, found: Iterable[Said]) -> dict[str, Reviewed]:
    """The state of each statement, by its id."""
    (adjudicator,) = db.execute("SELECT adjudicator_key FROM review_settings").fetchone()
    live: dict[str, list[_Counted]] = defaultdict(list)
    sql = """SELECT decision_id, statement_id, signature, reviewer, reviewer_key, decision, asked_at
             FROM statement_decisions WHERE undone_at IS NULL ORDER BY asked_at, decision_id"""
    for one in read_rows(db, _Counted, sql):
        live[one.statement_id].append(one)
    return {said.id: _state(live.get(said.id, ()), said, adjudicator) for said in found}


def _state(made: Iterable[_Counted], said: Said, adjudicator: str) -> Reviewed:
    made = list(made)
    if not made:
        return NOT_REVIEWED
    signature = signature_of(said_json(said))
    last = {one.reviewer_key: one for one in made if one.signature == signature}
    if not last:
        return Reviewed(PairState.STALE)
    final = last.get(adjudicator)
    if final is not None and final.decision != Word.UNSURE:
        return Reviewed(STATE_OF[final.decision], (final.reviewer,))
    words = {one.decision for one in last.values()}
    reviewers = tuple(sorted(one.reviewer for one in last.values()))
    return Reviewed(STATE_OF[words.pop()] if len(words) == 1 else PairState.DISPUTED, reviewers)
