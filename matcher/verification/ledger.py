"""The ledger: its chain, the tables it vouches for, its file, its time stamps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from crawler.archive.ledger_verify import check_ledger, ledger_extent
from matcher.verification.findings import Finding

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.case.case import Case


def ledger_checks(case: Case, db: Database) -> Iterator[Finding]:
    """Every fault, or how many rows of how many tables the ledger's links vouch for."""
    faults = 0
    for fault in check_ledger(db, case.root / "archive"):
        faults += 1
        yield Finding("ledger", "links and tables", fault.subject, 1, fault.problem)
    extent = ledger_extent(db, case.root)
    notes = []
    if extent.not_covered:
        notes.append(f"tables it does not cover: {', '.join(extent.not_covered)}")
    if extent.changed_settings:
        notes.append(f"settings changed since the last command: {', '.join(extent.changed_settings)}")
    if not faults or notes:
        subject = f"{extent.links} links, {extent.tables} tables"
        yield Finding("ledger", "links and tables", subject, extent.rows, not_recomputed="; ".join(notes))
