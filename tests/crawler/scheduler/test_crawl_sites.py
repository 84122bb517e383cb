"""What `box31 crawl` says of a run: why addresses failed, the commonest reason first, with one of them."""

from __future__ import annotations

from pathlib import Path

from tests.support.case import add_site, box31, make_case
from tests.support.server import Answer, Request, page, response, serving


def site(request: Request) -> Answer:
    if request.path == "/":
        return response(200, page(*[f"/p/{n}" for n in range(5)], title="Start"))
    if not request.path.startswith("/p/"):
        return response(404, b"")
    number = int(request.path.removeprefix("/p/"))
    if number < 3:
        return response(410, b"gone")
    if number == 3:
        return response(403, b"no")
    return response(200, page("/", title=f"Pump {number}"))


def test_a_crawl_says_why_pages_failed(tmp_path: Path) -> None:
    with serving(site) as server:
        case = make_case(tmp_path / "case", server.host)
        add_site(case, "works", [f"{server.base}/"], products=["^/p/"])
        done = box31(case, "crawl", "works")
    said = [line for line in done.stderr.splitlines() if line.startswith("works: ") and " failed" in line]
    assert "2 pages" in said[0]
    assert "4 failed" in said[0]
    assert said[1:] == [
        f"works: 3 failed: HTTP 410, such as {server.base}/p/0",
        f"works: 1 failed: HTTP 403, such as {server.base}/p/3",
    ]


def test_a_crawl_without_failures_names_none(tmp_path: Path) -> None:
    with serving(lambda request: response(200, page("/", title="Start"))) as server:
        case = make_case(tmp_path / "case", server.host)
        add_site(case, "works", [f"{server.base}/"])
        done = box31(case, "crawl", "works")
    assert "failed" not in done.stderr
