"""`site add --product --post`: on a site whose products and posts no rule finds, examples say which pages are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crawler.case.case import Case
from crawler.profile.profile import load_profile
from tests.support.case import box31, make_case
from tests.support.odd_markup_sites import PRODUCTS as WARES
from tests.support.odd_markup_sites import TEMPLATES, odd_site, ware
from tests.support.server import Answer, Request, serving
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


@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_selectors_are_derived_from_examples_for_the_fields_that_no_rule_reads(
    tmp_path: Path, template: str
) -> None:
    with serving(odd_site(template)) as server:
        case = make_case(tmp_path / "case", server.host)
        given = [f"--product={server.base}/see/{n}" for n in (1, 6)]
        added = box31(case, "site", "add", server.base, "--name", "pots", *given)
        assert added.returncode == 0, added.stderr
        derived = load_profile(case.sites / "pots.yaml").selectors
        assert set(derived) == {"name", "price", "sku", "images", "specs"}
        for value in (ware(1).price, ware(6).price, ware(6).sku, ware(1).name, ware(6).image):
            assert value in added.stderr  # what each selector gives on the examples is shown
        assert "site set pots selectors.FIELD=CSS" in added.stderr  # a description is not derived
        assert box31(case, "crawl", "pots").returncode in (0, 4)
    items = [json.loads(line) for line in box31(case, "items", "--json").stdout.splitlines()]
    said = sorted((i["name"], float(i["price"]), i["sku"], i["image"], i["specs"]) for i in items)
    wares = [ware(n) for n in range(WARES)]
    assert said == sorted((w.name, float(w.price), w.sku, server.base + w.image, w.specs) for w in wares)


def test_one_example_confirms_no_selector_that_no_list_confirms(tmp_path: Path) -> None:
    with serving(odd_site("spans and attributes")) as server:
        case = make_case(tmp_path / "case", server.host)
        added = box31(case, "site", "add", server.base, "--name", "pots", f"--product={server.base}/see/2")
    assert added.returncode == 0, added.stderr
    assert set(load_profile(case.sites / "pots.yaml").selectors) == {"name"}  # the list of /shelf says it too
    (line,) = [line for line in added.stderr.splitlines() if line.startswith(f"{server.base}/see/2: no ")]
    assert "price" in line
    assert "images" in line


def test_where_two_numbers_are_as_likely_no_price_is_derived(tmp_path: Path) -> None:
    site = odd_site("spans and attributes")

    def route(request: Request) -> Answer:
        answer = site(request)
        return answer.replace(b'class="was"', b'class="fee"') if isinstance(answer, bytes) else answer

    with serving(route) as server:
        case = make_case(tmp_path / "case", server.host)
        given = [f"--product={server.base}/see/{n}" for n in (1, 6)]
        assert box31(case, "site", "add", server.base, "--name", "pots", *given).returncode == 0
    assert "price" not in load_profile(case.sites / "pots.yaml").selectors
