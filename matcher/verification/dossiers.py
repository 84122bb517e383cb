"""The case's dossiers: each is intact, and its captures are those of the case."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from matcher.dossier.files.bag import problems
from matcher.verification.findings import Check, Finding

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.case.case import Case


def dossier_checks(case: Case, db: Database) -> Iterator[Finding]:
    """Each folder in dossiers/."""
    for folder in sorted(path for path in case.dossiers.glob("*") if path.is_dir() and path.name[:1] != "."):
        subject = f"dossiers/{folder.name}"
        found = problems(folder)
        files = sum(1 for path in folder.rglob("*") if path.is_file())
        yield from Check("dossiers", "hashes", subject).findings(files, [("", problem) for problem in found])
        if not found:
            yield from _captures(folder, subject, db)


def _captures(folder: Path, subject: str, db: Database) -> Iterator[Finding]:
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
    wrong = [
        (
            capture_id,
            "the case has another content for it" if capture_id in known else "the case has no such capture",
        )
        for capture_id, sha256 in rows.items()
        if known.get(capture_id) != sha256.removeprefix("'")
    ]
    yield from Check("dossiers", "captures", subject).findings(len(rows), wrong)
