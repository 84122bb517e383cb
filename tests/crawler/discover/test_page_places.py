"""What a page is by where the site shows it: above its products, in a list's box, in the news or in the menu."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crawler.capture.fetch import FetchedPage
from crawler.discover.by_example.judged_pages import pattern_changes, said_of
from crawler.discover.kinds.group_kinds import divided, is_mixed, judge_group
from crawler.discover.kinds.page_agreement import (
    _agree_with_folder,
    _agree_with_list,
    _agree_with_submenu,
    _agree_with_twin_lists,
    _agree_with_twins,
    _announce,
    _belong_to_news,
    _lead_to_those_below,
    _stand_in_menu,
)
from crawler.discover.kinds.page_relations import PageRelations
from crawler.discover.kinds.page_twins import twins
from crawler.discover.profile_draft import SiteFindings, draft_profile
from crawler.discover.sampling import SamplePage
from crawler.discover.url_patterns import address_groups
from crawler.extract.page.layout import Layout
from crawler.extract.page.learnt.page_type import is_list_address
from crawler.extract.page.parsing import read_document
from crawler.extract.sample_look import EntryBox, PageLook, PageMeasures, SampleEntry
from crawler.extract.sample_page import look_at
from crawler.models import PageType
from crawler.profile.profile import SiteProfile

BASE = "https://loom.example"
PLAIN = PageMeasures(dict.fromkeys(("dated_markup", "dated_label", "dated_time", "dated_near"), 0.0))
DATED = replace(PLAIN, features={**PLAIN.features, "dated_near": 1.0})


def page(
    path: str, kind: str, *, shows: str = "", leads: str = "", sure: float = 0.95
) -> tuple[str, SamplePage]:
    """A page of this kind that shows some addresses in a box and leads to others; words are addresses."""
    kinds = dict.fromkeys(("product", "listing", "post", "other"), (1 - sure) / 3) | {kind: sure}
    shown, led = ([BASE + one for one in text.split()] for text in (shows, leads))
    boxes = (EntryBox("main", tuple(SampleEntry(url, url) for url in shown)),) if shown else ()
    url = BASE + path
    return url, SamplePage(
        FetchedPage(url, 200, {}, b"", ""), PageLook(links=(*shown, *led), boxes=boxes), kinds
    )


@pytest.mark.parametrize(
    ("path", "listed"),
    [
        ("/goods_class_3.html", True),
        ("/catalog_php_page_2.html", True),
        ("/news-list-4.htm", True),
        ("/list_2.html", True),
        ("/reflective-vest-class-2.html", False),
        ("/rope_series_4.html", False),
        ("/" + "a_" * 20_000 + "!.html", False),
    ],
)
def test_a_file_called_as_a_section_and_a_list_with_a_number_is_a_list(path: str, listed: bool) -> None:
    assert is_list_address(BASE + path) == listed


def test_a_page_that_its_products_lead_back_to_is_their_list_and_one_they_show_is_not() -> None:
    pages = dict(
        [
            page("/goods/weft", "product", shows="/goods/r4 /goods/k9"),
            page("/goods/r4", "product", leads="/goods/weft", shows="/goods/k9 /goods/d1"),
            page("/goods/k9", "product", leads="/goods/weft", shows="/goods/r4 /goods/d1"),
            page("/goods/d1", "product", shows="/goods/r4 /goods/k9"),
            *(page(f"/about/{n}", "other") for n in range(8)),
        ]
    )
    measures = dict.fromkeys(pages, PLAIN)
    _lead_to_those_below(pages, measures, PageRelations(pages, pages))
    found = {url.rpartition("/")[2]: max(one.kinds, key=one.kinds.__getitem__) for url, one in pages.items()}
    assert [found[name] for name in ("weft", "r4", "k9", "d1")] == [
        "listing",
        "product",
        "product",
        "product",
    ]


def test_a_page_that_states_properties_is_no_list_of_those_that_lead_back_to_it() -> None:
    pages = dict(
        [
            page("/goods/weft", "product", shows="/goods/r4 /goods/k9"),
            page("/goods/r4", "product", leads="/goods/weft"),
            page("/goods/k9", "product", leads="/goods/weft"),
        ]
    )
    measures = dict.fromkeys(pages, PLAIN) | {f"{BASE}/goods/weft": replace(PLAIN, properties=5)}
    _lead_to_those_below(pages, measures, PageRelations(pages, pages))
    assert pages[f"{BASE}/goods/weft"].kinds["product"] == 0.95


def test_what_a_list_shows_beside_products_is_one_also_where_all_are_in_the_menu() -> None:
    goods = "/shuttle.html /reed.html /heald.html /beam.html"
    pages = dict(
        [
            page("/goods.html", "listing", shows=goods),
            *(page(f"/{name}.html", "product", leads=goods) for name in ("shuttle", "reed", "heald")),
            page("/beam.html", "other", leads=goods, sure=0.8),
            page("/jobs.html", "other", leads=goods, sure=0.8),
        ]
    )
    measures = dict.fromkeys(pages, PLAIN)
    relations = PageRelations(pages, pages)
    assert {BASE + path for path in goods.split()} <= relations.menu
    _agree_with_list(pages, measures, relations)
    assert pages[f"{BASE}/beam.html"].kinds["product"] > 0.75 > pages[f"{BASE}/jobs.html"].kinds["product"]


def test_a_list_of_some_products_in_the_list_of_all_stays_a_list() -> None:
    pages = dict(
        [
            page("/all.html", "listing", shows="/reeds.html /a.html /b.html /c.html", sure=0.97),
            page("/reeds.html", "listing", shows="/a.html /b.html", sure=0.8),
            *(page(f"/{name}.html", "product") for name in "abc"),
        ]
    )
    _agree_with_list(pages, dict.fromkeys(pages, PLAIN), PageRelations(pages, pages))
    assert pages[f"{BASE}/reeds.html"].kinds["listing"] == 0.8


def site_of_one_form() -> tuple[dict[str, SamplePage], dict[str, PageMeasures]]:
    """Products, a page on the firm and an announcement at /node/N: the one in the menu, the other in the news."""
    menu = "/node/2 /stories /goods"
    numbers = range(20, 26)
    pages = dict(
        [
            page("/goods", "listing", shows=" ".join(f"/node/{n}" for n in numbers), leads=menu),
            page("/stories", "post", leads=f"/node/9 {menu}"),
            *(page(f"/node/{n}", "product", leads=menu) for n in numbers),
            page("/node/2", "other", leads=menu, sure=0.7),
            page("/node/9", "other", leads=menu, sure=0.6),
        ]
    )
    measures = dict.fromkeys(pages, PLAIN)
    measures[f"{BASE}/stories"] = replace(PLAIN, section=PageType.POST)
    measures[f"{BASE}/node/9"] = DATED
    relations = PageRelations(pages, pages)
    _belong_to_news(pages, measures, relations)
    _stand_in_menu(pages, measures, relations)
    return pages, measures


def test_pages_of_the_menu_and_of_the_news_are_no_products_though_addressed_as_they_are() -> None:
    pages, _ = site_of_one_form()
    (group,) = [one for one in address_groups(pages) if "node" in one.template]
    found = judge_group(group, pages, {}, {})
    found.samples = list(group.urls)
    assert is_mixed(found, pages)
    parts = divided(found, pages, {})
    assert [(part.kind, len(part.group.urls)) for part in parts] == [
        ("product", 6),
        ("other", 1),
        ("post", 1),
    ]
    profile, _ = draft_profile(
        "loom", SiteFindings([f"{BASE}/"], ["loom.example"], [], {}, [], [], parts, 8, 8, [])
    )
    kinds = [profile.page_kind(f"{BASE}/node/{n}") for n in (20, 2, 9, 77)]
    assert kinds == ["product", "other", "post", "product"]
    assert said_of(profile, f"{BASE}/node/2") == "neither"
    changes = pattern_changes(profile, list(pages), {f"{BASE}/node/2": "product"})
    assert "others=[]" in changes.assignments


def test_a_dated_page_that_a_list_of_products_leads_to_too_is_no_post() -> None:
    pages = dict(
        [
            page("/goods", "listing", shows="/node/9 /node/20"),
            page("/stories", "post", leads="/node/9"),
            *(page(f"/node/{n}", "product") for n in (9, 20, 21, 22, 23)),
        ]
    )
    measures = dict.fromkeys(pages, DATED) | {f"{BASE}/stories": replace(PLAIN, section=PageType.POST)}
    _belong_to_news(pages, measures, PageRelations(pages, pages))
    assert pages[f"{BASE}/node/9"].kinds["product"] == 0.95
    assert not pages[f"{BASE}/node/9"].is_elsewhere


def test_others_win_over_the_wider_pattern_of_products_and_are_still_asked_for() -> None:
    profile = SiteProfile(
        name="loom", start=[f"{BASE}/"], products=[r"^/node/\d+$"], others=["^/node/2$"], ignore=["/cart"]
    )
    assert [profile.page_kind(BASE + path) for path in ("/node/2", "/node/22", "/cart")] == [
        "other",
        "product",
        "ignore",
    ]


def test_a_list_in_the_menu_that_is_addressed_as_products_is_taken_out_of_them() -> None:
    pages = dict(
        [*(page(f"/node/{n}", "product") for n in range(20, 26)), page("/node/5", "listing", sure=0.45)]
    )
    pages[f"{BASE}/node/5"].kinds |= {"product": 0.05, "other": 0.4, "post": 0.1}
    (group,) = address_groups(pages)
    found = judge_group(group, pages, {}, {})
    found.samples = list(group.urls)
    assert [len(part.group.urls) for part in divided(found, pages, {})] == [7]
    pages[f"{BASE}/node/5"].is_elsewhere = True
    assert [(part.kind, len(part.group.urls)) for part in divided(found, pages, {})] == [
        ("product", 6),
        ("listing", 1),
    ]


def below(head: str, children: str, one: tuple[str, SamplePage]) -> tuple[str, SamplePage]:
    """The page with a menu that has these children below a head."""
    pairs = frozenset((BASE + head, BASE + child) for child in children.split())
    return one[0], replace(one[1], look=replace(one[1].look, submenus=pairs))


def test_beside_lists_of_products_in_a_submenu_a_page_with_properties_is_a_product() -> None:
    goods, firm = "/reeds /healds /loom.html /care.html", "/history.html /figures.html"
    pages = dict(
        [
            below("/goods", goods, page("/reeds", "listing", shows="/r/1.html /r/2.html")),
            below("/firm", firm, page("/healds", "listing", shows="/r/3.html /r/4.html")),
            *(page(f"/r/{n}.html", "product") for n in (1, 2, 3, 4)),
            *(page(path, "other", sure=0.7) for path in ("/loom.html", "/care.html", *firm.split())),
        ]
    )
    stating = [f"{BASE}/loom.html", f"{BASE}/figures.html"]
    measures = dict.fromkeys(pages, PLAIN) | dict.fromkeys(stating, replace(PLAIN, properties=4))
    _agree_with_submenu(pages, measures, PageRelations(pages, pages))
    products = {url.removeprefix(BASE) for url, one in pages.items() if one.kinds["product"] > 0.75}
    assert products == {"/loom.html", *(f"/r/{n}.html" for n in (1, 2, 3, 4))}


def test_the_links_below_another_are_read_from_nested_lists() -> None:
    html = (
        "<ul><li><a href=/goods>Goods</a><ul><li><a href=/reeds>Reeds</a></li><li><a href=/loom.html>Loom</a></li></ul>"
        "<li>Care<ul><li><a href=/care.html>Care</a></ul><li><a href='#'>Firm</a><ul><li><a href=/history.html>Us</a></ul></ul>"
    )
    document = read_document(html.encode(), f"{BASE}/", {})
    assert look_at(document, Layout(document)).submenus == {
        (f"{BASE}/goods", f"{BASE}/reeds"),
        (f"{BASE}/goods", f"{BASE}/loom.html"),
        ("#Firm", f"{BASE}/history.html"),
    }


def named(name: str, one: tuple[str, SamplePage]) -> tuple[str, SamplePage]:
    return one[0], replace(one[1], look=replace(one[1].look, heading=name))


def test_a_page_with_properties_is_a_product_where_it_is_one_in_another_language_or_version() -> None:
    pages = dict(
        [
            page("/m7.htm", "product"),
            page("/m7it.htm", "other"),
            page("/m8.htm", "product"),
            page("/m8_no.htm", "other"),
            page("/care.htm", "other"),
            page("/care_it.htm", "other"),
            named("Dobby DB-2", page("/manual/looms/db-2/", "product")),
            named("Dobby DB-2", page("/manual/1.x/db-2/", "other")),
            named("Dobby", page("/manual/1.x/looms/db-2/", "other")),
        ]
    )
    measures = dict.fromkeys(pages, replace(PLAIN, properties=4)) | {f"{BASE}/m8_no.htm": PLAIN}
    _agree_with_twins(pages, measures)
    products = {url.removeprefix(BASE) for url, one in pages.items() if one.kinds["product"] >= 0.5}
    assert products == {"/m7.htm", "/m7it.htm", "/m8.htm", "/manual/looms/db-2/", "/manual/1.x/db-2/"}


@pytest.mark.parametrize(
    "path", ["/" + "a_" * 50_000, "/" + "1/" * 50_000, "/" + "x" * 100_000, "/" + " " * 100_000]
)
def test_addresses_of_any_length_are_compared_in_linear_time(path: str) -> None:
    assert twins(dict([page(path, "product"), page("/m7.htm", "product")])) == []


LISTED = PageMeasures({**PLAIN.features}, properties=5)


def test_related_products_on_many_pages_are_none_of_the_menu_where_a_list_shows_them_too() -> None:
    """A page that states properties, in a list's box, stays a product though half of the site leads to it."""
    boxed = "/a.htm /b.htm /c.htm /d.htm /jobs.htm"
    pages = dict(
        [
            page("/", "other", leads="/looms.htm /jobs.htm"),
            page("/looms.htm", "listing", shows=boxed, leads="/jobs.htm"),
            *(page(f"/{one}.htm", "product", leads="/d.htm /looms.htm /jobs.htm") for one in "abc"),
            page("/d.htm", "product", leads="/looms.htm /jobs.htm", sure=0.55),
            page("/jobs.htm", "other"),
        ]
    )
    measures = dict.fromkeys(pages, LISTED) | {BASE + "/jobs.htm": PLAIN, BASE + "/looms.htm": PLAIN}
    relations = PageRelations(pages, pages)
    assert {BASE + "/d.htm", BASE + "/jobs.htm"} <= relations.menu
    _agree_with_list(pages, measures, relations)
    _stand_in_menu(pages, measures, relations)
    assert pages[BASE + "/d.htm"].kinds["product"] > 0.9
    assert pages[BASE + "/jobs.htm"].kinds["product"] < 0.1


