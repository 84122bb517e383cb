"""One request and its response as they went over the wire, and the pieces a WARC record needs."""

from __future__ import annotations

import email.utils
import re
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? +(\d{3})")
REDIRECTS = frozenset({301, 302, 303, 307, 308})

# Beginnings of `error` for what another attempt in the same run would not change.
FINAL = (
    "refused by the address guard",
    "the certificate is not valid",
    "not an address that can be asked for",
)


@dataclass(frozen=True)
class Tls:
    """What the TLS handshake showed: protocol, cipher suite, and the certificates sent (DER, leaf first)."""

    protocol: str
    cipher: str
    certificates: tuple[bytes, ...] = ()


@dataclass
class Exchange:
    """What was sent and what was received for one address, byte for byte.

    `received` holds status line, headers and body exactly as they came, chunk framing included; `close` splits it
    into `informational` (1xx responses before the final one), `head` and `wire_body`. `truncated` is why the body is
    not whole: length (over the size limit), disconnect, time. `error` is why there is no response, or what is wrong
    with it.
    """

    url: str
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    sent: list[bytes] = field(default_factory=list)
    received: list[bytes] = field(default_factory=list)
    ip: str | None = None
    tls: Tls | None = None
    truncated: str | None = None
    error: str | None = None
    informational: bytes = b""
    head: bytes = b""
    wire_body: bytes = b""
    _split: tuple[bytes, list[tuple[bytes, bytes]]] | None = field(default=None, repr=False)

    def restart(self) -> None:
        """Forget what a dead connection gave; the same request goes out again on a new one."""
        self.sent.clear()
        self.received.clear()

    def close(self) -> None:
        """Split what was received into head and body, once the exchange is over."""
        data = b"".join(self.received)
        self.received.clear()
        at = 0
        while (end := _HEAD_END.search(data, at)) is not None:
            head = data[at : end.end()]
            status = _status(head)
            if status is None or not is_informational(status):
                self.head, self.wire_body = head, data[end.end() :]
                break
            at = end.end()
        else:
            self.head, self.wire_body = b"", data[at:]
        self.informational = data[:at]

    @property
    def request(self) -> bytes:
        return b"".join(self.sent)

    @property
    def status(self) -> int | None:
        """The status code of the final response; None where none came."""
        return _status(self.head)

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        """Header names and values in order, duplicates kept, white space around values removed."""
        if self._split is None or self._split[0] is not self.head:
            self._split = self.head, split_headers(self.head)
        return self._split[1]

    def header(self, name: str) -> str | None:
        """The first value of a header, as text; None where it is absent."""
        wanted = name.lower().encode()
        return next((v.decode("latin-1") for k, v in self.headers if k.lower() == wanted), None)

    @property
    def entity(self) -> bytes:
        """The body without chunk framing, still content-encoded: what the sha256 of a payload is taken of."""
        return entity_of(self.headers, self.wire_body)


def is_informational(status: int) -> bool:
    """Whether another response follows one of this status; 101 is the last, since the protocol changes after it."""
    return 100 <= status < 200 and status != 101


def split_headers(head: bytes) -> list[tuple[bytes, bytes]]:
    """The header fields of an HTTP head; folded lines are joined by a blank."""
    fields: list[tuple[bytes, bytes]] = []
    for line in head.replace(b"\r\n", b"\n").split(b"\n")[1:]:
        if line[:1] in (b" ", b"\t") and fields:
            fields[-1] = (fields[-1][0], fields[-1][1] + b" " + line.strip())
        elif b":" in line:
            name, value = line.split(b":", 1)
            fields.append((name.strip(), value.strip()))
    return fields


def entity_of(headers: list[tuple[bytes, bytes]], wire_body: bytes) -> bytes:
    """`wire_body` without the framing of `Transfer-Encoding: chunked`, as far as the chunks are whole."""
    codings = [v.lower() for k, v in headers if k.lower() == b"transfer-encoding"]
    return dechunk(wire_body) if codings and codings[-1].endswith(b"chunked") else wire_body


def dechunk(data: bytes) -> bytes:
    """The content of a chunked body, up to a broken chunk head; a chunk that was cut is kept as far as it goes."""
    parts: list[bytes] = []
    at = 0
    while True:
        end = data.find(b"\n", at)
        if end < 0:
            break
        try:
            size = int(data[at:end].split(b";", 1)[0].strip() or b"x", 16)
        except ValueError:
            break
        if size <= 0:
            break
        parts.append(data[end + 1 : end + 1 + size])
        at = end + 1 + size
        at += 2 if data[at : at + 2] == b"\r\n" else 1 if data[at : at + 1] == b"\n" else 0
    return b"".join(parts)


def _status(head: bytes) -> int | None:
    found = _STATUS.match(head)
    return int(found.group(1)) if found else None


def retry_after(exchange: Exchange | None) -> float | None:
    """Seconds a server asks to wait, from a number or a date; None where it does not say."""
    value = exchange.header("retry-after") if exchange is not None else None
    if not value:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return None
