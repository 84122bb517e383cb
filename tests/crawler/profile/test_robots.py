"""robots.txt that is redirected: the crawl and `site add` follow it alike, and ask for nothing it forbids."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.capture.addresses import AddressGuard
from crawler.discover.page_fetcher import PageFetcher
from crawler.profile.robots import ABSENT, MAX_HOPS, UNREACHABLE, RobotsMoved, Rules, robots_outcome
from tests.support.case import add_site, crawl, make_case
from tests.support.server import Answer, Request, Server, page, response, serving

RULES = b"User-agent: *\nDisallow: /secret/"
At = Callable[[Server, Path], None]


def look(server: Server, folder: Path) -> None:
    with PageFetcher(AddressGuard([server.host]), "Box31", delay=0) as fetcher:
        fetcher.get(f"{server.base}/")
        fetcher.get(f"{server.base}/secret/1")


def run(server: Server, folder: Path) -> None:
    case = make_case(folder / "case", server.host)
    add_site(case, "site", [f"{server.base}/", f"{server.base}/secret/1"])
    assert crawl(case).returncode == 0


@pytest.mark.parametrize("asks", [look, run], ids=["site add", "crawl"])
@pytest.mark.parametrize("hops", [1, MAX_HOPS])
def test_redirects_of_robots_are_followed(tmp_path: Path, asks: At, hops: int) -> None:
    def route(request: Request) -> Answer:
        if request.path == "/robots.txt":
            step = int(request.query or 0)
            moved = f"Location: /robots.txt?{step + 1}"
            return response(301, b"", moved) if step < hops else response(200, RULES, kind="text/plain")
        return response(200, page("/secret/1", "/open"))

    with serving(route) as server:
        asks(server, tmp_path)
        assert "/" in server.targets()
        assert "/secret/1" not in server.targets()


@pytest.mark.parametrize("asks", [look, run], ids=["site add", "crawl"])
def test_robots_of_another_host_decide_for_the_host_that_leads_there(tmp_path: Path, asks: At) -> None:
    with serving(lambda request: response(200, RULES, kind="text/plain")) as other:

        def route(request: Request) -> Answer:
            if request.path == "/robots.txt":
                return response(302, b"", f"Location: {other.base}/robots.txt")
            return response(200, page("/secret/1"))

        with serving(route) as server:
            if asks is look:
                with PageFetcher(AddressGuard([server.host, other.host]), "Box31", delay=0) as fetcher:
                    assert fetcher.get(f"{server.base}/secret/1").problem == "robots.txt forbids it"
            else:
                case = make_case(tmp_path / "case", server.host, other.host)
                add_site(case, "site", [f"{server.base}/"])
                assert crawl(case).returncode == 0
            assert "/secret/1" not in server.targets()
            assert [request.path for request in other.asked] == ["/robots.txt"]


def test_the_address_guard_stands_before_a_redirected_robots() -> None:
    with serving(lambda request: response(200, b"")) as private:
        moved = response(302, b"", f"Location: http://127.0.0.1:{private.port}/robots.txt")
        with (
            serving(lambda request: moved if request.path == "/robots.txt" else response(200)) as server,
            PageFetcher(AddressGuard([server.host]), "Box31", delay=0) as fetcher,
        ):
            answer = fetcher.get(f"{server.base}/")
            assert answer.problem is not None
            assert "address guard" in answer.problem
            assert private.connections == 0
            assert server.targets() == []


@pytest.mark.parametrize(
    ("status", "location", "hops", "outcome"),
    [
        (301, "http://b.example/robots.txt", 0, RobotsMoved("http://b.example/robots.txt")),
        (301, "/r.txt", MAX_HOPS - 1, RobotsMoved("http://a.example/r.txt")),
        (301, "/r.txt", MAX_HOPS, ABSENT),
        (301, "http://[broken", 0, ABSENT),
        (301, None, 0, ABSENT),
        (301, "http://counter.example/r.txt", 0, ABSENT),
        (404, None, 0, ABSENT),
        (429, None, 0, UNREACHABLE),
        (None, None, 0, UNREACHABLE),
    ],
)
def test_outcomes(status: int | None, location: str | None, hops: int, outcome: Rules | RobotsMoved) -> None:
    found = robots_outcome(
        "http://a.example/robots.txt",
        status,
        b"",
        location=location,
        hops=hops,
        may_ask=lambda url: "counter" not in url,
    )
    assert found == outcome
