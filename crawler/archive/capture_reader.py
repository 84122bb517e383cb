"""A capture's response read back from its WARC record, revisits resolved."""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlite_utils import Database
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from crawler.archive import captures
from crawler.capture.content_coding import TooLarge, Undecodable, decoded
from crawler.capture.exchange import entity_of, split_headers
from crawler.case.errors import Box31Error

# Bytes of decoded content; above the largest limit a crawl may set for a payload.
CONTENT_LIMIT = 256 * 1024 * 1024

UNREADABLE = (ArchiveLoadFailed, zlib.error, ValueError, EOFError, OSError)


@dataclass(frozen=True)
class StoredResponse:
    """What a capture holds.

    `head` is the response's status line and headers, byte for byte; `payload` the body without chunk framing, still
    content-encoded (its SHA-256 is the capture's payload_sha256); `content` the decoded body.
    """

    capture_id: str
    url: str
    captured_at: str
    status: int | None
    head: bytes
    payload: bytes
    content: bytes

    @property
    def headers(self) -> dict[str, str]:
        """Header values by name in title case; the first of each name."""
        found: dict[str, str] = {}
        for name, value in split_headers(self.head):
            found.setdefault(name.decode("latin-1").title(), value.decode("latin-1"))
        return found


def read_capture(
    db: Database, archive: Path, capture_id: str, *, limit: int = CONTENT_LIMIT
) -> StoredResponse:
    """The response of one capture; `archive` is the case's archive folder.

    A revisit gives its own head and the payload of the capture it refers to. Raises Box31Error where the capture
    or its record is not there, or its content cannot be decoded.
    """
    row = db.conn.execute(
        "SELECT site, url, captured_at, status, warc_file, warc_offset, warc_length, revisit_of FROM captures"
        " WHERE capture_id = ?",
        (capture_id,),
    ).fetchone()
    if row is None:
        raise Box31Error(f"{capture_id}: no such capture")
    site, url, captured_at, status, file, offset, length, revisit_of = row
    if not {site, file}.isdisjoint(("", ".", "..")) or any(sign in site + file for sign in "/\\\0"):
        raise Box31Error(
            f"{capture_id}: {file[:80]!r} is no file of a site; `box31 archive verify` says what is wrong"
        )
    path = archive / site / file
    head, body = read_response(path, offset, length)
    if revisit_of is not None:
        if captures.is_revisit(db, revisit_of):
            raise Box31Error(f"{capture_id}: refers to {revisit_of}, which holds no payload itself")
        original = read_capture(db, archive, revisit_of, limit=limit)
        # The coding is the original's: a 304 does not repeat it.
        return StoredResponse(
            capture_id,
            url,
            captured_at,
            original.status if status == 304 else status,
            original.head if status == 304 else head,
            original.payload,
            original.content,
        )
    payload = entity_of(split_headers(head), body) if head else body
    try:
        content = decoded(payload, _first(head, b"content-encoding"), limit)
    except (TooLarge, Undecodable) as error:
        raise Box31Error(f"{path.name} offset {offset}: {url}: {error}") from error
    return StoredResponse(capture_id, url, captured_at, status, head, payload, content)


def read_response(path: Path, offset: int, length: int) -> tuple[bytes, bytes]:
    """Head and body, as they came over the wire, of the record at `offset`; a resource has an empty head."""
    try:
        with path.open("rb") as handle:
            handle.seek(offset)
            data = handle.read(length)
    except (OSError, ValueError, OverflowError) as error:  # an edited row may say any offset and length
        raise Box31Error(f"{path}: cannot be read: {error}") from error
    try:
        block = block_of(data)
    except UNREADABLE:
        block = ("", b"")
    kind = block[0]
    if not kind:
        raise Box31Error(
            f"{path} offset {offset}: the record is not there; `box31 archive verify` says what is"
        )
    if kind not in ("response", "revisit"):
        return b"", block[1]
    for end in (b"\r\n\r\n", b"\n\n"):
        at = block[1].find(end)
        if at >= 0:
            return block[1][: at + len(end)], block[1][at + len(end) :]
    return block[1], b""


def block_of(data: bytes) -> tuple[str, bytes]:
    """Type and block of the first record in `data` (gzip members). Raises one of UNREADABLE where it is damaged."""
    for record in ArchiveIterator(io.BytesIO(data), no_record_parse=True):
        return record.rec_type, record.raw_stream.read()
    return "", b""


def _first(head: bytes, name: bytes) -> str | None:
    values: list[Any] = [v.decode("latin-1") for k, v in split_headers(head) if k.lower() == name]
    return ", ".join(values) or None
