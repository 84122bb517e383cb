"""`site add` and reading on invented sites of many technologies: what is found by the address alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from crawler.capture.addresses import AddressGuard
from crawler.discover.explore.explorer import SiteExplorer
from crawler.discover.page_fetcher import PageFetcher
from crawler.discover.profile_draft import draft_profile
from crawler.extract.page_records import extract_page
from crawler.models import PageRecords, PageType
from crawler.profile.profile import SiteProfile
from tests.support import shared_heading_sites  # noqa: F401  # adds its sites to KINDS
from tests.support.server import Request, serving
from tests.support.site_kinds import KINDS, SiteKind, site_kind

AT = "2026-01-01T00:00:00+00:00"


def answer(body: bytes | None) -> bytes:
    if body is None:
        return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(body) + body


@dataclass
class Added:
    """A site that `site add` has looked at: its truth, base address and profile."""

    site: SiteKind
    base: str
    profile: SiteProfile

    def read(self, path: str) -> PageRecords:
        return extract_page(self.site.pages[path], self.base + path, {}, captured_at=AT, profile=self.profile)


@contextmanager
def added(name: str, seed: int) -> Iterator[Added]:
    site = site_kind(name, seed)

    def route(request: Request) -> bytes:
        return answer(site.pages.get(request.target))

    with serving(route) as server, PageFetcher(AddressGuard([server.host]), "test", delay=0) as fetcher:
        findings = SiteExplorer(fetcher).explore(server.base + site.start)
        profile, _ = draft_profile("maker", findings)
        yield Added(site, server.base, profile)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("name", sorted(KINDS))
def test_products_and_posts_are_found_by_the_address_alone(name: str, seed: int) -> None:
    with added(name, seed) as one:
        for path, wanted in one.site.products.items():
            records = one.read(path)
            assert records.page_type == PageType.PRODUCT, (path, one.profile.products)
            assert records.item is not None
            assert records.item.name == wanted
            assert records.item.images[0].url == one.base + one.site.images[path]
            assert records.item.sku is None
        for path, (title, day) in one.site.posts.items():
            post = one.read(path).post
            assert post is not None, (path, one.profile.posts)
            assert (post.title, post.published or "") == (title, day)


@pytest.mark.parametrize("name", sorted(KINDS))
def test_no_list_and_no_other_page_is_taken_for_a_product_or_post(name: str) -> None:
    with added(name, 3) as one:
        for path in one.site.pages:
            records = one.read(path)
            if records.item is not None:
                assert records.item.name in one.site.products.values(), path
            assert records.post is None or path in one.site.posts, (path, one.profile.posts)
        assert not [host for host in one.profile.image_hosts if "yandex" in host]
