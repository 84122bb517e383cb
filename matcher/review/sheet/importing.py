"""Take the decisions of sheets into the case: every row is taken, left blank, or named; none is guessed."""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.case.errors import Box31Error, CaseLocked
from matcher.review.decisions import follow_settings, now, states_of
from matcher.review.sheet.reading import (
    MAX_BYTES,
    NoSheetOfPairs,
    ReturnedFile,
    Sheet,
    read_sheet,
    returned_file,
)
from matcher.review.sheet.rows import Answer, Finding, RowCheck
from matcher.review.sheet.shown import ShownTexts
from matcher.review.sheet.statement_rows import (
    Returned,
    StatementRow,
    check_statements,
    read_statement_rows,
)
from matcher.review.statement_decisions import StatementDecision, case_statements
from matcher.review.statement_decisions import record as record_statement

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.case.case import Case
    from matcher.statements.case_posts import Said

_COLUMNS_OF = attrgetter(
    *(one.name for one in fields(Answer))
)  # astuple copies each value deeply: 4 times as slow


@dataclass
class FileResult:
    """What one file brought."""

    file: str
    sha256: str = ""
    import_id: str = ""
    # rows, accept, reject, unsure, blank, problems, new; statements: new decisions on statements
    counts: dict[str, int] = field(default_factory=dict)
    statements: list[StatementDecision] = field(default_factory=list)


@dataclass
class ImportResult:
    """What all files brought: per file, the findings, and how many pairs went from which state to which."""

    files: list[FileResult] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    changes: dict[tuple[str, str], int] = field(default_factory=dict)

    @property
    def new(self) -> int:
        return sum(result.counts.get("new", 0) for result in self.files)

    @property
    def problems(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.is_problem]


def import_sheets(
    case: Case, db: Database, paths: Sequence[Path], *, reviewer: str = "", dry_run: bool = False
) -> ImportResult:
    """Record the decisions of the files in one transaction; with `dry_run` (check) only say what would happen.

    `reviewer` is for rows that name none. The caller holds the case's lock unless it is a dry run. A file that
    cannot be read is a finding; raises Box31Error only where the case itself cannot be written.
    """
    follow_settings(case, db)
    result = ImportResult()
    batches: list[tuple[FileResult, bytes, list[Answer]]] = []
    known: dict[str, Said] = {}
    for path in paths:
        outcome = FileResult(path.name)
        result.files.append(outcome)
        try:
            data = _bytes_of(path)
            outcome.sha256 = hashlib.sha256(data).hexdigest()
            with returned_file(data) as file:
                on_statements = read_statement_rows(file)
                sheet = _pairs(db, file, is_optional=bool(on_statements))
        except (OSError, Box31Error) as error:
            said = error.message if isinstance(error, Box31Error) else f"cannot be read: {error.strerror}"
            result.findings.append(Finding(path.name, "", 0, "unreadable", "", said))
            continue
        answers = RowCheck(db, path.name, sheet, reviewer, result.findings, outcome.counts).answers()
        if on_statements:
            known = known or case_statements(case, db)
            outcome.statements = _on_statements(db, outcome, reviewer, on_statements, known, result.findings)
        batches.append((outcome, data, answers))
    if known and db.conn.in_transaction:  # reading items fills temporary tables
        db.conn.rollback()
    pair_ids = sorted({answer.pair_id for _, _, answers in batches for answer in answers})
    before = states_of(db, pair_ids)
    try:
        db.conn.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        raise CaseLocked(
            f"{case.root}: another process writes to the database; wait until it ends"
        ) from error
    try:
        for outcome, data, answers in batches:
            _record(case, db, outcome, data, answers, dry_run)
        after = states_of(db, pair_ids)
        moved = ((before[pair_id], after[pair_id]) for pair_id in pair_ids)
        result.changes = dict(Counter(states for states in moved if states[0] != states[1]))
        if not dry_run:
            db.conn.commit()
    finally:
        db.conn.rollback()  # after the commit: nothing; a check, or a failure: everything
    return result


