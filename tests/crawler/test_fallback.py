"""Where the wire cannot be seen, the crawl goes on, guarded as before, and says what it could not keep."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from crawler.capture.handlers import FALLBACK, VERBATIM, download_handler
from crawler.capture.reading import read_capture
from crawler.capture.verify import verify_site
from tests.sites.case import add_site, make_case, rows
from tests.sites.server import response, serving
from tests.sites.wire import TEXT, WireSite

ROOT = Path(__file__).resolve().parents[2]


def test_this_version_of_scrapy_and_aiohttp_shows_the_wire() -> None:
    assert download_handler() == VERBATIM


def test_the_fallback_archives_every_page_marks_it_and_is_guarded(tmp_path: Path) -> None:
    with serving(lambda request: response(200, b"private")) as private, serving(WireSite("/away")) as server:
        case = make_case(tmp_path / "case", server.host)
        private_url = f"http://127.0.0.1:{private.port}/"
        add_site(
            case, "site", [f"{server.base}/", private_url], hosts=[server.host, f"127.0.0.1:{private.port}"]
        )
        handlers = json.dumps({"http": FALLBACK, "https": FALLBACK})
        command = [
            Path(sys.executable).parent / "scrapy",
            "crawl",
            "site",
            "-a",
            f"case={case.root}",
            "-a",
            "name=site",
        ]
        done = subprocess.run(
            [*command, "-s", f"DOWNLOAD_HANDLERS={handlers}"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        assert "cannot be seen" in done.stderr
        assert private.connections == 0
    captures = {
        row["url"].removeprefix(server.base): row for row in rows(case, "SELECT * FROM captures ORDER BY seq")
    }
    with closing(case.database()) as db:
        for path in ("/gzip", "/chunked", "/chunked-gzip"):
            assert read_capture(db, case.root / "archive", captures[path]["capture_id"]).content == TEXT
        assert list(verify_site(db, case.archive("site"))) == []
    assert captures["/reset"]["truncated"] == "disconnect"
    assert "address guard" in captures[f"{private_url}robots.txt"]["error"]
    (warc,) = case.archive("site").glob("*.warc.gz")
    with warc.open("rb") as handle:
        marked = [
            r.rec_headers.get_header("Box31-Not-Kept")
            for r in ArchiveIterator(handle)
            if r.rec_type == "response"
        ]
    assert marked
    assert all(marked)
