"""Extraction run again over the archive, without the network: better rules improve old captures too."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crawler.archive.capture_reader import read_capture
from crawler.archive.rendered_records import DOM, DOM_HEADERS
from crawler.case.case import Case
from crawler.case.errors import Box31Error
from crawler.catalog.record_marks import Withdrawn, withdraw_unsupported
from crawler.catalog.store import store_image_facts, store_page
from crawler.extract.picture.image_facts import ImageFacts
from crawler.extract.worker.client import Reader
from crawler.models import PageRecords

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.profile.profile import SiteProfile

BATCH = 200  # captures of one transaction
AT_ONCE = 8  # of them in memory
# The fields of `Archived`; a rendered page by the address it was rendered from.
_SELECT = (
    "SELECT capture_id, run_id, iif(kind = 'rendered', substr(url, 1 + length(:dom)), url), captured_at, kind,"
    " payload_sha256, mime FROM captures c"
)


@dataclass(frozen=True)
class Picture:
    """What was read of a picture of `length` bytes."""

    length: int
    facts: ImageFacts


@dataclass(frozen=True)
class Archived:
    """A page or picture of the archive that is to be read again."""

    capture_id: str
    run_id: str
    url: str
    captured_at: str
    kind: str
    sha256: str
    mime: str | None


@dataclass
class Extraction:
    """What reading an archive again brought.

    `problems` ("url: why") are of captures that could not be read; `owners` the ids of the items and posts that the
    others (`read`) give, `withdrawn` how many items and posts none of them gives any more.
    """

    counts: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    owners: set[str] = field(default_factory=set)
    read: set[str] = field(default_factory=set)
    withdrawn: Withdrawn = field(default_factory=Withdrawn)


def extract_archive(case: Case, db: Database, site: str, profile: SiteProfile | None) -> Extraction:
    """Read every archived page of `site` again.

    New versions are written, with this extractor's number, only where a field differs from the newest version of
    the same page; older captures come first, so that the newest capture has the last word. Items and posts that no
    page gives any more, with the profile as it is, are withdrawn. Pages are read in a
    process of their own, as in a crawl. Commits in batches.
    """
    return asyncio.run(_extract(case, db, site, profile))


async def _extract(case: Case, db: Database, site: str, profile: SiteProfile | None) -> Extraction:
    done = Extraction()
    reader = Reader(profile, **case.config["reading"])
    try:
        for batch in _batches(_captures(db, site), BATCH):
            db.conn.execute("BEGIN IMMEDIATE")
            with db.conn:
                for some in _batches(batch, AT_ONCE):
                    read = await asyncio.gather(*(_read(case, db, reader, one) for one in some))
                    for one, found in zip(some, read, strict=True):
                        if isinstance(found, str):
                            done.problems.append(f"{one.url}: {found}")
                        else:
                            _store(db, site, one, found, done)
        with db.conn:
            done.withdrawn = withdraw_unsupported(db, site, done.owners, done.read)
    finally:
        await reader.close()
    return done


async def _read(case: Case, db: Database, reader: Reader, one: Archived) -> PageRecords | Picture | str:
    """What is in a capture; in words why it could not be read."""
    try:
        stored = read_capture(db, case.root / "archive", one.capture_id)
    except Box31Error as error:
        return error.message
    if one.sha256 and hashlib.sha256(stored.payload).hexdigest() != one.sha256:
        return "the archive has other bytes than were captured; `box31 archive verify` says more"
    if one.kind == "image":
        return Picture(len(stored.content), await reader.image(stored.content))
    headers = DOM_HEADERS if one.kind == "rendered" else stored.headers
    reading = await reader.page(stored.content, one.url, headers, captured_at=one.captured_at)
    return reading.records or f"could not be read: {reading.problem}"


async def read_again(
    case: Case,
    db: Database,
    profile: SiteProfile | None,
    capture_ids: Sequence[str],
    use: Callable[[str, PageRecords | str], None],
) -> None:
    """Read the pages of these captures of one site again and hand each to `use`: what is in it, or why it cannot be read.

    Nothing is written.
    """
    rows = db.execute(
        f"{_SELECT} WHERE capture_id IN (SELECT value FROM json_each(:ids))",  # noqa: S608  our names
        {"dom": DOM, "ids": json.dumps(list(capture_ids))},
    ).fetchall()
    reader = Reader(profile, **case.config["reading"])
    try:
        for some in _batches([Archived(*row) for row in rows], AT_ONCE):
            found = await asyncio.gather(*(_read(case, db, reader, one) for one in some))
            for one, records in zip(some, found, strict=True):
                use(one.capture_id, "a picture" if isinstance(records, Picture) else records)
    finally:
        await reader.close()


def _store(db: Database, site: str, one: Archived, found: PageRecords | Picture, done: Extraction) -> None:
    if isinstance(found, Picture):
        done.counts["images"] += 1
        store_image_facts(db, sha256=one.sha256, length=found.length, facts=found.facts, mime=one.mime)
        return
    done.counts["pages"] += 1
    stored = store_page(
        db, site=site, run_id=one.run_id, capture_id=one.capture_id, seen_at=one.captured_at, records=found
    )
    done.counts.update(stored.counts)
    done.owners |= stored.owners
    done.read.add(one.capture_id)


def _captures(db: Database, site: str) -> list[Archived]:
    """Whole pages and pictures of the site, oldest first; a page that was also rendered is read as rendered."""
    found = db.execute(
        f"""
        {_SELECT}
        WHERE site = :site AND error IS NULL AND truncated IS NULL AND (
          (kind = 'rendered' AND url LIKE :dom || '%')
          OR (kind = 'image' AND status IN (200, 304)
              AND NOT EXISTS (SELECT 1 FROM images i WHERE i.sha256 = c.payload_sha256))
          OR (kind = 'page' AND status IN (200, 304) AND (mime IS NULL OR mime LIKE '%html%' OR mime LIKE '%xml%')
              AND NOT EXISTS (SELECT 1 FROM captures r
                              WHERE r.site = c.site AND r.run_id = c.run_id AND r.url = :dom || c.url)))
        ORDER BY captured_at, capture_id
        """,  # noqa: S608  our names
        {"site": site, "dom": DOM},
    ).fetchall()
    return [Archived(*row) for row in found]


def _batches(rows: list[Archived], size: int) -> Iterator[list[Archived]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
