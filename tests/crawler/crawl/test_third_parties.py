"""Nobody but the site is asked for anything; an image host only for pictures of items and posts, a tracker for nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from crawler.extract.page.page_links import is_tracker
from crawler.profile.profile import load_profile
from crawler.profile.urls import host_of
from tests.support.case import add_site, box31, crawl, make_case, rows
from tests.support.server import Answer, Request, Server, page, response, serving

TRACKERS = (
    "https://mc.yandex.ru",
    "https://www.google-analytics.com",
    "https://hm.baidu.com",
    "https://www.facebook.com",
)


class Site:
    """A maker's site whose every page leads to other parties in every way a page can.

    `images` serves the pictures of its items and posts, `other` belongs to somebody else.
    """

    def __init__(self, images: Server, other: Server) -> None:
        self.images, self.other = images, other

    def __call__(self, request: Request) -> Answer:
        host, path = request.header("host"), request.path
        if path == "/robots.txt":
            lines = [
                f"Sitemap: {base}/sitemap.xml" for base in (self.other.base, *TRACKERS, f"http://{host}")
            ]
            return response(200, "\n".join(lines).encode(), kind="text/plain")
        if path == "/sitemap.xml":
            urls = (f"{base}/p/1" for base in (self.other.base, *TRACKERS))
            return response(
                200,
                f"<urlset>{''.join(f'<url><loc>{u}</loc></url>' for u in urls)}</urlset>".encode(),
                kind="text/xml",
            )
        if path == "/away":
            return response(302, b"", f"Location: {self.other.base}/landing")
        if path == "/moved.jpg":
            return response(302, b"", f"Location: {self.other.base}/moved.jpg")
        if path == "/":
            links = [*(f"/p/{n}" for n in range(6)), *(f"/n/{n}" for n in range(3)), "/away"]
            return response(200, page(*links, title="Works", body=self.strangers(), head=self.head()))
        kind, _, number = path.strip("/").partition("/")
        if kind == "p" and number.isdigit():
            return response(200, self._product(int(number)))
        if kind == "n" and number.isdigit():
            picture = f'<img src="{self.images.base}/post-{number}.jpg" width="500">'
            body = f"<p>Published: 2024-03-0{int(number) + 1}</p>{picture}<p>{'We opened it and many came. ' * 9}</p>"
            return response(
                200, page(title=f"Works {number} opened", body=body + self.strangers(), head=self.head())
            )
        return None

    def _product(self, number: int) -> bytes:
        pictures = [
            f"{self.images.base}/item-{number}.jpg",
            "/moved.jpg",
            *(f"{base}/watch/{number}" for base in TRACKERS),
        ]
        data = {"@type": "Product", "name": f"Winch {number}", "sku": f"W-{number}", "image": pictures}
        head = f'<script type="application/ld+json">{json.dumps(data)}</script>{self.head()}'
        shown = "".join(f'<img src="{url}" width="500">' for url in pictures)
        return page(title=f"Winch {number}", head=head, body=shown + self.strangers())

    def head(self) -> str:
        parts = []
        for base in (self.other.base, *TRACKERS):
            parts += [
                f'<script src="{base}/tag.js"></script><link rel="stylesheet" href="{base}/style.css">',
                f'<link rel="preconnect" href="{base}"><link rel="dns-prefetch" href="{base}">',
                f'<link rel="alternate" hreflang="de" href="{base}/de/"><link rel="next" href="{base}/page/2/">',
                f'<link rel="alternate" type="application/rss+xml" href="{base}/feed">',
                f'<link rel="icon" href="{base}/favicon.ico">',
            ]
        return "".join(parts)

    def strangers(self) -> str:
        parts = [f'<img src="{self.images.base}/pixel.gif" width="1" height="1">']
        for base in (self.other.base, *TRACKERS):
            parts += [
                f'<a href="{base}/share">share</a><iframe src="{base}/frame"></iframe><form action="{base}/send"></form>',
                f'<noscript><img src="{base}/pixel.gif" width="1" height="1"></noscript>',
                f'<img src="{base}/watch/1" width="1" height="1"><div style="background-image:url({base}/back.png)"></div>',
                f'<video src="{base}/film.mp4" poster="{base}/poster.jpg"></video><object data="{base}/o.pdf"></object>',
            ]
        return "".join(parts)


@contextmanager
def parties() -> Iterator[tuple[Server, Server, Server]]:
    """(site, image host, somebody else), all running."""
    from tests.support.catalogue import Catalogue

    picture, _ = Catalogue(1).body("/image/0.png")
    assert picture is not None
    found: bytes = picture
    with (
        serving(
            lambda request: response(200, found, kind="image/png") if ".jpg" in request.path else None
        ) as images,
        serving(lambda request: response(200, page(title="Somebody else"))) as other,
        serving(Site(images, other)) as site,
    ):
        yield site, images, other


@pytest.mark.parametrize(
    "listed", [True, False], ids=["image host in the profile", "image host not in the profile"]
)
def test_a_crawl_asks_nobody_but_the_site_and_its_image_host(tmp_path: Path, listed: bool) -> None:
    with parties() as (site, images, other):
        case = make_case(tmp_path / "case", site.host, images.host, other.host)
        # Trackers in the profile's image hosts are not asked either.
        named = [images.host, *filter(None, map(host_of, TRACKERS))] if listed else []
        add_site(case, "site", [f"{site.base}/"], products=["^/p/"], posts=["^/n/"], image_hosts=named)
        assert crawl(case).returncode == 0
        assert other.connections == 0
        expected = (
            {*(f"/item-{n}.jpg" for n in range(6)), *(f"/post-{n}.jpg" for n in range(3))}
            if listed
            else set()
        )
        assert set(images.targets()) == expected
        assert images.connections == 0 or listed
    items = rows(case, "SELECT count(DISTINCT item_id) AS n FROM item_versions")
    assert items == [{"n": 6}]
    asked = {host_of(row["url"]) for row in rows(case, "SELECT url FROM captures")}
    assert asked == {site.host, *([images.host] if listed else [])}
    waiting = rows(case, "SELECT url FROM frontier WHERE state <> 'skipped'")
    assert not [row["url"] for row in waiting if is_tracker(row["url"]) or host_of(row["url"]) == other.host]


def test_site_add_asks_nobody_but_the_site(tmp_path: Path) -> None:
    with parties() as (site, images, other):
        case = make_case(tmp_path / "case", site.host, images.host, other.host)
        done = box31(case, "site", "add", site.base, "--name", "works")
        assert done.returncode == 0, done.stderr
        assert other.connections == 0
        assert f"/away: redirects to {other.base}/landing, a host that is not the site's" in done.stderr
        assert images.connections == 0
        profile = load_profile(case.sites / "works.yaml")
    assert profile.hosts == [site.host]
    assert not [host for host in profile.image_hosts if is_tracker(host)]
