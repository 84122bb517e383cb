"""Sites without end: the real pages come first, and the crawl ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.crawl.traps import UrlBuckets, is_calendar, prefix_of
from crawler.extract.page.trap_addresses import reject_reason
from tests.support.case import add_site, crawl, make_case, rows
from tests.support.catalogue import Catalogue
from tests.support.server import Answer, Request, page, response, serving

REQUESTS = 400


class TrapSite:
    """A catalogue of 200 pages whose every page leads into a calendar, facets, session ids, deep and relative paths."""

    def __init__(self) -> None:
        self.real = Catalogue(170, 20, validators=False)
        self.made_up = 0

    def __call__(self, request: Request) -> Answer:
        body, _ = self.real.body(request.path)
        if body is not None and not request.query:
            if b"<html" in body:
                body = body.replace(b"</body>", self.doors().encode() + b"</body>")
                return response(200, body)
            return response(200, body, kind="image/png")
        if request.path == "/robots.txt":
            return response(404)
        return response(200, page(title=f"Trap {request.target}", body=self.doors(request.path)))

    def doors(self, path: str = "/") -> str:
        self.made_up += 1
        n = self.made_up
        links = [
            f"/calendar/{2000 + n}/{1 + n % 12}",
            f"/shop/?color={n}&size={n % 7}",
            f"/shop/?color={n}&size={n % 7}&sort=price&page={n}",
            f"/diary?day={n}",
            f"/account?sid={n}",
            f"/product/{n % 170}?PHPSESSID={n:032x}",
            f"/list/0?sort={n}&view=grid",
            f"{path.rstrip('/')}/deeper",
            f"/tag/word{n}/",
            f"/search/{n}-{n}-{n}/",
        ]
        return "".join(f'<a href="{link}">{link}</a>' for link in links)


@pytest.mark.parametrize("patterns", [True, False], ids=["with patterns", "without patterns"])
def test_the_real_pages_come_first(tmp_path: Path, patterns: bool) -> None:
    profile = (
        {"products": [r"/product/\d+$"], "posts": ["/post/"], "listings": [r"/list/\d+$"]} if patterns else {}
    )
    site = TrapSite()
    with serving(site) as server:
        case = make_case(tmp_path / "case", server.host)
        # Pictures are archived too; of the pages, the first 400 asked for count.
        add_site(case, "site", [f"{server.base}/"], pages_per_run=REQUESTS, **profile)
        assert crawl(case).returncode == 0
    found = {
        row["url"].removeprefix(server.base)
        for row in rows(case, "SELECT url FROM captures WHERE kind = 'page'")
    }
    real = {"/", "/news/", *(f"/product/{n}" for n in range(170)), *(f"/post/{n}" for n in range(20))}
    real |= {f"/list/{n}" for n in range(9)}
    assert len(real & found) >= 0.95 * len(real), sorted(real - found)


def test_a_part_that_brings_nothing_is_left_and_the_crawl_ends(tmp_path: Path) -> None:
    def endless(request: Request) -> Answer:
        number = int(request.path.rpartition("/")[2].replace("robots.txt", "") or 0)
        return response(200, page(f"/calendar/{number + 1}", title=f"Day {number}"))

    with serving(endless) as server:
        case = make_case(tmp_path / "case", server.host)
        add_site(case, "site", [f"{server.base}/"], max_depth=10_000, pages_per_run=2000)
        assert crawl(case).returncode == 0
        assert len(server.asked) < 150
    assert rows(case, "SELECT 1 FROM frontier WHERE reason = 'cap on one part of the site'")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://a.example/a/b/a/b/a/b", "path repeats itself"),
        ("http://a.example/" + "/".join(map(str, range(13))), "path too deep"),
        ("http://a.example/?" + "&".join(f"p{n}=1" for n in range(9)), "too many parameters"),
        ("http://a.example/product/1?color=red", None),
    ],
)
def test_addresses_that_are_never_asked_for(url: str, reason: str | None) -> None:
    assert reject_reason(url) == reason


def test_calendars_are_known_by_their_addresses() -> None:
    assert is_calendar("http://a.example/events/2024-05")
    assert is_calendar("http://a.example/x?month=5&year=2024")
    assert not is_calendar("http://a.example/news/2024/05/expo.html")


def test_made_up_folders_and_parameters_make_no_new_part() -> None:
    assert prefix_of("http://a.example/x/y/z/1") == prefix_of("http://a.example/x/y/q/r/2")
    assert prefix_of("http://a.example/x?a=1&b=2&c=3") == prefix_of("http://a.example/x?a=1&b=2&d=3")
    assert prefix_of("http://a.example/calendar/2024/05") == prefix_of("http://a.example/calendar/2031/11")
    assert prefix_of("http://a.example/x?id=1", "product") != prefix_of("http://a.example/x?id=1")


def test_a_part_that_goes_on_bringing_items_is_never_held_back() -> None:
    parts = UrlBuckets(budget=1000)
    assert all(parts.note("shop", [f"http://a.example/{n}"]) is None for n in range(5000))
    verdicts = [parts.note("diary", []) for _ in range(100)]
    assert verdicts.count("step") == 8
    assert verdicts[-1] == "cap"
