"""`box31 verify`: the archive, the database, the decisions and the dossiers, re-read and re-checked in one pass."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.case.console import listing_options, say, show
from crawler.case.errors import FAILED, Box31Error
from crawler.case.hashing import sha256_of

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.case.case import Case

COLUMNS = ["area", "check", "subject", "checked", "problem"]
NAMED_ROWS = 20  # broken rows of one check that are named; all are counted


@dataclass(frozen=True)
class Finding:
    """What one check looked at: how many things, and, where something is wrong, what."""

    area: str
    check: str
    subject: str
    checked: int
    problem: str = ""


def verify_case(case: Case, db: Database) -> Iterator[Finding]:
    """Every check, in order; a Finding without a problem says what was checked. Nothing is written."""
    yield from archive_checks(case, db)
    yield from database_checks(db)
    yield from decision_checks(case, db)
    yield from dossier_checks(case, db)


def archive_checks(case: Case, db: Database) -> Iterator[Finding]:
    """Records, digests, indexes, chains, manifests and time stamps of each site's archive."""
    from crawler.archive.verify import verify_site

    counts = dict(db.execute("SELECT site, count(*) FROM captures GROUP BY site").fetchall())
    folders = {path.name for path in (case.root / "archive").glob("*") if path.is_dir()}
    for site in sorted(folders | counts.keys()):
        checked = counts.get(site, 0)
        if site not in folders:
            yield Finding("archive", "records", f"archive/{site}", checked, "the folder is missing")
            continue
        faults = 0
        for fault in verify_site(db, case.archive(site)):
            faults += 1
            where = f" {fault.where}" if fault.where else ""
            yield Finding("archive", "records", f"archive/{site}/{fault.file}{where}", 1, fault.problem)
        if not faults:
            yield Finding("archive", "records, indexes, chain, manifests", f"archive/{site}", checked)


# Rules that the tables cannot enforce by themselves: (what, in which table, rows that break it as (name, problem)).
RULES: tuple[tuple[str, str, str], ...] = (
    (
        "every row of an imported file is accounted for",
        "customs_files",
        "SELECT name, 'rows ' || rows_in || ', but headers, lines, rejects and blank ones add up to '"
        " || (headers + lines + rejects + blank) FROM customs_files WHERE rows_in <> headers + lines + rejects + blank",
    ),
    (
        "as many rejects are kept as were counted",
        "customs_files",
        "SELECT name, rejects || ' rejects counted, ' || found || ' kept' FROM (SELECT f.name, f.rejects,"
        " (SELECT count(*) FROM customs_rejects r WHERE r.file_id = f.file_id) AS found FROM customs_files f)"
        " WHERE rejects <> found",
    ),
    (
        "as many lines are kept as were counted",
        "customs_files",
        "SELECT name, lines || ' lines counted, ' || found || ' kept, ' || known || ' known before' FROM (SELECT"
        " f.name, f.lines, f.known, (SELECT count(*) FROM customs_lines l WHERE l.file_id = f.file_id) AS found"
        " FROM customs_files f WHERE f.kind = 'declarations') WHERE lines <> found + known",
    ),
    (
        "the cells of each line can be read",
        "customs_lines",
        "SELECT line_id, 'its cells are no list' FROM customs_lines WHERE CASE WHEN json_valid(raw) THEN json_type(raw)"
        " <> 'array' ELSE 1 END",
    ),
    (
        "a corrected line names the line that corrects it",
        "customs_lines",
        "SELECT l.line_id, 'corrected by line ' || l.replaced_by || ', which is not there' FROM customs_lines l"
        " WHERE l.replaced_by IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM customs_lines n WHERE n.line_id = l.replaced_by)",
    ),
    (
        "confidences and their intervals are probabilities",
        "pairs",
        "SELECT pair_id, 'confidence ' || confidence || ', interval ' || confidence_low || ' to ' || confidence_high"
        " FROM pairs WHERE NOT (confidence BETWEEN 0 AND 1 AND confidence_low BETWEEN 0 AND 1"
        " AND confidence_high BETWEEN 0 AND 1 AND confidence_low <= confidence_high)",
    ),
    (
        "reasons and terms can be read",
        "pairs",
        "SELECT pair_id, 'reasons or terms are no lists' FROM pairs"
        " WHERE NOT (json_valid(terms) AND json_valid(reasons) AND json_valid(counter_reasons))",
    ),
    (
        "the terms of a score add up to it",
        "pairs",
        "SELECT pair_id, 'log-odds ' || log_odds || ', terms ' || total FROM (SELECT pair_id, log_odds,"
        " (SELECT total(json_extract(t.value, '$[2]')) FROM json_each(p.terms) t) AS total FROM pairs p"
        " WHERE json_valid(p.terms)) WHERE abs(log_odds - total) > 0.01",
    ),
    (
        "each version of an item was read from a capture of its own site",
        "item_versions",
        "SELECT v.version_id, 'read from a capture of the site ' || c.site FROM item_versions v"
        " JOIN items i ON i.item_id = v.item_id JOIN captures c ON c.capture_id = v.capture_id WHERE c.site <> i.site",
    ),
    (
        "a revisit refers to a capture with the same content",
        "captures",
        "SELECT c.capture_id, 'refers to ' || c.revisit_of || ', whose content differs' FROM captures c"
        " JOIN captures o ON o.capture_id = c.revisit_of WHERE c.payload_sha256 <> o.payload_sha256",
    ),
)


