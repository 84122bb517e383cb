"""Pages are read in a process of their own: what they do to it is their own affair, and the crawl goes on."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

import pytest

from crawler.archive.verify import verify_site
from crawler.case.case import Case
from crawler.case.errors import Box31Error
from crawler.extract.page.page_links import links_of
from crawler.extract.page.parsing import read_document
from crawler.extract.page_records import extract_page
from crawler.extract.worker.client import Reader
from crawler.extract.worker.page_reading import PageReading
from crawler.profile.profile import SiteProfile
from tests.support.case import add_site, crawl, make_case, rows
from tests.support.catalogue import Catalogue
from tests.support.server import Answer, Request, page, response, serving

AT = "2026-01-01T00:00:00Z"
HTML = {"Content-Type": "text/html"}
# An expression that a name of 40 times "a" and something else keeps busy for longer than anybody has.
ENDLESS = "^/(a+)+$"
HOLDS_UP = f'<link rel="canonical" href="/{"a" * 40}!">'
Made = TypeVar("Made")


def asked(of: Callable[[Reader], Awaitable[Made]], **limits: Any) -> Made:
    """What `of` makes of a new reader."""

    async def run() -> Made:
        reader = Reader(**{"megabytes": 1024, "seconds": 30, **limits})
        try:
            return await of(reader)
        finally:
            await reader.close()

    return asyncio.run(run())


async def read(reader: Reader, body: bytes, path: str = "/p") -> PageReading:
    return await reader.page(body, f"http://maker.example{path}", HTML, captured_at=AT)


def test_a_page_is_read_as_it_would_be_here() -> None:
    site = Catalogue(3, 2)
    paths = ["/", "/list/0", "/product/1", "/news/", "/post/1"]
    bodies = [site.body(path)[0] or b"" for path in paths]

    async def all_of(reader: Reader) -> list[PageReading]:
        return await asyncio.gather(*(read(reader, b, p) for b, p in zip(bodies, paths, strict=True)))

    for path, body, reading in zip(paths, bodies, asked(all_of), strict=True):
        url = f"http://maker.example{path}"
        assert reading.records == extract_page(body, url, HTML, captured_at=AT)
        assert list(reading.links) == list(links_of(read_document(body, url, HTML)))
        assert reading.problem is None


def test_a_page_that_holds_up_the_reader_is_ended_and_the_next_is_read() -> None:
    profile = SiteProfile(name="maker", start=["http://maker.example/"], products=[ENDLESS])

    async def three(reader: Reader) -> tuple[list[PageReading], int]:
        bad = page("/next", head=HOLDS_UP)
        got = await asyncio.gather(read(reader, page("/1")), read(reader, bad), read(reader, page("/3")))
        return list(got), reader.starts

    (first, held_up, third), starts = asked(three, profile=profile, seconds=1)
    assert held_up.problem == "took more than 1 seconds of processor time"
    assert held_up.records is None
    assert held_up.links == ("http://maker.example/next",)
    assert (first.problem, third.problem) == (None, None)
    assert third.links == ("http://maker.example/3",)
    assert starts == 2


def test_a_page_that_needs_more_memory_than_there_is_ends_nothing_but_itself() -> None:
    large = page("/next", body="<p>word <b>word</b></p>" * 350_000)

    async def two(reader: Reader) -> list[PageReading]:
        return list(await asyncio.gather(read(reader, large), read(reader, page("/2"))))

    too_large, second = asked(two, megabytes=250)
    assert too_large.problem == "took more than 250 MB of memory"
    assert second.links == ("http://maker.example/2",)
    fits, _ = asked(two, megabytes=1024)
    assert fits.problem is None


def test_a_reader_killed_in_mid_page_is_begun_anew() -> None:
    async def killed(reader: Reader) -> tuple[PageReading, PageReading]:
        await read(reader, page("/1"))
        under_way = asyncio.create_task(read(reader, page("/2", body="<p>word</p>" * 200_000)))
        await asyncio.sleep(0.05)
        os.kill(reader.process_id, signal.SIGKILL)
        return await under_way, await read(reader, page("/3"))

    second, third = asked(killed)
    assert second.problem == "ended the reading process (signal 9)"
    assert third.records is not None


def test_half_a_surrogate_pair_in_a_script_is_replaced() -> None:
    data = json.dumps({"@type": "Product", "name": "Vest \ud83d", "sku": "V-1"})
    body = page(head=f'<script type="application/ld+json">{data}</script>', body="<p>Vest</p>")
    reading = asked(lambda reader: read(reader, body))
    assert reading.problem is None
    assert reading.records is not None
    reading.records.__repr__().encode("utf-8")


def test_a_reader_that_cannot_begin_says_so() -> None:
    with pytest.raises(Box31Error, match="does not start"):
        asked(lambda reader: read(reader, page()), megabytes=20)


def test_the_reader_ends_with_the_crawl(tmp_path: Path) -> None:
    with serving(Catalogue(30)) as server:
        case = make_case(tmp_path / "case", server.host, delay=0.2)
        add_site(case, "site", [f"{server.base}/"])
        process = subprocess.Popen(
            [sys.executable, "-m", "crawler.spiders.worker_process", str(case.root), "site"]
        )
        while len(server.asked) < 4:
            time.sleep(0.01)
        readers = readers_of(process.pid)
        process.kill()
        process.wait()
    assert len(readers) == 1
    deadline = time.monotonic() + 20
    while Path(f"/proc/{readers[0]}/stat").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not Path(f"/proc/{readers[0]}/stat").exists()


def test_a_crawl_goes_on_past_pages_that_end_its_reader(tmp_path: Path) -> None:
    site = Catalogue(12)

    def route(request: Request) -> Answer:
        if request.path == "/product/3":
            return response(200, page("/product/4", title="Bad", head=HOLDS_UP))
        return site(request)

    with serving(route) as server:
        case = make_case(tmp_path / "case", server.host)
        config = case.root / "box31.toml"
        config.write_text(config.read_text().replace("# seconds = 30", "seconds = 1 #"))
        add_site(
            case, "site", [f"{server.base}/"], products=["/product/(?!3$)", ENDLESS], listings=["/list/"]
        )
        done = crawl(case)
    assert done.returncode == 0, done.stderr
    failed = rows(case, "SELECT url, reason FROM frontier WHERE state != 'done'")
    assert [(row["url"][-10:], row["reason"]) for row in failed] == [
        ("/product/3", "could not be read: took more than 1 seconds of processor time")
    ]
    assert len(rows(case, "SELECT * FROM captures WHERE kind = 'page'")) == 14
    assert len(rows(case, "SELECT * FROM items")) == 11
    assert "product/3: could not be read: took" in (case.archive("site") / "crawl.log").read_text()
    assert faults(case) == []
    again = [Path(sys.executable).parent / "box31", "-C", case.root, "archive", "extract"]
    held_up = subprocess.run(again, capture_output=True, text=True)
    assert held_up.returncode == 3
    assert "/product/3: could not be read: took more than 1 seconds of processor time" in held_up.stderr
    add_site(case, "site", [f"{server.base}/"], products=["/product/"], listings=["/list/"])
    assert subprocess.run(again, capture_output=True).returncode == 0
    (read_now,) = rows(case, "SELECT url FROM current_items WHERE name = 'Bad' AND page_type = 'product'")
    assert read_now["url"].endswith("a!")


def test_a_crawl_whose_reader_is_killed_again_and_again_loses_only_those_pages(tmp_path: Path) -> None:
    with serving(Catalogue(40)) as server:
        case = make_case(tmp_path / "case", server.host)
        add_site(case, "site", [f"{server.base}/"], products=["/product/"], listings=["/list/"])
        process = subprocess.Popen(
            [sys.executable, "-m", "crawler.spiders.worker_process", str(case.root), "site"]
        )
        kills = 0
        while kills < 4 and process.poll() is None:
            target = len(server.asked) + 6
            while len(server.asked) < target and process.poll() is None:
                time.sleep(0.002)
            for reader in readers_of(process.pid):
                os.kill(reader, signal.SIGKILL)
                kills += 1
        assert process.wait(60) == 0
    assert kills >= 2
    failed = rows(case, "SELECT reason FROM frontier WHERE state != 'done'")
    assert all(row["reason"] == "could not be read: ended the reading process (signal 9)" for row in failed)
    assert len(failed) <= kills
    assert len(rows(case, "SELECT * FROM captures WHERE kind = 'page'")) == 43
    assert faults(case) == []


def readers_of(process_id: int) -> list[int]:
    """The reading processes that a crawl has begun."""
    children = Path(f"/proc/{process_id}/task/{process_id}/children").read_text().split()
    return [
        int(c)
        for c in children
        if b"crawler.extract.worker.process" in Path(f"/proc/{c}/cmdline").read_bytes()
    ]


def faults(case: Case) -> list[Any]:
    with closing(case.database()) as db:
        return list(verify_site(db, case.archive("site")))
