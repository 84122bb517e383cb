"""The archive: records, digests, indexes, chains, manifests and time stamps of each site."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from matcher.verification.findings import Finding

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.case.case import Case


def archive_checks(case: Case, db: Database) -> Iterator[Finding]:
    """Every fault that `box31 archive verify` finds, and one row for each site without any."""
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
