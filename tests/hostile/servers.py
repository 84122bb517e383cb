"""Answers of hostile servers, as pages and as pictures of one site: kind -> the bytes, or an iterator of pieces."""

from __future__ import annotations

import gzip
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import brotli
import zstandard

from crawler.archive.verify import verify_site
from crawler.case.case import Case
from tests.support.case import add_site, crawl, make_case, rows
from tests.support.catalogue import Catalogue
from tests.support.server import RESET, Answer, Request, page, response, serving
from tests.support.wire import bomb, chunks

PRODUCTS = 40
TEXT = page("/list/0", title="A page", body="<p>" + "Words of a page. " * 50 + "</p>")
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
PRIVATE = "http://127.0.0.1:1/"


def raw(*pieces: bytes) -> Callable[[], Answer]:
    """The pieces as they are, then the end of the connection."""
    return lambda: iter([*pieces, RESET])


def whole(answer: bytes) -> Callable[[], Answer]:
    return lambda: answer


def status(line: str) -> Callable[[], Answer]:
    return raw(f"{line}\r\nContent-Type: text/html\r\nContent-Length: {len(TEXT)}\r\n\r\n".encode() + TEXT)


def with_header(*lines: bytes) -> Callable[[], Answer]:
    return raw(
        OK + b"".join(line + b"\r\n" for line in lines) + b"Content-Length: %d\r\n\r\n" % len(TEXT) + TEXT
    )


def coded(coding: str, body: bytes) -> Callable[[], Answer]:
    return whole(response(200, body, f"Content-Encoding: {coding}"))


def typed(kind: str, body: bytes = TEXT) -> Callable[[], Answer]:
    return whole(response(200, body, kind=kind))


def moved(target: str) -> Callable[[], Answer]:
    return whole(response(302, b"", f"Location: {target}"))


def endless(piece: bytes, head: bytes) -> Callable[[], Answer]:
    def pieces() -> Iterator[bytes]:
        yield head
        for _ in range(100_000):
            yield piece

    return pieces


def slow(head: bytes, piece: bytes) -> Callable[[], Answer]:
    def pieces() -> Iterator[bytes]:
        yield head
        for _ in range(40):
            yield piece
            time.sleep(0.1)
        yield RESET

    return pieces


def packed_often(times: int) -> bytes:
    data = TEXT
    for _ in range(times):
        data = gzip.compress(data)
    return data


