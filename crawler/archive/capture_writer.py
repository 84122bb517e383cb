"""A site's archive while a run fills it: exchanges become WARC records, then rows, each joined to the chain."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from sqlite_utils import Database

from crawler.archive import warc
from crawler.archive.hash_chain import START, link
from crawler.capture.exchange import Exchange

REDIRECTS = frozenset({301, 302, 303, 307, 308})

COLUMNS = (
    "capture_id", "run_id", "site", "url", "captured_at", "kind", "status", "mime", "payload_sha256",
    "payload_length", "warc_file", "warc_offset", "warc_length", "record_length", "ip", "certificate_sha256",
    "revisit_of", "error", "truncated", "location", "etag", "last_modified", "wire_sha256", "records_sha256",
    "seq", "chain",
)  # fmt: skip
INSERT = f"INSERT INTO captures ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608  our names


@dataclass(frozen=True)
class Validators:
    """What the last capture of an address lets the next request ask: has it changed since?"""

    capture_id: str
    etag: str | None
    last_modified: str | None


class SiteArchive:
    """Writes a run's captures: `keep` their bytes, then, once those are on the disk, `record` the row.

    Rows are recorded in the order in which they were kept, in the caller's transactions.
    """

    def __init__(
        self,
        db: Database,
        folder: Path,
        site: str,
        run_id: str,
        info: Iterable[tuple[str, str]],
        **options: Any,
    ) -> None:
        self._db = db
        self.folder = folder
        self.site = site
        self.run_id = run_id
        self._certificates: set[bytes] = set()  # those this run's files hold
        self._unrecorded: dict[str, dict[str, Any]] = {}  # by id: kept, their rows not yet in the database
        self._writer = warc.WarcWriter(folder, run_id, info, **options)
        last = db.execute(
            "SELECT seq, chain FROM captures WHERE site = ? AND seq IS NOT NULL ORDER BY seq DESC LIMIT 1",
            (site,),
        ).fetchone()
        self._seq: int = last[0] if last else 0
        self._head: str = last[1] if last else START

    def keep(self, exchange: Exchange, kind: str, asked: Validators | None = None) -> dict[str, Any]:
        """Write the exchange's records; returns the capture's row, not yet in the database.

        A payload that a capture of the case already holds, or that the server calls unchanged (304, given what
        was `asked`), becomes a revisit record. Raises OSError where nothing can be written.
        """
        capture_id = warc.new_id()
        status = exchange.status
        row: dict[str, Any] = dict.fromkeys(COLUMNS)
        row |= {
            "capture_id": capture_id,
            "run_id": self.run_id,
            "site": self.site,
            "url": exchange.url,
            "captured_at": warc.timestamp(exchange.started),
            "kind": kind if status is not None else "failure",
            "status": status,
            "ip": exchange.ip,
            "error": exchange.error,
        }
        if exchange.tls and exchange.tls.certificates:
            row["certificate_sha256"] = hashlib.sha256(exchange.tls.certificates[0]).hexdigest()
            row["certificates"] = exchange.tls.certificates
        if status is None:
            records = [warc.failure_record(capture_id, exchange)]
        else:
            original = self._describe(row, exchange, asked)
            records = [warc.response_record(capture_id, exchange, original, unchanged=status == 304)]
        if exchange.request:
            records.append(warc.request_record(capture_id, exchange))
        if exchange.tls and not set(exchange.tls.certificates) <= self._certificates:
            records.append(warc.certificates_record(capture_id, exchange))
            self._certificates |= set(exchange.tls.certificates)
        return self._placed(row, records)

    def keep_resource(
        self, url: str, moment: str, content_type: str, body: bytes, *, kind: str, concurrent_to: str
    ) -> dict[str, Any]:
        """Write something made from a page here (its rendered form); returns the capture's row."""
        capture_id = warc.new_id()
        row: dict[str, Any] = dict.fromkeys(COLUMNS)
        sha256 = hashlib.sha256(body).hexdigest()
        row |= {
            "capture_id": capture_id,
            "run_id": self.run_id,
            "site": self.site,
            "url": url,
            "captured_at": moment,
            "kind": kind,
        }
        row |= {
            "mime": content_type,
            "payload_sha256": sha256,
            "payload_length": len(body),
            "wire_sha256": sha256,
        }
        record = warc.resource_record(capture_id, url, moment, content_type, body, concurrent_to)
        return self._placed(row, [record])

    def record(self, row: dict[str, Any]) -> None:
        """Insert a kept capture's row and join it to the chain. Runs inside the caller's transaction.

        Waits until the capture's bytes are on the disk; raises OSError where they cannot be put there.
        """
        row["on_disk"].result()
        row["seq"] = self._seq + 1
        row["chain"] = link(self._head, row)
        self._db.conn.execute(INSERT, [row[name] for name in COLUMNS])
        for der in row.get("certificates", ()):
            self._db.conn.execute(
                "INSERT OR IGNORE INTO certificates (sha256, der, first_seen) VALUES (?, ?, ?)",
                (hashlib.sha256(der).hexdigest(), der, row["captured_at"]),
            )
        self._seq, self._head = row["seq"], row["chain"]
        self._unrecorded.pop(row["capture_id"], None)

    @property
    def head(self) -> tuple[int, str]:
        """Number and hash of the chain's last link."""
        return self._seq, self._head

    async def on_disk(self, *kept: dict[str, Any]) -> None:
        """Wait until the captures `kept` are on the disk, while other things go on. Raises OSError as `record` does."""
        for row in kept:
            await asyncio.shield(asyncio.wrap_future(row["on_disk"]))  # which others wait for too

    def rewind(self, head: tuple[int, str]) -> None:
        """Go back to an earlier head, because the transaction that recorded captures since was rolled back."""
        self._seq, self._head = head

    def close(self) -> None:
        self._writer.close()

    def _placed(self, row: dict[str, Any], records: list[bytes]) -> dict[str, Any]:
        written = self._writer.append(b"".join(records))
        row["record_length"] = len(records[0])
        row |= {"warc_file": written.file, "warc_offset": written.offset, "warc_length": written.length}
        row |= {"records_sha256": written.sha256, "on_disk": written.on_disk}
        self._unrecorded[row["capture_id"]] = row
        return row

    def _describe(
        self, row: dict[str, Any], exchange: Exchange, asked: Validators | None
    ) -> warc.Original | None:
        """Fill in what the response says; the original if this is a revisit."""
        mime = exchange.header("content-type")
        row["mime"] = mime.split(";")[0].strip().lower() if mime else None
        row["truncated"] = exchange.truncated
        location = exchange.header("location")
        if location and exchange.status in REDIRECTS:
            row["location"] = urljoin(exchange.url, location)
        if exchange.status == 304 and asked is not None:
            found = self._original("capture_id", asked.capture_id)
            if found is not None:
                row |= {
                    "payload_sha256": found[1],
                    "payload_length": found[2],
                    "mime": row["mime"] or found[3],
                }
                row |= {"revisit_of": found[0].capture_id, "wire_sha256": found[4]}
                row |= {"etag": asked.etag, "last_modified": asked.last_modified}
                return found[0]
        entity = exchange.entity
        row["payload_sha256"] = hashlib.sha256(entity).hexdigest()
        row["payload_length"] = len(entity)
        row["wire_sha256"] = hashlib.sha256(exchange.wire_body).hexdigest()
        row["etag"], row["last_modified"] = exchange.header("etag"), exchange.header("last-modified")
        if exchange.status == 200 and entity and not exchange.truncated:
            found = self._original("payload_sha256", row["payload_sha256"])
            if found is not None:
                row["revisit_of"] = found[0].capture_id
                row["wire_sha256"] = found[4]
                return found[0]
        return None

    def _original(self, column: str, value: str) -> tuple[warc.Original, str, int, str | None, str] | None:
        """The whole response that holds this payload, with payload hash, length, mime and hash as framed."""
        for kept in self._unrecorded.values():  # will be in the database before the row that refers to it
            whole = kept["status"] == 200 and not kept["truncated"] and not kept["revisit_of"]
            if whole and kept[column] == value:
                return _as_original(kept)
        found = self._db.conn.execute(
            f"SELECT coalesce(revisit_of, capture_id) FROM captures WHERE {column} = ? AND wire_sha256 IS NOT NULL"  # noqa: S608  our names
            " AND truncated IS NULL AND (status = 200 OR status = 304) ORDER BY rowid LIMIT 1",
            (value,),
        ).fetchone()
        if found is None:
            return None
        cursor = self._db.conn.execute("SELECT * FROM captures WHERE capture_id = ?", found)
        names = [column[0] for column in cursor.description]
        return _as_original(dict(zip(names, cursor.fetchone(), strict=True)))


def _as_original(row: Mapping[str, Any]) -> tuple[warc.Original, str, int, str | None, str]:
    original = warc.Original(
        row["capture_id"], row["url"], row["captured_at"], f"sha256:{row['wire_sha256']}"
    )
    return original, row["payload_sha256"], row["payload_length"], row["mime"], row["wire_sha256"]
