"""The table `captures`: one row for each response that was archived."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any

from sqlite_utils import Database

# A capture whose payload is the address's content: found or unchanged, whole, not the answer to a POST.
WHOLE = "status IN (200, 304) AND kind != 'query' AND truncated IS NULL AND error IS NULL"


@dataclass(frozen=True)
class Capture:
    """One archived response; the fields are the table's columns (crawler/case/schema/archive.py explains each).

    `seq` and `chain` are None until the capture is joined to the site's hash chain.
    """

    capture_id: str
    run_id: str
    site: str
    url: str
    captured_at: str
    kind: str
    status: int | None = None
    mime: str | None = None
    payload_sha256: str | None = None
    payload_length: int | None = None
    warc_file: str = ""
    warc_offset: int = 0
    warc_length: int = 0
    record_length: int | None = None
    ip: str | None = None
    certificate_sha256: str | None = None
    revisit_of: str | None = None
    error: str | None = None
    truncated: str | None = None
    location: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    wire_sha256: str | None = None
    records_sha256: str | None = None
    seq: int | None = None
    chain: str | None = None

    @property
    def is_original(self) -> bool:
        """Whether later captures of the same payload may refer to this one."""
        return self.status == 200 and not self.truncated and not self.revisit_of


COLUMNS = tuple(field.name for field in fields(Capture))
_SELECT = f"SELECT {', '.join(COLUMNS)} FROM captures"  # noqa: S608  our names
_values = attrgetter(*COLUMNS)  # astuple would copy each value deeply
_INSERT = f"INSERT INTO captures ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608


def insert(db: Database, capture: Capture) -> None:
    """Add a row, inside the caller's transaction."""
    db.conn.execute(_INSERT, _values(capture))


def get(db: Database, capture_id: str) -> Capture | None:
    """The capture of that id."""
    return _first(db, "WHERE capture_id = ?", capture_id)


def is_revisit(db: Database, capture_id: str) -> bool:
    """Whether a capture refers to another for its payload."""
    return _count(db, "capture_id = ? AND revisit_of IS NOT NULL", capture_id) > 0


def chain_head(db: Database, site: str) -> Capture | None:
    """The last capture of a site's hash chain."""
    return _first(db, "WHERE site = ? AND seq IS NOT NULL ORDER BY seq DESC LIMIT 1", site)


def newest_whole(db: Database, site: str, url: str, run_id: str | None = None) -> Capture | None:
    """The newest whole capture of an address, of one run or of all."""
    return _first(
        db,
        f"WHERE site = ? AND url = ? AND {WHOLE} AND (? IS NULL OR run_id = ?) ORDER BY captured_at DESC LIMIT 1",
        *(site, url, run_id, run_id),
    )


def original_by_id(db: Database, capture_id: str) -> Capture | None:
    """The capture that holds the payload of `capture_id`: itself, or the one that it is a revisit of."""
    return _original(db, "capture_id = ?", capture_id)


def original_by_payload(db: Database, sha256: str, site: str | None = None) -> Capture | None:
    """The first whole capture of the case, or of one site of it, with that payload."""
    if site is None:
        return _original(db, "payload_sha256 = ?", sha256)
    return _original(db, "payload_sha256 = ? AND site = ?", sha256, site)


def of_chain(db: Database, site: str) -> Iterator[Capture]:
    """The captures of a site in the order of its hash chain."""
    return _each(db, "WHERE site = ? AND seq IS NOT NULL ORDER BY seq", site)


def of_run(db: Database, run_id: str) -> Iterator[Capture]:
    """The captures of a run in the order of the hash chain."""
    return _each(db, "WHERE run_id = ? AND seq IS NOT NULL ORDER BY seq", run_id)


def at_seq(db: Database, site: str, seq: int | None) -> Capture | None:
    """The capture at that place of a site's hash chain."""
    return _first(db, "WHERE site = ? AND seq = ?", site, seq)


def in_file(db: Database, site: str, file: str) -> Iterator[Capture]:
    """The captures with a payload in one WARC file of a site."""
    return _each(db, "WHERE site = ? AND warc_file = ? AND payload_sha256 IS NOT NULL", site, file)


def sealed(db: Database, site: str) -> Iterator[Capture]:
    """The captures with a payload of a site's finished runs."""
    return _each(
        db,
        "WHERE site = ? AND payload_sha256 IS NOT NULL"
        " AND run_id IN (SELECT run_id FROM runs WHERE finished IS NOT NULL) ORDER BY rowid",
        site,
    )


def originals_elsewhere(db: Database, site: str) -> Iterator[Capture]:
    """Captures of other sites that hold the payloads of a site's revisits."""
    return _each(
        db,
        "WHERE site != ? AND capture_id IN"
        " (SELECT revisit_of FROM captures WHERE site = ? AND revisit_of IS NOT NULL)",
        *(site, site),
    )


def count(db: Database, site: str) -> int:
    """How many captures a site has."""
    return _count(db, "site = ?", site)


def pages_fetched(db: Database, run_id: str) -> int:
    """How many page captures of a run brought a page, or said that it is unchanged."""
    return _count(db, "run_id = ? AND kind = 'page' AND status IN (200, 304)", run_id)


def any_page(db: Database, run_id: str) -> bool:
    """Whether any page of a run was answered."""
    return _count(db, "run_id = ? AND kind = 'page'", run_id) > 0


def end_of_file(db: Database, run_id: str, file: str) -> int | None:
    """Where the last capture in a WARC file ends; None where the database knows of none in it."""
    row = db.conn.execute(
        "SELECT max(warc_offset + warc_length) FROM captures WHERE run_id = ? AND warc_file = ?",
        (run_id, file),
    ).fetchone()
    return None if row[0] is None else int(row[0])


def _original(db: Database, where: str, *values: str) -> Capture | None:
    return _first(
        db,
        "WHERE capture_id = (SELECT coalesce(revisit_of, capture_id) FROM captures"  # noqa: S608  our names
        f" WHERE {where} AND wire_sha256 IS NOT NULL AND truncated IS NULL AND status IN (200, 304)"
        " ORDER BY rowid LIMIT 1)",
        *values,
    )


def _first(db: Database, rest: str, *values: Any) -> Capture | None:
    row = db.conn.execute(f"{_SELECT} {rest}", values).fetchone()
    return None if row is None else Capture(*row)


def _each(db: Database, rest: str, *values: Any) -> Iterator[Capture]:
    return (Capture(*row) for row in db.conn.execute(f"{_SELECT} {rest}", values))


def _count(db: Database, where: str, value: str) -> int:
    return int(db.conn.execute(f"SELECT count(*) FROM captures WHERE {where}", (value,)).fetchone()[0])  # noqa: S608
