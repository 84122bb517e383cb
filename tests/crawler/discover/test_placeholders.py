"""Pages that scripts fill in: a placeholder is never a name, and where Chromium is, `site add` looks through it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crawler.discover.page_renderer import browser_is_here
from crawler.extract.page.trap_addresses import reject_reason
from crawler.extract.page_records import extract_page
from crawler.profile.profile import SiteProfile, load_profile
from tests.support.case import add_site, box31, make_case, rows
from tests.support.scripted_site import PRODUCTS, product, scripted_site
from tests.support.server import serving

AT = "2026-01-01T00:00:00+00:00"
PROFILE = SiteProfile(name="maker", start=["https://maker.example/"], products=["^/p/"])


@pytest.mark.parametrize("shown", ["{{ product.name }}", "<%= name %>", "${name}", "{{name | upper}}"])
def test_a_placeholder_is_no_value_of_any_field(shown: str) -> None:
    row = f"<tr><td>Weight</td><td>{shown}</td></tr><tr><td>Material</td><td>Steel</td></tr>"
    body = f'<h1>{shown}</h1><img src="/{{{{image}}}}.png" width=300><img src="/p.png" width=300><table>{row}</table>'
    page = f"<html><head><title>{shown}</title></head><body><main>{body}</main></body></html>".encode()
    records = extract_page(page, "https://maker.example/p/1", {}, captured_at=AT, profile=PROFILE)
    assert records.item is not None
    assert records.item.name is None
    assert "Weight" not in records.item.specs
    assert not [image for image in records.item.images if "image" in image.url]
    assert records.placeholder is not None
    assert any("browser: true" in problem for problem in records.problems)


def test_code_that_a_page_shows_is_no_placeholder() -> None:
    page = b"<html><body><h1>Templates</h1><pre><code><span>{{name}}</span></code></pre><p>Write it so.</p></body></html>"
    records = extract_page(page, "https://maker.example/p/1", {}, captured_at=AT, profile=PROFILE)
    assert records.placeholder is None


def test_an_address_with_a_placeholder_is_not_asked_for() -> None:
    for url in ("https://maker.example/p/{{id}}", "https://maker.example/p/%7B%7Bid%7D%7D"):
        assert reject_reason(url) == "a placeholder that scripts fill in"


def test_a_crawl_stores_no_placeholder_and_says_what_to_set(tmp_path: Path) -> None:
    with serving(scripted_site) as server:
        case = make_case(tmp_path / "case", server.host)
        add_site(
            case,
            "works",
            [f"{server.base}/", *(f"{server.base}/item/{n}" for n in range(3))],
            products=["^/item/"],
        )
        done = box31(case, "crawl", "works")
        assert not [target for target in server.targets() if "{" in target or "%7B" in target]
    assert f"4 pages hold placeholders that scripts fill in, such as {server.base}/" in done.stderr
    assert "box31 site set works browser=true" in done.stderr
    assert not rows(case, "SELECT name FROM item_versions WHERE name LIKE '%{%'")


def test_without_chromium_site_add_says_that_the_site_needs_one(tmp_path: Path) -> None:
    with serving(scripted_site) as server:
        case = make_case(tmp_path / "case", server.host)
        added = box31(
            case, "site", "add", server.base, "--name", "works", environment={"PATH": str(tmp_path)}
        )
    assert added.returncode == 0, added.stderr
    assert "set `browser: true` in the profile" in added.stderr
    assert load_profile(case.sites / "works.yaml").browser is False


@pytest.mark.skipif(not browser_is_here(), reason="needs Chromium and the extra `browser`")
def test_where_chromium_is_site_add_looks_with_it_and_the_crawl_finds_the_products(tmp_path: Path) -> None:
    with serving(scripted_site) as server:
        case = make_case(tmp_path / "case", server.host)
        added = box31(case, "site", "add", server.base, "--name", "works")
        assert added.returncode == 0, added.stderr
        profile = load_profile(case.sites / "works.yaml")
        assert profile.browser is True
        assert profile.page_kind(f"{server.base}/item/1") == "product", profile.products
        assert box31(case, "crawl", "works").returncode in (0, 4)
    items = {
        row["name"]: row["price"]
        for row in map(json.loads, box31(case, "items", "--json").stdout.splitlines())
    }
    assert items == {product(n)["name"]: product(n)["price"] for n in range(PRODUCTS)}