def database_checks(db: Database) -> Iterator[Finding]:
    """The file's own integrity, references between tables, and the rules above."""
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    wrong = [row[0] for row in db.execute("PRAGMA integrity_check(20)") if row[0] != "ok"]
    for problem in wrong:
        yield Finding("database", "integrity", "box31.db", 1, problem)
    if wrong:
        return
    yield Finding("database", "integrity", "box31.db", pages)
    tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    broken = db.execute("PRAGMA foreign_key_check").fetchall()
    for table, rowid, parent, _ in broken[:NAMED_ROWS]:
        yield Finding(
            "database",
            "references",
            f"{table} row {rowid}",
            1,
            f"refers to a row of {parent} that is not there",
        )
    if not broken:
        yield Finding("database", "references", "all tables", len(tables))
    for check, table, sql in RULES:
        checked = db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - names of RULES
        found = db.execute(sql).fetchall()
        for name, problem in found[:NAMED_ROWS]:
            yield Finding("database", check, f"{table} {name}", 1, problem)
        if len(found) > NAMED_ROWS:
            yield Finding("database", check, table, len(found), f"{len(found) - NAMED_ROWS} more rows")
        if not found:
            yield Finding("database", check, table, checked)


def decision_checks(case: Case, db: Database) -> Iterator[Finding]:
    """The kept sheets are the ones that were written and read; each decision was made in a sheet or a click."""
    sheets = db.execute(
        "SELECT file, sha256 FROM review_exports UNION ALL SELECT kept_as, sha256 FROM review_imports"
    )
    checked = 0
    faults = 0
    for name, sha256 in sheets.fetchall():
        checked += 1
        problem = _file_problem(case.reviews / name, sha256)
        if problem:
            faults += 1
            yield Finding("decisions", "kept sheets", f"reviews/{name}", 1, problem)
    if not faults:
        yield Finding("decisions", "kept sheets", "reviews/", checked)
    count = db.execute("SELECT count(*) FROM decisions").fetchone()[0]
    orphans = db.execute(
        "SELECT decision_id FROM decisions d WHERE export_id IS NOT NULL AND undone_at IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM decision_sources s WHERE s.decision_id = d.decision_id)"
    ).fetchall()
    for (decision_id,) in orphans[:NAMED_ROWS]:
        yield Finding("decisions", "where each was said", f"decision {decision_id}", 1, "no sheet says it")
    if not orphans:
        yield Finding("decisions", "where each was said", "decisions", count)


def _file_problem(path: Path, sha256: str) -> str:
    if not path.is_file():
        return "missing"
    return "" if sha256_of(path) == sha256 else "changed since it was kept"


def dossier_checks(case: Case, db: Database) -> Iterator[Finding]:
    """Each dossier is intact, and its captures are those of the case."""
    from matcher.dossier.files.bag import problems

    for folder in sorted(path for path in case.dossiers.glob("*") if path.is_dir() and path.name[:1] != "."):
        subject = f"dossiers/{folder.name}"
        found = problems(folder)
        for problem in found[:NAMED_ROWS]:
            yield Finding("dossiers", "hashes", subject, 1, problem)
        if len(found) > NAMED_ROWS:
            yield Finding("dossiers", "hashes", subject, len(found), f"{len(found) - NAMED_ROWS} more files")
        if found:
            continue
        files = sum(1 for path in folder.rglob("*") if path.is_file())
        yield Finding("dossiers", "hashes", subject, files)
        yield from _capture_rows(folder, subject, db)


def _capture_rows(folder: Path, subject: str, db: Database) -> Iterator[Finding]:
    import csv

    path = folder / "data" / "tables" / "captures.csv"
    if not path.is_file():
        return
    with path.open(encoding="utf-8", newline="") as handle:
        rows = {row["capture_id"]: row["payload_sha256"] for row in csv.DictReader(handle)}
    known = dict(
        db.execute(
            "SELECT capture_id, coalesce(payload_sha256, '') FROM captures"
            " WHERE capture_id IN (SELECT value FROM json_each(?))",
            [json.dumps(list(rows))],
        ).fetchall()
    )
    wrong = [one for one, sha256 in rows.items() if known.get(one) != sha256.removeprefix("'")]
    for capture_id in wrong[:NAMED_ROWS]:
        problem = (
            "the case has no such capture"
            if capture_id not in known
            else "the case has another content for it"
        )
        yield Finding("dossiers", "captures", f"{subject} {capture_id}", 1, problem)
    if not wrong:
        yield Finding("dossiers", "captures", subject, len(rows))


@click.command(epilog="Example: box31 -C mycase verify")
@listing_options
@click.pass_context
def verify(context: click.Context, as_json: bool, as_csv: bool) -> None:
    """Re-check everything in the case: archive, database, decisions, dossiers.

    Prints one row for each check, with how many things it looked at, and one for each thing that is wrong. Exits 1
    where anything is. Nothing is written.
    """
    from matcher.commands.cli import open_case
    from matcher.schema.tables import matcher_migrations

    case = open_case(context)
    if not case.database_path.exists():
        say("the case has no database yet; nothing to verify")
        return
    try:
        db = case.database(matcher_migrations)
        findings = list(verify_case(case, db))
        db.conn.close()
    except (sqlite3.DatabaseError, Box31Error) as error:  # so broken that it cannot even be opened or read
        findings = [Finding("database", "integrity", "box31.db", 0, str(error))]
    wrong = [one for one in findings if one.problem]
    shown = findings if as_json or as_csv else sorted(findings, key=lambda one: not one.problem)
    show((asdict(one) for one in shown), COLUMNS, as_json=as_json, as_csv=as_csv)
    if wrong:
        say(
            f"{len(wrong)} {'thing is' if len(wrong) == 1 else 'things are'} wrong; the rows with a problem name them"
        )
        sys.exit(FAILED)
    say(f"all well: {len(findings)} checks over {sum(one.checked for one in findings)} things")
