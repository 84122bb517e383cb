"""Sites and pages made to hold up `site add` and `site inspect`: kind -> what is served, and what must still be found."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.conftest import BOX31
from tests.hostile.measured import HANG_S, MEMORY, Measured, run_measured
from tests.hostile.sitemaps import HEAD, URLSET
from tests.hostile.sitemaps import KINDS as SITEMAPS
from tests.support.case import make_case
from tests.support.catalogue import Catalogue
from tests.support.server import Answer, Request, page, response, serving

PRODUCTS = 40
FEED_LINK = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
BASE = "http://maker.example"


@dataclass(frozen=True)
class HostileSite:
    """What a site of 40 products serves in the place of some of its addresses; `stopped` where its front page is no page."""

    answers: Callable[[str], dict[str, bytes]]  # from the site's base address: path -> the whole answer
    links: tuple[str, ...] = ()  # more of the front page
    stopped: bool = False


def attributes(count: int) -> bytes:
    return b" ".join(b'a%d="1"' % number for number in range(count))


def sitemap(body: bytes) -> Callable[[str], dict[str, bytes]]:
    return lambda base: {"/sitemap.xml": response(200, body, kind="application/xml")}


def feed(body: bytes) -> Callable[[str], dict[str, bytes]]:
    return lambda base: {
        "/feed.xml": response(200, body.replace(BASE.encode(), base.encode()), kind="application/rss+xml")
    }


def front(body: bytes, kind: str = "text/html") -> Callable[[str], dict[str, bytes]]:
    return lambda base: {"/": response(200, body, kind=kind)}


def robots(body: bytes) -> Callable[[str], dict[str, bytes]]:
    return lambda base: {
        "/robots.txt": response(200, body.replace(BASE.encode(), base.encode()), kind="text/plain")
    }


def other_pages(count: int, make: Callable[[int], bytes]) -> Callable[[str], dict[str, bytes]]:
    @cache
    def made(number: int) -> bytes:
        return response(200, make(number))

    return lambda base: {f"/page{number}/x{number}": made(number) for number in range(count)}


def wide_page(number: int) -> bytes:
    """15 MB of text in one paragraph."""
    return page(title=f"Page {number}", body="<p>" + f"word{number} " * 2_000_000)


def urls(addresses: list[bytes]) -> bytes:
    return (
        HEAD
        + URLSET
        + b"".join(b"<url><loc>%s</loc></url>" % address for address in addresses)
        + b"</urlset>"
    )


def folders(count: int) -> list[str]:
    """`count` different names of letters."""
    return ["".join(chr(97 + number // 26**place % 26) for place in range(3)) for number in range(count)]


MANY_ATTRIBUTES = b"<html><body><h1>Vest</h1><p " + attributes(400_000) + b">x</p></body></html>"
LISTS = ("/list/0", "/list/1")
SITES: dict[str, HostileSite] = {
    **{f"sitemap, {kind}": HostileSite(lambda base, kind=kind: {"/sitemap.xml": response(200, SITEMAPS[kind](base))}) for kind in SITEMAPS},  # type: ignore[misc]
    "sitemap, 400,000 attributes": HostileSite(sitemap(HEAD + b"<urlset " + attributes(400_000) + b"></urlset>")),
    "sitemap, 400,000 attributes, called a page": HostileSite(lambda base: {"/sitemap.xml": response(200, HEAD + b"<urlset " + attributes(400_000) + b"></urlset>")}),
    "sitemap, 20,000 addresses of 2,000 letters": HostileSite(
        lambda base: {"/sitemap.xml": response(200, urls([b"%s/%d-" % (base.encode(), n) + b"a-" * 350 for n in range(20_000)]), kind="text/xml")}
    ),
    "sitemap, 20,000 addresses of 300 folders": HostileSite(
        lambda base: {"/sitemap.xml": response(200, urls([b"%s/%d" % (base.encode(), n) + b"/a" * 300 for n in range(20_000)]), kind="text/xml")}
    ),
    "sitemap, 10,000 folders whose pages are not there": HostileSite(
        lambda base: {"/sitemap.xml": response(200, urls([b"%s/%s/%s" % (base.encode(), name.encode(), end) for name in folders(10_000) for end in (b"a", b"b")]), kind="text/xml")}
    ),
    "sitemap, paths of 1,010 folders": HostileSite(
        lambda base: {"/sitemap.xml": response(200, urls([b"%s/%d" % (base.encode(), n) + b"/a" * 1005 for n in range(20)]), kind="text/xml")}
    ),
    "feed, 200,000 links": HostileSite(feed(b"<rss>" + b"".join(b"<item><link>%s/n/%d</link></item>" % (BASE.encode(), n) for n in range(200_000)) + b"</rss>")),
    "feed, 400,000 links that are not closed": HostileSite(feed(b"<rss>" + b"<link href='" * 400_000)),
    "feed, 400,000 attributes": HostileSite(feed(b"<rss " + attributes(400_000) + b"><item><link>/n/1</link></item></rss>")),
    "front page, 400,000 attributes": HostileSite(lambda base: {"/": response(200, MANY_ATTRIBUTES.replace(b"<h1>", b'<a href="/list/0">a</a><a href="/list/1">b</a><h1>'))}),
    "front page, 400,000 attributes, called a picture": HostileSite(front(MANY_ATTRIBUTES, "image/png"), stopped=True),
    "front page, 400,000 attributes, called text": HostileSite(front(MANY_ATTRIBUTES, "text/plain"), stopped=True),
    "front page, one sign": HostileSite(front(b"<"), stopped=True),
    "front page, 500,000 links": HostileSite(front(page(*LISTS, *(f"/l/{n}" for n in range(300_000))))),
    "front page, 2 million divs": HostileSite(front(page(*LISTS) + b"<div>" * 2_000_000)),
    "front page, 1,500,000 unclosed tags": HostileSite(front(page(*LISTS) + b"<p><a href=x><b>" * 500_000)),
    "front page, 200,000 feeds": HostileSite(front(page(*LISTS, head="".join(f'<link type="application/rss+xml" href="/f/{n}">' for n in range(200_000))))),
    "front page, 50,000 languages": HostileSite(front(page(*LISTS, head="".join(f'<link rel="alternate" hreflang="a{n}" href="/lang/{n}">' for n in range(50_000))))),
    "robots.txt, 16 MB of rules": HostileSite(robots(b"User-agent: *\n" + b"Disallow: /*x*y*z\n" * 800_000)),
    "robots.txt, patterns that backtrack": HostileSite(robots(b"User-agent: *\nDisallow: /" + b"*a" * 25 + b"*b$\n"), links=("/" + "a" * 300,)),
    "robots.txt, 10,000 sitemaps": HostileSite(robots(b"".join(b"Sitemap: %s/s%d.xml\n" % (BASE.encode(), n) for n in range(10_000)))),
    "70 pages of 15 MB": HostileSite(other_pages(70, wide_page), links=tuple(f"/page{n}/x{n}" for n in range(70))),
    "pages of 400,000 attributes": HostileSite(other_pages(10, lambda n: MANY_ATTRIBUTES), links=tuple(f"/page{n}/x{n}" for n in range(10))),
}  # fmt: skip
SAVED: dict[str, bytes] = {
    "400,000 attributes": MANY_ATTRIBUTES,
    "one sign": b"<",
    "a feed of 200,000 links": b"<rss>" + b"<item><link>http://maker.example/n</link></item>" * 200_000,
    "a feed of 400,000 unclosed links": b"<rss>" + b"<link href='" * 400_000,
    "2 million divs": b"<html>" + b"<div>" * 2_000_000,
    "500,000 rows of a table": b"<html><table>" + b"<tr><td>a<td>b" * 500_000,
    "a title of 8 MB": b"<html><title>" + b"Vest - " * 1_200_000 + b"</title>",
    "JSON-LD, 200,000 levels": b'<script type="application/ld+json">' + b'{"a":' * 200_000,
    "32 MB of one letter": b"<p>" + b"a" * 32_000_000,
    "dates, 1 million": b"<p>" + b"2023-01-02 " * 1_000_000,
}


def add_hostile_site(kind: str, folder: Path) -> tuple[Measured, str]:
    """`site add` of one such site; the run, and the profile it wrote ("" for none)."""
    hostile = SITES[kind]
    catalogue = Catalogue(PRODUCTS, image_bytes=200, words=10)

    def route(request: Request) -> Answer:
        if request.path in answers:
            return answers[request.path]
        if request.path == "/":
            return response(200, page(*LISTS, *hostile.links, head=FEED_LINK, title="Maker"))
        return catalogue(request)

    with serving(route) as server:
        answers = hostile.answers(server.base)
        case = make_case(folder / "case", server.host)
        run = run_measured([BOX31, "-C", case.root, "site", "add", server.base, "--name", "site"])
    written = case.sites / "site.yaml"
    return run, written.read_text(encoding="utf-8") if written.exists() else ""


def fault_of_site(kind: str, run: Measured, profile: str) -> str | None:
    """What is wrong with a run of `site add`: products not recognised, or no clear line where the front page is no page."""
    if run.fault:
        return run.fault
    if SITES[kind].stopped:
        return None if run.code in (0, 1) else f"exit {run.code}: {run.said[-200:]}"
    if run.code or "product" not in profile:
        return f"exit {run.code}, no products recognised: {run.said[-300:]}"
    return None


def inspect_hostile_page(kind: str, folder: Path) -> tuple[Measured, str | None]:
    """`site inspect` of one such page; the run, and what is wrong with it."""
    (folder / "page.html").write_bytes(SAVED[kind])
    run = run_measured([BOX31, "site", "inspect", folder / "page.html"])
    return run, run.fault or (None if run.code in (0, 3) else f"exit {run.code}: {run.said[-200:]}")


def try_exploring(only: str = "") -> int:
    """Every such site and page; prints the outcome of each, and returns how many failed."""
    failures, longest, most = 0, 0.0, 0
    for title, kinds in (("site add", SITES), ("site inspect", SAVED)):
        for kind in (kind for kind in kinds if only in kind):
            with tempfile.TemporaryDirectory() as place:
                if kinds is SITES:
                    run, profile = add_hostile_site(kind, Path(place))
                    problem = fault_of_site(kind, run, profile)
                else:
                    run, problem = inspect_hostile_page(kind, Path(place))
            failures += problem is not None
            longest, most = max(longest, run.seconds), max(most, run.memory)
            print(
                f"{title}, {kind}: exit {run.code}, {run.seconds:.1f} s, {run.memory / 1024**2:,.0f} MB{f': {problem}' if problem else ''}",
                flush=True,
            )
    print(
        f"exploring: {len(SITES)} sites, {len(SAVED)} pages, {failures} failures (no clear end, over {HANG_S:.0f} s, over"
        f" {MEMORY >> 30} GB); longest {longest:.1f} s of processor time, most memory {most / 1024**2:,.0f} MB"
    )
    return failures