def _pairs(db: Database, file: ReturnedFile, *, is_optional: bool) -> Sheet:
    """The rows of pairs; none where `is_optional` and the file has no table of pairs."""
    try:
        return read_sheet(file, lambda ids: ShownTexts(db, ids).by_pair())
    except NoSheetOfPairs:
        if is_optional:
            return Sheet()
        raise


def _on_statements(
    db: Database,
    outcome: FileResult,
    reviewer: str,
    rows: Sequence[StatementRow],
    known: Mapping[str, Said],
    findings: list[Finding],
) -> list[StatementDecision]:
    """The decisions on statements that can be recorded; problems of other rows are counted."""
    exports = {
        export_id: (exported_at, asked)
        for export_id, exported_at, asked in db.execute(
            "SELECT export_id, exported_at, reviewer FROM review_exports"
        )
    }
    before = len(findings)
    made = check_statements(Returned(outcome.file, reviewer.strip(), exports), rows, known, findings)
    outcome.counts["problems"] += sum(finding.is_problem for finding in findings[before:])
    return made


def _bytes_of(path: Path) -> bytes:
    """The bytes of the file; of one that is too large, one more than the limit."""
    if path.exists() and not path.is_file():
        raise Box31Error("is not a file; save the sheet to one")
    with path.open("rb") as handle:
        return handle.read(MAX_BYTES + 1)


def _is_known(case: Case, db: Database, outcome: FileResult, data: bytes, dry_run: bool) -> bool:
    """Whether the file was imported before; gives it the import's id, and keeps the bytes of a new one."""
    known = db.execute(
        "SELECT import_id FROM review_imports WHERE sha256 = ? AND undone_at IS NULL", [outcome.sha256]
    ).fetchone()
    if known:
        outcome.import_id = known[0]
    else:
        outcome.import_id = "r-" + secrets.token_hex(6)
        kept = f"import-{outcome.import_id}-{outcome.sha256[:12]}{Path(outcome.file).suffix.lower()[:6]}"
        if not dry_run:
            case.reviews.mkdir(exist_ok=True)
            (case.reviews / kept).write_bytes(data)
        db.execute(
            "INSERT INTO review_imports (import_id, imported_at, file, sha256, kept_as) VALUES (?, ?, ?, ?, ?)",
            [outcome.import_id, now(), outcome.file, outcome.sha256, kept],
        )
    return known is not None


def _record(
    case: Case, db: Database, outcome: FileResult, data: bytes, answers: Sequence[Answer], dry_run: bool
) -> None:
    known = _is_known(case, db, outcome, data, dry_run)
    time = now()  # no decision is older than its import
    db.execute(
        "CREATE TEMP TABLE IF NOT EXISTS answers (pair_id TEXT, signature TEXT, reviewer_key TEXT, reviewer TEXT,"
        " asked_at TEXT, export_id TEXT, decision TEXT, note TEXT, sheet TEXT, row INTEGER)"
    )
    db.execute("DELETE FROM answers")
    db.conn.executemany(
        "INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        map(_COLUMNS_OF, answers),
    )
    outcome.counts["new"] = db.execute(
        """
        INSERT OR IGNORE INTO decisions
          (pair_id, signature, reviewer_key, reviewer, asked_at, export_id, decision, note, decided_at)
        SELECT pair_id, signature, reviewer_key, reviewer, asked_at, export_id, decision, note, ?
        FROM answers ORDER BY rowid
        """,
        [time],
    ).rowcount
    db.execute(
        """
        INSERT OR IGNORE INTO decision_sources (import_id, decision_id, sheet, row)
        SELECT ?, d.decision_id, a.sheet, a.row
        FROM answers a JOIN decisions d
          ON d.pair_id = a.pair_id AND d.signature = a.signature AND d.reviewer_key = a.reviewer_key
         AND d.asked_at = a.asked_at AND d.decision = a.decision AND d.note = a.note AND d.undone_at IS NULL
        """,
        [outcome.import_id],
    )
    if outcome.statements:
        outcome.counts["statements"] = sum(
            record_statement(db, replace(made, import_id=outcome.import_id)) for made in outcome.statements
        )
    if not known:
        db.execute(
            "UPDATE review_imports SET counts = ? WHERE import_id = ?",
            [json.dumps(outcome.counts), outcome.import_id],
        )
