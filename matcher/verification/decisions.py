"""Decisions: the kept sheets are unchanged, and say what the database says they said."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.case.errors import Box31Error
from crawler.case.hashing import sha256_of
from matcher.review.replies import kept_letter, reply_rows
from matcher.review.reviewers import reviewer_key
from matcher.review.sheet.reading import NoSheetOfPairs, SheetRow, read_sheet, returned_file
from matcher.review.sheet.shown import ShownTexts
from matcher.review.sheet.statement_rows import StatementRow, read_statement_rows
from matcher.review.sheet.words import ONLY, SIGNATURE_MARK, decision_of
from matcher.review.statement_decisions import signature_of
from matcher.verification.findings import Check, Finding

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.case.case import Case

Row = Mapping[str, Any]
Rows = dict[tuple[str, int], SheetRow]


def decision_checks(case: Case, db: Database) -> Iterator[Finding]:
    """Kept sheets, the rows that were shown, the decisions that were read, and where each was made."""
    yield from _kept_sheets(case, db)
    yield from _keys(db)
    yield from _shown_rows(case, db)
    yield from _said_rows(case, db)
    yield from _sources(db)
    yield from _on_statements(case, db)
    yield from _letters(case, db)


def _kept_sheets(case: Case, db: Database) -> Iterator[Finding]:
    sheets = db.execute(
        "SELECT file, sha256 FROM review_exports UNION ALL SELECT kept_as, sha256 FROM review_imports"
    ).fetchall()
    wrong: list[tuple[object, str]] = []
    for name, sha256 in sheets:
        path = case.reviews / name
        if not path.resolve().is_relative_to(case.reviews.resolve()) or not path.is_file():
            wrong.append((name, "missing"))
        elif sha256_of(path) != sha256:
            wrong.append((name, "changed since it was kept"))
    for finding in Check("decisions", "kept sheets", "reviews/").findings(len(sheets), wrong):
        yield Finding(**{**vars(finding), "subject": finding.subject.replace("reviews/ ", "reviews/")})


def _keys(db: Database) -> Iterator[Finding]:
    rows = db.execute("SELECT decision_id, reviewer, reviewer_key FROM decisions").fetchall()
    wrong: list[tuple[object, str]] = [
        (decision_id, "its reviewer_key is not that of its reviewer")
        for decision_id, name, key in rows
        if reviewer_key(name) != key
    ]
    yield from Check("decisions", "reviewers", "decisions").findings(len(rows), wrong)


def _read(case: Case, db: Database, name: str) -> Rows | None:
    path: Path = case.reviews / name
    try:
        with returned_file(path.read_bytes()) as file:
            try:
                sheet = read_sheet(file, lambda ids: ShownTexts(db, ids).by_pair())
            except NoSheetOfPairs:
                return {} if read_statement_rows(file) else None
    except (OSError, Box31Error):
        return None
    return {(row.sheet, row.row): row for row in sheet.rows}


def _signature(cell: str) -> set[str]:
    return {cell.strip(), cell.strip().removeprefix(SIGNATURE_MARK)}


def _shown_rows(case: Case, db: Database) -> Iterator[Finding]:
    """Each exported sheet holds the pairs and signatures that review_export_rows names, and no others."""
    count, unread, wrong = 0, 0, []
    for export_id, name, rows in db.execute("SELECT export_id, file, rows FROM review_exports").fetchall():
        sheet = _read(case, db, name)
        if sheet is None:
            unread += bool(rows)
            continue
        shown = dict(
            db.execute(
                "SELECT pair_id, signature FROM review_export_rows WHERE export_id = ?", [export_id]
            ).fetchall()
        )
        written = {row.cells["pair_id"].strip(): row for row in sheet.values()}
        count += len(shown)
        if rows != len(written):
            wrong.append((export_id, f"{rows} rows counted, the sheet has {len(written)}"))
        for pair_id in sorted(shown.keys() | written.keys()):
            if pair_id not in shown or pair_id not in written:
                place = "the sheet" if pair_id in written else "the database"
                wrong.append((f"{export_id} {pair_id}", f"only in {place}"))
            elif shown[pair_id] not in _signature(written[pair_id].cells["row_signature"]):
                wrong.append((f"{export_id} {pair_id}", "another signature than the sheet shows"))
    note = f"{unread} sheets that cannot be read" if unread else ""
    yield from Check("decisions", "rows shown", "review_export_rows").findings(count, wrong, note)


def _said_rows(case: Case, db: Database) -> Iterator[Finding]:
    """Each decision of a sheet is what the row of the kept sheet says."""
    count, unread, wrong = 0, 0, []
    for import_id, name, counts, imported_at in db.execute(
        "SELECT import_id, kept_as, counts, imported_at FROM review_imports"
    ).fetchall():
        sheet = _read(case, db, name)
        if sheet is None:
            unread += 1
            continue
        found, only = 0, {_goods(said) for said in sheet.values() if _word(said) == ONLY}
        for row in db.query(
            "SELECT d.*, s.sheet, s.row, e.exported_at, e.reviewer AS asked FROM decision_sources s"
            " JOIN decisions d ON d.decision_id = s.decision_id"
            " LEFT JOIN review_exports e ON e.export_id = d.export_id WHERE s.import_id = ?",
            [import_id],
        ):
            found += 1
            problem = _said_problem(row, sheet.get((row["sheet"], row["row"])), only)
            if not problem and row["decided_at"] < imported_at and not _earlier(db, row, imported_at):
                problem = "was recorded before its sheet was imported"
            if problem:
                wrong.append((row["decision_id"], problem))
        count += found
        if problem := _count_problem(counts, found, sheet):
            wrong.append((import_id, problem))
    note = f"{unread} sheets that cannot be read" if unread else ""
    yield from Check("decisions", "rows of the kept sheets", "decisions").findings(count, wrong, note)


def _earlier(db: Database, row: Row, imported_at: str) -> bool:
    """Whether another import had brought the decision before."""
    found = db.execute(
        "SELECT 1 FROM decision_sources s JOIN review_imports i ON i.import_id = s.import_id"
        " WHERE s.decision_id = ? AND i.imported_at < ?",
        [row["decision_id"], imported_at],
    ).fetchone()
    return found is not None


def _word(said: SheetRow) -> str | None:
    return decision_of(said.cells["decision"])


def _goods(said: SheetRow) -> tuple[str, str]:
    """What tells the rows of one goods record in a sheet."""
    return said.cells["export_id"].strip(), said.cells["customs_text"]


def _meant(said: SheetRow, only: set[tuple[str, str]]) -> str | None:
    """The decision a row stands for; `only`: the goods of which another row is the only right one."""
    word = _word(said)
    if word == ONLY:
        return "accept"
    return "reject" if word == "" and _goods(said) in only else word


def _said_problem(row: Row, said: SheetRow | None, only: set[tuple[str, str]]) -> str:
    if said is None:
        return f"row {row['row']} of the sheet is not there"
    cells = said.cells
    written = " ".join(cells["reviewer"].split())
    checks = (
        (cells["pair_id"].strip() == row["pair_id"], "its row is about another pair"),
        (_meant(said, only) == row["decision"], f"its row says {cells['decision'][:40]!r}"),
        (cells["note"].strip() == row["note"], "its row has another note"),
        (not written or written == row["reviewer"], "its row names another reviewer"),
        ((cells["export_id"].strip() or None) == row["export_id"], "its row is of another export"),
        (
            not cells["row_signature"].strip() or row["signature"] in _signature(cells["row_signature"]),
            "its row has another signature",
        ),
        (row["exported_at"] is None or row["asked_at"] == row["exported_at"], "asked_at is not its export's"),
    )
    return next((problem for right, problem in checks if not right), "")


def _count_problem(counts: str, found: int, sheet: Rows) -> str:
    try:
        stated = json.loads(counts)
        answered = sum(int(stated[word]) for word in ("accept", "reject", "unsure"))
    except (ValueError, KeyError, TypeError):
        return "its counts cannot be read"
    if int(stated.get("rows", -1)) != len(sheet):
        return f"{stated.get('rows')} rows counted, the sheet has {len(sheet)}"
    return "" if answered >= found > 0 or answered == found else f"{answered} answers counted, {found} kept"


def _on_statements(case: Case, db: Database) -> Iterator[Finding]:
    """Each decision on a statement has the signature of what it says was shown, and is what its sheet's row says."""
    wrong: list[tuple[object, str]] = []
    sheets: dict[str, dict[tuple[str, int], StatementRow]] = {}
    rows = list(
        db.query(
            "SELECT d.*, i.kept_as FROM statement_decisions d LEFT JOIN review_imports i USING (import_id)"
        )
    )
    for row in rows:
        if signature_of(row["said"]) != row["signature"]:
            wrong.append((row["decision_id"], "its signature is not that of what was shown"))
        if reviewer_key(row["reviewer"]) != row["reviewer_key"]:
            wrong.append((row["decision_id"], "its reviewer_key is not that of its reviewer"))
        if not row["kept_as"]:
            continue
        if row["kept_as"] not in sheets:
            sheets[row["kept_as"]] = _statement_rows(case, row["kept_as"])
        said = sheets[row["kept_as"]].get((row["sheet"], row["row"]))
        if said is None or said.cells["statement_id"] != row["statement_id"]:
            wrong.append((row["decision_id"], "its row of the sheet is about another statement"))
        elif decision_of(said.cells["decision"]) != row["decision"] or said.cells["note"] != row["note"]:
            wrong.append((row["decision_id"], "its row of the sheet says something else"))
    yield from Check("decisions", "on statements", "statement_decisions").findings(len(rows), wrong)


def _letters(case: Case, db: Database) -> Iterator[Finding]:
    """The letters of questions and answers are those that were recorded."""
    kept = [row for row in reply_rows(db) if row["kept_as"]]
    wrong: list[tuple[object, str]] = []
    for row in kept:
        try:
            kept_letter(case, row)
        except Box31Error as error:
            wrong.append((row["request_id"], error.message))
    yield from Check("decisions", "letters", "replies").findings(len(kept), wrong)


def _statement_rows(case: Case, name: str) -> dict[tuple[str, int], StatementRow]:
    try:
        with returned_file((case.reviews / name).read_bytes()) as file:
            return {(row.sheet, row.row): row for row in read_statement_rows(file)}
    except (OSError, Box31Error):
        return {}


def _sources(db: Database) -> Iterator[Finding]:
    count = db.execute("SELECT count(*) FROM decisions").fetchone()[0]
    rows = db.execute(
        "SELECT decision_id FROM decisions d WHERE export_id IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM decision_sources s WHERE s.decision_id = d.decision_id)"
    ).fetchall()
    wrong: list[tuple[object, str]] = [(decision_id, "no sheet says it") for (decision_id,) in rows]
    yield from Check("decisions", "where each was said", "decisions").findings(count, wrong)
