"""A site whose answers are odd on the wire: one route for each oddity."""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Iterator
from urllib.parse import unquote

import brotli
import zstandard

from tests.support.server import RESET, Answer, Request, page, response

TEXT = page(title="Coded", body="<p>" + "The same words, coded. " * 40 + "</p>")

ODD_HEADERS = (
    b"HTTP/1.1 200 Very  Well\r\nset-Cookie: a=1\r\nX-lower: one\r\nX-LOWER:   two  \r\nSet-cookie: b=2\r\n"
    b"X-Bytes: caf\xc3\xa9 \xe9\r\nX-Empty:\r\ncontent-TYPE: text/html\r\nContent-Length: "
    + str(len(TEXT)).encode()
    + b"\r\n\r\n"
    + TEXT
)
CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
CHUNKED_GZIP_HEAD = CHUNKED[:-2] + b"Content-Encoding: gzip\r\n\r\n"
LINKS = [
    "/odd-headers", "/no-reason", "/early-hints", "/gzip", "/deflate", "/raw-deflate",
    "/not-gzip", "/chunked", "/chunked-gzip", "/chunked-trailer", "/chunked-lies", "/reset", "/until-close", "/loop-a",
    "/loop-self", "/gone", "/busy", "/down", "/always-304", "/soft-404", "/utf8-as-gb2312", "/big5", "/q?n=1",
    "/q?n=2", "/cookie",
    "/%E4%BA%A7%E5%93%81/1", "/产品/2", "/odd%2Fpath/%7Euser?x=%20y&z=a+b",
]  # fmt: skip


def chunks(data: bytes, size: int) -> bytes:
    parts = [data[i : i + size] for i in range(0, len(data), size)]
    return b"".join(b"%x;name=value\r\n" % len(part) + part + b"\r\n" for part in parts)


class WireSite:
    """The route; `drip` and others that take time are asked for only where a test links to them."""

    def __init__(self, *more: str) -> None:
        self.links = [*LINKS, *more]
        self.busy = self.down = 0

    def __call__(self, request: Request) -> Answer:
        return self._answer(unquote(request.path), request)

    def _answer(self, path: str, request: Request) -> Answer:
        coded = {
            "/gzip": ("gzip", gzip.compress(TEXT, mtime=0)),
            "/br": ("br", brotli.compress(TEXT)),
            "/zstd": ("zstd", zstandard.compress(TEXT)),
            "/deflate": ("deflate", zlib.compress(TEXT)),
            "/raw-deflate": ("deflate", zlib.compress(TEXT)[2:-4]),
            "/two-codings": ("br, gzip", gzip.compress(brotli.compress(TEXT), mtime=0)),
            "/not-gzip": ("gzip", TEXT),
        }
        if path in coded:
            coding, body = coded[path]
            return response(200, body, f"Content-Encoding: {coding}")
        plain: dict[str, Answer] = {
            "/": response(200, page(*self.links, title="Wire")),
            "/odd-headers": ODD_HEADERS,
            "/no-reason": b"HTTP/1.1 200\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nhi",
            "/early-hints": b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"
            + response(200, TEXT),
            "/chunked": CHUNKED + chunks(TEXT, 100) + b"0\r\n\r\n",
            "/chunked-gzip": CHUNKED_GZIP_HEAD + chunks(gzip.compress(TEXT, mtime=0), 50) + b"0\r\n\r\n",
            "/chunked-trailer": CHUNKED + chunks(TEXT, 500) + b"0\r\nX-Trailer: late\r\n\r\n",
            "/chunked-lies": iter([CHUNKED, b"ffff\r\n" + TEXT, RESET]),
            "/reset": iter([response(200, TEXT)[:-300], RESET]),
            "/until-close": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n" + TEXT,
            "/loop-a": response(302, b"", "Location: /loop-b"),
            "/loop-b": response(302, b"", "Location: /loop-a"),
            "/loop-self": response(301, b"", "Location: /loop-self"),
            "/gone": response(410, b"gone", reason="Gone"),
            "/always-304": response(304, b""),
            "/soft-404": response(200, page(title="404 Not Found")),
            "/utf8-as-gb2312": response(
                200, "<title>防弹衣</title><p>防弹衣 和 头盔</p>".encode(), kind="text/html; charset=gb2312"
            ),
            "/big5": response(
                200, "<meta charset=big5><title>防彈衣</title><p>防彈衣</p>".encode("big5"), kind="text/html"
            ),
            "/q": response(200, page(title=f"Query {request.query}")),
            "/cookie": response(200, TEXT, "Set-Cookie: sid=1; Path=/"),
            "/产品/1": response(200, page(title="One")),
            "/产品/2": response(200, page(title="Two")),
            "/odd/path/~user": response(200, page(title="Odd path")),
        }
        if path == "/busy":
            self.busy += 1
            return (
                response(429, b"busy", "Retry-After: 1")
                if self.busy == 1
                else response(200, page(title="Not busy"))
            )
        if path == "/down":
            self.down += 1
            unavailable = response(503, b"down", "Retry-After: 1", reason="Service Unavailable")
            return unavailable if self.down == 1 else response(200, page(title="Up again"))
        if path == "/bomb":
            return response(200, bomb(900_000_000), "Content-Encoding: gzip")
        if path == "/drip":
            return _drip()
        return plain.get(path)


def _drip() -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n"
    for _ in range(1000):
        yield b"x"
        time.sleep(1)


def bomb(expanded: int) -> bytes:
    """A gzip body of nought bytes that expands to `expanded` bytes, a thousandth of that on the wire."""
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS + 16)
    piece = b"\0" * 1_000_000
    return b"".join(packer.compress(piece) for _ in range(expanded // len(piece))) + packer.flush()