def test_the_front_page_and_the_lists_other_entries_are_no_entries_of_a_products_own() -> None:
    boxed = "/a.htm /b.htm /c.htm"
    pages = dict(
        [
            page("/", "other", leads="/looms.htm"),
            page("/looms.htm", "listing", shows=boxed),
            page("/a.htm", "product"),
            page("/b.htm", "product"),
            page("/c.htm", "product", shows="/ /a.htm", sure=0.55),
        ]
    )
    relations = PageRelations(pages, pages)
    assert not relations.shows_others(BASE + "/c.htm", {BASE + "/a.htm"})
    assert relations.shows_others(BASE + "/c.htm", set())
    _agree_with_list(pages, dict.fromkeys(pages, LISTED), relations)
    assert pages[BASE + "/c.htm"].kinds["product"] > 0.9


def test_a_folder_and_its_index_are_one_page() -> None:
    pages = dict(
        [
            page("/looms/", "listing", leads="/looms/a.htm"),
            page("/looms/index.html", "product", leads="/looms/a.htm"),
            page("/saws/", "listing", leads="/saws/a.htm"),
            page("/saws/index.html", "product", leads="/saws/b.htm"),
        ]
    )
    _agree_with_folder(pages)
    assert pages[BASE + "/looms/index.html"].kinds["listing"] > 0.9
    assert pages[BASE + "/saws/index.html"].kinds["product"] > 0.9


