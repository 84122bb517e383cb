"""`site add --product --post`: on a site whose products and posts no rule finds, examples say which pages are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crawler.case.case import Case
from tests.support.case import box31, make_case
from tests.support.server import serving
from tests.support.unmarked_site import POSTS, PRODUCTS, product_name, unmarked_site


def found(case: Case) -> tuple[set[str], set[str]]:
    items = {json.loads(line)["name"] for line in box31(case, "items", "--json").stdout.splitlines()}
    posts = {json.loads(line)["title"] for line in box31(case, "posts", "--json").stdout.splitlines()}
    return items, posts


@pytest.mark.parametrize("examples", [False, True], ids=["by the address alone", "with two examples of each"])
def test_examples_find_what_no_rule_finds(tmp_path: Path, examples: bool) -> None:
    with serving(unmarked_site) as server:
        case = make_case(tmp_path / "case", server.host)
        given = [
            f"--{kind}={server.base}/view/?doc={ref}-{n}"
            for kind, ref in (("product", "e"), ("post", "t"))
            for n in (0, 7)
        ]
        added = box31(case, "site", "add", server.base, "--name", "works", *(given if examples else []))
        assert added.returncode == 0, added.stderr
        assert box31(case, "crawl", "works").returncode in (0, 4)
    items, posts = found(case)
    products = {product_name(n) for n in range(PRODUCTS)}
    fairs = {f"We were at fair {n}" for n in range(POSTS)}
    if not examples:
        assert len(items & products) < 0.5 * PRODUCTS  # else this site shows nothing
        return
    assert len(items & products) >= 0.98 * PRODUCTS
    assert items <= products
    assert len(posts & fairs) >= 0.98 * POSTS
    assert posts <= fairs


def test_an_example_that_cannot_be_fetched_stops_site_add(tmp_path: Path) -> None:
    with serving(unmarked_site) as server:
        case = make_case(tmp_path / "case", server.host)
        wrong = f"{server.base}/view/?doc=e-99"
        added = box31(case, "site", "add", server.base, "--name", "works", "--product", wrong)
    assert added.returncode == 1
    assert f"{wrong}: could not be fetched as an example; nothing was written" in added.stderr
    assert not list(case.sites.glob("*.yaml"))


def test_an_example_says_which_fields_its_page_does_not_give(tmp_path: Path) -> None:
    with serving(unmarked_site) as server:
        case = make_case(tmp_path / "case", server.host)
        example = f"{server.base}/view/?doc=e-3"
        added = box31(case, "site", "add", server.base, "--name", "works", "--product", example)
    (line,) = [line for line in added.stderr.splitlines() if line.startswith(f"{example}: no ")]
    assert "images" in line
    assert "name" not in line.split(":")[-1].split("; ")[0]
    assert "box31 site set works selectors.FIELD=CSS" in line
