"""WARC 1.1 files: exchanges and other records as gzip members, one append at a time."""

from __future__ import annotations

import hashlib
import os
import ssl
import uuid
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from crawler.archive.durable import OnDisk, Syncing, sync_folder
from crawler.capture.exchange import Exchange

FILE_BYTES = 512 * 1024 * 1024  # a file is closed and the next begun beyond this
GZIP_LEVEL = 6  # level 9 takes twice the time for 1 % less
CONFORMS_TO = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"

Fields = list[tuple[str, str]]


@dataclass(frozen=True)
class Original:
    """The capture whose payload a revisit record refers to."""

    capture_id: str
    url: str
    captured_at: str
    payload_digest: str


@dataclass(frozen=True)
class Written:
    """Where a capture's records lie: file name, offset and length in bytes, the sha256 of those bytes.

    `on_disk` is done when they would outlast a power cut.
    """

    file: str
    offset: int
    length: int
    sha256: str
    on_disk: OnDisk


class WarcWriter:
    """Appends records to archive/<site>/<run>-NNN.warc.gz. One writer a run at a time.

    Each append is one write, and is being put on the disk when it returns, so that the page can be read meanwhile. A
    crash leaves at most records that nobody acknowledged at the end, the last perhaps torn; `cut_tail` removes them.
    """

    def __init__(
        self, folder: Path, run_id: str, info: Iterable[tuple[str, str]], *, file_bytes: int = FILE_BYTES
    ) -> None:
        self._folder = folder
        self._run_id = run_id
        self._info = list(info)
        self._file_bytes = file_bytes
        self._descriptor: int | None = None
        self._syncing = Syncing()
        self._offset = 0
        self.file = ""

    def append(self, records: bytes) -> Written:
        """Append finished records (gzip members) to the current file; raises OSError where the disk is full."""
        if self._descriptor is None or self._offset >= self._file_bytes:
            self._open_next()
        assert self._descriptor is not None
        offset = self._offset
        try:
            self._write(records)
        except OSError:
            os.ftruncate(self._descriptor, offset)  # no torn record stays behind a full disk
            raise
        on_disk = self._syncing.begin(self._descriptor)
        return Written(self.file, offset, len(records), hashlib.sha256(records).hexdigest(), on_disk)

    def close(self) -> None:
        """Close the current file, once it is on the disk."""
        self._close_file()
        self._syncing.close()

    def _close_file(self) -> None:
        self._syncing.wait()
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _write(self, data: bytes) -> None:
        assert self._descriptor is not None
        view = memoryview(data)
        while view:
            view = view[os.write(self._descriptor, view) :]
        self._offset += len(data)

    def _open_next(self) -> None:
        self._close_file()
        self._folder.mkdir(parents=True, exist_ok=True)
        number = 1 + max((_number(p) for p in files_of(self._folder, self._run_id)), default=0)
        self.file = f"{self._run_id}-{number:03d}.warc.gz"
        path = self._folder / self.file
        self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o644)
        sync_folder(self._folder)
        self._offset = 0
        self._write(warcinfo(self.file, self._info))


def files_of(folder: Path, run_id: str) -> list[Path]:
    """The WARC files of a run, in order."""
    return sorted(folder.glob(f"{run_id}-[0-9]*.warc.gz"), key=_number)


def _number(path: Path) -> int:
    return int(path.name.removesuffix(".warc.gz").rpartition("-")[2])


def cut_tail(path: Path, end: int) -> int:
    """Cut what lies beyond `end`, the last byte the database knows of; returns how many bytes were cut."""
    size = path.stat().st_size
    if size > end:
        with path.open("r+b") as handle:
            handle.truncate(end)
            os.fsync(handle.fileno())
    return max(0, size - end)


def new_id() -> str:
    """A record id: a random UUID, which tells nothing of the machine."""
    return str(uuid.uuid4())


def digest(data: bytes) -> str:
    """The labelled SHA-256 digest of WARC headers, in hex."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def timestamp(moment: datetime) -> str:
    """WARC-Date: UTC with microseconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def record(kind: str, fields: Fields, content_type: str, block: bytes) -> bytes:
    """One WARC record as a gzip member; `fields` as given, then type, length and block digest."""
    lines = [("WARC-Type", kind), *fields, ("WARC-Block-Digest", digest(block))]
    lines += [("Content-Type", content_type), ("Content-Length", str(len(block)))]
    head = "WARC/1.1\r\n" + "".join(f"{name}: {_clean(value)}\r\n" for name, value in lines) + "\r\n"
    packer = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, zlib.MAX_WBITS + 16)
    return packer.compress(head.encode("utf-8")) + packer.compress(block + b"\r\n\r\n") + packer.flush()


