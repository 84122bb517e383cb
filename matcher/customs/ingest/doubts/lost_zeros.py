"""HS codes that have lost their leading zero, as spreadsheets do to them: named when a file is imported."""

from __future__ import annotations

from sqlite_utils import Database

from crawler.case.console import counted
from matcher.customs.values.hs_codes import LOST_ZERO


def lost_zeros(db: Database, file_id: str) -> list[str]:
    """A note on the file's lines whose codes are completed: none, or how many and the first code."""
    lines, first, code = db.execute(
        "SELECT count(*), min(row), hs FROM customs_lines WHERE file_id = ? AND problem LIKE ?",
        [file_id, f"%{LOST_ZERO}%"],
    ).fetchone()
    if not lines:
        return []
    return [
        f"{counted(lines, 'line')} whose HS code {LOST_ZERO}: read with it, kept as written; "
        f"first in row {first:,}: {code} is read as 0{code}"
    ]
