"""The fixture server: raw sockets, so that every byte of an answer is the test's own.

Routes are functions of a `Request` that return bytes to send, or an iterator of pieces (with pauses, or an end in the
middle). What was asked is kept in `Server.asked`; connections in `Server.connections`.
"""

from __future__ import annotations

import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

RESET = b"\x00reset\x00"  # a piece that means: break the connection here


@dataclass(frozen=True)
class Request:
    """One request as it came: the raw head, its parts, and its body."""

    head: bytes
    body: bytes = b""

    @property
    def target(self) -> str:
        return self.head.split(b" ", 2)[1].decode("latin-1")

    @property
    def path(self) -> str:
        return self.target.split("?", 1)[0]

    @property
    def query(self) -> str:
        return self.target.partition("?")[2]

    def header(self, name: str) -> str | None:
        for line in self.head.split(b"\r\n")[1:]:
            key, _, value = line.partition(b":")
            if key.strip().lower() == name.lower().encode():
                return value.strip().decode("latin-1")
        return None


Answer = bytes | Iterator[bytes] | None
Route = Callable[[Request], Answer]


@dataclass
class Server:
    """A running server: its address, what it was asked, what it sent for each request (bytes as sent)."""

    route: Route
    tls: ssl.SSLContext | None = None
    asked: list[Request] = field(default_factory=list)
    sent: list[tuple[str, bytes]] = field(default_factory=list)
    connections: int = 0
    port: int = 0

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def base(self) -> str:
        return f"{'https' if self.tls else 'http'}://{self.host}"

    def targets(self) -> list[str]:
        """What was asked for, without robots.txt."""
        return [request.target for request in self.asked if request.path != "/robots.txt"]

    def serve(self, connection: socket.socket) -> None:
        with suppress(OSError), connection:
            if self.tls is not None:
                connection = self.tls.wrap_socket(connection, server_side=True)
            buffer = b""
            while True:
                while b"\r\n\r\n" not in buffer:
                    piece = connection.recv(65536)
                    if not piece:
                        return
                    buffer += piece
                head, buffer = buffer.split(b"\r\n\r\n", 1)
                request = Request(head + b"\r\n\r\n")
                length = int(request.header("Content-Length") or 0)
                while len(buffer) < length:
                    piece = connection.recv(65536)
                    if not piece:
                        return
                    buffer += piece
                request, buffer = Request(request.head, buffer[:length]), buffer[length:]
                self.asked.append(request)
                if not self._answer(connection, request):
                    return

    def _answer(self, connection: socket.socket, request: Request) -> bool:
        answer = self.route(request)
        if answer is None:
            answer = response(404, b"not here")
        sent = bytearray()
        try:
            for piece in [answer] if isinstance(answer, bytes) else answer:
                if piece == RESET:
                    time.sleep(0.2)  # a reset overtakes bytes that the other side has not read yet
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    return False
                sent += piece
                connection.sendall(piece)
        finally:  # the other side may hang up
            self.sent.append((request.target, bytes(sent)))
        return b"\r\nconnection: close\r\n" not in sent.lower()[:4096]


def response(
    status: int, body: bytes = b"", *headers: str, reason: str = "OK", kind: str = "text/html"
) -> bytes:
    """An ordinary answer with Content-Type and Content-Length."""
    lines = [f"HTTP/1.1 {status} {reason}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def page(*links: str, title: str = "A page", body: str = "", head: str = "") -> bytes:
    """An HTML page with links."""
    anchors = "\n".join(f'<a href="{link}">{link}</a>' for link in links)
    return (
        f"<!doctype html><html><head><meta charset=utf-8><title>{title}</title>{head}</head>"
        f"<body><h1>{title}</h1>{body}{anchors}</body></html>"
    ).encode()


@contextmanager
def serving(route: Route, *, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """Serve `route` on a free loopback port."""
    server = Server(route, tls)
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    server.port = listener.getsockname()[1]

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            server.connections += 1
            threading.Thread(target=server.serve, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield server
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
