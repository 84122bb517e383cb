"""What the address and place of a page say of its kind: sections, lists called as their folder, popular products."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crawler.capture.fetch import FetchedPage
from crawler.discover.kinds.group_kinds import is_mixed, judge_group
from crawler.discover.kinds.page_agreement import _stand_in_menu
from crawler.discover.kinds.page_kinds import without_crumbs_of_site
from crawler.discover.kinds.page_relations import PageRelations
from crawler.discover.sampling import SamplePage
from crawler.discover.url_patterns import address_groups
from crawler.extract.page.layout import Layout
from crawler.extract.page.learnt.page_type import section_of
from crawler.extract.page.parsing import read_document
from crawler.extract.sample_look import EntryBox, PageLook, PageMeasures, SampleEntry
from crawler.extract.sample_page import measure
from crawler.models import PageType

BASE = "https://mill.example"


@pytest.mark.parametrize(
    ("path", "section"),
    [
        ("/NEWS2021-4.HTM", PageType.POST),
        ("/ro/jurnal/2021-05-02-targ.html", PageType.POST),
        ("/nieuws/nieuwe-zaag.html", PageType.POST),
        ("/it/azienda.html", PageType.OTHER),
        ("/company.html", PageType.OTHER),
        ("/company/products/saw.html", PageType.PRODUCT),
        ("/saws/company-saw.html", None),
        ("/urun/testere.html", PageType.PRODUCT),
        ("/urunlerimiz/testere.html", PageType.PRODUCT),
    ],
)
def test_the_address_names_a_section_also_with_a_number_and_at_its_end(
    path: str, section: PageType | None
) -> None:
    document = read_document(b"<html><body><h1>Saw</h1><p>Of steel.</p></body></html>", BASE + path, {})
    assert section_of(document, Layout(document)) == section


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("会社概要", PageType.OTHER),
        ("نمایندگی‌ها", PageType.OTHER),
        ("Om oss", PageType.OTHER),
        ("Om oss i skogen", None),
        ("شرایط گارانتی", PageType.OTHER),
        ("Garantiebedingungen", PageType.OTHER),
        ("Garantiesiegel für Sägen", None),
        ("Såg", None),
    ],
)
def test_a_heading_that_is_a_word_for_the_firm_names_a_section(
    heading: str, section: PageType | None
) -> None:
    page = f"<html><meta charset=utf-8><body><h2>{heading}</h2><p>Stål.</p></body></html>"
    document = read_document(page.encode(), f"{BASE}/p4.html", {})
    assert section_of(document, Layout(document)) == section


@pytest.mark.parametrize(
    ("title", "section"),
    [("技術情報", PageType.OTHER), ("Technische Informationen", PageType.OTHER), ("Technischer Hobel", None)],
)
def test_a_title_that_is_a_word_for_the_firm_or_its_trade_names_a_section(
    title: str, section: PageType | None
) -> None:
    page = f"<html><meta charset=utf-8><title>{title}</title><body><h2>Härte von Stahl</h2><p>HRC.</p></body></html>"
    document = read_document(page.encode(), f"{BASE}/p4.html", {})
    assert section_of(document, Layout(document)) == section


def sample(url: str, kind: str, *leads: str, sure: float = 0.95) -> SamplePage:
    kinds = dict.fromkeys(("product", "listing", "post", "other"), (1 - sure) / 3) | {kind: sure}
    entries = tuple(SampleEntry(link, link, None) for link in leads)
    look = PageLook(links=leads, boxes=(EntryBox("main", entries),) if leads else ())
    return SamplePage(FetchedPage(url, 200, {}, b"", ""), look, kinds)


def test_a_page_that_leads_to_several_in_the_folder_called_as_it_is_is_their_list() -> None:
    saws = [f"{BASE}/goods/saws/{name}.html" for name in ("bow", "hand")]
    pages = {
        f"{BASE}/goods/saws.html": sample(f"{BASE}/goods/saws.html", "product", *saws),
        f"{BASE}/goods/saw.html": sample(f"{BASE}/goods/saw.html", "product", *saws),
        **{url: sample(url, "product") for url in saws},
    }
    relations = PageRelations(pages, pages)
    assert [url for url in pages if relations.heads_folder(url)] == [f"{BASE}/goods/saws.html"]


def test_a_product_that_a_box_shows_on_every_page_stays_one() -> None:
    popular, prices = f"{BASE}/goods/bow.html", f"{BASE}/prices.html"
    urls = [popular, prices, *(f"{BASE}/goods/{n}.html" for n in range(8))]
    pages = {url: sample(url, "product", popular, prices) for url in urls}
    goods = PageMeasures(section=PageType.PRODUCT, properties=4)
    measures = dict.fromkeys(urls, goods) | {prices: PageMeasures()}
    _stand_in_menu(pages, measures, PageRelations(pages, urls))
    assert pages[popular].kinds["product"] == 0.95 > pages[prices].kinds["product"]
    _stand_in_menu(
        pages, measures | {popular: PageMeasures(section=PageType.PRODUCT)}, PageRelations(pages, urls)
    )
    assert pages[popular].kinds["product"] < 0.95, "the list of a section states no properties"


def test_a_small_group_of_no_one_kind_is_looked_at_whole() -> None:
    kinds = {7: "product", 9: "product", 12: "post", 15: "listing"}
    pages = {f"{BASE}/node/{n}.html": sample(f"{BASE}/node/{n}.html", kind) for n, kind in kinds.items()}
    urls = [*pages, *(f"{BASE}/node/{n}.html" for n in range(20, 24))]
    (group,) = address_groups(urls)
    assert is_mixed(judge_group(group, pages, {}, {}), pages)
    unsure = {url: sample(url, "other") for url in pages}
    assert not is_mixed(judge_group(group, unsure, {}, {}), unsure)


@pytest.mark.parametrize(
    ("path", "crumbs", "section"),
    [
        ("/san-pham/may-cua.html", (), PageType.PRODUCT),
        ("/tin-tuc/hoi-cho.html", (), PageType.POST),
        ("/p4.html", ("Sản phẩm", "Cưa"), PageType.PRODUCT),
        ("/p4.html", ("Tin tức - Sự kiện", "Hội chợ"), PageType.POST),
        ("/p4.html", ("Tin cưa", "Cưa tay"), None),
        ("/p4.html", ("技术支持",), PageType.OTHER),
        ("/p4.html", ("Техподдержка",), PageType.OTHER),
        ("/p4.html", ("Technical support",), PageType.OTHER),
        ("/p4.html", ("Saw support",), None),
    ],
)
def test_a_section_may_be_called_by_several_words(
    path: str, crumbs: tuple[str, ...], section: PageType | None
) -> None:
    links = "".join(f"<a href=/s{at}.html>{crumb}</a> &gt; " for at, crumb in enumerate(crumbs))
    page = f"<meta charset=utf-8><body><div class=breadcrumb>{links}</div><h1>Cưa X4</h1><p>Thép.</p>"
    document = read_document(page.encode(), BASE + path, {})
    assert section_of(document, Layout(document)) == section


def test_the_first_crumb_of_a_theme_names_no_section() -> None:
    goods, news = PageType.PRODUCT, PageType.POST
    crumbed = PageMeasures(section=goods, crumbed=goods)
    measures = {f"{BASE}/{n}.html": crumbed for n in range(8)} | {
        f"{BASE}/": crumbed,
        f"{BASE}/news/fair.html": replace(crumbed, addressed=news),
        f"{BASE}/firm.html": PageMeasures(),
    }
    found = without_crumbs_of_site(measures)
    assert found[f"{BASE}/news/fair.html"].section == news
    assert found[f"{BASE}/3.html"].section is None
    alone = measures | {f"{BASE}/": PageMeasures()}
    assert without_crumbs_of_site(alone) == alone


@pytest.mark.parametrize(
    ("heading", "announces"),
    [
        ("Thông báo mời thầu gói số 2: mua máy cưa", True),
        ("Invitation to tender: bow saws", True),
        ("Öffentliche Ausschreibung: Bügelsägen", True),
        ("Оголошення про закупівлю пил", True),
        ("弓锯采购招标公告", True),
        ("톱 구매 입찰공고", True),
        ("弓鋸生産終了のお知らせ", True),
        ("Tender saw for boats", False),
        ("Máy báo động", False),
        ("Announcement speaker X4", False),
        ("公告牌 X4", False),
    ],
)
def test_a_heading_is_that_of_an_announcement_and_its_table_states_no_product(
    heading: str, announces: bool
) -> None:
    rows = "".join(f"<tr><td>Part {n}</td><td>{n}0 mm</td></tr>" for n in ("a", "b", "c"))
    page = f"<meta charset=utf-8><body><h1>{heading}</h1><table>{rows}</table>"
    document = read_document(page.encode(), f"{BASE}/p4.html", {})
    found = measure(document, Layout(document), "2026-01-01T00:00:00+00:00")
    assert (found.announces, found.states_product) == (announces, not announces)