HEADERS = b"".join(b"X-%d: %s\r\n" % (n, b"a" * 50) for n in range(10_000))
ANSWERS: dict[str, Callable[[], Answer]] = {
    "no status line": raw(b"hello\r\n\r\n" + TEXT),
    "nothing": raw(),
    "binary in place of a status line": raw(bytes(range(1, 256)) * 4 + b"\r\n\r\n"),
    "a TLS alert": raw(b"\x15\x03\x01\x00\x02\x02\x28"),
    "HTTP/0.9": raw(b"<html>" + TEXT),
    "HTTP/2.0 in text": status("HTTP/2.0 200 OK"),
    "HTTP/9.9": status("HTTP/9.9 200 OK"),
    "status 999": status("HTTP/1.1 999 What"),
    "status 000": status("HTTP/1.1 000 Nothing"),
    "status -1": status("HTTP/1.1 -1 Less"),
    "status of 40 digits": status("HTTP/1.1 " + "2" * 40 + " OK"),
    "status line of 1 MB": status("HTTP/1.1 200 " + "O" * 1_000_000),
    "1,000 times 100 Continue": raw(b"HTTP/1.1 100 Continue\r\n\r\n" * 1_000 + response(200, TEXT)),
    "100 Continue without end": endless(b"HTTP/1.1 100 Continue\r\n\r\n" * 100, b""),
    "switching protocols": raw(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"),
    "204 with a body": raw(b"HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello"),
    "206 without a range": status("HTTP/1.1 206 Partial Content"),
    "304 not asked for": whole(b"HTTP/1.1 304 Not Modified\r\n\r\n"),
    "401": whole(response(401, TEXT, 'WWW-Authenticate: Basic realm="x"')),
    "407": whole(response(407, TEXT, 'Proxy-Authenticate: Basic realm="x"')),
    "a header of 1 MB": with_header(b"X-Long: " + b"a" * 1_000_000),
    "10,000 headers": raw(OK + HEADERS + b"Content-Length: 0\r\n\r\n"),
    "headers without end": endless(b"X: y\r\n" * 1000, OK),
    "a header without a colon": with_header(b"no colon here"),
    "a header with NUL": with_header(b"X-Nul: a\x00b"),
    "a header with a bare CR": with_header(b"X-Cr: a\rSet-Cookie: b"),
    "a folded header": with_header(b"X-Fold: a", b"   b"),
    "a header name in Chinese": with_header("产品: 1".encode()),
    "two lengths": with_header(b"Content-Length: 3"),
    "a negative length": raw(OK + b"Content-Length: -5\r\n\r\n" + TEXT),
    "a length of 40 digits": raw(OK + b"Content-Length: " + b"9" * 40 + b"\r\n\r\n" + TEXT),
    "a length that is no number": raw(OK + b"Content-Length: 0x10\r\n\r\n" + TEXT),
    "a length that promises more": raw(OK + b"Content-Length: 99999\r\n\r\n" + TEXT),
    "a length that promises less": raw(OK + b"Content-Length: 3\r\n\r\n" + TEXT + response(200, b"smuggled")),
    "length and chunks": raw(OK + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks(TEXT, 100) + b"0\r\n\r\n"),
    "an unknown transfer coding": raw(OK + b"Transfer-Encoding: squeezed\r\n\r\n" + TEXT),
    "a chunk size that is no number": raw(CHUNKED + b"zz\r\n" + TEXT),
    "a chunk size of 40 digits": raw(CHUNKED + b"f" * 40 + b"\r\n" + TEXT),
    "a negative chunk size": raw(CHUNKED + b"-5\r\nhello\r\n0\r\n\r\n"),
    "a chunk extension of 1 MB": raw(CHUNKED + b"5;" + b"x" * 1_000_000 + b"\r\nhello\r\n0\r\n\r\n"),
    "trailers without end": endless(b"X: y\r\n" * 1000, CHUNKED + b"5\r\nhello\r\n0\r\n"),
    "200,000 chunks of one byte": raw(CHUNKED, b"1\r\na\r\n" * 200_000, b"0\r\n\r\n"),
    "a body without end": endless(b"x" * 65536, OK + b"\r\n"),
    "a body that ends in the middle": raw(response(200, TEXT)[:-300]),
    "headers that end in the middle": raw(OK + b"X-Cut: of"),
    "a slow status line": slow(b"", b"H"),
    "slow headers": slow(OK, b"X"),
    "a slow body": slow(OK + b"Content-Length: 100000\r\n\r\n", b"x"),
    "gzip bomb": coded("gzip", bomb(200_000_000)),
    "brotli bomb": coded("br", brotli.compress(b"0" * 60_000_000, quality=5)),
    "zstd bomb": coded("zstd", zstandard.compress(b"0" * 100_000_000)),
    "deflate bomb": coded("deflate", zlib.compress(b"0" * 100_000_000)),
    "gzip that is none": coded("gzip", TEXT),
    "gzip cut off": coded("gzip", gzip.compress(TEXT)[:-20]),
    "gzip with junk behind it": coded("gzip", gzip.compress(TEXT) + b"junk" * 100),
    "gzip, ten times": coded(", ".join(["gzip"] * 10), packed_often(10)),
    "an unknown coding": coded("shrunk", TEXT),
    "a charset that is not there": typed("text/html; charset=no-such"),
    "UTF-7": typed("text/html; charset=utf-7", b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-"),
    "a type with NUL": with_header(b"Content-Type: text/\x00html"),
    "a type of 100 kB": typed("text/html; " + "a" * 100_000),
    "a picture called a page": typed("text/html", b"\x89PNG\r\n\x1a\n" + b"\x00" * 5000),
    "a page called a picture": typed("image/png"),
    "a broken PDF": typed("application/pdf", b"%PDF-1.7\n1 0 obj<</Length 99999999>>stream\n" + b"\xff" * 5000),
    "an SVG that reads a file": typed("image/svg+xml", b'<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>'),
    "a redirect to a file": moved("file:///etc/passwd"),
    "a redirect to data": moved("data:text/html,x"),
    "a redirect to a private server": moved(PRIVATE),
    "a redirect to 20 kB of letters": moved("/" + "a" * 20_000),
    "a redirect with control characters": raw(b"HTTP/1.1 302 Found\r\nLocation: /a\x01\x7fb\r\nContent-Length: 0\r\n\r\n"),
    "a redirect without a target": whole(response(302, b"")),
    "a redirect to a port that is none": moved("http://a.example:99999/"),
    "a refresh to a private server": with_header(b"Refresh: 0; url=" + PRIVATE.encode()),
    "a name for a file outside": with_header(b'Content-Disposition: attachment; filename="../../../etc/cron.d/x"'),
    "10,000 cookies": with_header(*(b"Set-Cookie: c%d=%s" % (n, b"a" * 20) for n in range(10_000))),
    "a base that is private": whole(response(200, page("x", head=f'<base href="{PRIVATE}">'))),
    "1 million divs": typed("text/html", b"<html>" + b"<div>" * 1_000_000),
    "100,000 attributes": typed("text/html", b"<p " + b" ".join(b"a%d=1" % n for n in range(100_000)) + b">x"),
    "links to addresses that are none": whole(response(200, page("http://[::1", "http://a b/", "//", "http://%00/", "javascript:1", "\u202e", "x" * 5000))),
}  # fmt: skip


@dataclass(frozen=True)
class Attacked:
    """What a crawl of the site left: addresses asked for, those without a capture, products, faults of the archive."""

    case: Case
    asked: int
    without_capture: list[str]
    products: int
    faults: list[str]
    ended: str | None
    said: str

    @property
    def failures(self) -> list[str]:
        found = [f"no capture of {name}" for name in self.without_capture] + self.faults
        found += [f"{self.products} of {PRODUCTS} products"] if self.products != PRODUCTS else []
        found += [f"the run ended as {self.ended!r}: {self.said[-300:]}"] if self.ended != "finished" else []
        return found + (["traceback: " + self.said[-300:]] if "Traceback" in self.said else [])


def crawl_hostile_site(folder: Path, names: list[str]) -> Attacked:
    """Crawl a site of 40 products whose front page leads to each answer of `names`, as a page and as a picture."""
    catalogue = Catalogue(PRODUCTS, image_bytes=200, words=10)
    places = {
        f"/{place}/{n}{end}": name
        for n, name in enumerate(names)
        for place, end in (("odd", ""), ("picture", ".png"))
    }

    def route(request: Request) -> Answer:
        if request.path in places:
            return ANSWERS[places[request.path]]()
        if request.path == "/":
            links = [path for path in places if path.startswith("/odd/")]
            return response(200, page("/list/0", "/list/1", *links, "/product/900"))
        if request.path == "/product/900":  # a product that shows every picture; not one of the 40
            shown = ",".join(f'"{path}"' for path in places if path.startswith("/picture/"))
            data = f'{{"@type":"Product","name":"Shown","sku":"S-900","image":[{shown}]}}'
            return response(200, page(head=f'<script type="application/ld+json">{data}</script>'))
        return catalogue(request)

    with serving(route) as server:
        case = make_case(folder, server.host, bytes_per_response=4 * 1024 * 1024)
        add_site(case, "site", [server.base + "/"], products=["/product/"], listings=["/list/"])
        done = crawl(case, timeout=1800)
        asked = {request.path for request in server.asked} & places.keys()
        captured = {row["url"].removeprefix(server.base) for row in rows(case, "SELECT url FROM captures")}
    (run,) = rows(case, "SELECT finish_reason FROM runs")
    counted = (
        "SELECT count(DISTINCT sku) AS n FROM current_items WHERE page_type = 'product' AND sku LIKE 'PC-%'"
    )
    with closing(case.database()) as db:
        faults = [f"{fault.file}: {fault.problem}" for fault in verify_site(db, case.archive("site"))]
    not_captured = [f"{places[path]} ({path})" for path in places if path not in captured]
    return Attacked(
        case, len(asked), not_captured, rows(case, counted)[0]["n"], faults, run["finish_reason"], done.stderr
    )


def try_servers() -> int:
    """All answers at once; prints the counts, and returns how many were lost, of answers and of products."""
    with tempfile.TemporaryDirectory() as place:
        crawled = crawl_hostile_site(Path(place) / "case", list(ANSWERS))
    for line in crawled.failures:
        print(f"servers: {line}")
    print(
        f"servers: {len(ANSWERS)} hostile answers, each as a page and as a picture ({crawled.asked} asked for),"
        f" {len(crawled.without_capture)} lost; {crawled.products} of {PRODUCTS} products beside them,"
        f" {len(crawled.faults)} faults of the archive",
        flush=True,
    )
    return len(crawled.failures)
