"""A broken sitemap is a recorded failure of one address: the site is crawled, and its archive verifies."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from crawler.archive.verify import verify_site
from tests.hostile.sitemaps import KINDS
from tests.support.case import add_site, crawl, make_case, rows
from tests.support.catalogue import Catalogue
from tests.support.server import Answer, Request, response, serving

PRODUCTS = 40
FAST = (
    "empty",
    "binary",
    "bomb",
)  # the three ways in which a sitemap once ended a run; `make attack` tries all


def crawl_with(folder: Path, kind: str) -> tuple[int, str | None, str | None, list[str]]:
    """Products found, the run's status, what is recorded of the sitemap, what `archive verify` finds."""
    catalogue = Catalogue(PRODUCTS, image_bytes=200, words=10)

    def route(request: Request) -> Answer:
        if request.path == "/robots.txt":
            return response(
                200, f"User-agent: *\nSitemap: {server.base}/sitemap.xml\n".encode(), kind="text/plain"
            )
        if request.path == "/sitemap.xml":
            return response(200, KINDS[kind](server.base), kind="application/xml")
        return catalogue(request)

    with serving(route) as server:
        case = make_case(folder, server.host)
        add_site(case, "site", [server.base + "/"], products=["/product/"], listings=["/list/"])
        done = crawl(case)
    assert "Traceback" not in done.stderr
    (run,) = rows(case, "SELECT finish_reason FROM runs")
    sitemap = rows(case, "SELECT reason FROM frontier WHERE kind = 'sitemap' ORDER BY id LIMIT 1")
    with closing(case.database()) as db:
        faults = [f"{fault.file}: {fault.problem}" for fault in verify_site(db, case.archive("site"))]
    (items,) = rows(
        case, "SELECT count(DISTINCT item_id) AS n FROM current_items WHERE page_type = 'product'"
    )
    return items["n"], run["finish_reason"], sitemap[0]["reason"] if sitemap else None, faults


@pytest.mark.parametrize("kind", FAST)
def test_a_site_with_a_broken_sitemap_is_crawled_and_the_failure_recorded(tmp_path: Path, kind: str) -> None:
    found, status, reason, faults = crawl_with(tmp_path / "case", kind)
    assert (found, status, faults) == (PRODUCTS, "finished", [])
    assert reason is not None
    assert "not" in reason