def test_a_product_of_the_menu_tells_nothing_of_the_news_beside_it() -> None:
    pages = dict(
        [
            page("/news.htm", "listing", shows="/a.htm /fair.htm", leads="/a.htm"),
            *(page(f"/{one}.htm", "product", leads="/a.htm") for one in "bcd"),
            page("/a.htm", "product"),
            page("/fair.htm", "other", sure=0.6),
        ]
    )
    _agree_with_list(pages, dict.fromkeys(pages, LISTED), PageRelations(pages, pages))
    assert pages[BASE + "/fair.htm"].kinds["product"] < 0.5


def test_beside_two_products_in_a_list_those_that_state_properties_count_too() -> None:
    boxed = "/a.htm /b.htm /c.htm /d.htm /e.htm"
    pages = dict(
        [
            page("/looms.htm", "listing", shows=boxed),
            page("/a.htm", "product"),
            page("/b.htm", "product"),
            *(page(f"/{one}.htm", "other", sure=0.8) for one in "cde"),
        ]
    )
    relations = PageRelations(pages, pages)
    _agree_with_list(pages, dict.fromkeys(pages, PLAIN), relations)
    assert pages[BASE + "/e.htm"].kinds["product"] < 0.1
    _agree_with_list(pages, dict.fromkeys(pages, PLAIN) | {BASE + "/c.htm": LISTED}, relations)
    assert pages[BASE + "/e.htm"].kinds["product"] > 0.9


