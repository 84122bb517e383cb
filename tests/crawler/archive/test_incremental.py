"""A second crawl asks whether pages have changed, and stores what has."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.case.case import Case
from tests.support.case import add_site, crawl, make_case, rows
from tests.support.catalogue import Catalogue
from tests.support.server import serving

RUNS = "SELECT run_id FROM runs ORDER BY started, rowid"
PROFILE = {"products": ["/product/"], "posts": ["/post/"], "listings": ["/list/"]}


def size_of_runs(case: Case) -> list[int]:
    folder = case.archive("site")
    return [sum(p.stat().st_size for p in folder.glob(f"{r['run_id']}*.warc.gz")) for r in rows(case, RUNS)]


@pytest.mark.parametrize("validators", [True, False], ids=["with validators", "without"])
def test_an_unchanged_site_adds_little_to_the_archive(tmp_path: Path, validators: bool) -> None:
    site = Catalogue(30, 5, image_bytes=60_000, words=2000, validators=validators)
    with serving(site) as server:
        case = make_case(tmp_path / "case", server.host)
        add_site(case, "site", [f"{server.base}/"], **PROFILE)
        assert crawl(case).returncode == 0
        assert crawl(case).returncode == 0
        assert len(server.asked) == 2 * (1 + site.pages + 30)
    second = rows(case, RUNS)[1]["run_id"]
    captures = rows(
        case, "SELECT status, revisit_of FROM captures WHERE run_id = ? AND kind != 'robots'", second
    )
    assert all(row["revisit_of"] for row in captures)
    assert {row["status"] for row in captures} == {304 if validators else 200}
    first_bytes, second_bytes = size_of_runs(case)
    assert second_bytes <= 0.05 * first_bytes
    versions = "SELECT 1 FROM item_versions JOIN captures USING (capture_id) WHERE run_id = ?"
    assert rows(case, versions, second) == []
    # What was only confirmed was seen all the same.
    seen = rows(case, "SELECT count(DISTINCT item_id) AS n FROM item_sightings WHERE run_id = ?", second)
    assert seen == [{"n": 30}]


def test_a_changed_page_is_stored_and_its_item_has_a_new_version(tmp_path: Path) -> None:
    site = Catalogue(10)
    with serving(site) as server:
        case = make_case(tmp_path / "case", server.host)
        add_site(case, "site", [f"{server.base}/"], **PROFILE)
        assert crawl(case).returncode == 0
        site.revisions["/product/4"] = 7
        site.products = 11
        assert crawl(case).returncode == 0
    second = rows(case, RUNS)[1]["run_id"]
    whole = rows(
        case, "SELECT url FROM captures WHERE run_id = ? AND kind = 'page' AND revisit_of IS NULL", second
    )
    # Product 9's page links to the next one, which is new.
    assert {row["url"].removeprefix(server.base) for row in whole} == {
        "/list/0",
        "/product/4",
        "/product/9",
        "/product/10",
    }
    prices = rows(
        case,
        "SELECT price FROM item_versions WHERE url LIKE '%/product/4' AND page_type = 'product' ORDER BY version_id",
    )
    assert [float(row["price"]) for row in prices] == [104.0, 111.0]


def test_the_same_picture_on_two_sites_is_kept_once(tmp_path: Path) -> None:
    with serving(Catalogue(3)) as one, serving(Catalogue(3)) as other:
        case = make_case(tmp_path / "case", one.host, other.host)
        add_site(case, "one", [f"{one.base}/"])
        add_site(case, "other", [f"{other.base}/"])
        assert crawl(case, "one").returncode == 0
        assert crawl(case, "other").returncode == 0
    pictures = rows(case, "SELECT site, revisit_of FROM captures WHERE kind = 'image' ORDER BY site")
    assert [row["revisit_of"] is not None for row in pictures] == [False] * 3 + [True] * 3
