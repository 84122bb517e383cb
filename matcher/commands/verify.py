"""`box31 verify`: the whole case re-read, re-hashed and recomputed."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from crawler.case.console import listing_options, say, show
from crawler.case.errors import FAILED, Box31Error
from crawler.case.given_files import SPECIAL, special_files
from matcher.verification.findings import COLUMNS, Finding

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.case.case import Case


def verify_case(case: Case, db: Database, *, read_pages: bool = True) -> Iterator[Finding]:
    """Every check, in order; a Finding without a problem says what was checked. Nothing is written.

    `read_pages`: read every archived page again, which takes as long as `box31 archive extract`.
    """
    from matcher.verification.archive import archive_checks
    from matcher.verification.cells import cell_checks
    from matcher.verification.customs import customs_checks
    from matcher.verification.database import database_checks
    from matcher.verification.decisions import decision_checks
    from matcher.verification.dossiers import dossier_checks
    from matcher.verification.ledger import ledger_checks
    from matcher.verification.pairs import pair_checks
    from matcher.verification.pictures import picture_checks
    from matcher.verification.records import record_checks

    yield from _guarded("archive", archive_checks(case, db))
    for finding in _guarded("database", database_checks(db)):
        yield finding
        if finding.problem and finding.check == "integrity":
            return
    yield from _guarded("ledger", ledger_checks(case, db))
    yield from _guarded("records", record_checks(case, db, read_pages=read_pages))
    if read_pages:
        yield from _guarded("records", picture_checks(case, db))
    yield from _guarded("customs", cell_checks(case, db))
    yield from _guarded("customs", customs_checks(db))
    yield from _guarded("pairs", pair_checks(db))
    yield from _guarded("decisions", decision_checks(case, db))
    yield from _guarded("dossiers", dossier_checks(case, db))


def _guarded(area: str, checks: Iterator[Finding]) -> Iterator[Finding]:
    """The findings of an area; whatever edited rows or files do to a check is a finding too, and the next area goes on."""
    try:
        yield from checks
    except Exception as error:  # a case may hold anything, and this is where it is looked at
        said = " ".join(str(error).split())[:200]
        yield Finding(area, "checked to the end", "", 0, f"cannot be checked: {type(error).__name__}: {said}")


@click.command(epilog="Example: box31 -C mycase verify")
@click.option("--quick", is_flag=True, help="Do not read the archived pages again.")
@listing_options
@click.pass_context
def verify(context: click.Context, quick: bool, as_json: bool, as_csv: bool) -> None:
    """Re-hash and recompute everything in the case: archive, database, records, pairs, decisions, dossiers.

    Prints one row for each check, with how many things it looked at, what is wrong and what could not be
    recomputed. Exits 1 where anything is wrong. Nothing is written.
    """
    from matcher.commands.cli import open_case

    case = open_case(context)
    findings = list(findings_of(case, read_pages=not quick))
    if not findings:
        say("the case is new: no database, no archive, no sheet; nothing to verify")
        return
    wrong = [one for one in findings if one.problem]
    shown = findings if as_json or as_csv else sorted(findings, key=lambda one: not one.problem)
    show((asdict(one) for one in shown), COLUMNS, as_json=as_json, as_csv=as_csv)
    open_ends = [one for one in findings if one.not_recomputed]
    if open_ends:
        say(f"not recomputed, see the column not_recomputed: {len(open_ends)} checks")
    if wrong:
        say(
            f"{len(wrong)} {'thing is' if len(wrong) == 1 else 'things are'} wrong; the rows with a problem name them"
        )
        sys.exit(FAILED)
    say(f"all well: {len(findings)} checks over {sum(one.checked for one in findings)} things")


def findings_of(case: Case, *, read_pages: bool = True) -> Iterator[Finding]:
    """What `verify` finds, also where the database is missing, damaged or of another version."""
    from matcher.schema.tables import matcher_migrations

    if not case.database_path.exists():
        left = [path for folder in ("archive", "reviews") for path in (case.root / folder).glob("*")]
        if left:
            problem = f"missing, though {left[0].relative_to(case.root)} is there: deleted or moved"
            yield Finding("database", "integrity", "box31.db", 0, problem)
        return
    special = [path.relative_to(case.root).as_posix() for path in special_files(case.root)]
    if special:  # whoever reads it waits for ever
        yield from (Finding("files", "kind", path, 0, SPECIAL) for path in special)
        return
    try:
        db = case.database(matcher_migrations)
        yield from verify_case(case, db, read_pages=read_pages)
        db.conn.close()
    except (sqlite3.Error, Box31Error) as error:  # so broken that it cannot even be opened or read
        problem = str(error).removeprefix(f"{case.database_path}: ")  # a table cuts long cells off
        yield Finding("database", "integrity", "box31.db", 0, problem)