def warcinfo(file: str, info: Iterable[tuple[str, str]]) -> bytes:
    """The record every file begins with: what wrote it and under which rules."""
    lines = [("format", "WARC File Format 1.1"), ("conformsTo", CONFORMS_TO), *info]
    block = "".join(f"{name}: {_clean(value)}\r\n" for name, value in lines).encode("utf-8")
    fields = [
        ("WARC-Record-ID", _urn(new_id())),
        ("WARC-Filename", file),
        ("WARC-Date", timestamp(datetime.now(UTC))),
    ]
    return record("warcinfo", fields, "application/warc-fields", block)


def response_record(
    capture_id: str, exchange: Exchange, original: Original | None = None, *, unchanged: bool = False
) -> bytes:
    """The response record of an exchange or, given `original`, its revisit record.

    `unchanged`: the server itself said so (304). The response's block is what came over the wire, byte for byte.
    """
    fields = [("WARC-Record-ID", _urn(capture_id)), *_common(exchange)]
    if original is None:
        fields.append(("WARC-Payload-Digest", digest(exchange.wire_body)))
        if exchange.truncated:
            fields.append(("WARC-Truncated", exchange.truncated))
        block = exchange.head + exchange.wire_body
        return record("response", fields, "application/http; msgtype=response", block)
    fields += [
        ("WARC-Profile", NOT_MODIFIED if unchanged else IDENTICAL),
        ("WARC-Refers-To", _urn(original.capture_id)),
        ("WARC-Refers-To-Target-URI", original.url),
        ("WARC-Refers-To-Date", original.captured_at),
        ("WARC-Payload-Digest", original.payload_digest),
    ]
    return record("revisit", fields, "application/http; msgtype=response", exchange.head)


def failure_record(capture_id: str, exchange: Exchange) -> bytes:
    """A metadata record saying that an address was asked for and what happened."""
    lines = [("outcome", exchange.error or "no response"), ("fetched-with", "wire tap")]
    block = "".join(f"{name}: {_clean(value)}\r\n" for name, value in lines).encode("utf-8")
    fields = [("WARC-Record-ID", _urn(capture_id)), *_common(exchange)]
    return record("metadata", fields, "application/warc-fields", block)


def request_record(capture_id: str, exchange: Exchange) -> bytes:
    """The request record of a capture."""
    fields = [("WARC-Record-ID", _urn(new_id())), ("WARC-Target-URI", exchange.url)]
    fields += [("WARC-Date", timestamp(exchange.started)), ("WARC-Concurrent-To", _urn(capture_id))]
    return record("request", fields, "application/http; msgtype=request", exchange.request)


def certificates_record(capture_id: str, exchange: Exchange) -> bytes:
    """A metadata record with the certificates a server sent, PEM, leaf first."""
    assert exchange.tls is not None
    pem = "".join(ssl.DER_cert_to_PEM_cert(der) for der in exchange.tls.certificates).encode()
    fields = [("WARC-Record-ID", _urn(new_id())), ("WARC-Target-URI", exchange.url)]
    fields += [("WARC-Date", timestamp(exchange.started)), ("WARC-Concurrent-To", _urn(capture_id))]
    return record("metadata", fields, "application/x-pem-file", pem)


def resource_record(
    capture_id: str,
    url: str,
    moment: str,
    content_type: str,
    body: bytes,
    concurrent_to: str | None = None,
) -> bytes:
    """A resource record: something made from a page here, such as its rendered form."""
    fields = [
        ("WARC-Record-ID", _urn(capture_id)),
        ("WARC-Target-URI", url),
        ("WARC-Date", moment),
    ]
    if concurrent_to:
        fields.append(("WARC-Concurrent-To", _urn(concurrent_to)))
    fields.append(("WARC-Payload-Digest", digest(body)))
    return record("resource", fields, content_type, body)


def _common(exchange: Exchange) -> Fields:
    fields = [("WARC-Target-URI", exchange.url), ("WARC-Date", timestamp(exchange.started))]
    if exchange.ip:
        fields.append(("WARC-IP-Address", exchange.ip))
    fields.append(("WARC-Protocol", "http/1.1"))
    if exchange.tls:
        fields.append(("WARC-Protocol", exchange.tls.protocol.lower().replace("tlsv", "tls/")))
        fields.append(("WARC-Cipher-Suite", exchange.tls.cipher))
        chain = ", ".join(hashlib.sha256(der).hexdigest() for der in exchange.tls.certificates)
        fields.append(("Box31-Certificates-SHA256", chain))
    if exchange.informational:
        fields.append(
            ("Box31-Informational", exchange.informational.decode("latin-1").replace("\r\n", " | "))
        )
    return fields


def _urn(identifier: str) -> str:
    return f"<urn:uuid:{identifier}>"


def _clean(value: str) -> str:
    """A header value on one line: what a server sends must not begin a WARC header of its own."""
    return " ".join(value.splitlines())
