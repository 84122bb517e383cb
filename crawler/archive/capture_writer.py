"""A site's archive while a run fills it: exchanges become WARC records, then rows, each joined to the hash chain."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from sqlite_utils import Database

from crawler.archive import captures, warc
from crawler.archive.captures import Capture
from crawler.archive.durable import OnDisk
from crawler.archive.hash_chain import START, link
from crawler.capture.exchange import REDIRECTS, Exchange


@dataclass(frozen=True)
class Validators:
    """What the last capture of an address lets the next request ask: has it changed since?"""

    capture_id: str
    etag: str | None
    last_modified: str | None


@dataclass(frozen=True)
class WrittenCapture:
    """A capture whose bytes are written but whose row is not: `on_disk` is done when the bytes would outlast a power cut.

    `certificates` are those the server sent (DER, leaf first).
    """

    capture: Capture
    on_disk: OnDisk
    certificates: tuple[bytes, ...] = ()

    def with_error(self, error: str | None) -> WrittenCapture:
        """The same capture with why it could not be used, unless it has an error already."""
        if error is None or self.capture.error:
            return self
        return replace(self, capture=replace(self.capture, error=error))


@dataclass(frozen=True)
class Resource:
    """Something made from a page here, such as its rendered form; `moment` is when (WARC-Date)."""

    url: str
    moment: str
    content_type: str
    body: bytes
    kind: str
    concurrent_to: str


class SiteArchive:
    """Writes a run's captures: `write` their bytes, then, once those are on the disk, `record` the row.

    Rows are recorded in the order in which their bytes were written, in the caller's transactions. Of what is
    `self_contained` no capture refers to the payload of another site, so that the site can be adopted by another case.
    """

    def __init__(
        self,
        db: Database,
        folder: Path,
        site: str,
        run_id: str,
        info: Iterable[tuple[str, str]],
        *,
        self_contained: bool = False,
        **options: Any,
    ) -> None:
        self._db = db
        self._payloads_of = site if self_contained else None
        self.folder = folder
        self.site = site
        self.run_id = run_id
        self._certificates: set[bytes] = set()  # those this run's files hold
        self._unrecorded: dict[str, Capture] = {}  # by id: written, their rows not yet in the database
        self._writer = warc.WarcWriter(folder, run_id, info, **options)
        last = captures.chain_head(db, site)
        self._seq: int = last.seq or 0 if last else 0
        self._head: str = last.chain or START if last else START

    def write(self, exchange: Exchange, kind: str, asked: Validators | None = None) -> WrittenCapture:
        """Write the exchange's records; its row is not yet in the database.

        A payload that a capture of the case already holds, or that the server calls unchanged (304, given what
        was `asked`), becomes a revisit record. Raises OSError where nothing can be written.
        """
        capture, original = self._described(exchange, kind, asked)
        if capture.status is None:
            records = [warc.failure_record(capture.capture_id, exchange)]
        else:
            unchanged = capture.status == 304
            records = [warc.response_record(capture.capture_id, exchange, original, unchanged=unchanged)]
        if exchange.request:
            records.append(warc.request_record(capture.capture_id, exchange))
        certificates = exchange.tls.certificates if exchange.tls else ()
        if not set(certificates) <= self._certificates:
            records.append(warc.certificates_record(capture.capture_id, exchange))
            self._certificates |= set(certificates)
        return self._placed(capture, records, certificates)

    def write_resource(self, resource: Resource) -> WrittenCapture:
        """Write something made from a page here; its row is not yet in the database."""
        capture_id = warc.new_id()
        sha256 = hashlib.sha256(resource.body).hexdigest()
        record = warc.resource_record(
            capture_id,
            resource.url,
            resource.moment,
            resource.content_type,
            resource.body,
            resource.concurrent_to,
        )
        capture = Capture(
            capture_id,
            self.run_id,
            self.site,
            resource.url,
            resource.moment,
            resource.kind,
            mime=resource.content_type.split(";")[0],
            payload_sha256=sha256,
            payload_length=len(resource.body),
            wire_sha256=sha256,
        )
        return self._placed(capture, [record])

    def record(self, written: WrittenCapture) -> None:
        """Insert a written capture's row and join it to the chain. Runs inside the caller's transaction.

        Waits until the capture's bytes are on the disk; raises OSError where they cannot be put there.
        """
        written.on_disk.result()
        capture = replace(written.capture, seq=self._seq + 1)
        capture = replace(capture, chain=link(self._head, capture))
        captures.insert(self._db, capture)
        for der in written.certificates:
            self._db.conn.execute(
                "INSERT OR IGNORE INTO certificates (sha256, der, first_seen) VALUES (?, ?, ?)",
                (hashlib.sha256(der).hexdigest(), der, capture.captured_at),
            )
        self._seq, self._head = self._seq + 1, str(capture.chain)
        self._unrecorded.pop(capture.capture_id, None)

    @property
    def head(self) -> tuple[int, str]:
        """Number and hash of the chain's last link."""
        return self._seq, self._head

    async def on_disk(self, *written: WrittenCapture) -> None:
        """Wait until captures are on the disk, while other things go on. Raises OSError as `record` does."""
        for one in written:
            await asyncio.shield(asyncio.wrap_future(one.on_disk))  # which others wait for too

    def rewind(self, head: tuple[int, str]) -> None:
        """Go back to an earlier head, because the transaction that recorded captures since was rolled back."""
        self._seq, self._head = head

    def close(self) -> None:
        self._writer.close()

    def _placed(
        self, capture: Capture, records: list[bytes], certificates: tuple[bytes, ...] = ()
    ) -> WrittenCapture:
        written = self._writer.append(b"".join(records))
        capture = replace(
            capture,
            record_length=len(records[0]),
            warc_file=written.file,
            warc_offset=written.offset,
            warc_length=written.length,
            records_sha256=written.sha256,
        )
        self._unrecorded[capture.capture_id] = capture
        return WrittenCapture(capture, written.on_disk, certificates)

    def _described(
        self, exchange: Exchange, kind: str, asked: Validators | None
    ) -> tuple[Capture, warc.Original | None]:
        """The capture of an exchange, and the original it refers to if it is a revisit."""
        status = exchange.status
        leaf = exchange.tls.certificates[0] if exchange.tls and exchange.tls.certificates else None
        capture = Capture(
            warc.new_id(),
            self.run_id,
            self.site,
            exchange.url,
            warc.timestamp(exchange.started),
            kind if status is not None else "failure",
            status,
            ip=exchange.ip,
            error=exchange.error,
            certificate_sha256=hashlib.sha256(leaf).hexdigest() if leaf else None,
        )
        if status is None:
            return capture, None
        mime, location = exchange.header("content-type"), exchange.header("location")
        capture = replace(
            capture,
            mime=mime.split(";")[0].strip().lower() if mime else None,
            truncated=exchange.truncated,
            location=urljoin(exchange.url, location) if location and status in REDIRECTS else None,
        )
        if status == 304 and asked is not None:
            original = self._original(asked.capture_id)
            if original is not None:
                return _unchanged(capture, original, asked), _refer_to(original)
        return self._with_payload(capture, exchange)

    def _with_payload(self, capture: Capture, exchange: Exchange) -> tuple[Capture, warc.Original | None]:
        entity = exchange.entity
        sha256 = hashlib.sha256(entity).hexdigest()
        capture = replace(
            capture,
            payload_sha256=sha256,
            payload_length=len(entity),
            wire_sha256=hashlib.sha256(exchange.wire_body).hexdigest(),
            etag=exchange.header("etag"),
            last_modified=exchange.header("last-modified"),
        )
        if capture.status != 200 or not entity or exchange.truncated:
            return capture, None
        original = self._original_payload(sha256)
        if original is None:
            return capture, None
        return (
            replace(capture, revisit_of=original.capture_id, wire_sha256=original.wire_sha256),
            _refer_to(original),
        )

    def _original(self, capture_id: str) -> Capture | None:
        waiting = self._unrecorded.get(capture_id)  # will be in the database before the row that refers to it
        if waiting is not None and waiting.is_original:
            return waiting
        return captures.original_by_id(self._db, capture_id)

    def _original_payload(self, sha256: str) -> Capture | None:
        for waiting in self._unrecorded.values():
            if waiting.is_original and waiting.payload_sha256 == sha256:
                return waiting
        return captures.original_by_payload(self._db, sha256, self._payloads_of)


def _unchanged(capture: Capture, original: Capture, asked: Validators) -> Capture:
    """The capture of a 304: it has the original's payload, and what was asked with stays good."""
    return replace(
        capture,
        payload_sha256=original.payload_sha256,
        payload_length=original.payload_length,
        mime=capture.mime or original.mime,
        revisit_of=original.capture_id,
        wire_sha256=original.wire_sha256,
        etag=asked.etag,
        last_modified=asked.last_modified,
    )


def _refer_to(original: Capture) -> warc.Original:
    return warc.Original(
        original.capture_id, original.url, original.captured_at, f"sha256:{original.wire_sha256}"
    )
