"""Within a limit on pages, a crawl asks for the pages that bring the most items."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.crawl.frontier import LISTED, LISTING, OTHER, RECORD, Band
from crawler.crawl.page_yield import PageYields, Shown
from tests.support.case import add_site, crawl, make_case, rows
from tests.support.many_categories import ManyCategories
from tests.support.server import serving


@pytest.mark.parametrize("sitemap", [False, True], ids=["links only", "sitemap of all products"])
def test_lists_that_no_pattern_names_are_found_within_a_limit(tmp_path: Path, sitemap: bool) -> None:
    shop = ManyCategories(sitemap=sitemap)
    limit = 140  # front page, 6 sections, 8 pages of neither, 72 list pages; the shop has 864 products
    with serving(shop) as server:
        case = make_case(tmp_path / "case", server.host)
        add_site(case, "site", [f"{server.base}/"], products=["^/item/"], pages_per_run=limit)
        assert crawl(case).returncode == 0
    (found,) = rows(case, "SELECT count(*) AS n FROM items")
    assert found["n"] >= 0.95 * shop.products
    (pages,) = rows(case, "SELECT count(*) AS n FROM captures WHERE kind = 'page'")
    assert pages["n"] == limit
    own = rows(case, "SELECT DISTINCT item_id FROM item_versions WHERE page_type = 'product'")
    assert len(own) >= 30  # what is left of the limit goes to the products' own pages


def test_the_band_with_the_highest_recent_yield_comes_first() -> None:
    yields = PageYields(budget=100)
    assert yields.order()[0] is Band.LISTS
    for n in range(40):
        yields.note(LISTING, [Shown("http://a.example/known", listed=True)])
        yields.note(RECORD, [Shown(f"http://a.example/{n}")])
        yields.note(OTHER, [])
    assert [yields.order()[0] for _ in range(8)] == [Band.RECORDS] * 8
    # Every tenth page is one of another band, each of the two in turn.
    others = {yields.order()[0] for _ in range(20)} - {Band.RECORDS}
    assert others == {Band.LISTS, Band.OTHERS}


def test_the_own_page_of_a_listed_item_is_worth_less_than_a_new_item() -> None:
    yields = PageYields(budget=100)
    for n in range(100):
        url = f"http://a.example/{n}"
        yields.note(LISTING, [Shown(url, listed=True)])
        assert yields.is_known(url)
        yields.note(LISTED, [Shown(url)])
        yields.note(OTHER, [Shown(f"{url}/other")] if n % 2 else [])
    assert [yields.order()[0] for _ in range(9)] == [Band.LISTS] * 9
    assert list(yields.order()) == [Band.RECORDS, Band.OTHERS, Band.LISTS]
