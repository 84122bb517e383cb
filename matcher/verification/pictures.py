"""Pictures: size, perceptual hash and EXIF read again from the archived bytes. Text read by a model is not."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from crawler.archive.capture_reader import read_capture
from crawler.case.errors import Box31Error
from crawler.catalog.picture_readings import exif_of
from crawler.extract.picture.exif import EXIF_READER
from crawler.extract.worker.client import Reader
from matcher.verification.findings import Check, Finding

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.case.case import Case

Wrong = list[tuple[object, str]]


def picture_checks(case: Case, db: Database) -> Iterator[Finding]:
    """What the files of pictures state is what their bytes say; how many lines of text only the ledger vouches for."""
    rows = db.execute(
        "SELECT r.sha256, min(c.capture_id) FROM image_readings r JOIN captures c ON c.payload_sha256 = r.sha256"
        " WHERE r.what = 'exif' AND r.reader = ? GROUP BY r.sha256",
        [EXIF_READER],
    ).fetchall()
    wrong = asyncio.run(_read_again(case, db, rows))
    (lines,) = db.execute("SELECT count(*) FROM image_texts").fetchone()
    note = f"{lines} lines of text that a model read in pictures" if lines else ""
    yield from Check("records", "EXIF read again from the archive", "").findings(len(rows), wrong, note)


async def _read_again(case: Case, db: Database, rows: Sequence[tuple[str, str]]) -> Wrong:
    stored, wrong = exif_of(db), list[tuple[object, str]]()
    reader = Reader(None, **case.config["reading"])
    try:
        for sha256, capture_id in rows:
            try:
                facts = await reader.image(read_capture(db, case.root / "archive", capture_id).content)
            except Box31Error as error:
                wrong.append((sha256, f"cannot be read again: {error.message}"))
                continue
            if {one.name: one.value for one in facts.exif} != dict(stored[sha256].values):
                wrong.append((sha256, "what its file states is not what is stored"))
    finally:
        await reader.close()
    return wrong
