"""Groups of addresses and their kinds: folders' own pages, translations, groups beside sure ones."""

from __future__ import annotations

import pytest

from crawler.capture.fetch import FetchedPage
from crawler.discover.kinds.page_agreement import _agree_with_mirrors
from crawler.discover.profile_draft import GroupFinding, SiteFindings, draft_profile
from crawler.discover.sampling import SamplePage
from crawler.discover.url_patterns import AddressGroup, address_groups
from crawler.extract.page.page_links import alternates
from crawler.extract.page.parsing import read_document
from crawler.extract.sample_look import PageLook
from crawler.profile.profile import SiteProfile

BASE = "https://mill.example"
STOOLS = [f"{BASE}/stools/{name}.html" for name in ("oak", "elm", "ash", "fir", "yew")]


def profile(**patterns: list[str]) -> SiteProfile:
    return SiteProfile.model_validate({"name": "mill", "start": [f"{BASE}/"], **patterns})


def findings(*groups: GroupFinding) -> SiteFindings:
    return SiteFindings(
        start=[f"{BASE}/"],
        hosts=["mill.example"],
        image_hosts=[],
        languages={},
        sitemaps=[],
        feeds=[],
        groups=[*groups],
        pages=4,
        addresses=20,
        problems=[],
    )


def group(*parts: str, count: int = 5) -> AddressGroup:
    urls = [f"{BASE}/{'/'.join(parts)}".replace("[^/]+", f"x{n}").replace(r"\.", ".") for n in range(count)]
    return AddressGroup(
        "/" + "/".join(parts).replace("[^/]+", "*"), "^/" + "/".join(parts) + "$", urls, parts
    )


def test_the_page_of_a_folder_is_not_one_of_those_in_it() -> None:
    patterns = [g.pattern for g in address_groups([*STOOLS, f"{BASE}/stools/index.html"])]
    assert patterns == [r"^/stools/[^/]+\.html$", r"^/stools/index\.html$"]


def test_a_pattern_of_one_page_comes_before_one_of_many() -> None:
    mill = profile(products=[r"^/stools/[^/]+\.html$"], listings=[r"^/stools/index\.html$"])
    assert mill.page_kind(f"{BASE}/stools/index.html") == "listing"
    assert mill.page_kind(STOOLS[0]) == "product"
    written = profile(products=[r"^/stools/[^/]+\.html$"], listings=["/stools/"])
    assert written.page_kind(STOOLS[0]) == "product", "a part of an address is no pattern of one page"


def test_of_two_patterns_the_one_that_leaves_less_open_comes_first() -> None:
    mill = profile(
        products=[
            r"^/a/[^/]+/[^/]+\.html$",
            r"^/a/benches/[^/]+\.html$",
            r"^/a/[^/]+/\d+/\d+\.html$",
        ],
        listings=[r"^/a/[^/]+/index\.html$", r"^/a/[^/]+/list-[^/]+\.html$"],
        posts=[r"^/a/news/\d+/\d+\.html$"],
    )
    kinds = {
        path: mill.page_kind(BASE + path)
        for path in (
            "/a/stools/index.html", "/a/benches/index.html", "/a/stools/list-oak.html",
            "/a/stools/oak.html", "/a/stools/2021/7.html", "/a/news/2021/8.html",
        )
    }  # fmt: skip
    assert list(kinds.values()) == [*["listing"] * 3, "product", "product", "post"]
    for written in ("/stools/", r"^/a/.+\.html$"):
        by_hand = profile(products=[written], listings=[r"^/a/[^/]+/[^/]+\.html$"])
        assert by_hand.page_kind(f"{BASE}/a/stools/oak.html") == "product", (
            "one of other forms is not compared"
        )


def test_products_that_are_not_sure_count_beside_sure_ones_and_where_there_are_no_others() -> None:
    sure = GroupFinding(group("stools", r"m-[^/]+\.html"), "product", 0.8, [f"{BASE}/stools/m-1.html"])
    beside = GroupFinding(group("stools", r"[^/]+\.html"), "product", 0.45, [f"{BASE}/stools/a.html"])
    apart = GroupFinding(group("about", "us", r"[^/]+\.html"), "product", 0.55, [f"{BASE}/about/us/a.html"])
    drafted, _ = draft_profile("mill", findings(sure, beside, apart))
    assert len(drafted.products) == 1
    assert drafted.page_kind(f"{BASE}/stools/a.html") == "product"
    assert drafted.page_kind(f"{BASE}/about/us/a.html") is None
    alone, _ = draft_profile("mill", findings(apart))
    assert alone.products == [r"^/about/us/[^/]+\.html$"]
    few, _ = draft_profile(
        "mill", findings(GroupFinding(group("a", "[^/]+", count=3), "product", 0.55, ["x"]))
    )
    assert few.products == []


@pytest.mark.parametrize(("share", "taken"), [(0.48, True), (0.42, False)])
def test_a_section_beside_a_sure_one_must_be_likelier(share: float, taken: bool) -> None:
    sure = GroupFinding(group("stools", r"[^/]+\.html"), "product", 0.8, [STOOLS[0]])
    beside = GroupFinding(group("benches", r"[^/]+\.html"), "product", share, [f"{BASE}/benches/x1.html"])
    drafted, _ = draft_profile("mill", findings(sure, beside))
    assert (drafted.page_kind(f"{BASE}/benches/x1.html") == "product") is taken


@pytest.mark.parametrize("mutual", [True, False])
def test_a_page_and_its_translation_are_of_one_kind(mutual: bool) -> None:
    def page(product: float, mirror: str | None) -> SamplePage:
        look = PageLook(mirrors={"en": mirror} if mirror else {})
        answer = FetchedPage(url="", status=200, headers={}, body=b"", at="")
        return SamplePage(answer, look, {"product": product, "other": 1 - product})

    here, there = f"{BASE}/taburet/m-1", f"{BASE}/en/stool/m-1"
    pages = {here: page(0.5, there), there: page(0.9, here if mutual else None)}
    _agree_with_mirrors(pages)
    assert (pages[here].kinds["product"] > 0.7) is mutual
    assert (pages[here].kinds == pages[there].kinds) is mutual


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ("../../en/stool/m-20/index.html", {"en": f"{BASE}/en/stool/m-20/index.html"}),
        ("../../en/stool/m-21/index.html", {}),
        ("../../en/index.html", {}),
    ],
)
def test_a_link_with_the_name_of_a_language_leads_to_the_page_of_the_same_name(
    link: str, found: dict[str, str]
) -> None:
    body = f'<html lang="tr"><body><a href="{link}">EN</a><h1>M-20</h1></body></html>'.encode()
    document = read_document(body, f"{BASE}/tabure/m-20/index.html", {})
    assert alternates(document, "tr") == found


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ("/en/products/valves/qv.html", {"en": f"{BASE}/en/products/valves/qv.html"}),
        ("/en/products/valves/ball-valve.html", {"en": f"{BASE}/en/products/valves/ball-valve.html"}),
        ("/en/index.html", {}),
        ("https://other.example/en/products/valves/qv.html", {}),
    ],
)
def test_the_translation_that_a_head_declares_lies_as_deep_as_the_page(
    link: str, found: dict[str, str]
) -> None:
    head = f'<head><link rel="alternate" hreflang="en" href="{link}"></head>'
    body = f'<html lang="de">{head}<body><h1>Kugelhahn</h1></body></html>'.encode()
    document = read_document(body, f"{BASE}/de/produkte/ventile/qv.html", {})
    assert alternates(document, "de") == found
