"""What is in the archive is what went over the wire, for every odd answer of the wire site."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.archive.capture_reader import read_capture
from crawler.case.case import Case
from crawler.crawl.frontier import MAX_ATTEMPTS
from tests.support.case import add_site, crawl, make_case, rows
from tests.support.kept import assert_kept_as_sent
from tests.support.server import RESET, Answer, Request, Server, page, response, serving
from tests.support.wire import TEXT, WireSite

CODED = ("/%E4%BA%A7%E5%93%81/1", "/%E4%BA%A7%E5%93%81/2", "/odd%2Fpath/%7Euser?x=%20y&z=a+b")


@dataclass
class Crawled:
    case: Case
    server: Server
    captures: list[dict[str, Any]]

    def of(self, path: str) -> dict[str, Any]:
        """The last capture of an address."""
        return [
            c for c in self.captures if urlsplit(c["url"])._replace(scheme="", netloc="").geturl() == path
        ][-1]


@pytest.fixture(scope="module")
def wire(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    with serving(WireSite()) as server:
        case = make_case(tmp_path_factory.mktemp("wire") / "case", server.host)
        add_site(case, "site", [f"{server.base}/"])
        done = crawl(case)
        assert done.returncode == 0, done.stderr
        yield Crawled(case, server, rows(case, "SELECT * FROM captures ORDER BY seq"))


def test_every_answer_is_in_the_archive_byte_for_byte(wire: Crawled) -> None:
    assert assert_kept_as_sent(wire.case, wire.server) == len(wire.server.asked) > 35


def test_every_request_is_in_the_archive_byte_for_byte(wire: Crawled) -> None:
    asked = sorted(request.head for request in wire.server.asked)
    kept = []
    for path in wire.case.archive("site").glob("*.warc.gz"):
        with path.open("rb") as handle:
            for record in ArchiveIterator(handle, no_record_parse=True):
                if record.rec_type == "request":
                    kept.append(record.raw_stream.read())
    assert sorted(kept) == asked
    assert b"User-Agent: Box31/" in asked[0]
    assert b"tests@box31.example" in asked[0]


@pytest.mark.parametrize(
    "path", ["/gzip", "/deflate", "/raw-deflate", "/chunked", "/chunked-gzip", "/chunked-trailer"]
)  # fmt: skip
def test_a_coded_answer_is_kept_coded_and_reads_back_decoded(wire: Crawled, path: str) -> None:
    with closing(wire.case.database()) as db:
        stored = read_capture(db, wire.case.root / "archive", wire.of(path)["capture_id"])
    assert stored.content == TEXT


def test_codings_that_were_not_asked_for_are_read_too(tmp_path: Path) -> None:
    paths = ["/br", "/zstd", "/two-codings"]
    with serving(WireSite()) as server:
        case = make_case(tmp_path / "case", server.host)
        add_site(case, "site", [server.base + path for path in paths], follow=False)
        assert crawl(case).returncode == 0
        assert assert_kept_as_sent(case, server) == len(paths) + 1
    with closing(case.database()) as db:
        for capture in rows(case, "SELECT capture_id FROM captures WHERE kind = 'page'"):
            assert read_capture(db, case.root / "archive", capture["capture_id"]).content == TEXT
    assert len(rows(case, "SELECT 1 FROM captures WHERE kind = 'page' AND error IS NULL")) == len(paths)


def test_queries_codings_and_non_ascii_addresses_go_out_as_a_browser_sends_them(wire: Crawled) -> None:
    asked = wire.server.targets()
    for target in ("/q?n=1", "/q?n=2", *CODED):
        assert asked.count(target) == 1


def test_what_went_wrong_is_recorded_with_the_bytes_that_came(wire: Crawled) -> None:
    reset = wire.of("/reset")
    assert reset["status"] == 200
    assert reset["truncated"] == "disconnect"
    assert (
        len([c for c in wire.captures if c["url"].endswith("/reset")]) == 3
    )  # tried again, then kept as it is
    assert wire.of("/chunked-lies")["truncated"] == "disconnect"
    assert "not gzip" in wire.of("/not-gzip")["error"]
    assert wire.of("/gone")["status"] == 410
    assert [c["status"] for c in wire.captures if c["url"].endswith("/busy")] == [429, 200]
    assert [c["status"] for c in wire.captures if c["url"].endswith("/down")] == [503, 200]
    assert wire.of("/always-304")["error"] == "304 without an earlier capture"


def test_a_redirect_loop_ends(wire: Crawled) -> None:
    asked = wire.server.targets()
    assert [asked.count(path) for path in ("/loop-a", "/loop-b", "/loop-self")] == [1, 1, 1]


def test_that_there_was_no_answer_is_recorded_and_why(tmp_path: Path) -> None:
    def route(request: Request) -> Answer:
        return response(200, page("/silent")) if request.path == "/" else iter([RESET])

    with serving(route) as gone:
        pass  # nobody listens at `gone` any more
    with serving(lambda r: None if r.path == "/robots.txt" else route(r)) as server:
        case = make_case(tmp_path / "case", server.host, gone.host)
        starts = [f"{server.base}/", f"{gone.base}/", "http://nowhere.invalid/"]
        add_site(case, "site", starts)
        assert crawl(case).returncode == 0
    failures = rows(case, "SELECT url, status, error, warc_file FROM captures WHERE kind = 'failure'")
    said: dict[str, set[str]] = {}
    for failure in failures:
        said.setdefault(failure["url"], set()).add(failure["error"].split(":")[0])
    assert said == {
        f"{server.base}/silent": {"the exchange broke off"},
        f"{gone.base}/robots.txt": {"no connection"},
        "http://nowhere.invalid/robots.txt": {"the host name cannot be resolved"},
    }
    assert len(failures) == 3 * MAX_ATTEMPTS
    path = case.archive("site") / failures[0]["warc_file"]
    with path.open("rb") as handle:
        told = [
            record.raw_stream.read().decode()
            for record in ArchiveIterator(handle)
            if record.rec_type == "metadata"
        ]
    assert len(told) == len(failures)
    assert all("outcome: " in one for one in told)


def test_no_cookie_is_sent_back_and_no_referer(wire: Crawled) -> None:
    assert all(r.header("cookie") is None and r.header("referer") is None for r in wire.server.asked)


def test_the_files_pass_warcio_check_and_say_nothing_of_this_machine(wire: Crawled) -> None:
    import platform

    for path in wire.case.archive("site").glob("*.warc.gz"):
        warcio = Path(sys.executable).parent / "warcio"
        checked = subprocess.run([warcio, "check", "-v", path], capture_output=True, text=True)
        assert checked.returncode == 0, checked.stdout
        with path.open("rb") as handle:
            for record in ArchiveIterator(handle, no_record_parse=True):
                assert record.rec_headers.protocol == "WARC/1.1"
                if record.rec_type == "warcinfo":
                    assert platform.node().encode() not in record.raw_stream.read()


def test_a_certificate_is_recorded_and_a_wrong_one_refused(tmp_path: Path) -> None:
    import hashlib
    import ssl

    key, pem = tmp_path / "key.pem", tmp_path / "cert.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        key,
        "-out",
        pem,
        "-days",
        "2",
    ]
    subprocess.run(
        [*command, "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, key)
    der = ssl.PEM_cert_to_DER_cert(pem.read_text())
    with serving(WireSite(), tls=context) as server:
        case = make_case(tmp_path / "case", server.host)
        add_site(case, "site", [f"{server.base}/gzip"])
        refused = crawl(case)
        assert refused.returncode == 0
        (failure,) = rows(case, "SELECT DISTINCT kind, status, error FROM captures")
        assert failure["kind"] == "failure"
        assert "the certificate is not valid" in failure["error"]
        environment = {"SSL_CERT_FILE": str(pem)}
        done = crawl(case, environment=environment)
        assert done.returncode == 0, done.stderr
    last = rows(case, "SELECT * FROM captures WHERE kind = 'page' AND status = 200")[-1]
    assert last["certificate_sha256"] == hashlib.sha256(der).hexdigest()
    assert rows(case, "SELECT der FROM certificates")[0]["der"] == der
    data = (case.archive("site") / last["warc_file"]).read_bytes()
    assert pem.read_bytes().split()[1][:40] in b"".join(_blocks(data))


def _blocks(data: bytes) -> Iterator[bytes]:
    import io

    for record in ArchiveIterator(io.BytesIO(data), no_record_parse=True):
        yield record.raw_stream.read()