def kind_of(one: SamplePage) -> str:
    return max(one.kinds, key=one.kinds.__getitem__)


def test_a_page_without_properties_is_a_list_where_it_is_one_in_another_language() -> None:
    pages = dict(
        [
            page("/looms/", "listing"),
            page("/en/looms/", "product", sure=0.6),
            page("/reeds/", "listing", sure=0.6),
            page("/en/reeds/", "product", sure=0.6),
            page("/db-2/", "listing"),
            page("/en/db-2/", "product", sure=0.6),
        ]
    )
    measures = dict.fromkeys(pages, PLAIN) | {f"{BASE}/en/db-2/": LISTED}
    _agree_with_twin_lists(pages, measures)
    kinds = {path: kind_of(pages[BASE + path]) for path in ("/en/looms/", "/en/reeds/", "/en/db-2/")}
    assert kinds == {"/en/looms/": "listing", "/en/reeds/": "product", "/en/db-2/": "product"}


def test_the_index_of_a_folder_with_one_product_is_its_list() -> None:
    pages = dict(
        [
            page("/looms/index.html", "other", leads="/looms/db-2/index.html"),
            page("/looms/db-2/index.html", "product"),
            page("/reeds/index.html", "other", leads="/looms/db-2/index.html"),
            page("/dobby/index.html", "product", leads="/dobby/arm.html"),
            page("/dobby/arm.html", "product"),
        ]
    )
    _lead_to_those_below(pages, dict.fromkeys(pages, PLAIN), PageRelations(pages, pages))
    assert [url for url, one in pages.items() if kind_of(one) == "listing"] == [f"{BASE}/looms/index.html"]


def test_a_page_headed_as_an_announcement_is_a_post() -> None:
    pages = dict([page("/m7.htm", "product"), page("/tender.htm", "product")])
    _announce(pages, {f"{BASE}/m7.htm": LISTED, f"{BASE}/tender.htm": replace(LISTED, announces=True)})
    assert [kind_of(one) for one in pages.values()] == ["product", "post"]
    assert pages[f"{BASE}/tender.htm"].is_elsewhere
